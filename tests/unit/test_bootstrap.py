"""The start on a fresh machine, played with stand-ins for uv and pip: no test here needs a network."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import bootstrap
import pytest

ROOT = bootstrap.ROOT

# Makes an environment whose Python only says how it was called; notes what it was asked for.
STAND_IN_UV = """\
#!/bin/sh
echo "$*" >> "$LOG"
case "$1 $2" in
    --version*) echo "uv 0.13.9 (stand-in)" ;;
    "venv --python")
        mkdir -p "$4/bin"
        printf '#!/bin/sh\\necho "$@"\\n' > "$4/bin/python"
        chmod +x "$4/bin/python" ;;
    "pip sync") exit "${SYNC_FAILS:-0}" ;;
esac
"""


class Clone:
    """A fresh clone, and a machine whose uv is a stand-in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "bản tin"  # with a space and marks, as people name folders
        self.folder.mkdir()
        for name in ("bootstrap.py", "tasks.py", bootstrap.RUNTIME_LOCK, bootstrap.TEST_LOCK):
            shutil.copy(ROOT / name, self.folder)
        self.log = folder / "uv.log"
        self.machine = folder / "machine"
        program(self.machine / "uv", STAND_IN_UV)
        program(self.machine / "pip.py", "")  # has no settings; the real one takes its time to say so
        self.path = f"{self.machine}{os.pathsep}{os.defpath}"

    def call(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run ``python3 tasks.py …`` from another folder."""
        return subprocess.run(
            [sys.executable, str(self.folder / "tasks.py"), *arguments],
            cwd=self.folder.parent,
            env={"PATH": self.path, "PYTHONPATH": str(self.machine), "LOG": str(self.log), **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def asked_of_uv(self) -> list[str]:
        """Return what uv was asked to do since the last time, without the question for its version."""
        lines = self.log.read_text("utf-8").splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return [" ".join(line.split()[:2]) for line in lines if line != "--version"]


def program(path: Path, text: str) -> str:
    """Write an executable and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path)


MAKE, SYNC = "venv --python", "pip sync"


def test_first_run_makes_the_environment_and_hands_over_to_invoke(clone):
    done = clone.call("build", "--fast")

    assert done.stdout == "-m invoke -c tasks build --fast\n"
    assert done.returncode == 0
    assert clone.asked_of_uv() == [MAKE, SYNC]


def test_later_runs_do_not_even_ask_for_uv(clone):
    clone.call("build")
    clone.asked_of_uv()

    assert clone.call("build", PATH="/nowhere").returncode == 0
    assert clone.asked_of_uv() == []


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["--list"]])
def test_without_a_task_the_tasks_are_listed(clone, arguments):
    assert clone.call(*arguments).stdout == "-m invoke -c tasks --list\n"


def test_a_changed_lock_is_synced_into_the_environment_that_is_there(clone):
    clone.call("build")
    clone.asked_of_uv()
    with (clone.folder / bootstrap.RUNTIME_LOCK).open("a") as lock:
        lock.write("# changed\n")

    clone.call("build")

    assert clone.asked_of_uv() == [SYNC]


def test_tests_get_their_tools_and_building_afterwards_leaves_them(clone):
    clone.call("build")
    clone.asked_of_uv()

    clone.call("test")
    assert clone.asked_of_uv() == [SYNC]
    clone.call("build")
    assert clone.asked_of_uv() == []


def test_an_environment_left_half_made_is_made_anew(clone):
    assert clone.call("build", SYNC_FAILS="1").returncode == 1
    clone.asked_of_uv()

    assert clone.call("build").returncode == 0
    assert clone.asked_of_uv() == [MAKE, SYNC]


def test_an_environment_stopped_while_it_changed_is_made_anew(clone):
    clone.call("build")
    assert clone.call("test", SYNC_FAILS="1").returncode == 1
    clone.asked_of_uv()

    assert clone.call("build").returncode == 0
    assert clone.asked_of_uv() == [MAKE, SYNC]


def test_an_environment_that_lost_its_python_is_made_anew(clone):
    clone.call("build")
    clone.asked_of_uv()
    (clone.folder / ".venv/bin/python").unlink()

    assert clone.call("build").returncode == 0
    assert clone.asked_of_uv() == [MAKE, SYNC]


def test_an_environment_of_another_python_is_made_anew(clone):
    clone.call("build")
    clone.asked_of_uv()
    stamp = clone.folder / ".venv/bantin-stamp"
    stamp.write_text(stamp.read_text("utf-8").replace(sys.version.split()[0], "3.11.0rc1"), "utf-8")

    assert clone.call("build").returncode == 0
    assert clone.asked_of_uv() == [MAKE, SYNC]


def test_a_uv_that_is_too_old_is_passed_over_for_the_one_in_the_tools_folder(clone, monkeypatch):
    program(clone.machine / "uv", "#!/bin/sh\necho uv 0.4.30\n")
    own = program(clone.folder / ".tools" / "bin" / "uv", "#!/bin/sh\necho uv 0.13.9\n")
    monkeypatch.setenv("PATH", clone.path)

    assert bootstrap.ready_uv(clone.folder) == own


def test_what_is_not_uv_has_no_version(tmp_path):
    assert bootstrap.uv_version(str(tmp_path / "none")) == ()
    assert bootstrap.uv_version(program(tmp_path / "uv", "#!/bin/sh\nexit 127\n")) == ()


@pytest.fixture
def without_uv(tmp_path, monkeypatch):
    """A machine without uv, whose Python is a stand-in: returns the function that writes it."""
    monkeypatch.setattr(shutil, "which", lambda _: None)

    def python_is(script: str) -> None:
        monkeypatch.setattr(bootstrap, "BASE_PYTHON", program(tmp_path / "python", f"#!/bin/sh\n{script}\n"))

    return python_is


def test_a_python_without_pip_is_told_how_to_get_it(tmp_path, without_uv):
    without_uv("echo /usr/bin/python3: No module named pip >&2; exit 1")

    with pytest.raises(SystemExit) as stopped:
        bootstrap.ready_uv(tmp_path)

    assert "chưa có pip" in str(stopped.value)
    assert "apt install python3-pip" in str(stopped.value)


def test_a_failing_network_is_told_with_the_last_words_of_the_tool(tmp_path, without_uv):
    without_uv("seq 1 100; echo Temporary failure in name resolution; exit 1")

    with pytest.raises(SystemExit) as stopped:
        bootstrap.ready_uv(tmp_path)

    message = str(stopped.value)
    assert "kiểm tra kết nối" in message
    assert "    100\n    Temporary failure in name resolution\n" in message
    assert message.count("\n") < bootstrap.LAST_LINES + 8


@pytest.fixture
def without_uv_settings(monkeypatch):
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)


PIP_SETTINGS = """cat <<END
global.cert='/etc/province.pem'
global.index-url='https://mirror.invalid/index'
:env:.index-url='https://nearer.invalid/index'
global.timeout='60'
END"""


@pytest.mark.usefixtures("without_uv_settings")
def test_the_mirror_and_certificate_that_pip_uses_are_handed_on_to_uv(without_uv):
    without_uv(PIP_SETTINGS)

    environment = bootstrap.uv_environment()

    assert environment["UV_DEFAULT_INDEX"] == "https://nearer.invalid/index"
    assert environment["SSL_CERT_FILE"] == "/etc/province.pem"


@pytest.mark.usefixtures("without_uv_settings")
def test_what_uv_was_told_itself_comes_before_what_pip_was_told(without_uv, monkeypatch):
    without_uv(PIP_SETTINGS)
    monkeypatch.setenv("UV_INDEX_URL", "https://chosen.invalid/index")
    monkeypatch.setenv("SSL_CERT_FILE", "/chosen.pem")

    environment = bootstrap.uv_environment()

    assert "UV_DEFAULT_INDEX" not in environment
    assert environment["SSL_CERT_FILE"] == "/chosen.pem"


@pytest.mark.usefixtures("without_uv_settings")
def test_without_pip_settings_uv_keeps_its_own(without_uv):
    without_uv("echo No module named pip >&2; exit 1")

    assert not {"UV_DEFAULT_INDEX", "SSL_CERT_FILE"} & set(bootstrap.uv_environment())


def test_an_old_python_is_told_which_one_is_needed():
    assert "Cần Python 3.11 trở lên; đây là Python 3.8.10." in bootstrap.too_old("3.8.10")


def test_the_oldest_python_is_the_one_that_the_project_declares():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["requires-python"] == ">=" + ".".join(map(str, bootstrap.OLDEST_PYTHON))


@pytest.mark.parametrize("name", ["bootstrap.py", "tasks.py"])
def test_an_old_python_can_read_the_file_that_tells_it_so(name):
    tree = ast.parse((ROOT / name).read_text("utf-8"), feature_version=(3, 7))

    # Unknown to Python 3.6, where it is a syntax error.
    assert not any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)


LOCKS = (bootstrap.RUNTIME_LOCK, bootstrap.TEST_LOCK, bootstrap.UV_LOCK)


def locked(name: str) -> dict[str, str]:
    """Return each requirement of a lock file, with its marker, and the lines that belong to it."""
    text = (ROOT / name).read_text("utf-8")
    entries = re.findall(r"^([a-z0-9][^\\\n]*?) \\\n((?:[ \t]+.*\n)+)", text, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^[^#\s]", text, re.MULTILINE))
    return dict(entries)


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_is_pinned_with_hashes(name):
    entries = locked(name)

    assert entries
    for requirement, lines in entries.items():
        assert "==" in requirement
        assert "--hash=sha256:" in lines


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_address_and_no_folder_of_the_machine_that_made_them(name):
    text = (ROOT / name).read_text("utf-8")

    assert "#    python3 tasks.py lock" in text.splitlines()[:3]
    assert not re.search(r"http|://|index-url|find-links|file:|(^|\s)/\w", text)


def test_tests_run_with_the_versions_that_are_published():
    runtime, tests = locked(bootstrap.RUNTIME_LOCK), locked(bootstrap.TEST_LOCK)

    assert set(runtime) < set(tests)
