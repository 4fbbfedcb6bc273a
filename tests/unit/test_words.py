"""What becomes of an editor's words: figures by name, typed numbers held to figures, points of the story."""

from dataclasses import replace
from decimal import Decimal

import pytest

import made
from bantin.editorial import EditorFile, Part
from bantin.errors import ProblemsFound
from bantin.model import Figure, figures_in, plain
from bantin.story.story import noted, read_story, told
from bantin.story.words import Placing

OWN = made.dataset({"points": {"column": "a", "unit": "điểm"}, "rate": {"column": "b", "unit": "%", "decimals": 2}})
NOW = {"points": {"06": "1393", "061": "390", "066": "77"}, "rate": "20.94"}
STORY = """Tiêu đề: Có {{ points }}
---
Tỉnh có {{ points }}.

{% diem sau_loi_dan %}

Đoạn một: {{ points | so_voi("tuần trước") }}, nay {{ points }}.

{% diem sau_mot %}

Tỷ lệ đạt {{ rate }}.
"""


class Said:
    """An editor's file brought into the bulletin of two weeks, the second with the values given."""

    def __init__(self, *parts: tuple[str, str], before=NOW, now=NOW, title="", lead="") -> None:
        facts = made.facts_of(OWN, before, now)
        story = read_story(STORY, "story.md", tuple(OWN.indicators))
        telling = told(story, facts)
        printed = figures_in((telling.title, telling.lead, *telling.body))
        written = tuple(Part(place, text, 10 * number) for number, (place, text) in enumerate(parts, start=1))
        head = {name: Part(name, text, 2) if text else None for name, text in (("title", title), ("lead", lead))}
        placing = Placing(EditorFile("a.md", parts=written, **head), facts, printed, ("Covid-19",))
        self.telling = noted(placing.telling(telling), facts)
        self.words = placing.words(self.telling)
        self.problems, self.placing = placing.problems, placing

    @property
    def texts(self) -> list[str]:
        """Each part as it is read."""
        return ["".join(run if isinstance(run, str) else plain(run) for run in own.runs) for own in self.words]

    @property
    def figures(self) -> list[Figure]:
        """The figures in them."""
        return [figure for own in self.words for figure in figures_in(own.held)]

    @property
    def told(self) -> list[tuple[int | None, str, bool]]:
        """Each problem: line, what, whether it stops the build."""
        return [(problem.line, problem.what, problem.is_error) for problem in self.problems]


def test_words_stand_before_the_paragraph_that_their_point_names():
    said = Said(
        ("cuoi_bai", "f"),
        ("sau_mot", "d"),
        ("dau_bai", "a"),
        ("truoc_bieu_do", "e"),
        ("sau_loi_dan", "b"),
        ("sau_mot", "d2"),
    )
    assert [(own.at, text) for own, text in zip(said.words, said.texts, strict=True)] == [
        (0, "a"),
        (0, "b"),
        (1, "d"),
        (1, "d2"),
        (2, "e"),
        (3, "f"),
    ]


def test_a_point_stays_where_it_is_when_the_paragraphs_before_it_cannot_be_told():
    said = Said(("sau_mot", "x"), before={"points": {"061": "1"}}, now={"rate": "20.94"})
    assert len(said.telling.body) == 0 or said.words[0].at <= len(said.telling.body)
    assert said.texts == ["x"]


def test_an_unknown_point_is_told_with_the_closest_and_all_that_there_are():
    said = Said(("sau_mott", "x"))
    assert said.told == [(9, "không có điểm nào tên là “sau_mott”. Có phải “sau_mot” không?", True)]
    assert "ban_tin, dau_bai, sau_loi_dan, sau_mot, truoc_bieu_do, cuoi_bai" in said.problems[0].remedy


def test_figures_are_said_by_name_with_filters_and_keep_their_cells():
    said = Said(("cuoi_bai", 'Nay {{ points }}; {{ points | so_voi("tuần trước") }}.'))
    assert said.texts == ["Nay 1.393\u00a0điểm; không thay đổi so với tuần trước."]
    assert said.figures[0].value == Decimal(1393)
    assert said.figures[0].cells


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ point }}", "tên “point” không có. Có phải “points” không?"),
        ("{{ points + 1 }}", "lời bản tin không tính toán được."),
        ("{{ points.__class__ }}", "câu hỏi (sau dấu chấm) “__class__” không có."),
        ("{{ '1.394' }}", "chỗ này không in được."),
        ("{{ points", "câu lệnh viết chưa đúng: thiếu hoặc thừa dấu ngoặc, dấu phần trăm hay dấu nháy."),
    ],
)
def test_what_the_story_language_does_not_have_is_refused_at_its_line(text, what):
    assert (12, what, True) in Said(("cuoi_bai", f"Một.\n\nHai {text}")).told


def test_a_figure_that_this_period_does_not_have_is_told_and_no_word_is_dropped_silently():
    said = Said(("cuoi_bai", "Một.\nTỷ lệ {{ rate }}."), now={"points": "5"})
    assert said.told == [(11, "ở kỳ này không có con số mà dòng này nêu tên.", True)]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("có 1.393 điểm", ["1.393"]),
        ("có 1.393 nơi như thế", ["1.393"]),  # so large a number is hardly another
        ("đạt 20,94%", ["20,94%"]),
        ("đạt 20,94% và 1.393 điểm, rồi 1.393 điểm", ["20,94%", "1.393", "1.393"]),
        ("ngày 12/11/2021, số 1.393/NQ-CP, `1.393 điểm`, [1](http://a.vn/1.393)", []),
        ("Covid-19, năm 2021, điện thoại 0209 3870 111", []),
        ("http://a.vn/1.393 và <https://a.vn/1.393>", []),
        ("1. mục đầu\n2. mục sau", []),
    ],
)
def test_a_typed_number_that_is_a_figure_s_is_bound_to_it(text, bound):
    said = Said(("cuoi_bai", text))
    assert [figure.text for figure in said.figures] == bound
    assert said.texts == [text]  # not a letter is changed
    assert said.told == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("có 1.392 điểm", "“1.392 điểm” không phải là con số nào của kỳ này. Có phải “1.393” không?"),
        ("có 1393 điểm", "“1393 điểm” không phải là con số nào của kỳ này. Có phải “1.393” không?"),
        ("đạt 20,49%", "“20,49%” không phải là con số nào của kỳ này. Có phải “20,94%” không?"),
        ("có 8 điểm", "“8 điểm” không phải là con số nào của kỳ này."),
    ],
)
def test_a_wrong_number_is_doubted_with_the_closest_right_one_and_stays_the_editor_s(text, what):
    said = Said(("cuoi_bai", f"Một.\n\nHai: {text}."))
    assert said.told == [(12, what, False)]
    assert said.texts == [f"Một.\n\nHai: {text}."]
    assert said.figures == []


def test_a_small_number_is_not_taken_for_a_rank_or_another_figure_without_a_unit():
    facts = made.facts_of(OWN, NOW, {**NOW, "points": "5"})
    rank = replace(facts.level("points"), unit="", operation="place")
    telling = told(read_story("Tiêu đề: A\n---\nB.\n", "story.md", tuple(OWN.indicators)), facts)
    editor = EditorFile("a.md", parts=(Part("cuoi_bai", "Có 5 xã."),))
    assert Placing(editor, facts, (rank,), ()).words(telling)[0].held == ()


@pytest.mark.parametrize(
    "text", ["trong 24 giờ", "huyện có 77 điểm", "giảm 30% phí", "3 ngày, 12 xã", "10 giờ ngày 5/11"]
)
def test_other_numbers_are_the_editor_s_own(text):
    assert Said(("cuoi_bai", text)).told == []


def test_a_wrong_number_beside_the_text_is_doubted_too():
    said = Said()
    said.placing.look("Một trong 1.392 điểm, của 1.393 điểm, ngày 12/11/2021")
    assert [what for _, what, _ in said.told] == [
        "“1.392 điểm” không phải là con số nào của kỳ này. Có phải “1.393” không?"
    ]


def test_a_title_and_lead_replace_the_storys_or_add_to_it():
    said = Said(
        title="{{ tieu_de }}, tỷ lệ {{ rate }}", lead='{{ loi_dan }} Trong đó Na Rì có {{ points | cua("Na Rì") }}.'
    )
    assert plain(said.telling.title).replace("\u00a0", " ") == "Có 1.393 điểm, tỷ lệ 20,94%"
    assert plain(said.telling.lead).replace("\u00a0", " ") == "Tỉnh có 1.393 điểm. Trong đó Na Rì có 77 điểm."
    assert plain(Said(title="Covid-19: 1.393 điểm").telling.title) == "Covid-19: 1.393 điểm"


def test_a_number_in_a_title_that_is_no_figure_stops_the_build():
    assert Said(title="Có 1.392 điểm").told == [
        (2, "“1.392” không phải là con số nào của kỳ này. Có phải “1.393” không?", True)
    ]


def test_a_lead_of_the_editor_s_still_says_that_figures_are_not_final():
    said = Said(now={"points": "1393 (sơ bộ)"}, lead="Mới: {{ points }}.")
    assert plain(said.telling.lead).endswith("Các con số trong kỳ là số liệu sơ bộ.")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("{% diem points %}", "tên điểm “points” đã có nghĩa khác."),
        ("{% diem cuoi_bai %}", "tên điểm “cuoi_bai” đã có nghĩa khác."),
        ("{% diem a %}\n\n{% diem a %}", "tên điểm “a” đã có nghĩa khác."),
        ("{% diem Sau1 %}", "tên điểm “Sau1” viết chưa đúng."),
        ("{% neu points.co %}{% diem a %}{% het %}", "điểm “a” nằm trong {% neu … %} nên có kỳ không có."),
    ],
)
def test_a_point_that_could_be_mistaken_is_refused(body, what):
    with pytest.raises(ProblemsFound) as caught:
        read_story(f"Tiêu đề: A\n---\nĐoạn.\n\n{body}\n", "story.md", ("points",))
    assert what in [problem.what for problem in caught.value.problems]
