"""`new`: an editor's file that reads back as what was given or answered, and nothing at all where it cannot be."""

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import bootstrap
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.unit.test_archive import STORY, TOML, Folders, table

from bantin.editorial import ROLES, Part
from bantin.errors import BantinError
from bantin.ingest.editor import FIELDS, read_editor_file
from bantin.ingest.editor_text import LABELS, editor_text
from bantin.ingest.header import parted
from bantin.publish.new import new_file
from bantin.vietnamese import clean
from conftest import ROOT

LINES = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = [name for name in LABELS if name not in {FIELDS.begins, *FIELDS.parts}]
NAMED = st.sampled_from(["Bích Huệ", "Ngọc  Tú", "Lê Hòa", "D.T. Hoan", "Y Bhăm Ênuôl"])
SIGNED = st.lists(st.tuples(NAMED, st.lists(st.sampled_from(ROLES[1:]), unique=True, max_size=2)), max_size=3)


@given(st.dictionaries(st.sampled_from(PLAIN), LINES), LINES)
def test_what_is_written_reads_back_the_same_whatever_it_is(fields: dict[str, str], words: str) -> None:
    header, body = parted(editor_text(fields, words), "x.md", FIELDS)
    assert header.problems == []
    wanted = {name: clean(text) for name, text in fields.items() if clean(text)}
    assert {name: text for name, (text, _) in header.fields.items()} == wanted
    own = re.sub("\r\n?", "\n", words).strip()
    assert body.partition("{{ ban_tin }}")[2].strip() == own


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    SIGNED, st.lists(st.sampled_from(["giá cả", "mã QR"]), unique=True), st.sampled_from(["", "Một *đoạn*.\n\nHai."])
)
def test_a_written_file_is_the_editors_file_that_was_meant(
    tmp_path: Path, signed: list[tuple[str, list[str]]], tags: list[str], words: str
) -> None:
    author = ", ".join(f"{name} ({', '.join(roles)})" if roles else name for name, roles in signed)
    fields = {"author": author, "tags": "; ".join(tags), "date": "2021-11-17 08:00"}
    path = tmp_path / "x.md"
    path.write_text(editor_text(fields, words), encoding="utf-8")
    made = read_editor_file(path, "x.md", tmp_path)
    wanted = dict.fromkeys((clean(name), ", ".join(roles)) for name, roles in signed)
    assert [(own.name, own.role) for own in made.bylines] == [*wanted]
    assert (made.tags, made.parts) == (tuple(tags), (Part("cuoi_bai", words.strip()),) if words else ())
    assert made.published.isoformat() == "2021-11-17T08:00:00+07:00"


# What is given and what is asked ------------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Two datasets of three releases in all, one with an editor's file; an author; a picture."""
    made = Folders(tmp_path)
    for name, days in (("thu", ("2021-11-05", "2021-11-12")), ("hai", ("2021-11-05",))):
        made.write(f"data/{name}/dataset.toml", TOML.replace("Thử", f"Bộ {name}", 1))
        made.write(f"data/{name}/story.md", STORY)
        for day in days:
            made.write(f"data/{name}/{day}.csv", table())
    made.write("content/bulletins/hai/2021-11-05.md", "Tác giả: Ngọc Tú\n\nĐã viết.\n")
    made.write("content/authors/bich-hue.md", "Tên: Bích Huệ\n")
    (tmp_path / "content" / "images").mkdir()
    Image.new("RGB", (6, 4)).save(tmp_path / "content/images/quet.png")
    return made


def written(folders: Folders, *answers: str, **options: str) -> tuple[str, list[str]]:
    """The new file's text, and what was told, when these answers are typed; without answers nobody is asked."""
    told, waiting = [], iter(answers)

    def ask(question: str) -> str:
        told.append(question)
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    root = folders.root
    path, page = new_file(root / "data", root / "content", options, ask if answers else None, told.append)
    assert path.is_relative_to(root / "content" / "bulletins")
    assert page == f"ban-tin/{path.parent.name}/{path.stem}/"
    assert not list(waiting), "every answer was asked for"
    return path.read_text(encoding="utf-8"), told


def files(folders: Folders) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folders.root.rglob("*") if path.is_file()}


def test_without_questions_all_comes_from_the_options(folders: Folders) -> None:
    text, told = written(
        folders,
        dataset="thu",
        date="05/11/2021",
        author="bích huệ, Thu Hà (tổng hợp, biên tập)",
        role="anh",
        title="{{ tieu_de }}, nhiều nhất ở Ba Bể",
        photo=str(folders.root / "content" / "images" / "quet.png"),
        caption="Quét mã",
        credit="Thu Hà",
        alt="Một người quét mã",
        text="Một đoạn.",
        tags="mã QR",
        publish_at="17/11/2021 08:00",
        status="nháp",
    )
    assert text == (
        "Tác giả: Bích Huệ (ảnh), Thu Hà (tổng hợp, biên tập)\nTiêu đề: {{ tieu_de }}, nhiều nhất ở Ba Bể\n"
        "Ngày đăng: 17/11/2021 08:00\nTrạng thái: nháp\nẢnh: quet.png\nChú thích: Quét mã\nNguồn ảnh: Thu Hà\n"
        "Mô tả ảnh: Một người quét mã\nThẻ: mã QR\n\n{{ ban_tin }}\n\nMột đoạn.\n"
    )
    assert "“Thu Hà” chưa có tệp trong content/authors" in told[-1]
    archive = folders.read()
    assert not [problem for problem in archive.problems if problem.is_error]
    assert [last.isoformat() for last in archive.folders[1].editor_files] == ["2021-11-05"]


def test_the_newest_release_without_a_file_is_taken_where_none_is_named(folders: Folders) -> None:
    text, told = written(folders)
    assert text == "\n{{ ban_tin }}\n"
    assert told == ["Bộ thu, kỳ đến 12/11/2021."]
    _, told = written(folders)
    assert told == ["Bộ thu, kỳ đến 5/11/2021."]
    with pytest.raises(BantinError, match="Bản tin nào cũng đã có tệp"):
        written(folders)


def test_questions_offer_what_is_known_and_take_it_back_to_what_is_meant(folders: Folders) -> None:
    text, told = written(
        folders,
        *("9", "2"),  # no such release, then the second
        *("2 (tổng hợp), Bích Hoệ, Nguyễn Văn Mới", "c"),  # a number, a misspelt name, a new one
        "",  # no photo
        "Một đoạn  lời.",
        *("không", "nhap"),
    )
    assert text == (
        "Tác giả: Ngọc Tú (tổng hợp), Bích Huệ, Nguyễn Văn Mới\nTrạng thái: nháp\n\n{{ ban_tin }}\n\nMột đoạn lời.\n"
    )
    assert told[1:3] == [
        "  1. Bộ thu, kỳ đến 12/11/2021 (thu 2021-11-12)",
        "  2. Bộ thu, kỳ đến 5/11/2021 (thu 2021-11-05)",
    ]
    assert [own.strip() for own in told if re.match(r"\s+\d\. [BN]\w+ [HT]", own)] == ["1. Bích Huệ", "2. Ngọc Tú"]
    assert "Có phải “Bích Huệ” không? (c: có, k: không) [c]: " in told


def test_enter_keeps_what_is_usual_at_every_question(folders: Folders) -> None:
    text, told = written(folders, "", "", "", "", "")
    assert text == "\n{{ ban_tin }}\n"
    assert told[0] == "Những bản tin chưa có tệp của biên tập viên:"


def test_a_photo_is_asked_for_until_it_is_there_and_needs_words_for_the_blind(folders: Folders) -> None:
    outside = f'"{folders.root / "khong-co.png"}"'
    text, told = written(folders, "", "1", "ảng", "anh", outside, "quet.png", "", "Một người", "Quét mã", "", "", "")
    assert text == (
        "Tác giả: Bích Huệ (ảnh)\nẢnh: quet.png\nChú thích: Quét mã\nMô tả ảnh: Một người\n\n{{ ban_tin }}\n"
    )
    assert any("Không có vai trò “ảng”. Có phải “ảnh” không?" in own for own in told)
    assert any(own.startswith(f"Không có ảnh “{folders.root / 'khong-co.png'}”") for own in told)


@pytest.mark.parametrize("count", range(1, 5))
def test_input_that_ends_leaves_nothing_behind(folders: Folders, count: int) -> None:
    before = files(folders)
    with pytest.raises(EOFError):
        written(folders, *[""] * count)
    assert files(folders) == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"dataset": "thuu"}, "Không có bộ số liệu “thuu”. Có phải “thu” không? Có: hai, thu."),
        ({"dataset": "thu", "date": "2021-11-13"}, "của biên tập viên: thu 2021-11-12; thu 2021-11-05."),
        ({"date": "hôm qua"}, "“hôm qua” không phải là ngày; ghi như 2021-11-12."),
        ({"dataset": "hai", "date": "2021-11-05"}, "tệp ấy được giữ nguyên"),
        ({"publish_at": "hôm qua"}, "dòng 1: “hôm qua” không phải là ngày."),
        ({"photo": "x.png"}, "Không có ảnh “x.png”"),
        ({"photo": "quet.png"}, "ảnh chưa có mục “Mô tả ảnh”."),
        ({"text": "Có {{ x }}"}, "tên “x” không có."),
        ({"text": "Có {% x %}"}, "không dùng được trong lời của biên tập viên"),
        ({"author": "Bích Huê"}, "“Bích Huê” và “Bích Huệ” (content/authors/bich-hue.md, dòng 1) cùng một địa chỉ"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(folders: Folders, options: dict[str, str], said: str) -> None:
    before = files(folders)
    with pytest.raises(BantinError, match=re.escape(said)):
        written(folders, **options)
    assert files(folders) == before


def test_a_photo_from_elsewhere_is_copied_made_fit_and_taken_back_if_nothing_is_written(folders: Folders) -> None:
    images, phone = folders.root / "content" / "images", folders.root / "Ảnh chụp 1.jpg"
    Image.new("RGB", (3000, 2000), "green").save(phone, exif=Image.Exif())
    with pytest.raises(BantinError, match="Mô tả ảnh"):
        written(folders, dataset="thu", date="2021-11-12", photo=str(phone))
    assert [path.name for path in images.iterdir()] == ["quet.png"]
    text, _ = written(folders, dataset="thu", date="2021-11-12", photo=f'"{phone}"', alt="Một màu xanh")
    assert "Ảnh: anh-chup-1.jpg\n" in text
    with Image.open(images / "anh-chup-1.jpg") as picture:
        assert picture.size == (1200, 800)


def test_a_file_that_comes_while_questions_are_answered_is_kept(folders: Folders) -> None:
    path = folders.root / "content/bulletins/thu/2021-11-12.md"

    def ask(_: str) -> str:
        folders.write("content/bulletins/thu/2021-11-12.md", "của người khác")
        return ""

    with pytest.raises(BantinError, match="tệp ấy được giữ nguyên"):
        new_file(folders.root / "data", folders.root / "content", {}, ask, lambda _: None)
    assert path.read_text(encoding="utf-8") == "của người khác"
    assert [own.name for own in path.parent.iterdir()] == [path.name]


# As a person runs it ------------------------------------------------------------------------------------

COMMAND = [sys.executable, "-m", "invoke", "-c", "tasks", "new"]


def test_its_first_words_are_dataset_and_date() -> None:
    flags = {"new": ["--dataset", "--date"]}
    for typed, made in (
        ("new", "new"),
        ("new qr-covid", "new --dataset qr-covid"),
        ("new qr-covid 2021-11-12 --draft", "new --dataset qr-covid --date 2021-11-12 --draft"),
        ("new --author A", "new --author A"),
        ("serve --port 1", "serve --port 1"),
        ("", ""),
    ):
        assert bootstrap.with_flags(typed.split(), flags) == made.split()


def test_without_a_terminal_nothing_is_asked_and_faults_are_told_without_a_traceback(folders: Folders) -> None:
    options = ["--data", str(folders.root / "data"), "--content", str(folders.root / "content")]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *options, *more],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    done = run("--dataset", "thu", "--date", "2021-11-12", "--author", "Bích Huệ", "--draft")
    assert done.returncode == 0, done.stderr
    path = folders.root / "content/bulletins/thu/2021-11-12.md"
    assert path.read_text(encoding="utf-8") == "Tác giả: Bích Huệ\nTrạng thái: nháp\n\n{{ ban_tin }}\n"
    assert f"Đã ghi {path}" in done.stdout
    again = run("--dataset", "thu", "--date", "2021-11-12")
    assert (again.returncode, "Traceback" in again.stderr) == (2, False)
    assert "tệp ấy được giữ nguyên" in again.stderr
    assert "Chưa ghi tệp nào." in again.stderr


# What runs in the background starts with Ctrl+C switched off, and hands that down
LISTENING = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"


class Terminal:
    """A program at a terminal of its own, and somebody who types."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        import pty  # noqa: PLC0415 - not on Windows

        self._screen, inner = pty.openpty()
        self.running = subprocess.Popen(
            [sys.executable, "-c", LISTENING, *command],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
            stdin=inner,
            stdout=inner,
            stderr=inner,
            start_new_session=True,
        )
        os.close(inner)
        self.text = ""

    def until(self, true: Callable[[str], bool], seconds: float = 60) -> None:
        """Wait for what the screen shows."""
        end = time.monotonic() + seconds
        while not true(self.text):
            assert time.monotonic() < end, self.text
            if select.select([self._screen], [], [], 0.2)[0]:
                try:
                    self.text += os.read(self._screen, 4096).decode("utf-8", "replace")
                except OSError:  # it has ended
                    assert true(self.text), self.text

    def type(self, text: str) -> None:
        """Type into it."""
        os.write(self._screen, text.encode())

    def end(self) -> int:
        """Stop it, if it still runs, and return how it ended."""
        if self.running.poll() is None and "đang mở tại" in self.text:
            self.running.terminate()
        code = self.running.wait(30)
        os.close(self._screen)
        return code


@pytest.fixture
def terminal(folders: Folders) -> Iterator[Callable[..., Terminal]]:
    """`new` at a terminal."""
    opened: list[Terminal] = []
    options = [f"--{name}={folders.root / name}" for name in ("data", "content", "output")]

    def start(*more: str, **environment: str) -> Terminal:
        opened.append(Terminal([*COMMAND, *options, *more], environment))
        return opened[-1]

    yield start
    for own in opened:
        if own.running.poll() is None:
            own.running.kill()
            own.running.wait()


needs_terminal = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")


@needs_terminal
@pytest.mark.parametrize("way", ["end of input", "Ctrl+C"])
def test_who_stops_in_between_is_told_kindly_that_nothing_was_written(
    folders: Folders, terminal: Callable[..., Terminal], way: str
) -> None:
    before = files(folders)
    own = terminal()
    own.until(lambda text: "Viết cho bản tin số mấy? [1]: " in text)
    own.type("\n")
    own.until(lambda text: "Ai ký tên?" in text and text.endswith(": "))
    for _ in range(5):  # a signal that comes just before a terminal is read waits for the next one
        if way == "Ctrl+C":
            own.running.send_signal(signal.SIGINT)
        else:
            own.type("\x04")
        with contextlib.suppress(AssertionError):
            own.until(lambda text: "Đã dừng; chưa ghi gì cả." in text, seconds=10)
            break
    assert own.end() == 1
    assert "Traceback" not in own.text
    assert files(folders) == before


@needs_terminal
def test_an_editor_answers_and_sees_the_bulletin_in_the_browser(
    folders: Folders, terminal: Callable[..., Terminal]
) -> None:
    browser, seen = folders.root / "browser", folders.root / "seen"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{seen}"\n', encoding="utf-8")
    browser.chmod(0o755)
    own = terminal(BROWSER=f"{browser} %s")
    for question, answer in (
        ("số mấy? [1]: ", ""),
        ("cơ quan có số liệu): ", "1"),
        ("nguồn) [tác giả]: ", ""),
        ("không có): ", ""),
        ("Một đoạn lời của bạn (Enter: không có): ", "Các đơn vị gửi báo cáo đúng hạn."),
        ("[đã đăng]: ", ""),
    ):
        own.until(lambda text, question=question: text.endswith(question))
        own.type(f"{answer}\n")
    own.until(lambda _: seen.is_file() and seen.read_text(encoding="utf-8").endswith("\n"))
    address = seen.read_text(encoding="utf-8").strip()
    assert re.fullmatch(r"http://localhost:\d+/ban-tin/thu/2021-11-12/", address)
    page = (folders.root / "output/ban-tin/thu/2021-11-12/index.html").read_text(encoding="utf-8")
    assert "Các đơn vị gửi báo cáo đúng hạn" in page
    assert "tac-gia/bich-hue/" in page
    own.end()
