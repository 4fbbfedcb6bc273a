"""The editors' commands of ``python3 tasks.py``: the first line of each docstring is its help.

What a command needs is imported by it, so that listing the commands stays quick.
"""

import socket
import subprocess
import sys
import webbrowser
from datetime import datetime
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

if TYPE_CHECKING:
    from bantin.ingest.standing import Audience

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = {
    "data": "thư mục số liệu (mặc định: data)",
    "content": "thư mục bài của biên tập viên (mặc định: content)",
    "output": "thư mục trang dựng ra (mặc định: output)",
}
SOURCES = {name: FOLDERS[name] for name in ("data", "content")}
NOW = "coi bây giờ là lúc này, như “19/11/2021 17:00” (mặc định: giờ của máy)"
PREVIEW = ".cache/serve"
"""Where drafts are built: never into the folder that is published."""
PREVIEW_PORT = 8000
PORT = "cổng trên máy này (mặc định: 8000)"


@task(
    help={
        **FOLDERS,
        "output": "thư mục trang xem trước (mặc định: .cache/serve)",
        "port": PORT,
        "page": "trang mở sẵn trong trình duyệt, như ban-tin/qr-covid/2021-11-12/",
    }
)
def serve(
    _: Context,
    data: str = "data",
    content: str = "content",
    output: str = PREVIEW,
    port: int = PREVIEW_PORT,
    page: str = "",
) -> None:
    """Dựng trang, cả bản nháp, mở trên máy này, và tự dựng lại mỗi khi có thay đổi."""
    command = building(data, content, output)
    if not built(command) and not Path(output).is_dir():
        raise Exit(code=2)
    server = opened(output, port)
    print(f"\nTrang đang mở tại http://localhost:{server.server_port}/ — bấm Ctrl+C để dừng.", flush=True)
    if page:
        webbrowser.open(f"http://localhost:{server.server_port}/{page}")
    keep_built(data, content, command)


@task(
    help={
        **FOLDERS,
        "output": "thư mục trang dựng ra, có cả biểu mẫu (mặc định: .cache/form)",
        "port": PORT,
        "browser": "có mở trình duyệt hay không",
        "install": "chỉ cài những gì còn thiếu rồi dừng",
    }
)
def form(
    _: Context,
    data: str = "data",
    content: str = "content",
    output: str = ".cache/form",
    port: int = PREVIEW_PORT,
    *,
    browser: bool = True,
    install: bool = False,
) -> None:
    """Mở biểu mẫu trong trình duyệt để viết bài, ghi tên, thêm ảnh, đính chính mà không phải sửa tệp."""
    from bantin.publish.form import ADMIN, TOOLS  # noqa: PLC0415 - see above
    from bantin.publish.npm import Missing, ready  # noqa: PLC0415 - see above
    from bantin.publish.store import started  # noqa: PLC0415 - see above

    try:
        ready(ADMIN, TOOLS)
        if install:
            return
        server = opened(output, port)
        origins = [f"http://{host}:{server.server_port}" for host in ("localhost", "127.0.0.1")]
        with started(Path(content).resolve(), origins) as address:
            command = [*building(data, content, output), "--form", address]
            if not built(command) and not Path(output).is_dir():
                raise Exit(code=2)
            print(f"\nBiểu mẫu đang mở tại {origins[0]}/admin/ — bấm Ctrl+C để dừng.", flush=True)
            if browser:
                webbrowser.open(f"{origins[0]}/admin/")
            keep_built(data, content, command)
    except Missing as what:
        remedy = "Cài Node.js (kèm npm) từ nodejs.org rồi chạy lại; không có thì dùng: python3 tasks.py serve."
        raise Exit(f"Chưa mở được biểu mẫu: {what}.\n{remedy}", code=1) from what


@task(
    help={
        "dataset": "bộ số liệu, như qr-covid; cũng ghi được ngay sau new, rồi đến ngày",
        "date": "ngày cuối kỳ, như 2021-11-12",
        "author": "ai ký tên, như “Bích Huệ” hoặc “Bích Huệ, Ngọc Tú (ảnh)”",
        "role": "vai trò: tác giả, ảnh, tổng hợp, biên tập, nguồn",
        "photo": "ảnh: đường dẫn tới tệp",
        "caption": "chú thích ảnh",
        "credit": "nguồn ảnh",
        "alt": "tả ảnh bằng một câu cho người không nhìn thấy",
        "text": "một đoạn lời của biên tập viên",
        "title": "tiêu đề thay cho tiêu đề lập từ số liệu",
        "tags": "các thẻ, cách nhau bằng dấu phẩy",
        "publish_at": "ngày đăng, như 17/11/2021 08:00",
        "draft": "còn là bản nháp, chưa đăng",
        "preview": "ghi xong thì mở xem thử (--no-preview: không mở)",
        **SOURCES,
        "output": "thư mục trang xem trước (mặc định: .cache/serve)",
    }
)
def new(  # noqa: PLR0913 - an option is a parameter
    _: Context,
    *,
    dataset: str = "",
    date: str = "",
    author: str = "",
    role: str = "",
    photo: str = "",
    caption: str = "",
    credit: str = "",
    alt: str = "",
    text: str = "",
    title: str = "",
    tags: str = "",
    publish_at: str = "",
    data: str = "data",
    content: str = "content",
    output: str = PREVIEW,
    draft: bool = False,
    preview: bool = True,
) -> None:
    """Viết tệp của biên tập viên cho một bản tin: hỏi từng mục, hoặc theo tham số, như new qr-covid 2021-11-12."""
    given = {name: text for name, text in locals().items() if isinstance(text, str)}
    said = any(text for name, text in given.items() if name not in {"dataset", "date", "data", "content", "output"})
    from bantin.errors import BantinError  # noqa: PLC0415 - see above
    from bantin.publish.new import new_file  # noqa: PLC0415 - see above

    somebody = sys.stdin.isatty()
    if not somebody and not (dataset and date):
        raise Exit("Không có ai để hỏi: ghi bộ số liệu và ngày, như new qr-covid 2021-11-12.", code=2)
    ask = input if somebody and not (dataset and date and (said or draft)) else None
    try:
        path, page = new_file(Path(data), Path(content), {**given, "status": "nháp" if draft else ""}, ask)
    except (BantinError, OSError) as fault:
        raise Exit(f"\n{fault}\n\nChưa ghi tệp nào.", code=2) from fault
    except (EOFError, KeyboardInterrupt) as fault:
        raise Exit("\nĐã dừng; chưa ghi gì cả. Lúc nào muốn viết thì chạy lại lệnh này.", code=1) from fault
    print(f"Đã ghi {path}\nMuốn viết thêm thì mở tệp ấy bằng Notepad hay trình soạn thảo nào cũng được.")
    if preview and somebody and is_open(PREVIEW_PORT):
        webbrowser.open(f"http://localhost:{PREVIEW_PORT}/{page}")
        print(f"Trang xem trước đang mở sẵn: http://localhost:{PREVIEW_PORT}/{page}")
    elif preview and somebody:
        serve(_, data, content, output, page=page)
    else:
        print("Xem thử: python3 tasks.py serve")


@task(
    help={
        **SOURCES,
        "now": NOW,
        "output": "thư mục ghi trang xem lại (mặc định: xem-truoc)",
        "strict": "có con số đã đăng mà nay khác, chưa có đính chính, là không đạt (mã thoát 1)",
    }
)
def review(
    _: Context,
    data: str = "data",
    content: str = "content",
    output: str = "xem-truoc",
    now: str = "",
    *,
    strict: bool = False,
) -> None:
    """Cho xem trước khi đăng: câu nào, con số nào khác với bản đã đăng, và vì sao; ghi cả thành một trang."""
    from bantin.errors import ProblemsFound, problems_table  # noqa: PLC0415 - see above
    from bantin.ingest.archive import read_archive  # noqa: PLC0415 - see above
    from bantin.ledger.differences import page, table  # noqa: PLC0415 - see above
    from bantin.ledger.differences import review as differences  # noqa: PLC0415 - see above
    from bantin.ledger.revise import revised  # noqa: PLC0415 - see above
    from bantin.pipeline import make_all  # noqa: PLC0415 - see above

    seen_by = audience(now, editors=True)
    archive = read_archive(Path(data).resolve(), Path(content).resolve(), audience=seen_by)
    try:
        series, lacking = revised(make_all(archive))
    except ProblemsFound as fault:
        raise Exit(str(fault), code=2) from fault
    found = differences(series)
    file = Path(output) / "review.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page(found, "http://localhost:8000"), encoding="utf-8", newline="\n")
    print(table(found), f"\n\n{file}: {len(found)} bản tin.", sep="")
    if lacking:
        print(f"\n{problems_table(lacking)}")
    raise Exit(code=1 if strict and lacking else 0)


@task(
    positional=["dataset"],
    help={
        **SOURCES,
        "dataset": "tên thư mục của bộ số liệu, như qr-covid",
        "output": "thư mục ghi trang (mặc định: xem-truoc)",
        "strict": "có trường hợp lời bản tin chưa xử lý cũng là không đạt (mã thoát 1)",
    },
)
def scenarios(
    _: Context,
    dataset: str,
    data: str = "data",
    content: str = "content",
    output: str = "xem-truoc",
    *,
    strict: bool = False,
) -> None:
    """Lập một trang in lời bản tin trong mọi trường hợp có thể gặp, để biên tập viên đọc trước."""
    from bantin.errors import ProblemsFound  # noqa: PLC0415 - see above
    from bantin.ingest.archive import read_archive  # noqa: PLC0415 - see above
    from bantin.ingest.standing import EDITORS  # noqa: PLC0415 - see above
    from bantin.review.page import page  # noqa: PLC0415 - see above
    from bantin.review.reading import UNHANDLED, findings  # noqa: PLC0415 - see above
    from bantin.review.scenarios import scenarios as told_in_every_case  # noqa: PLC0415 - see above

    archive = read_archive(Path(data).resolve(), Path(content).resolve(), audience=EDITORS)
    folders = {folder.dataset.slug: folder for folder in archive.folders}
    if dataset not in folders:
        raise Exit(f"Không đọc được bộ số liệu “{dataset}”; có: {', '.join(folders)}.", code=2)
    try:
        told = told_in_every_case(folders[dataset])
    except ProblemsFound as fault:
        raise Exit(str(fault), code=2) from fault
    file = Path(output) / f"scenarios-{dataset}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(page(folders[dataset], told), encoding="utf-8", newline="\n")
    found = [what for scenario in told for what in findings(scenario)]
    print("\n".join([*found, f"{file}: {len(told)} trường hợp, {len(found)} chỗ cần xem lại."]))
    raise Exit(code=1 if strict and any(UNHANDLED in what for what in found) else 0)


def building(data: str, content: str, output: str) -> list[str]:
    """The arguments of Python that build a site for editors in a process of its own."""
    folders = ["--data", data, "--content", content, "--output", output]
    return ["-m", "invoke", "-c", "tasks", "build", "--preview", *folders]


def built(command: list[str]) -> bool:
    """Build a site, and tell whether that went well."""
    return subprocess.run([sys.executable, *command], check=False).returncode == 0


def is_open(port: int) -> bool:
    """Whether something on this machine listens at a port."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def opened(output: str, port: int) -> ThreadingHTTPServer:
    """A running server of a folder, which may be built later."""
    from bantin.publish.serve import start_server  # noqa: PLC0415 - see above

    try:
        return start_server(Path(output).resolve(), port)
    except OSError as fault:
        raise Exit(f"Không mở được cổng {port}: có chương trình khác đang dùng. Thử: --port 8001", code=1) from fault


def keep_built(data: str, content: str, command: list[str]) -> None:
    """Build again after each change, until interrupted."""
    from bantin.publish.serve import rebuild_on_changes  # noqa: PLC0415 - see above

    sources = [Path(data), Path(content), *(ROOT / name for name in ("admin", "theme", "plugins", "pelicanconf.py"))]
    rebuild_on_changes(sources, command, lambda message: print(message, flush=True))


def audience(now: str, *, editors: bool) -> "Audience":
    """Whom a site is built for: editors or readers, now by the clock unless a moment is given."""
    from bantin.ingest.corrections import moment_of  # noqa: PLC0415 - see above
    from bantin.ingest.standing import Audience  # noqa: PLC0415 - see above
    from bantin.vietnamese import TIME_ZONE  # noqa: PLC0415 - see above

    moment = moment_of(now) if now else datetime.now(TIME_ZONE)
    if moment is None:
        raise Exit(f"--now: “{now}” không phải là lúc nào; ghi như 19/11/2021 hoặc “19/11/2021 17:00”.", code=1)
    return Audience(moment, editors)
