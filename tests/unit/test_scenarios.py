import re
from collections.abc import Container
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from lxml import html

import made
from bantin.errors import Problem
from bantin.ingest.archive import Folder, read_archive
from bantin.ingest.checks import Checker
from bantin.ingest.codelist import Codelist
from bantin.model import Item, Release, Status, plain
from bantin.review.cases import CASES
from bantin.review.page import page
from bantin.review.reading import findings, story_text
from bantin.review.scenarios import Scenario, scenarios

ROOT = Path(__file__).resolve().parents[2]
LATEST = 5
GOLDEN = (
    "first-issue",
    "tie-at-the-cut",
    "zero-is-not-missing",
    "nothing-published",
    "tai-nan-giao-thong",
    "sot-xuat-huyet-xa",
)


def folders(root: Path) -> list[Folder]:
    """The folders of an archive with as much of their past as cases are told of."""
    archive = read_archive(root / "data", root / "content")
    return [replace(folder, releases=folder.releases[-LATEST:]) for folder in archive.folders]


SHIPPED = {
    **{folder.dataset.slug: folder for folder in folders(ROOT)},
    **{name: folders(ROOT / "tests" / "golden" / name)[0] for name in GOLDEN},
    "guide": folders(ROOT / "docs" / "vi-du")[1],
}
QR = SHIPPED["qr-covid"]
REAL = (
    "real-bau-cu",
    "real-cap-do-dich-14-01",
    "real-cap-do-dich-18-01",
    "real-cap-do-dich-tuan-17",
    "real-tthc-vinh-phuc",
    "real-vac-xin",
    "real-xang-dau",
)
EXPECTED = {"Không thay đổi": "giống hệt kỳ", "Thiếu kỳ trước": "thiếu kỳ nằm giữa"}
"""What the data check rightly says of a case's own data."""


@cache
def told_of(name: str) -> tuple[Scenario, ...]:
    """Every case of a shipped dataset."""
    return scenarios(SHIPPED[name])


def of_case(told: tuple[Scenario, ...], case: str, subject: str = "") -> Scenario:
    """The first form of a case, or the one whose subject has these words."""
    return next(one for one in told if one.case == case and subject in one.subject)


def problems_of(scenario: Scenario) -> list[Problem]:
    """What the data check says of the case's releases."""
    facts = scenario.facts
    if facts is None:
        return []
    items = {name: facts.items(name) for name, rule in facts.dataset.indicators.items() if not rule.sources}
    checker = Checker(facts.dataset, items)
    *_, now = releases = [as_in_files(release, items) for release in facts.history[-2:]]
    found = checker.within(now)
    if len(releases) > 1:
        found += checker.within(releases[0]) if facts.previous else []
        found += checker.between(releases[0], now)
    return found


def as_in_files(release: Release, names: Container[str]) -> Release:
    """A release without what is computed."""
    return replace(release, observations={key: seen for key, seen in release.observations.items() if key[0] in names})


# The shipped datasets ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_dataset_reads_well_in_every_case(name):
    assert [what for scenario in told_of(name) for what in findings(scenario)] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_case_is_told_or_said_never_to_arise(name):
    assert list(dict.fromkeys(one.case for one in told_of(name))) == [case.name for case in CASES]
    for one in told_of(name):
        assert bool(one.reason) != bool(one.bulletin)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_made_figures_fit_together(name):
    for scenario in told_of(name):
        told = [problem.what for problem in problems_of(scenario)]
        assert [what for what in told if EXPECTED.get(scenario.case, "\0") not in what] == [], scenario.name


@pytest.mark.parametrize("name", [*SHIPPED][:4])
def test_nothing_is_found_in_the_machine_s_own_story(name):
    folder = replace(SHIPPED[name], story="", releases=SHIPPED[name].releases[-2:])
    assert [what for one in scenarios(folder) for what in findings(one)] == []


@pytest.mark.parametrize("case", REAL)
def test_real_datasets_are_told_in_every_case_from_figures_that_fit_together(case):
    for folder in folders(ROOT / "tests" / "golden" / case):
        told = scenarios(folder)
        assert list(dict.fromkeys(one.case for one in told)) == [one.name for one in CASES]
        for scenario in told:
            assert [problem.what for problem in problems_of(scenario) if problem.is_error] == [], scenario.name


def test_the_same_dataset_gives_the_same_page():
    assert page(QR, scenarios(QR)) == page(QR, told_of("qr-covid"))


# Each case's data ----------------------------------------------------------------------------------------


def value(scenario: Scenario, name: str, code: str = "06", *, before: bool = False) -> Decimal | None:
    assert scenario.facts
    return scenario.facts.observation(name, code, scenario.facts.previous if before else None).value


@pytest.mark.parametrize(("case", "sign"), [("Tăng", 1), ("Giảm", -1), ("Không thay đổi", 0)])
def test_figures_go_the_way_that_the_case_says(case, sign):
    scenario = of_case(told_of("qr-covid"), case)
    for name in ("points", "scans", "zero_reports", "app_new"):
        now, then = value(scenario, name), value(scenario, name, before=True)
        assert (now > then) - (now < then) == sign


def test_nought_and_one_are_of_the_sum_and_of_what_it_is_made_of():
    told = told_of("thu-tuc-hanh-chinh")
    none, one = (of_case(told, case, "Tổng số hồ sơ") for case in ("Bằng 0", "Chỉ có một"))
    parts = ("phai_giai_quyet", "tiep_nhan", "chuyen_sang", "da_giai_quyet", "qua_han")
    assert {value(none, name) for name in parts} == {Decimal(0)}
    assert value(one, "phai_giai_quyet") == 1
    districts = [item.code for item in one.facts.items("phai_giai_quyet")]
    assert sorted(value(one, "phai_giai_quyet", code) for code in districts) == [0] * 7 + [1]


def test_records_that_add_up_to_nought_are_records_of_nought():
    scenario = of_case(told_of("diem-quet-chi-tiet"), "Bằng 0", "Số lượt quét mã QR")
    known = value(scenario, "so_diem") - value(scenario, "khong_bao_cao")
    assert value(scenario, "bang_khong") == known


def test_the_first_issue_has_no_history_and_a_gap_only_an_old_one():
    first, gap = (of_case(told_of("thu-tuc-hanh-chinh"), case).facts for case in ("Bản tin đầu tiên", "Thiếu kỳ trước"))
    assert len(first.history) == 1
    assert len(gap.history) > 1
    assert gap.previous is None


def test_a_whole_is_what_is_known_when_areas_are_silent():
    scenario = of_case(told_of("thu-tuc-hanh-chinh"), "Đơn vị chưa báo cáo")
    assert scenario.facts.is_partial("tiep_nhan", "06", scenario.facts.release)
    assert "huyện Na Rì chưa gửi số liệu" in " ".join(story_text(scenario.bulletin))


def test_a_tie_at_the_cut_names_one_more():
    texts = story_text(of_case(told_of("diem-quet-chi-tiet"), "Đồng hạng ở chỗ cắt", "Số lượt quét").bulletin)
    assert any("thành phố Bắc Kạn và huyện Chợ Đồn (cùng" in text for text in texts)


def test_a_merger_has_the_sum_of_its_parts_and_may_be_compared():
    scenario = of_case(told_of("thu-tuc-hanh-chinh"), "Đơn vị mới sáp nhập")
    facts = scenario.facts
    new = next(item for item in facts.items("tiep_nhan") if item.formed_from)
    assert len(facts.items("tiep_nhan")) == 7
    was = facts.was("tiep_nhan", new.code, facts.previous.period.last)
    assert was.value == sum(facts.observation("tiep_nhan", part, facts.previous).value for part in new.formed_from)


def test_a_merger_of_the_codelist_is_taken_where_it_joins_rows():
    areas = QR.codelists["area"]
    joined = replace(areas.items["065"], code="065~2022", name="Chợ Mới mới", formed_from=("065", "063"))
    codelists = {"area": replace(areas, items={**areas.items, joined.code: replace(joined, kind="vùng")})}
    told = scenarios(replace(QR, codelists=codelists))
    assert "vùng Chợ Mới mới" in of_case(told, "Đơn vị mới sáp nhập").subject


def test_the_whole_release_is_provisional_and_then_nothing_is_known():
    told = told_of("qr-covid")
    assert of_case(told, "Số liệu sơ bộ", "cả kỳ").facts.all_provisional
    absent = of_case(told, "Không công bố", "cả kỳ").facts.release.observations
    assert {seen.status for seen in absent.values()} == {Status.NOT_PUBLISHED}


def test_an_indicator_that_is_redefined_is_not_compared():
    texts = story_text(of_case(told_of("thu-tuc-hanh-chinh"), "Cách tính thay đổi", "Hồ sơ đã giải quyết").bulletin)
    sentence = next(text for text in texts if "đã giải quyết" in text)
    assert "so với tuần trước, đạt" not in sentence


# Other datasets ------------------------------------------------------------------------------------------

STORY = 'Tiêu đề: Có {{ a }}\n---\nToàn tỉnh có {{ a }}, {{ a | so_voi("tuần trước") }}.\n\nTỷ lệ là {{ b }}.\n'


def folder_of(*, negative: bool = False) -> Folder:
    """A folder without releases, of an indicator `a` and a percentage `b`."""
    rules = {"a": {"column": "A", "negative": negative}, "b": {"column": "B", "unit": "%", "decimals": 1}}
    table = {"rows": "area", "total": "Toàn tỉnh"}
    return Folder(made.dataset(rules, table=table), {"area": made.AREAS}, STORY, "story.md", (), {})


def test_without_a_release_one_is_made_of_the_declaration():
    first = scenarios(folder_of())[0]
    assert findings(first) == ()
    assert problems_of(first) == []
    assert value(first, "a") == sum(value(first, "a", code) for code in ("058", "061", "066"))


def test_figures_that_were_always_nought_are_above_it_to_begin_with():
    first = scenarios(folder_of())[0].facts.release
    nought = {key: replace(seen, value=Decimal(0), status=Status.ZERO) for key, seen in first.observations.items()}
    told = scenarios(replace(folder_of(), releases=(replace(first, observations=nought),)))
    assert value(of_case(told, "Tăng"), "a") > 0
    assert value(of_case(told, "Bằng 0"), "a") == 0


def test_one_release_is_enough_for_every_case():
    told = scenarios(replace(QR, releases=QR.releases[-1:]))
    assert [story_text(one.bulletin) for one in told if one.bulletin] == [
        story_text(one.bulletin) for one in told_of("qr-covid") if one.bulletin
    ]


def test_below_nought_only_where_it_is_allowed():
    assert of_case(scenarios(folder_of()), "Số âm").reason
    below = of_case(scenarios(folder_of(negative=True)), "Số âm")
    assert "âm" in plain(below.bulletin.title)


def test_a_percentage_of_its_own_may_pass_a_hundred():
    assert "103,5%" in " ".join(story_text(of_case(scenarios(folder_of()), "Trên 100%").bulletin))


def test_prices_are_never_nought_or_one():
    for case in ("Bằng 0", "Chỉ có một"):
        assert "không đếm được" in of_case(told_of("gia-thi-truong"), case).reason


def test_codes_of_an_area_that_is_no_more_are_left_alone():
    items = {**made.AREAS.items, "069": Item("069", "Cũ", "06", "huyện", valid_to=made.FRIDAY.replace(year=2020))}
    told = scenarios(replace(folder_of(), codelists={"area": Codelist(items)}))
    assert value(of_case(told, "Tăng"), "a", "069") is None


# What is wrong with words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Toàn tỉnh có 5 điểm,.", "dấu câu thừa"),
        ("Toàn tỉnh có 5 điểm; , nay.", "dấu câu thừa"),
        ("Toàn tỉnh có 5 điểm..", "dấu câu thừa"),
        ("Toàn tỉnh có 5 điểm .", "khoảng trắng trước dấu câu"),
        ("So với .", "khoảng trắng trước dấu câu"),
        ("Toàn tỉnh có 5 điểm;tăng nhiều.", "thiếu khoảng trắng"),
        ("Toàn tỉnh có 5 điểm.Nhiều nhất là Ba Bể.", "thiếu khoảng trắng"),
        ("Toàn tỉnh có 5 điểm ().", "ngoặc rỗng"),
        ("Toàn tỉnh có 5 điểm, tăng 0 điểm.", "tăng hoặc giảm 0"),
        ("Tỷ lệ đạt 5%, giảm\u00a00,0 điểm phần trăm.", "tăng hoặc giảm 0"),
        ("Toàn tỉnh có 5 điểm và.", "từ nối bỏ lửng"),
        ("Toàn tỉnh có 5 điểm, so với.", "từ nối bỏ lửng"),
        ("Toàn tỉnh có 5 điểm và và 6 lượt.", "từ lặp"),
        ("Toàn tỉnh có 5\u00a0điểm điểm quét.", "từ lặp"),
        ("Toàn tỉnh có  5 điểm.", "khoảng trắng thừa"),
        ("Toàn tỉnh có {5} điểm.", "chữ của máy"),
        ("Toàn tỉnh có 5 điểm (nhiều.", "ngoặc không đóng"),
        ("Toàn tỉnh có 5 điểm. 6.", "câu rỗng"),
        ("toàn tỉnh có 5 điểm.", "câu không viết hoa"),
        ("Toàn tỉnh có 5 điểm", "thiếu dấu chấm"),
        ("Trên địa bàn xảy ra 0\u00a0vụ, làm 3\u00a0người chết.", "nói không bằng chữ"),
        ("Trên địa bàn xảy ra 3\u00a0vụ, làm 0 người chết.", "nói không bằng chữ"),
        ("Có 3\u00a0người chết, 0\u00a0người bị thương.", "nói không bằng chữ"),
        ("0\u00a0điểm có camera.", "nói không bằng chữ"),
        ("Tuy vậy, còn 0\u00a0điểm không báo cáo.", "nói không bằng chữ"),
        ("Mới có số liệu của không huyện, thành phố nào.", "“không … nào” chỉ đứng đầu câu"),
    ],
)
def test_a_badly_told_sentence_is_found(text, what):
    scenario = of_case(told_of("qr-covid"), "Giảm")
    told = replace(scenario, bulletin=replace(scenario.bulletin, lead=(text,)))
    found = findings(told)
    assert any(one.startswith(f"Giảm: {what}") for one in found), found


@pytest.mark.parametrize(
    "text",
    [
        "Tỷ lệ đạt 20,94%, tăng 0,04 điểm phần trăm so với tuần trước.",
        "Dầu diesel 0,05S-II có giá 17.330 đồng/lít; giá gas không thay đổi.",
        "Có 5 điểm tại TP. Bắc Kạn (3 điểm, sơ bộ).",
        "Giá điện tăng 0,5 đồng.",
        "Ít nhất là huyện Na Rì và huyện Ba Bể (cùng 0\u00a0ca), trước đó là Pác Nặm (0\u00a0ca).",
        "Số ca mắc giảm còn 0\u00a0ca; số ổ dịch từ 2\u00a0ổ dịch xuống còn 0\u00a0ổ dịch.",
        "Số ca mắc ở mức 0\u00a0ca, chiếm 0%; có 10\u00a0điểm, 1.000\u00a0lượt.",
        "Từ 0\u00a0giờ ngày 5/11, đã phun 0/20\u00a0hộ; ba điểm báo cáo bằng 0 và một điểm không báo cáo.",
        "Không huyện, thành phố nào có ca mắc; số liệu của huyện Ba Bể không đổi.",
    ],
)
def test_a_well_told_sentence_passes(text):
    scenario = of_case(told_of("qr-covid"), "Giảm")
    assert findings(replace(scenario, bulletin=replace(scenario.bulletin, lead=(text,)))) == ()


def faults(story: str) -> str:
    """Everything that is found in a story of the reference dataset."""
    return "\n".join(what for scenario in scenarios(replace(QR, story=story)) for what in findings(scenario))


LEAD = 'Có {{ points }}, {{ points | so_voi("tuần trước") }}.'


@pytest.mark.parametrize(
    ("story", "case", "what"),
    [
        (f"Tiêu đề: Có {{{{ points }}}}.\n---\n{LEAD}\n\nNữa.", "Tăng", "tiêu đề có dấu câu ở cuối"),
        (f"Tiêu đề: Có {{{{ points }}}}\n---\n{LEAD}\n\nNữa.", "Không có số liệu: Số điểm", "không có tiêu đề"),
        (f"Tiêu đề: Tin\n---\n{LEAD}", "Không có số liệu: Số điểm", "không có phần dẫn"),
        (f"Tiêu đề: Tin\n---\n{LEAD} Hôm nay.", "Không có số liệu: Số điểm", "phần dẫn mất câu đầu"),
        (f"Tiêu đề: Tin\n---\n{LEAD}\n\nMọi nơi đều có {{{{ scans }}}}.", "Không công bố: Số lượt", "không còn gì"),
        (
            f"Tiêu đề: Tin\n---\n{LEAD}\n\n{{% neu silent > 1 %}}Ít.{{% het %}} Nữa.",
            "Số liệu sơ bộ: Số điểm không",
            "giống hệt",
        ),
        (
            f"Tiêu đề: Tin\n---\n{LEAD}\n\n{{% neu silent > 0 %}}Còn.{{% khong_thi %}}Mọi điểm đều báo cáo.{{% het %}}",
            "Không có số liệu: cả kỳ",
            "vẫn khẳng định: “Mọi điểm đều báo cáo.”",
        ),
    ],
)
def test_a_story_that_does_not_meet_a_case_is_found(story, case, what):
    found = faults(story)
    assert re.search(rf"^{re.escape(case)}.*{re.escape(what)}", found, re.MULTILINE), found


def test_counts_are_large_enough_for_a_case_to_be_heard():
    told = told_of("tai-nan-giao-thong")
    assert value(of_case(told, "Tăng"), "chet") == 3
    assert value(of_case(told, "Kỳ trước bằng 0", "Số người chết"), "chet", before=True) == 0
    assert value(of_case(told, "Chỉ có một", "Số người chết"), "chet") == 1


def test_a_case_whose_data_are_as_usual_is_not_listened_for():
    released = QR.releases[-1]
    one = {key: replace(seen, value=Decimal(1)) for key, seen in released.observations.items() if key[0] == "scans"}
    folder = replace(QR, releases=(replace(released, observations={**released.observations, **one}),))
    assert "giống hệt" not in "\n".join(what for told in scenarios(folder) for what in findings(told))


def test_a_nought_before_is_listened_for_where_sizes_are_told():
    way = "Tiêu đề: Tin\n---\nSố điểm {{ points | xu_huong }}.\n\nCó {{ scans }}.\n"
    assert not re.search(r"^Kỳ trước bằng 0.*giống hệt", faults(way), re.MULTILINE)


def test_a_nought_that_is_not_final_is_final_to_begin_with():
    first = told_of("guide")[0]
    assert first.facts.observation("tu_vong").status is Status.REPORTED


def test_a_case_in_which_the_story_fails_is_found():
    scenario = replace(of_case(told_of("qr-covid"), "Giảm"), bulletin=None, fault="không so được.")
    assert findings(scenario) == ("Giảm: trường hợp chưa được xử lý: không so được.",)


# The page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["qr-covid", "gia-thi-truong"])
def test_the_page_stands_alone_and_has_every_case(name):
    made_page = page(SHIPPED[name], told_of(name))
    tree = html.document_fromstring(made_page)
    assert tree.get("lang") == "vi"
    assert [head.text_content() for head in tree.iter("h2")] == [case.name for case in CASES]
    assert not list(tree.iter("script", "img", "link", "iframe"))
    assert "://" not in made_page
    assert "Máy đọc qua và không thấy chỗ nào sai" in tree.text_content()


def test_the_page_says_what_was_altered_and_what_reads_the_same():
    tree = html.document_fromstring(page(QR, told_of("qr-covid")))
    rows = [[cell.text_content() for cell in row] for row in tree.iter("tr")]
    assert ["Số điểm có số liệu báo cáo bằng 0, toàn tỉnh", "0\u00a0điểm", "254\u00a0điểm"] in rows
    assert "Đọc như “Bản tin đầu tiên”." in tree.text_content()
    assert "Không chỉ tiêu nào của bộ số liệu được phép âm." in tree.text_content()


def test_the_page_shows_faults_and_escapes_what_it_is_told():
    dataset = QR.dataset.model_copy(update={"title": "Quét <b>mã</b>"})
    folder = replace(QR, dataset=dataset, story=f"Tiêu đề: Tin\n---\n{LEAD}")
    made_page = page(folder, scenarios(folder))
    assert "Quét &lt;b&gt;mã" in made_page
    assert "chỗ cần xem lại" in made_page
    assert "không có phần dẫn" in made_page
