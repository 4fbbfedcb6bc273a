"""What a dataset's page says of how its figures come about, from the rules alone."""

from datetime import date, timedelta

import pytest

from bantin.ingest.archive import Folder, read_archive
from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.ingest.period import headed
from bantin.model import Item, Moment, Status, plain
from bantin.story.method import indicators_told, rules_told
from conftest import ROOT
from made import AREAS, FRIDAY, WEEK, dataset, released

RECORDS = {
    "table": {"rows": "record", "column": "Huyện"},
    "fields": {
        "luot": {"column": "Số lượt", "type": "number"},
        "gia": {"column": "Giá", "type": "number", "decimals": 2},
        "nhiet": {"column": "Nhiệt độ", "type": "number", "negative": True},
        "ngay": {"column": "Ngày mắc", "type": "date"},
        "camera": {"column": "Có camera", "type": "mark"},
        "loai": {"column": "Loại"},
    },
}
TAKEN = "Lấy từ cột “{}” trong tệp số liệu."
TOTAL = {"table": {"rows": "area", "total": "Toàn tỉnh"}}


def folder(own: Dataset, *weeks_ago: int, values: object = "5", **codelists: Codelist) -> Folder:
    name = next(iter(own.indicators))
    days = [FRIDAY - timedelta(weeks=ago) for ago in sorted(weeks_ago, reverse=True)]
    releases = tuple(released(own, last, {name: values}) for last in days)
    return Folder(own, {"area": AREAS, **codelists}, "", "story.md", releases, {})


def told(indicators: dict[str, dict[str, object]], **parts: object) -> list[str]:
    """What is said of each indicator."""
    return [plain(entry.told) for entry in indicators_told(folder(dataset(indicators, **parts)))]


def rules(own: Dataset, *weeks_ago: int, values: object = "5") -> dict[str, str]:
    """What is said of all of them."""
    return {entry.name: plain(entry.told) for entry in rules_told(folder(own, *weeks_ago or (0,), values=values))}


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"records": "count"}, "Đếm mọi dòng trong tệp số liệu."),
        (
            {"records": "sum", "field": "luot"},
            "Cộng các số ở cột “Số lượt” của mọi dòng trong tệp số liệu. Dòng không có số thì không tính.",
        ),
        (
            {"records": "missing", "field": "luot"},
            "Đếm những dòng trong tệp số liệu không có số liệu ở cột “Số lượt”.",
        ),
        (
            {"records": "latest", "field": "gia", "decimals": 2},
            "Lấy số của ngày mới nhất ở cột “Giá”, xét mọi dòng trong tệp số liệu. Ghi đến hai chữ số thập phân.",
        ),
        (
            {"records": "count", "where": {"luot": 0}},
            "Đếm những dòng trong tệp số liệu có “Số lượt” bằng 0.",
        ),
        (
            {"records": "count", "where": {"luot": "> 1.000", "camera": True}},
            "Đếm những dòng trong tệp số liệu có “Số lượt” lớn hơn 1.000 và có dấu ở cột “Có camera”.",
        ),
        (
            {"records": "count", "where": {"nhiet": "<= -5"}},
            "Đếm những dòng trong tệp số liệu có “Nhiệt độ” từ -5 trở xuống.",
        ),
        ({"records": "count", "where": {"gia": 0.5}}, "Đếm những dòng trong tệp số liệu có “Giá” bằng 0,50."),
        (
            {"records": "count", "where": {"loai": "!= Chợ", "camera": False}},
            "Đếm những dòng trong tệp số liệu không ghi “Chợ” ở cột “Loại” và không có dấu ở cột “Có camera”.",
        ),
        (
            {"records": "count", "where": {"ngay": ">= 2021-11-05"}},
            "Đếm những dòng trong tệp số liệu có “Ngày mắc” từ ngày 5/11/2021.",
        ),
    ],
)
def test_of_records_it_is_said_which_are_counted(rule, words):
    assert told({"a": rule}, **RECORDS) == [words]


def test_what_is_computed_says_of_what():
    *_, share, rate, since, year, statistical = told(
        {
            "a": {"column": "A", "label": "Số ca"},
            "b": {"column": "B", "label": "Số giường"},
            "share": {"share": ["a", "b"], "unit": "%", "decimals": 1},
            "rate": {"rate": "a"},
            "since": {"cumulative": "a", "since": date(2021, 9, 20)},
            "year": {"cumulative": "a"},
            "statistical": {"cumulative": "a", "since": "statistical-year"},
        }
    )
    assert share == "Lấy “Số ca” chia cho “Số giường”, tính ra phần trăm. Làm tròn đến một chữ số thập phân."
    assert rate.startswith("Lấy “Số ca” chia cho dân số rồi nhân với 100.000.")
    assert rate.endswith("Làm tròn đến hàng đơn vị.")
    assert since == "Cộng dồn “Số ca” của các kỳ, từ ngày 20/9/2021; thiếu một kỳ thì không tính."
    assert "từ đầu năm" in year
    assert "từ kỳ đầu tiên kết thúc trong năm" in statistical


def test_what_a_figure_obeys_is_said_only_where_it_is_enforced():
    indicators = {
        "whole": {"column": "W", "label": "Tổng", "parts": ["a", "b"], "grows": True},
        "a": {"column": "A", "label": "Nửa", "part_of": "whole"},
        "b": {"column": "B", "rank": "Hạng"},
        "rate": {"column": "R", "unit": "%", "share_of": ["a", "whole"]},
    }
    assert told(indicators) == [
        f"{TAKEN.format('W')} Luôn bằng tổng của “Nửa” và “b”. Là số lũy kế, kỳ sau không nhỏ hơn kỳ trước.",
        "Lấy từ cột “A” trong tệp số liệu. Không bao giờ lớn hơn “Tổng”.",
        "Lấy từ cột “B” trong tệp số liệu. Thứ hạng do cơ quan cung cấp ghi ở cột “Hạng”.",
        "Lấy từ cột “R” trong tệp số liệu. Luôn khớp với kết quả chia “Nửa” cho “Tổng”.",
    ]
    whole, part, _, rate = told(indicators, checks={"part": "warning", "share": "off", "decrease": "off"})
    assert whole == "Lấy từ cột “W” trong tệp số liệu. Là số lũy kế."
    assert "lớn hơn" not in part
    assert "khớp" not in rate


def test_a_change_of_definition_has_its_day_and_is_told_of_what_rests_on_it_too():
    changed = {"a": {"column": "A", "redefined": [date(2021, 5, 1)]}, "sum": {"cumulative": "a"}}
    for entry in indicators_told(folder(dataset(changed))):
        assert Moment(date(2021, 5, 1), "1/5/2021") in entry.told
        assert plain(entry.told).endswith("số liệu trước và sau đó không so sánh được với nhau.")


def test_units_are_those_of_the_items_where_each_has_its_own():
    products = Codelist({code: Item(code, code, unit=f"đồng/{code}") for code in ("kg", "lít")})
    own = dataset(
        {"gia": {"column": "Giá", "label": "Giá", "unit": "đồng", "item_unit": True}}, table={"rows": "products"}
    )
    (entry,) = indicators_told(folder(own, products=products))
    assert entry.name == "Giá (đồng)"
    assert plain(entry.told).endswith("Đơn vị tính tùy mặt hàng: đồng/kg, đồng/lít.")


@pytest.mark.parametrize(
    ("period", "about", "due"),
    [
        (
            WEEK,
            "Mỗi tuần một kỳ, từ thứ sáu tuần trước đến hết thứ sáu tuần này, tính cả hai ngày ấy.",
            "Trước 17 giờ thứ sáu, ngày cuối kỳ.",
        ),
        (
            {"every": "week", "from": "saturday", "to": "friday", "due": "monday 08:30"},
            "Mỗi tuần một kỳ, từ thứ bảy đến hết thứ sáu.",
            "Trước 8 giờ 30 phút thứ hai ngay sau khi hết kỳ.",
        ),
        ({"every": "day", "due": "0 days 17:00"}, "Mỗi ngày một kỳ.", "Trước 17 giờ ngày cuối kỳ."),
        (
            {"every": "month", "start": 13, "due": "10 days 09:00"},
            "Mỗi tháng một kỳ, từ ngày 13 đến hết ngày 12 tháng sau.",
            "Trước 9 giờ, 10 ngày sau ngày cuối kỳ.",
        ),
        ({"every": "irregular"}, "Các kỳ không theo lịch cố định; kỳ trước là lần công bố trước.", None),
    ],
)
def test_periods_and_deadlines_are_told_as_declared(period, about, due):
    said = rules(dataset({"a": {"column": "A"}}, period=period))
    assert said["Kỳ báo cáo"] == about
    assert said.get("Hạn có số liệu") == due, "none that nobody has set"


def test_only_statuses_that_occur_are_explained_and_a_missing_period_is_one():
    own = dataset({"a": {"column": "A"}})
    named = ["“0”", "“không có số liệu”", "“không công bố”", "“không áp dụng”", "“(sơ bộ)”"]
    assert [name for name in rules(own, 0, 1) if name in named] == []
    assert [name for name in rules(own, 0, 2) if name in named] == ["“không có số liệu”"]
    each = {"06": Status.ZERO, "058": Status.NOT_PUBLISHED, "061": "4 (sơ bộ)"}
    assert [name for name in rules(own, values=each) if name in named] == ["“0”", "“không công bố”", "“(sơ bộ)”"]


def test_totals_say_where_they_are_from_and_what_happens_when_they_are_wrong():
    own = {"a": {"column": "A"}}
    assert "Số tổng" not in rules(dataset(own))
    assert rules(dataset(own, **TOTAL))["Số tổng"].endswith("Nếu không, số liệu không được đăng.")
    warned = rules(dataset(own, **TOTAL, checks={"total": "warning"}))["Số tổng"]
    assert warned.endswith("Nếu không, biên tập viên được báo để xem lại.")
    assert "Nếu không" not in rules(dataset(own, **TOTAL, checks={"total": "off"}))["Số tổng"]
    counted = rules(dataset({"a": {"records": "count"}}, **RECORDS))["Số tổng"]
    assert counted.endswith("Khi còn đơn vị không gửi dòng nào thì chưa tính số tổng.")


def test_the_periods_of_a_folder_have_those_without_a_release_in_their_places():
    own = folder(dataset({"a": {"column": "A"}}), 0, 3)
    assert [period.last for period in own.periods] == [FRIDAY - timedelta(weeks=ago) for ago in (3, 2, 1, 0)]
    assert folder(dataset({"a": {"column": "A"}})).periods == ()


@pytest.mark.parametrize(
    ("every", "last", "head"),
    [
        ("week", FRIDAY, "5/11 - 12/11/2021"),
        ("day", FRIDAY, "12/11/2021"),
        ("ten-days", date(2021, 11, 10), "1/11 - 10/11/2021"),
        ("month", date(2021, 11, 30), "Tháng 11/2021"),
        ("quarter", date(2021, 12, 31), "Quý IV/2021"),
        ("half-year", date(2021, 6, 30), "1/1 - 30/6/2021"),
        ("year", date(2021, 12, 31), "Năm 2021"),
    ],
)
def test_a_period_heads_its_row_by_a_short_name(every, last, head):
    own = dataset({"a": {"column": "A"}}, period=WEEK if every == "week" else {"every": every})
    period = own.period.ending(last)
    assert period
    assert plain(headed(period)).replace("\u00a0", " ") == head


def test_numbers_typed_into_the_method_are_refused_and_names_with_digits_are_not(sources):
    path = sources / "data/qr-covid/dataset.toml"
    text = path.read_text(encoding="utf-8")

    def faults(method: str) -> list[str]:
        path.write_text(text.replace('method      = """', f'method      = """\n{method}\n', 1), encoding="utf-8")
        found = read_archive(sources / "data", sources / "content").problems
        return [problem.what for problem in found if "method" in problem.what]

    assert faults("Phòng, chống Covid-19 như Quét mã QR phòng, chống dịch Covid-19.") == []
    assert faults("Khảo sát 12 chợ.") == ["method có chữ số."]


def test_the_shipped_datasets_define_every_indicator_and_say_how_they_are_made():
    for own in read_archive(ROOT / "data", ROOT / "content").folders:
        assert own.dataset.method_paragraphs
        assert all(rule.definition and rule.definition.endswith(".") for rule in own.dataset.indicators.values())
