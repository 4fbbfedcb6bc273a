import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bantin.errors import ProblemsFound
from bantin.facts.facts import Facts
from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import read_dataset
from bantin.model import Cell, Figure, Item, Observation, Release, Status, plain
from bantin.story.printing import NO_CLAUSE, NO_SENTENCE, Printer
from bantin.story.story import read_story, tell

NAMES = {"1": "Ba Bể", "2": "Chợ Mới", "3": "Na Rì"}
DATASET = read_dataset(Path(__file__).parents[2] / "data/qr-covid/dataset.toml", "dataset.toml")
UP = {"points": ("1260", "1393"), "scans": ("38126", "45536"), "app_share": ("20.9", "20.94")}


def facts(whole=UP, points=None, *, source="Sở", names=NAMES):
    """Two weeks, or one where an indicator has one value; values of the whole, and the units' points this week."""
    areas = {
        "06": Item("06", "Bắc Kạn", "", "tỉnh"),
        **{c: Item(c, n, "06", "huyện", "UBND") for c, n in names.items()},
    }
    own = DATASET.model_copy(update={"source": source})
    weeks = []
    for back, day in enumerate([date(2021, 11, 12), date(2021, 11, 5)], start=1):
        values = {(name, "06"): row[-back] for name, row in whole.items() if len(row) >= back}
        values |= {("points", code): value for code, value in (points or {}).items()} if back == 1 else {}
        if values:
            seen = {k: Observation(Decimal(v), Status.REPORTED, (Cell("x.csv", 1, 1),)) for k, v in values.items()}
            weeks.insert(0, Release("thu", own.period.ending(day), "06", ("x.csv",), seen, {}))
    return Facts(own, {"area": Codelist(areas)}, weeks[-1], weeks)


def told(body, of=None, *, title="Thử"):
    """Title, and the paragraphs as one text, with plain spaces."""
    story = read_story(f"Tiêu đề: {title}\n---\n{body}", "story.md", tuple(DATASET.indicators))
    line, lead, rest = tell(story, of or facts())
    return plain(line).replace("\u00a0", " "), "\n".join(map(plain, (lead, *rest))).replace("\u00a0", " ")


def said(body, of=None):
    return told(body, of)[1]


def faults(body, of=None, *, head="Tiêu đề: Thử\n---\n"):
    with pytest.raises(ProblemsFound) as caught:
        tell(read_story(head + body, "story.md", tuple(DATASET.indicators)), of or facts())
    return [(problem.line, problem.what) for problem in caught.value.problems]


KNOWN = "Số điểm quét mã QR: 1.393 điểm; Số lượt quét mã QR: 45.536 lượt; Tỷ lệ dân số cài ứng dụng PC Covid: 20,94%."


@pytest.mark.parametrize(
    ("condition", "chosen"),
    [
        ("points", "một"),
        ("points.co", "một"),
        ("silent.co", "hai"),
        ("points.tang", "một"),
        ("points.giam hoac points.khong_doi", "hai"),
        ("points > 1392 va points < 1394", "một"),
        ("points == 1393", "một"),
        ("silent > 0 hoac silent < 1 hoac silent == 0", "hai"),
        ("khong points.giam", "một"),
        ("khong points.co hoac scans.co va points.tang", "một"),
        ("points.theo_don_vi", "hai"),
    ],
)
def test_a_condition_chooses_between_sentences(condition, chosen):
    assert said(f"{{% neu {condition} %}}một{{% khong_thi %}}hai{{% het %}}").lower() == chosen


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Một. Có {{ silent }} đến. Hai {{ points }}.", "Một. Hai 1.393 điểm."),
        ("Có {{ points }}, {{ silent }}.", KNOWN),
        ("Có {{ silent }}.\n\nHai.", "Hai."),
        ("Có {{ points }}; {{ silent | so_voi('kỳ trước') }}.", "Có 1.393 điểm."),
        ("Có {{ points }} ({{ silent | so_voi('kỳ trước') }}) ở đây.", "Có 1.393 điểm ở đây."),
        ("Có {{ points }} và {{ silent | so_voi('kỳ trước') }}.", "Có 1.393 điểm."),
        ("{{ silent | so_voi('kỳ trước') }}, có {{ points }}.", "Có 1.393 điểm."),
        ("Có {{ points }}, {{ silent | so_voi('kỳ trước') }}, ở đây.", "Có 1.393 điểm, ở đây."),
        ("{{ silent | so_voi('kỳ trước') }}.", KNOWN),
        ("{{ points | dan_dau(1) }} dẫn đầu. Có {{ scans }}.", "Có 45.536 lượt."),
    ],
)
def test_what_cannot_be_stated_takes_its_sentence_or_clause_with_it(body, expected):
    assert said(body) == expected


def test_a_title_that_cannot_be_stated_is_the_datasets_and_the_period():
    assert (
        told("a", title="Có {{ silent }}")[0] == "Quét mã QR phòng, chống dịch Covid-19, tuần từ ngày 5/11 - 12/11/2021"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "có {{ points }}. {{ nguon }} báo. ở TP. Bắc Kạn, H. Ba Bể.",
            "Có 1.393 điểm. Sở báo. Ở TP. Bắc Kạn, H. Ba Bể.",
        ),
        ("{{ points }} quét! đủ… rồi", "1.393 điểm quét! Đủ… Rồi"),
        ("Chợ, bến xe, v.v. và {{ points }}.", "Chợ, bến xe, v.v. và 1.393 điểm."),
    ],
)
def test_a_sentence_begins_with_a_capital_and_an_abbreviation_ends_none(body, expected):
    assert said(body) == expected


@pytest.mark.parametrize(
    ("points", "most", "expected"),
    [
        (("5", "7", "6"), "1", "huyện Chợ Mới (7 điểm)"),
        (("5", "7", "6"), "2, ten='ngắn'", "Chợ Mới (7 điểm) và Na Rì (6 điểm)"),
        (("5", "7", "7"), "1", "huyện Chợ Mới và huyện Na Rì (cùng 7 điểm)"),
        (("5", "7", "5"), "2", "huyện Chợ Mới (7 điểm), huyện Ba Bể và huyện Na Rì (cùng 5 điểm)"),
        (("0", "7", "0"), "3", "huyện Chợ Mới (7 điểm)"),
    ],
)
def test_leaders_are_named_with_all_who_share_their_place(points, most, expected):
    of = facts(points=dict(zip("123", points, strict=True)))
    assert said(f"Đầu là {{{{ points | dan_dau({most}) }}}}.", of) == f"Đầu là {expected}."


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("a\n\n{{ point }}", 5, "tên “point” không có. Có phải “points” không?"),
        ("{{ lipsum }}", 3, "tên “lipsum” không có."),
        ("a\n{% neu points.tan %}a{% het %}", 4, "câu hỏi (sau dấu chấm) “tan” không có. Có phải “tang” không?"),
        ("{{ points | so_vo('tuần trước') }}", 3, "cách viết (sau dấu |) “so_vo” không có. Có phải “so_voi” không?"),
        ("{{ points | upper }}", 3, "cách viết (sau dấu |) “upper” không có."),
        ("a\n{{ points | so_voi('tuần trươc') }}", 4, "không so được với “tuần trươc”. Có phải “tuần trước” không?"),
        ("{{ ky | so_voi('tuần trước') }}", 3, "so_voi chỉ dùng sau tên chỉ tiêu."),
        ("{{ points | dan_dau('hai') }}", 3, "dan_dau cần một số từ 1 trở lên."),
        ("{{ points | dan_dau(1, ten='ngăn') }}", 3, "dan_dau: không có “ngăn”. Có phải “ngắn” không?"),
    ],
)
def test_a_word_that_is_not_there_is_told_with_its_line_and_the_closest_known(body, line, what):
    assert faults(body) == [(line, what)]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{% neu points %}a", "chưa có {% het %}"),
        ("{{ points }", "câu lệnh viết chưa đúng"),
        ("{{ | }}", "câu lệnh viết chưa đúng"),
        ("{% nếu points %}a{% het %}", "không có lệnh “nếu”. Có phải “neu” không?"),
        ("{% het %}", "het"),
        ("{% khong_thi %}", "khong_thi"),
    ],
)
def test_bad_syntax_is_told_with_its_line_and_never_in_words_of_another_language(body, told):
    ((line, what),) = faults("Đoạn đầu.\n\n" + body)
    assert line == 5
    assert told in what
    assert not re.search(r"\b(if|else|endif|tag|unexpected|expected)\b", what)


@pytest.mark.parametrize(
    "body",
    [
        "{{ points | so_voi }}",
        "{{ points + 1 }}",
        "{{ points.co.tang }}",
        "{% neu points is lon %}a{% het %}",
        "{% include 'x' %}",
    ],
)
def test_what_cannot_be_answered_is_told_with_its_line(body):
    ((line, _),) = faults("Đoạn đầu.\n\n" + body)
    assert line == 5


@pytest.mark.parametrize(
    "body",
    [
        "{{ points.tang }}",
        "{{ points > 5 }}",
        "{{ [points, scans] }}",
        "{{ 1393 }}",
        "{{ 1393 * 2 }}",
        "{{ ky[0] }}",
        "{{ ky[1] }}",
        "{{ ky ~ '' }}",
        "{{ ky + nguon }}",
        "{{ points ~ scans }}",
    ],
)
def test_what_is_no_text_or_figure_is_told_and_not_printed(body):
    assert [line for line, _ in faults(body)] == [3]


@pytest.mark.parametrize("head", ["", "---\n", "Tiêu đề: a\n", "Đề: a\n---\n", "Tiêu đề: a\nTiêu đề phụ: b\n---\n"])
def test_a_story_has_one_title_and_a_rule(head):
    assert faults("Đoạn.", head=head)


@pytest.mark.parametrize(
    "code",
    [
        "points.__class__",
        "''.__class__.__mro__",
        "points['__class__']",
        "points['_facts']",
        "points | attr('_facts')",
        "points.co()",
        "self",
        "'\\ue0007\\ue001'",
    ],
)
def test_a_story_reaches_nothing_but_its_language(code):
    assert faults(f"{{{{ {code} }}}}")


@pytest.mark.parametrize("text", ["{{ points }}", "<b>Sở</b>", "{% het %}", "\ue0007\ue001", "\ue003", "A. b", "*a*"])
def test_text_of_the_data_is_never_read_as_the_stories(text):
    of = facts(source=text, names={"1": text}, points={"1": "5"})
    assert said("Theo {{ nguon }}: {{ points | dan_dau(1, ten='ngắn') }}.", of) == f"Theo {text}: {text} (5 điểm)."


def test_private_letters_typed_into_a_story_are_dropped():
    assert said("a \ue000\ue001b\ue002 {{ points }}\ue003.") == "A b 1.393 điểm."


CLAUSES = st.lists(st.sampled_from(["vế", NO_CLAUSE]), min_size=1, max_size=4)
JOINS = st.sampled_from([", ", "; ", " và ", " nhưng ", ", và ", ", nhưng ", ", với "])


@st.composite
def sentences(draw, *, bracket=True):
    """Clauses, some of them missing, joined as people join them; a bracket may hold some."""
    first, *others = draw(CLAUSES)
    text = first + "".join(draw(JOINS) + clause for clause in others)
    if bracket and draw(st.booleans()):
        text += f" ({draw(sentences(bracket=False))})"
    return text


@given(sentences(), st.sampled_from(["", "Có ", "Trong tuần, có "]), st.sampled_from([".", "!", ", hết.", ""]))
def test_missing_clauses_never_leave_doubled_or_dangling_marks(text, opening, end):
    printed = " ".join(map(plain, Printer().paragraphs(opening + text + end)))
    joins = "và|nhưng|với"
    assert not re.search(rf"[,;(]\s*(?:[,;.!)]|$)|\s[,;.!)]|\s\s|\(\s|^[^\w(]|^(?:{joins}) ", printed), printed
    assert not re.search(rf"\b(?:{joins})\s*(?:[,;.!)]|$|(?:{joins})\b)", printed), printed


def figure(number):
    return Figure(Decimal(number), str(number), "", "points", "06", "level", "", (), date(2021, 11, 12))


@given(st.lists(sentences(), min_size=1, max_size=4), st.data())
def test_a_missing_figure_takes_its_own_sentence_and_no_other(texts, data):
    gone = data.draw(st.sets(st.integers(0, len(texts) - 1)))
    printer = Printer()
    numbered = [
        f"Câu {printer.hold((figure(i),))} {NO_SENTENCE if i in gone else ''}: {text}." for i, text in enumerate(texts)
    ]
    printed = " ".join(map(plain, printer.paragraphs("\n".join(numbered))))
    assert re.findall(r"Câu (\d)", printed) == [str(i) for i in range(len(texts)) if i not in gone]
