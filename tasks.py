"""The project's commands: ``python3 tasks.py`` lists them; the first line of each docstring is its help."""

if __name__ == "__main__":  # run as a script, by any Python: first make the environment, then come back
    import bootstrap

    bootstrap.main(
        developer_tasks={"test", "lint", "format", "bench", "fuzz", "alterations", "audit", "screenshots"},
        optional={"new": ["--dataset", "--date"]},
    )

import logging
import os
import shlex
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))
SETTINGS = {False: ROOT / "pelicanconf.py", True: ROOT / "publishconf.py"}
"""By whether the site is to be published."""

from bantin.desk import FOLDERS, NOW, SOURCES, audience, form, new, review, scenarios, serve  # noqa: E402 - from the folder above

EDITORS_TASKS = (form, new, review, scenarios, serve)

# Building the site. The project's own modules are imported by the task that needs them, so that listing the
# tasks stays quick. -------------------------------------------------------------------------------------------

AUDIENCE = {
    "preview": "dựng để xem trước: cả bản nháp và bài chưa đến giờ đăng",
    "publish": "trang để đăng, theo publishconf.py; build còn ghi những gì đã đăng vào content/published",
    "now": NOW,
}


@task(help={**FOLDERS, **AUDIENCE, "form": "địa chỉ nơi biểu mẫu ghi bài; lệnh form tự đặt"})
def build(  # noqa: PLR0913 - an option is a parameter
    _: Context,
    data: str = "data",
    content: str = "content",
    output: str = "output",
    *,
    preview: bool = False,
    publish: bool = False,
    now: str = "",
    form: str = "",
) -> None:
    """Dựng trang từ số liệu và bài của biên tập viên; có lỗi thì bản cũ giữ nguyên."""
    from bantin.errors import BantinError  # noqa: PLC0415 - see above
    from bantin.publish.build import Purpose  # noqa: PLC0415 - see above
    from bantin.publish.build import build as build_site  # noqa: PLC0415 - see above

    if preview and publish:
        raise Exit("--preview là để xem, --publish là để đăng: chọn một.", code=1)
    show_progress()
    started = time.monotonic()
    try:
        purpose = Purpose(audience(now, editors=preview), publish=publish, form=form)
        made = build_site(SETTINGS[publish], Path(data), Path(content), Path(output), purpose)
    except (BantinError, OSError) as fault:
        print(f"\n{fault}\n\nKhông dựng được trang; bản đã dựng trước đây giữ nguyên.", file=sys.stderr)
        raise Exit(code=getattr(fault, "exitcode", 1)) from fault
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    print(
        f"\nXong sau {seconds} giây: {made.bulletins} bản tin của {made.datasets} bộ số liệu, {made.files} tệp.\n"
        f"Cảnh báo: {len(made.warnings)}.\n"
        + "".join(f"Sổ đăng: {path}\n" for path in made.recorded)
        + f"Trang nằm trong {output}/."
        + ("" if preview or publish else " Xem thử: python3 tasks.py serve, rồi mở http://localhost:8000/")
    )
    if publish and made.warnings:
        print("\nBản này đăng kèm những điều nên xem lại:", *made.warnings, sep="\n")


@task(
    help={
        **SOURCES,
        "format": "table (bảng để đọc) hoặc json",
        "strict": "có cảnh báo cũng là không đạt (mã thoát 1)",
        "today": "ngày hôm nay, như 2021-11-19: báo cả những nơi đã quá hạn gửi",
    }
)
def check(
    _: Context,
    data: str = "data",
    content: str = "content",
    format: str = "table",
    *,
    strict: bool = False,
    today: str = "",
) -> None:
    """Kiểm tra mọi tệp số liệu, lời bản tin và bài của biên tập viên, không dựng trang. Mã thoát 2 khi có lỗi."""
    from bantin.errors import problems_json, problems_table  # noqa: PLC0415 - see above
    from bantin.ingest.archive import read_archive  # noqa: PLC0415 - see above
    from bantin.ingest.lateness import lateness  # noqa: PLC0415 - see above
    from bantin.ingest.standing import EDITORS  # noqa: PLC0415 - see above
    from bantin.ledger.revise import lacking  # noqa: PLC0415 - see above
    from bantin.pipeline import problems_of  # noqa: PLC0415 - see above
    from bantin.publish.proofread import proofread  # noqa: PLC0415 - see above

    if format not in {"table", "json"}:
        raise Exit("--format chỉ nhận table hoặc json.", code=1)
    if not Path(data).is_dir():
        raise Exit(f"Không có thư mục {data}.", code=2)
    archive = read_archive(Path(data).resolve(), Path(content).resolve(), audience=EDITORS)
    found = [*problems_of(archive), *lacking(archive), *proofread(archive)]
    if today:
        try:
            found += lateness(archive, date.fromisoformat(today))
        except ValueError as fault:
            raise Exit(f"--today: “{today}” không phải là ngày; ghi như 2021-11-19.", code=1) from fault
    print(problems_json(found) if format == "json" else problems_table(found))
    raise Exit(code=2 if any(problem.is_error for problem in found) else 1 if strict and found else 0)


@task(help={**FOLDERS, **AUDIENCE})
def verify(
    _: Context,
    data: str = "data",
    content: str = "content",
    output: str = "output",
    *,
    preview: bool = False,
    publish: bool = False,
    now: str = "",
) -> None:
    """Đọc lại trang đã dựng: tính lại mọi con số, và so với trang dựng lại. Mã thoát 2 khi có sai khác."""
    from bantin.errors import BantinError, problems_table  # noqa: PLC0415 - see above
    from bantin.publish.build import verify as prove  # noqa: PLC0415 - see above

    try:
        seen_by, settings = audience(now, editors=preview), SETTINGS[publish]
        found = prove(settings, Path(data), Path(content), Path(output), seen_by)
    except (BantinError, OSError) as fault:
        print(f"\n{fault}", file=sys.stderr)
        raise Exit(code=2) from fault
    if found:
        print(problems_table(found))
        raise Exit(code=2)
    print("Mọi con số, chữ chỉ chiều và thứ hạng đều đúng với số liệu; mọi tệp đều như khi dựng.")


def show_progress() -> None:
    """Print what the build reads, draws and writes; Pelican's own warnings and errors too."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("bantin").setLevel(logging.INFO)


# For developers -----------------------------------------------------------------------------------------


@task(
    help={
        "select": "chỉ chạy các kiểm thử có tên khớp (như -k của pytest)",
        "args": 'tham số khác cho pytest, ví dụ --args "-x tests/unit"',
    }
)
def test(_: Context, select: str = "", args: str = "") -> None:
    """Chạy các kiểm thử, kể cả trên Chromium và Firefox (tự tìm hoặc cài)."""
    browser = python("tests/browser_path.py", capture=True).strip()
    firefox = python("tests/browser_path.py", "firefox", capture=True).strip()  # none: its tests are skipped
    # Four are enough: each worker that gets a browser test starts a browser.
    workers = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
    chosen = ["-k", select] if select else []
    python("-m", "pytest", *workers, *chosen, *shlex.split(args), BANTIN_BROWSER=browser, BANTIN_FIREFOX=firefox)


@task(help={"examples": "số tệp thử cho mỗi kiểu (mặc định: 5000)"})
def fuzz(_: Context, examples: int = 5000) -> None:
    """Thử đọc hàng nghìn tệp hỏng, chứng minh lời kể của hàng trăm chuỗi số liệu ngẫu nhiên, và dựng lại chúng."""
    tests = [f"tests/unit/test_{name}.py" for name in ("sheet_fuzz", "published", "proof_random", "round_trip_random")]
    python("-m", "pytest", *tests, BANTIN_FUZZ=str(examples))


@task(
    help={
        "output": FOLDERS["output"],
        "count": "số chỗ sửa thử, mỗi lần một chỗ (mặc định: 1000)",
        "seed": "số bắt đầu của phép chọn ngẫu nhiên (mặc định: 1)",
    }
)
def alterations(_: Context, output: str = "output", count: int = 1000, seed: int = 1) -> None:
    """Sửa thử hàng nghìn chỗ của trang đã dựng, mỗi lần một chỗ: chỗ nào cũng phải bị verify phát hiện."""
    given = [str(Path(output).resolve()), str(count), str(seed)]
    python("tests/site/alterations.py", *given, PYTHONPATH=str(ROOT / "plugins"))


@task(help={"output": FOLDERS["output"], "strict": "có cổng bị bỏ qua cũng là không đạt (mã thoát 1)"})
def audit(_: Context, output: str = "output", *, strict: bool = False) -> None:
    """Soát trang đã dựng: liên kết, nguồn tin, dung lượng, trợ năng, HTML, Lighthouse. Mã thoát 2 khi có lỗi."""
    given = [str(Path(output).resolve()), *(["--strict"] if strict else [])]
    folders = os.pathsep.join(str(ROOT / folder) for folder in ("plugins", "tests"))
    python("tests/audit/run.py", *given, PYTHONPATH=folders)


@task(help={"output": "thư mục ghi ảnh (mặc định: docs/hinh)"})
def screenshots(_: Context, output: str = "docs/hinh") -> None:
    """Chụp lại các ảnh của hướng dẫn biên tập, từ biểu mẫu và trang thật (cần npm)."""
    browser = python("tests/browser_path.py", capture=True).strip()
    folders = os.pathsep.join(str(ROOT / folder) for folder in ("plugins", "tests"))
    python("tests/screenshots.py", str(Path(output).resolve()), PYTHONPATH=folders, BANTIN_BROWSER=browser)


@task
def bench(_: Context) -> None:
    """Đo tốc độ và bộ nhớ, đặt cạnh cách làm đơn giản nhất trong cùng một lần chạy."""
    for part in ("records", "story", "charts"):
        python(f"tests/bench/{part}.py", PYTHONPATH=str(ROOT / "plugins"))


@task
def lint(_: Context) -> None:
    """Kiểm tra mã nguồn: quy tắc, định dạng, kiểu dữ liệu."""
    checks = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    failed = [" ".join(check) for check in checks if not passes(*check)]
    if failed:
        raise Exit("Chưa đạt: " + "; ".join(failed))


@task(name="format")
def format_(_: Context) -> None:
    """Sửa định dạng và các lỗi quy tắc mà máy tự sửa được."""
    python("-m", "ruff", "check", "--fix-only", "--quiet")
    python("-m", "ruff", "format")


@task
def docs(_: Context) -> None:
    """Ghi lại các phần của hướng dẫn được lập từ mã nguồn, và bộ từ của giao diện (từ mới chưa có lời dịch)."""
    from bantin.ingest.guide import options_markdown, schema_json  # noqa: PLC0415 - see above
    from bantin.publish.words import renew  # noqa: PLC0415 - see above
    from bantin.story.guide import filled, read_guide  # noqa: PLC0415 - see above

    guide = ROOT / "docs" / "du-lieu.md"
    before, mark, rest = guide.read_text(encoding="utf-8").partition("<!-- lập từ mã nguồn -->\n")
    _before, end, after = rest.partition("<!-- hết -->")
    guide.write_text(f"{before}{mark}\n{options_markdown()}\n{end}{after}", encoding="utf-8", newline="\n")
    (ROOT / "docs" / "dataset.schema.json").write_text(schema_json(), encoding="utf-8", newline="\n")
    renew(ROOT / "theme")
    story_guide = ROOT / "docs" / "viet-ban-tin.md"
    made = filled(story_guide.read_text(encoding="utf-8"), read_guide(ROOT / "docs" / "vi-du"))
    story_guide.write_text(made, encoding="utf-8", newline="\n")


@task(help={"upgrade": "lấy bản mới nhất trong giới hạn của pyproject.toml"})
def lock(_: Context, *, upgrade: bool = False) -> None:
    """Ghi lại các tệp khóa phiên bản theo pyproject.toml."""
    import bootstrap  # noqa: PLC0415 - needed by this task only

    uv = bootstrap.ready_uv(bootstrap.ROOT)
    everywhere = ["--universal", "--python-version", ".".join(map(str, bootstrap.OLDEST_PYTHON))]
    # The header names this command, not one with the paths of this machine.
    written = ["--generate-hashes", "--custom-compile-command", "python3 tasks.py lock"]
    compiling = [uv, "pip", "compile", *everywhere, *written, *(["--upgrade"] if upgrade else [])]
    # The tests get the versions of the runtime's lock, so that they try what is published.
    with_tests = ["pyproject.toml", "--group", "test", "--constraints", bootstrap.RUNTIME_LOCK]
    for file, sources in {
        bootstrap.RUNTIME_LOCK: ["pyproject.toml"],
        bootstrap.TEST_LOCK: with_tests,
        bootstrap.UV_LOCK: ["--group", "uv"],
    }.items():
        bootstrap.run([*compiling, *sources, "--output-file", file], bootstrap.uv_environment())


# Running things: lists of words rather than a shell's line, which no quoting makes right on every system --


def python(*arguments: str, capture: bool = False, **environment: str) -> str:
    """Run this environment's Python and return what it printed, if captured; end the task if it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE if capture else None,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise Exit(code=done.returncode)
    return done.stdout or ""


def passes(tool: str, *arguments: str) -> bool:
    """Tell whether a tool of this environment is content."""
    return subprocess.run([sys.executable, "-m", tool, *arguments], check=False).returncode == 0
