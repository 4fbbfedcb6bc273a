"""The start on a fresh machine: from a bare python3 with pip to the project's own environment.

``python3 tasks.py …`` comes here first. uv is found (on the PATH, in ``.tools/``) or installed there by
pip, which works where a system-wide install is refused and where Python has no venv module. uv makes
``.venv`` and fills it from a lock file; a stamp in it says what it holds, so that later runs go straight on.

Standard library only. Nothing above the version check may be newer than Python 3.6, and the whole file,
like tasks.py, has to parse there: an old Python must get as far as saying that it is too old.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)  # as in pyproject.toml; a test compares them


def too_old(version: str) -> str:
    """Return what a person is told whose Python is older than the project needs."""
    needed = ".".join(map(str, OLDEST_PYTHON))
    return (
        f"Cần Python {needed} trở lên; đây là Python {version}. Hãy cài bản mới rồi chạy lại.\n"
        f"Python {needed} or newer is needed; this is {version}."
    )


if sys.version_info < OLDEST_PYTHON:
    sys.exit(too_old(sys.version.split()[0]))

ROOT = Path(__file__).resolve().parent
RUNTIME_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"  # everything in RUNTIME_LOCK, and the tools of the developers
UV_LOCK = "requirements-uv.lock"
OLDEST_UV = (0, 5)  # the first that takes dependency groups and UV_DEFAULT_INDEX

# Not sys.executable: inside an active .venv that is .venv's own Python, which cannot rebuild .venv.
BASE_PYTHON: str = getattr(sys, "_base_executable", sys.executable)

LAST_LINES = 15  # of a failed tool's output


def main(developer_tasks: set[str], optional: dict[str, list[str]]) -> None:
    """Run invoke with this command line in an environment made ready for it; does not return.

    ``optional`` are the flags that a task's first words stand for, which may be left out.
    """
    arguments = with_flags(sys.argv[1:], optional)
    os.chdir(ROOT)  # the tasks may be called from any folder
    lock = TEST_LOCK if developer_tasks.intersection(arguments) else RUNTIME_LOCK
    python = ready_environment(ROOT, lock)
    if arguments in ([], ["--help"], ["-h"]):
        arguments = ["--list"]
    command = [str(python), "-m", "invoke", "-c", "tasks", *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"}  # Vietnamese output also through a Windows pipe
    if os.name == "nt":  # exec on Windows gives the prompt back before the work is done
        sys.exit(subprocess.call(command, env=environment))
    os.execve(command[0], command, environment)


def with_flags(arguments: list[str], optional: dict[str, list[str]]) -> list[str]:
    """Return ``new a b`` as ``new --dataset a --date b``: invoke knows no words that may be left out."""
    made, words = arguments[:1], arguments[1:]
    for flag in optional.get("".join(made), []):
        if not words or words[0].startswith("-"):
            break
        made += [flag, words.pop(0)]
    return made + words


def ready_environment(root: Path, lock: str) -> Path:
    """Return the Python of ``root/.venv`` with the lock's packages in it, making what is missing."""
    folder = root / ".venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp_file = folder / "bantin-stamp"
    stamp = stamp_file.read_text("utf-8") if stamp_file.is_file() and python.exists() else ""
    # An environment that also holds the developers' tools is as good for every other task.
    if stamp in {stamp_for(root, lock), stamp_for(root, TEST_LOCK)}:
        return python

    uv = ready_uv(root)
    say("Đang chuẩn bị các gói Python theo " + lock + " (lần đầu có thể mất vài phút)…")
    environment = uv_environment()
    if not stamp.startswith(this_python()):  # none yet, another Python's, or left half-made
        shutil.rmtree(folder, ignore_errors=True)
        run([uv, "venv", "--python", BASE_PYTHON, str(folder)], environment)
    stamp_file.unlink(missing_ok=True)  # whoever is stopped from here on starts anew the next time
    run([uv, "pip", "sync", "--python", str(python), "--require-hashes", str(root / lock)], environment)
    stamp_file.write_text(stamp_for(root, lock), "utf-8")
    return python


def stamp_for(root: Path, lock: str) -> str:
    """Return what the stamp says when an environment of this Python holds the lock's packages."""
    return f"{this_python()}\n{hashlib.sha256((root / lock).read_bytes()).hexdigest()}\n"


def this_python() -> str:
    """Name the interpreter, the same from inside an environment as from outside."""
    return f"{sys.base_prefix} {sys.version}".replace("\n", " ")


def ready_uv(root: Path) -> str:
    """Return the path of a uv that is new enough, installing the pinned one where there is none."""
    own = [root / ".tools" / place for place in ("bin/uv", "bin/uv.exe", "Scripts/uv.exe")]
    for candidate in (shutil.which("uv"), *map(str, own)):
        if candidate and uv_version(candidate) >= OLDEST_UV:
            return candidate
    say("Đang tải công cụ uv vào .tools/…")
    install = ["install", "--target", str(root / ".tools"), "--upgrade", "--no-deps"]
    exact = ["--only-binary", ":all:", "--require-hashes", "-r", str(root / UV_LOCK)]
    # Settings that suit a person's own installs but cannot go with --target.
    settings = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    run([BASE_PYTHON, "-m", "pip", *install, *exact], settings)
    return next(str(path) for path in own if path.is_file())


def uv_version(uv: str) -> tuple[int, ...]:
    """Return the version of a uv, or nothing where it does not run."""
    try:
        answer = subprocess.run([uv, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ()
    found = re.match(r"uv (\d+)\.(\d+)", answer)
    return tuple(map(int, found.groups())) if found else ()


def uv_environment() -> dict[str, str]:
    """Return the environment for uv, which does not read pip's settings: its mirror and certificate.

    What the person has told uv itself comes first.
    """
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    command = [BASE_PYTHON, "-m", "pip", "config", "list"]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    # Settings from the environment are listed last, and as in pip they win.
    settings = dict(re.findall(r"^(?:global|install|:env:)\.([\w-]+)='(.*)'$", lines, re.MULTILINE))
    if "index-url" in settings and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX"} & set(environment):
        environment["UV_DEFAULT_INDEX"] = settings["index-url"]
    if "cert" in settings:
        environment.setdefault("SSL_CERT_FILE", settings["cert"])
    return environment


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run a tool quietly; where it fails, stop with its last words and what to do."""
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return
    if "No module named pip" in done.stdout:
        sys.exit(
            f"Python này chưa có pip: {BASE_PYTHON}\n"
            "Trên Debian, Ubuntu: sudo apt install python3-pip. Nơi khác: python3 -m ensurepip.\n"
            "Hoặc cài uv. Rồi chạy lại.\n"
            "This Python has no pip; install pip or uv, then run again."
        )
    last_words = "\n".join("    " + line for line in done.stdout.strip().splitlines()[-LAST_LINES:])
    sys.exit(
        f"Chưa chuẩn bị được các gói Python; công cụ báo:\n{last_words}\n"
        "Nếu là lỗi mạng: hãy kiểm tra kết nối (proxy, chứng chỉ, PIP_INDEX_URL nếu dùng máy chủ riêng)\n"
        "rồi chạy lại; phần đã tải xong không phải tải lại.\n"
        "Preparing the packages failed; if it was the network, check it and run again."
    )


def say(message: str) -> None:
    """Tell the person at the keyboard, apart from what a task itself prints."""
    print(message, file=sys.stderr, flush=True)
