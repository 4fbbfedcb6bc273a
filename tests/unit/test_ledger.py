"""What is published is written down, and what has changed since is said or not published."""

import csv
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin.editorial import Changed
from bantin.errors import ProblemsFound
from bantin.ingest.archive import read_archive
from bantin.ingest.ledger import COLUMNS, SAID, Issue, Printed, issues_csv, read_issues
from bantin.ingest.standing import EDITORS, READERS, Audience
from bantin.ledger.differences import Reviewed, page, review, table
from bantin.ledger.record import record
from bantin.ledger.revise import lacking, revised
from bantin.model import Bulletin
from bantin.pipeline import Series, make_all
from bantin.vietnamese import TIME_ZONE
from conftest import copy_reference

FIRST, SECOND = date(2021, 11, 5), date(2021, 11, 12)
ENTRY = (
    "Đính chính: 19/11/2021 09:00\nNội dung sửa: số điểm quét toàn tỉnh\nLý do: Sở gửi bổ sung\nNgười sửa: Bích Huệ\n"
)
AT = datetime(2021, 11, 19, 9, tzinfo=TIME_ZONE)


class Desk:
    """The reference bulletins' sources, changed and published again and again."""

    def __init__(self, root: Path) -> None:
        self.root = copy_reference(root)

    def series(self, audience: Audience = READERS) -> tuple[Series, ...]:
        """The bulletins as they would be published now."""
        return revised(make_all(read_archive(self.root / "data", self.root / "content", audience=audience)))[0]

    def publish(self) -> list[Path]:
        """Publish, or fail with what is lacking."""
        assert not self.lacking()
        return record(self.series(), self.root / "content")

    def lacking(self, audience: Audience = READERS) -> list[tuple[str, str]]:
        """The file and the words of each problem that keeps it from being published."""
        found = lacking(read_archive(self.root / "data", self.root / "content", audience=audience))
        return [(problem.file.removeprefix("content/bulletins/qr-covid/"), problem.what) for problem in found]

    def bulletin(self, last: date) -> Bulletin:
        """A bulletin as it would be published now."""
        return next(own for own in self.series()[0].bulletins if own.period.last == last)

    def replace(self, file: str, was: str, now: str) -> None:
        """Change a file's text, which must be there."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert was in text
        path.write_text(text.replace(was, now), encoding="utf-8")

    def editor(self, last: date) -> Path:
        """Where a bulletin's editor's file is."""
        return self.root / f"content/bulletins/qr-covid/{last}.md"

    def review(self) -> tuple[Reviewed, ...]:
        """What the next publication changes."""
        return review(self.series(EDITORS))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def published(desk: Desk) -> Desk:
    desk.publish()
    return desk


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0", exclude_categories=["Cs", "Cc"]), max_size=20)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001 - the zone is set here
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=TIME_ZONE)
)
KEYS = st.from_regex(r"[a-z_]{1,8}\|[0-9]{2,5}\|[a-z]{1,8}\|[0-9-]{0,10}\|2021-11-12", fullmatch=True)
CHANGES = st.lists(st.builds(Changed, KEYS, WORDS, WORDS, WORDS), max_size=3).map(tuple)
PRINTED = st.builds(Printed, WORDS, st.decimals(0, 9999, places=1).map(str), WORDS)
MENDED = st.dictionaries(MOMENTS, st.tuples(CHANGES, st.tuples(WORDS, WORDS, WORDS)), max_size=2)


@st.composite
def issues(draw: st.DrawFn) -> Issue:
    """A bulletin with any texts and figures, each correction with its words and with what it changed."""
    mended = draw(MENDED)
    return Issue(
        draw(st.dictionaries(st.sampled_from(["data", "story", "editor"]), WORDS)),
        tuple(draw(st.lists(st.tuples(st.sampled_from(SAID), WORDS), max_size=4))),
        draw(
            st.dictionaries(KEYS, st.builds(Printed, WORDS, st.decimals(0, 9999, places=1).map(str), WORDS), max_size=4)
        ),
        {moment: changes for moment, (changes, _) in mended.items()},
        entries={moment: words for moment, (_, words) in mended.items()},
    )


@given(kept=st.dictionaries(st.dates(date(2021, 1, 1), date(2021, 12, 31)), issues(), max_size=3))
def test_what_is_written_down_reads_back_the_same(tmp_path_factory, kept):
    path = tmp_path_factory.mktemp("ledger") / "2021.csv"
    path.write_text(issues_csv(kept), encoding="utf-8", newline="")
    assert read_issues(path, "x") == {day: issue for day, issue in kept.items() if issue != Issue()}


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (lambda text: text.replace("bulletin,what", "bulletin;what"), 1),
        (lambda _: "", 1),
        (lambda text: text.replace("\n2021-11-05,of,data", "\n<<<<<<< HEAD\n2021-11-05,of,data"), 3),
        (lambda text: text.replace("2021-11-05,of,code", "2021-11-35,of,code"), 2),
        (lambda text: text.replace(",1260,", ",1.260 điểm,"), 12),
        (lambda text: text.replace("2021-11-05,title", "2021-11-05,titel"), 7),
        (lambda text: text[:-9], None),
    ],
)
def test_a_damaged_ledger_is_told_and_never_taken_for_an_empty_one(published, damage: Callable[[str], str], line):
    path = published.root / "content/published/qr-covid/2021.csv"
    path.write_text(damage(path.read_text(encoding="utf-8")), encoding="utf-8")
    try:
        read_issues(path, "sổ")
    except ProblemsFound as found:
        assert [problem.line for problem in found.problems] == [line]  # noqa: PT017 - no damage may pass for nothing
        problems = read_archive(published.root / "data", published.root / "content").problems
        assert any(problem.is_error for problem in problems)
    else:
        assert line is None
        assert published.lacking() or published.review()  # a cut line is a figure or a text that differs


def test_the_ledger_is_a_table_that_people_can_read(published):
    text = (published.root / "content/published/qr-covid/2021.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert any(
        (row["bulletin"], row["label"], row["value"], row["text"])
        == ("2021-11-12", "Số điểm quét mã QR, tỉnh Bắc Kạn", "1393", "1.393 điểm")
        for row in rows
    )
    assert unicodedata.is_normalized("NFC", text)
    assert len(text) < 8000  # of two bulletins


def test_publishing_the_same_again_writes_nothing_and_changes_nothing(published):
    assert published.publish() == []
    assert published.review() == ()
    assert table(()) == "Không có gì khác với bản đã đăng."


def test_a_changed_figure_stops_publishing_and_names_bulletin_figure_old_and_new(published):
    published.replace("data/qr-covid/2021-11-05.csv", "1260", "1262")
    assert published.lacking() == [
        (
            "2021-11-05.md",
            (
                "bản tin kỳ đến 5/11/2021 đã đăng mà số liệu nay khác: "
                "Số điểm quét mã QR, tỉnh Bắc Kạn: đã đăng 1.260 điểm, nay 1.262 điểm."
            ),
        )
    ]


def test_an_entry_says_what_was_and_is_and_the_next_bulletin_gets_a_note_of_its_own(published):
    published.replace("data/qr-covid/2021-11-05.csv", "1260", "1262")
    published.editor(FIRST).write_text(ENTRY, encoding="utf-8")
    assert published.lacking() == []
    for _ in range(3):  # before it is published, when it is, and ever after
        first, second = published.bulletin(FIRST), published.bulletin(SECOND)
        ((entry,), (note,)) = first.corrections, second.corrections
        assert [(own.was, own.now) for own in entry.changes] == [("1.260 điểm", "1.262 điểm")]
        assert [(own.label, own.was, own.now) for own in note.changes] == [
            ("Số điểm quét mã QR, tỉnh Bắc Kạn (mức tăng, giảm)", "133 điểm", "131 điểm")
        ]
        assert (note.origin, note.moment, note.why, note.by) == (FIRST, AT, "Sở gửi bổ sung", "Bích Huệ")
        assert first.updated == second.updated == AT
        published.publish()


def test_a_second_correction_leaves_the_first_as_it_was(published):
    published.replace("data/qr-covid/2021-11-05.csv", "1260", "1262")
    published.editor(FIRST).write_text(ENTRY, encoding="utf-8")
    published.publish()
    published.replace("data/qr-covid/2021-11-05.csv", "1262", "1270")
    assert "đã đăng 1.262 điểm, nay 1.270 điểm" in published.lacking()[0][1]
    published.editor(FIRST).write_text(ENTRY + ENTRY.replace("19/11", "22/11"), encoding="utf-8")
    published.publish()
    told = [[(own.was, own.now) for own in one.changes] for one in published.bulletin(FIRST).corrections]
    assert told == [[("1.260 điểm", "1.262 điểm")], [("1.262 điểm", "1.270 điểm")]]
    moved = [[(own.was, own.now) for own in one.changes] for one in published.bulletin(SECOND).corrections]
    assert moved == [[("133 điểm", "131 điểm")], [("131 điểm", "123 điểm")]]


def test_a_figure_that_the_data_no_longer_give_is_a_change_too(published):
    published.replace("data/qr-covid/2021-11-12.csv", ",1393,", ",không công bố,")
    told = dict(published.lacking())["2021-11-12.md"]
    assert "Số điểm quét mã QR, tỉnh Bắc Kạn: đã đăng 1.393 điểm, nay không nêu nữa" in told


def test_other_words_of_the_story_are_no_correction(published):
    published.replace("data/qr-covid/story.md", "Tuy vậy, còn", "Hiện còn")
    published.replace("data/qr-covid/story.md", "{{ app_share }} dân số", "một phần dân số")
    assert published.lacking() == []
    why = {(one.kind, one.reason) for own in published.review() for one in own.differences}
    assert ("paragraph", "lời bản tin") in why


def test_an_earlier_release_that_comes_late_is_said_where_it_changes_a_figure(published):
    path = published.root / "data/qr-covid/2021-11-12.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("20,94%", "20,95%"), encoding="utf-8")
    assert [file for file, _ in published.lacking()] == ["2021-11-12.md"]


def test_a_published_bulletin_does_not_vanish(published):
    (published.root / "data/qr-covid/2021-11-05.csv").unlink()
    assert (
        "2021-11-05.md",
        "bản tin kỳ đến 5/11/2021 đã đăng, nay không còn: số liệu đã mất, hoặc bài đã thành nháp.",
    ) in (published.lacking())


@pytest.mark.parametrize("audience", [READERS, EDITORS])
def test_nor_does_it_become_a_draft(published, audience):
    published.editor(FIRST).write_text("Trạng thái: nháp\n", encoding="utf-8")
    assert "nay không còn" in dict(published.lacking(audience))["2021-11-05.md"]


def test_what_is_withdrawn_may_go_and_the_next_bulletin_says_what_it_lost_by_that(published):
    published.editor(FIRST).write_text("Trạng thái: đã rút\n" + ENTRY, encoding="utf-8")
    assert published.lacking() == []
    for _ in range(3):
        (note,) = published.bulletin(SECOND).corrections
        assert (note.origin, note.why) == (FIRST, "Sở gửi bổ sung")
        assert ("133 điểm", "") in [(own.was, own.now) for own in note.changes]
        published.publish()
    assert published.review() == ()


def test_what_was_withdrawn_long_ago_is_no_cause_of_what_changes_now(published):
    published.editor(FIRST).write_text("Trạng thái: đã rút\n" + ENTRY, encoding="utf-8")
    published.publish()
    published.replace("data/qr-covid/2021-11-12.csv", "20,94%", "20,95%")
    assert [file for file, _ in published.lacking()] == ["2021-11-12.md"]


def test_a_withdrawal_says_why_in_an_entry_of_its_own(published):
    published.replace("data/qr-covid/2021-11-05.csv", "1260", "1262")
    published.editor(FIRST).write_text(ENTRY, encoding="utf-8")
    published.publish()
    published.editor(FIRST).write_text("Trạng thái: đã rút\n" + ENTRY, encoding="utf-8")
    assert published.lacking() == [
        ("2021-11-05.md", "bản tin rút mà chưa nói vì sao: đính chính trong tệp là của lần trước.")
    ]
    published.editor(FIRST).write_text(
        "Trạng thái: đã rút\n" + ENTRY + ENTRY.replace("19/11", "22/11"), encoding="utf-8"
    )
    assert published.lacking() == []


def test_what_was_withdrawn_comes_back_with_a_reason_and_the_next_bulletin_says_what_it_states_again(published):
    published.editor(FIRST).write_text("Trạng thái: đã rút\n" + ENTRY, encoding="utf-8")
    published.publish()
    published.editor(FIRST).write_text(ENTRY, encoding="utf-8")
    assert published.lacking() == [
        ("2021-11-05.md", "bản tin kỳ đến 5/11/2021 đã rút, nay đăng lại mà chưa nói vì sao.")
    ]
    published.editor(FIRST).write_text(ENTRY + ENTRY.replace("19/11", "22/11"), encoding="utf-8")
    assert published.lacking() == []
    for _ in range(2):
        gone, back = published.bulletin(SECOND).corrections
        assert ("133 điểm", "") in [(own.was, own.now) for own in gone.changes]
        assert ("", "133 điểm") in [(own.was, own.now) for own in back.changes]
        published.publish()


def test_the_words_of_a_published_correction_stay(published):
    published.replace("data/qr-covid/2021-11-05.csv", "1260", "1262")
    published.editor(FIRST).write_text(ENTRY, encoding="utf-8")
    published.publish()
    published.editor(FIRST).write_text(ENTRY.replace("gửi bổ sung", "gửi nhầm"), encoding="utf-8")
    assert published.lacking() == [("2021-11-05.md", "đính chính lúc 19/11/2021 09:00 đã đăng với lời khác.")]


def test_a_correction_is_not_of_the_future(published):
    published.editor(FIRST).write_text(ENTRY, encoding="utf-8")
    for now, told in ((AT.replace(day=18), ["đính chính ghi một lúc chưa đến (19/11/2021 09:00)."]), (AT, [])):
        archive = read_archive(published.root / "data", published.root / "content", audience=Audience(now))
        assert [problem.what for problem in archive.problems] == told


def test_the_review_tells_what_stands_beside_the_text_too(published):
    for was, now in (("Bích Huệ", "Bích Hà"), ("Chú thích: Hình", "Chú thích: Một hình"), ("17/11/2021", "18/11/2021")):
        published.replace("content/bulletins/qr-covid/2021-11-12.md", was, now)
    ((_, *differences),) = [("", *own.differences) for own in published.review()]
    assert {(one.label, one.reason) for one in differences} == {
        ("người ký", "biên tập viên"),
        ("ảnh", "biên tập viên"),
        ("ngày đăng", "biên tập viên"),
    }


def test_nor_does_a_note_take_the_moment_of_an_entry(published):
    path = published.editor(SECOND)
    path.write_text(ENTRY + path.read_text(encoding="utf-8"), encoding="utf-8")
    published.publish()
    published.replace("data/qr-covid/2021-11-05.csv", "1260", "1262")
    published.editor(FIRST).write_text(ENTRY, encoding="utf-8")
    ((file, what),) = published.lacking()
    assert file == "2021-11-05.md"
    assert what.endswith("09:00 trùng giờ với một đính chính đã đăng của bản tin kỳ đến 12/11/2021.")
    published.editor(FIRST).write_text(ENTRY.replace("09:00", "09:05"), encoding="utf-8")
    assert published.lacking() == []


def test_an_entry_does_not_take_the_moment_of_a_note(published):
    published.replace("data/qr-covid/2021-11-05.csv", "1260", "1262")
    published.editor(FIRST).write_text(ENTRY, encoding="utf-8")
    published.publish()
    path = published.editor(SECOND)
    path.write_text(ENTRY + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert published.lacking() == [
        ("2021-11-12.md", "đính chính lúc 19/11/2021 09:00 trùng giờ với một cập nhật đã đăng của bản tin này.")
    ]


def test_an_editors_file_that_is_gone_stops_publishing(published):
    published.editor(SECOND).unlink()
    assert dict(published.lacking())["2021-11-12.md"].startswith("tệp này đã mất")
    published.editor(SECOND).write_text("Trạng thái: đã đăng\n", encoding="utf-8")
    assert published.lacking() == []  # somebody wanted it so


def test_a_published_correction_is_not_taken_back(published):
    published.replace("data/qr-covid/2021-11-05.csv", "1260", "1262")
    published.editor(FIRST).write_text(ENTRY, encoding="utf-8")
    published.publish()
    published.editor(FIRST).write_text("Trạng thái: đã đăng\n", encoding="utf-8")
    assert published.lacking() == [("2021-11-05.md", "đính chính ngày 19/11/2021 đã đăng mà nay không còn trong tệp.")]


def test_a_typed_number_is_flagged_when_its_figure_changes(desk):
    path = desk.editor(SECOND)
    path.write_text(path.read_text(encoding="utf-8") + "\nToàn tỉnh nay có 1.393 điểm, như đã nói.\n", encoding="utf-8")
    desk.publish()
    desk.replace("data/qr-covid/2021-11-12.csv", "1393", "1401")
    path.write_text(ENTRY + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert desk.lacking() == [
        (
            "2021-11-12.md",
            "lời này ghi “1.393”, là “Số điểm quét mã QR, tỉnh Bắc Kạn” khi đăng; nay là 1.401 điểm.",
        )
    ]
    path.write_text(path.read_text(encoding="utf-8").replace("1.393 điểm", "{{ points }}"), encoding="utf-8")
    assert desk.lacking() == []


def test_the_review_names_what_changed_with_its_cells_and_why(published):
    published.replace("data/qr-covid/2021-11-05.csv", "1260", "1262")
    published.replace("content/bulletins/qr-covid/2021-11-12.md", "phần lớn cơ sở", "đa số cơ sở")
    text = table(published.review())
    for line in (
        "Số điểm quét mã QR, tỉnh Bắc Kạn (do số liệu)",
        "      trước: 1.260 điểm\n      nay:   1.262 điểm\n      theo:  2021-11-05.csv ô B10",
        "lời biên tập (do biên tập viên)",
        "lời dẫn (do số liệu)",
    ):
        assert line in text
    html = page(published.review(), "http://localhost:8000")
    assert html.count("<li>") == text.count("  - ")
    assert 'href="http://localhost:8000/ban-tin/qr-covid/2021-11-05/"' in html


def test_the_review_tells_new_ones_drafts_and_what_is_held_back(desk):
    assert [own.state for own in desk.review()] == ["mới", "mới"]
    desk.editor(FIRST).write_text("Trạng thái: nháp\n", encoding="utf-8")
    desk.replace("content/bulletins/qr-covid/2021-11-12.md", "Ngày đăng", "Không đăng trước: 1/1/2040\nNgày đăng")
    assert [own.state for own in desk.review()] == ["nháp", "chưa đến giờ đăng"]


def test_changes_in_the_program_are_told_from_all_others(published, monkeypatch):
    monkeypatch.setattr("bantin.ledger.issues._of_code", lambda: "khác")
    monkeypatch.setattr("bantin.ledger.issues.NBSP", "_")
    assert {one.reason for own in published.review() for one in own.differences} == {"chương trình"}
