"""The editors' guide: its examples can be published, its messages are what is really said, its lists are whole."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import tasks
from invoke.exceptions import Exit
from PIL import Image
from tests.unit.test_ledger import Desk

from bantin.desk import opened
from bantin.editorial import ROLES, WHOLE
from bantin.errors import Problem, problems_table
from bantin.ingest.archive import read_archive
from bantin.ingest.authors import FIELDS as AUTHOR_FIELDS
from bantin.ingest.editor import FIELDS
from bantin.ingest.standing import EDITORS
from bantin.ledger.revise import lacking
from bantin.model import plain
from bantin.pipeline import problems_of
from bantin.publish import npm
from bantin.publish.copies import Copies
from bantin.publish.form import STATUSES, points_of
from bantin.publish.new import new_file
from bantin.publish.serve import start_server
from bantin.vietnamese import NBSP
from conftest import ROOT
from editors_guide import ASKED, AUTHOR, BLOCKS, CHANGED, CORRECTED, DRAFT, GUIDE, PICTURES, TEXT, WITHDRAWN, WRITTEN
from editors_guide import change as changed
from photographs import photograph

FIRST, SECOND = date(2021, 11, 5), date(2021, 11, 12)
DATA, OWN, OTHER = "data/qr-covid/2021-11-12.csv", WRITTEN.path, CORRECTED.path
Change = Callable[[Path], object]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return written_desk(tmp_path)


def written_desk(folder: Path) -> Desk:
    """The reference bulletins' sources with the guide's author, photo and example."""
    made = Desk(folder)
    photograph(made.root / "content" / "images" / "diem-quet.jpg", (1600, 1200), 6)
    AUTHOR.write(made.root)
    WRITTEN.write(made.root)
    return made


def problems(desk: Desk) -> list[Problem]:
    archive = read_archive(desk.root / "data", desk.root / "content", audience=EDITORS)
    return [*problems_of(archive), *lacking(archive)]


def spaced(text: str) -> str:
    return text.replace(NBSP, " ")


# The examples -------------------------------------------------------------------------------------------


def test_the_example_is_a_draft_whose_words_stand_where_it_says(desk: Desk) -> None:
    assert problems(desk) == []
    bulletin = desk.series(EDITORS)[0].bulletins[-1]
    assert bulletin.is_draft
    assert len(desk.series()[0].bulletins) == 1
    assert spaced(plain(bulletin.title)).endswith("Covid-19, thêm 1.975 người cài PC Covid")
    assert [(own.name, own.role) for own in bulletin.bylines] == [("Bích Huệ", ""), ("Ngọc Tú", "ảnh")]
    said = [(own.at, spaced("".join(run if isinstance(run, str) else plain(run) for run in own.runs)).strip())
            for own in bulletin.words]  # fmt: skip
    assert said == [
        (0, "Số liệu đến chiều thứ sáu do các đơn vị gửi về."),
        (1, "Số điểm quét của toàn tỉnh tăng 133 điểm so với tuần trước."),
        (len(bulletin.body) + 1, "Sở đề nghị các cơ quan tiếp tục đôn đốc, hướng dẫn việc quét mã khi ra, vào."),
    ]


def test_a_published_figure_that_changes_is_corrected_as_the_guide_says(desk: Desk) -> None:
    WRITTEN.write(desk.root, without=DRAFT)
    desk.publish()
    changed(desk.root, *CHANGED)
    assert spaced("\n".join(map(str, problems(desk)))) + "\n" in dict(BLOCKS)["đổi số"]
    CORRECTED.write(desk.root)
    assert problems(desk) == []
    assert [len(desk.bulletin(day).corrections) for day in (FIRST, SECOND)] == [1, 1]


def test_a_bulletin_is_withdrawn_as_the_guide_says(desk: Desk) -> None:
    WRITTEN.write(desk.root, without=DRAFT)
    desk.publish()
    WITHDRAWN.write(desk.root)
    assert problems(desk) == []
    assert [own.period.last for own in desk.series()[0].bulletins] == [FIRST]


def test_new_asks_what_the_guide_shows(desk: Desk) -> None:
    """Answers stand behind the questions; the picture lies elsewhere."""
    (desk.root / OWN).unlink()
    (desk.root / "content/images/diem-quet.jpg").rename(desk.root / "diem-quet.jpg")
    lines, shown = [], iter(ASKED.splitlines())

    def ask(question: str) -> str:
        wanted = next(line for line in shown if line.startswith(question.rstrip()))
        answer = wanted[len(question.rstrip()) :].strip()
        lines.append(f"{question}{answer}".rstrip())
        return str(desk.root / answer) if answer.endswith(".jpg") else answer

    path, _ = new_file(desk.root / "data", desk.root / "content", {}, ask, lines.append)
    assert "\n".join(lines) == ASKED.strip()
    assert path == desk.root / OWN
    assert problems(desk) == []


# What the machine says ----------------------------------------------------------------------------------


def written(path: str, text: str, encoding: str = "utf-8") -> Change:
    return lambda root: (root / path).write_text(text, encoding=encoding)


def in_place_of(path: str, was: str, now: str) -> Change:
    return lambda root: changed(root, path, was, now)


def renamed(path: str, name: str) -> Change:
    return lambda root: (root / path).rename((root / path).with_name(name))


def named_picture(name: str) -> Change:
    def change(root: Path) -> None:
        (root / "content/images" / name).write_bytes(b"")
        written(OTHER, f"Ảnh: {name}\nMô tả ảnh: a\n")(root)

    return change


ENTRY = CORRECTED.text
READ = [
    renamed(DATA, "12-11-2021.csv"),
    in_place_of(DATA, "Huyện Ba Bể", "Huyện Ba Bế"),
    written(OTHER, "Tác gải: Bích Huệ\n"),
    written(OTHER, "Ngày đăng: 31/11/2021\n"),
    written(OTHER, "Tác giả: Bích Huệ (chup hinh)\n"),
    written(OTHER, "Trạng thái: viết dở\n"),
    written(OTHER, "\n{{ sau_dan_dua }}\n\nA.\n"),
    written(OTHER, "\nHiện có {{ poin }}.\n"),
    written(OTHER, '\nSố điểm quét {{ points | so_voi("tuần trước") }}.\n'),
    written(OTHER, "\n{% neu points.tang %}\n"),
    written(OTHER, "Tiêu đề: Thêm 500 điểm quét\n"),
    written(OTHER, "Ảnh: diem-quett.jpg\nMô tả ảnh: a\n"),
    written(OTHER, "Ảnh: diem-quet.jpg\n"),
    named_picture("IMG_2034.heic"),
    named_picture("IMG_2034.jpg"),
    written(OTHER, "Tác giả: Bích Huê\n"),
    written(OTHER, "Tác giả: Lan Anh\n"),
    written("content/authors/hue.md", "Tên: Bích Huệ\n"),
    renamed(OWN, "2021-11-19.md"),
    renamed(OWN, "2021-11-12.md.txt"),
    in_place_of(OWN, DRAFT, ENTRY.replace("Lý do: ", "Lý do:\nThẻ: ")),
    in_place_of(OWN, DRAFT, ENTRY.replace("19/11", "16/11")),
    written(OTHER, "Trạng thái: đã rút\n"),
    written(OTHER, "Tác giả: Bích Huệ\n", "utf-16"),
    written(OTHER, ""),
    written(OTHER, "\n<<<<<<< HEAD\n"),
]
"""Each fault, in the guide's order of messages, as it is told by `check`."""
PUBLISHED = [
    lambda root: (root / OWN).unlink(),
    in_place_of(OWN, ENTRY, ""),
    in_place_of(OWN, "Tác giả", f"{DRAFT}Tác giả"),
]
"""After the bulletins were published, one with a correction."""
KEPT: list[Change] = [
    lambda root: (root / OWN).unlink(),
    lambda root: (root / OWN).write_bytes((root / OWN).read_bytes()[:250]),
]
"""After a build."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Everything that is told of every fault."""
    found: set[str] = set()
    for faults, publish in ((READ, False), (PUBLISHED, True)):
        for fault in faults:
            made = written_desk(tmp_path_factory.mktemp("told"))
            if publish:
                changed(made.root, OWN, DRAFT, ENTRY)
                made.publish()
            fault(made.root)
            found |= {spaced(problem.what) for problem in problems(made)}
            shutil.rmtree(made.root)
    for fault in KEPT:
        made = written_desk(tmp_path_factory.mktemp("kept"))
        copies = Copies(made.root / "cache", made.root / "content")
        copies.keep()
        fault(made.root)
        found |= {problem.what for problem in copies.lost()}
    return found


ROWS = re.findall(r"^\| `(.+?)` \|", TEXT.partition("| máy báo |")[2].partition("\n\n")[0], re.MULTILINE)


@pytest.mark.parametrize("message", ROWS)
def test_a_message_of_the_guide_is_what_its_fault_makes(told: set[str], message: str) -> None:
    assert message in told


def test_no_fault_of_these_tests_goes_without_its_row() -> None:
    assert len(ROWS) == len(READ) + len(PUBLISHED) + len(KEPT)


def test_the_blocks_that_quote_the_machine_are_its_own_words(desk: Desk) -> None:
    assert problems_table(problems(desk)) + "\n" == dict(BLOCKS)["không lỗi"]
    changed(desk.root, DATA, "Toàn tỉnh,1393", "Toàn tỉnh,1.39a")
    assert problems_table(problems(desk)) + "\n" == dict(BLOCKS)["check"]
    changed(desk.root, DATA, "Toàn tỉnh,1.39a", "Toàn tỉnh,1393")
    written(OWN, "Tác giả: Bích Huệ\n\nToàn tỉnh nay có 1.339 điểm.\n")(desk.root)
    assert spaced("\n".join(map(str, problems(desk)))) + "\n" == dict(BLOCKS)["số gõ"]


def test_a_busy_port_and_a_missing_npm_are_told_as_the_guide_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start_server(tmp_path, 0) as server:
        with pytest.raises(Exit) as busy:
            opened(str(tmp_path), server.server_port)
        server.shutdown()
    assert f"`{str(busy.value).replace(str(server.server_port), '8000')}`" in TEXT
    monkeypatch.setattr(npm.shutil, "which", lambda _: None)
    with pytest.raises(Exit) as missing:
        tasks.form.body(None)
    assert f"`{str(missing.value).splitlines()[0]}`" in TEXT


# Its lists and pictures ---------------------------------------------------------------------------------


def test_it_names_every_field_role_status_and_place(desk: Desk) -> None:
    fields = re.findall(r"`([^`]+)`", TEXT.partition("| mục | ghi gì |")[2].partition("\n\n")[0])
    assert set(FIELDS.shown) <= set(fields)
    assert f"Vai trò trong ngoặc: {', '.join(ROLES).replace('giả', 'giả (không cần ghi)')} |" in TEXT
    nhap, dang, rut = STATUSES
    assert f"| `Trạng thái` | {nhap}, {dang} (không cần ghi) hoặc {rut} |" in TEXT
    authors = TEXT.partition("## 7. ")[2].partition("## 8. ")[0]
    assert {*AUTHOR_FIELDS.shown} <= {
        *re.findall(r"^([^:`|]+):", authors, re.MULTILINE),
        *re.findall(r"`(.+?)`", authors),
    }
    (folder,) = read_archive(desk.root / "data", desk.root / "content").folders
    assert {*points_of(folder), WHOLE} == {*re.findall(r"^\| `\{\{ (\w+) \}\}` \|", TEXT, re.MULTILINE)}


def test_every_picture_is_there_is_described_and_is_light() -> None:
    there = sorted(path.name for path in (ROOT / "docs" / "hinh").iterdir())
    assert sorted(name for _, name in PICTURES) == there
    for words, name in PICTURES:
        assert len(words.split()) > 5, name
        path = ROOT / "docs" / "hinh" / name
        assert path.stat().st_size <= 80_000, name
        with Image.open(path) as picture:
            assert picture.width <= 900, name


def test_both_readmes_and_the_guide_of_stories_lead_to_it() -> None:
    for name in ("README.md", "README.vi.md", "docs/viet-ban-tin.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert re.search(rf"\((?:docs/)?{re.escape(GUIDE.name)}\)", text), name
