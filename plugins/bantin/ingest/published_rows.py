"""One row of a dataset's published history → the period, indicator and item that it names, and what it says of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bantin.errors import CellError, suggestion
from bantin.ingest.codelist import Codelist, find_item
from bantin.ingest.dataset import Dataset
from bantin.ingest.reading import Reading, items_of
from bantin.ingest.release import period_of, whole_of
from bantin.ingest.rules import AREA, IndicatorRule
from bantin.model import Item, Observation, Period, Status
from bantin.vietnamese import day, names

VALUE = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.(?P<part>\d{1,10}))?", re.ASCII)  # as exact as Decimal adds
RANK = re.compile(r"[1-9]\d{0,17}", re.ASCII)
STATUSES = {status.value: status for status in Status}
PRESENT = frozenset({Status.REPORTED, Status.ZERO, Status.NIL, Status.PROVISIONAL})
NOUGHT = frozenset({Status.ZERO, Status.NIL})
AS_IT_WAS = "dùng tệp như khi tải về, đừng mở rồi lưu lại bằng Excel"

Key = tuple[str, str]
"""An indicator and the code of an item, or of the whole."""


@dataclass
class Stated:
    """One period as the file has it: what may have a row, by table and code; what was read; where each row stands."""

    period: Period
    whole: Item
    items: Mapping[str, Mapping[str, Item]]
    reading: Reading = field(default_factory=Reading)
    computed: dict[Key, Observation] = field(default_factory=dict)
    rows: dict[Key, int] = field(default_factory=dict)


class Texts:
    """What the texts of a row mean to the dataset. Every method raises CellError for a text that means nothing."""

    def __init__(self, dataset: Dataset, codelists: Mapping[str, Codelist]) -> None:
        self.dataset, self.codelists = dataset, codelists
        self.stated: dict[str, Stated] = {}
        self._named: set[tuple[str, str]] = set()

    def period(self, last: str) -> Stated:
        """The period that ends on the day."""
        if last in self.stated:
            return self.stated[last]
        calendar, period = self.dataset.period, period_of(last, self.dataset)
        if period is None or period.last.isoformat() != last:
            remedy = f"ghi như {calendar.example()}; {calendar.describes()}; {AS_IT_WAS}."
            raise CellError(f"“{last}” không phải là ngày cuối của một kỳ báo cáo.", remedy)
        whole, items = whole_of(self.dataset, self.codelists[AREA], period), {}
        for table, rule in self.dataset.all_tables.items():
            found = items_of(rule, whole.code, self.codelists, period.last)
            items[table] = {item.code: item for item in (*found, *([whole] if rule.has_whole else []))}
        self.stated[last] = Stated(period, whole, items)
        return self.stated[last]

    def first(self, text: str, period: Period) -> None:
        """The day is the first of the period."""
        if text != period.first.isoformat():
            what = f"kỳ đến {period.last} ghi là từ “{text}”, nhưng theo dataset.toml là từ {period.first}."
            raise CellError(what, "sửa ngày, hoặc sửa mục period trong dataset.toml.")

    def indicator(self, text: str) -> str:
        """The indicator, by its name in `dataset.toml`."""
        known = self.dataset.indicators
        if text not in known:
            what = f"dataset.toml không có chỉ tiêu “{text}”.{suggestion(text, known)}"
            raise CellError(what, "sửa tên, hoặc khai báo chỉ tiêu ấy; tệp phải là của chính bộ số liệu này.")
        return text

    def item(self, stated: Stated, indicator: str, text: str) -> Item:
        """The item, by its code; one that may have a row in the period."""
        rule = self.dataset.table_of(indicator)
        table = next(name for name, own in self.dataset.all_tables.items() if own is rule)
        known, code, last = stated.items[table], bare(text), day(stated.period.last)
        if text in known or code in known:
            return known.get(text) or known[code]
        short = [one for one in known if code and one.lstrip("0") == code]
        if short:
            what = f"không có mã “{text}”; có lẽ là {names(f'“{one}”' for one in short)} đã mất số 0 ở đầu."
            raise CellError(what, f"{AS_IT_WAS}.")
        other = self.codelists[AREA].items.get(code)
        if other:
            what = f"{other.full_name} (mã {code}) không thuộc các dòng của bảng trong kỳ đến {last}."
            raise CellError(what, "kiểm tra mã, hiệu lực của nó trong danh mục, và mục kinds trong dataset.toml.")
        raise CellError(f"danh mục không có mã “{text}”.{suggestion(text, known)}", "ghi mã có trong danh mục.")

    def status(self, text: str) -> Status:
        """The status, by its name."""
        if text not in STATUSES:
            known = ", ".join(STATUSES)
            raise CellError(f"status “{text}” không dùng được.{suggestion(text, STATUSES)}", f"dùng: {known}.")
        return STATUSES[text]

    def value(self, text: str, status: Status, rule: IndicatorRule) -> Decimal | None:
        """The value, which there is exactly when the status says so."""
        if bool(text) != (status in PRESENT):
            wants = f"không có số “{text}”" if text else "phải có số"
            raise CellError(f"status là {status} thì {wants}.", "sửa số, hoặc sửa status.")
        if not text:
            return None
        match = VALUE.fullmatch(text)
        if not match:
            remedy = "ghi dấu chấm trước phần lẻ, không ngăn cách hàng nghìn, như 1393 hoặc 20.94."
            raise CellError(f"“{text}” không phải là số.", remedy)
        of_records = self.dataset.fields.get(rule.field or "")  # their sums are as exact as they are
        most = max(rule.decimals, of_records.decimals if of_records else 0)
        if not rule.sources and len(match["part"] or "") > most:
            what = f"“{text}” có nhiều chữ số lẻ hơn {most} chữ số đã khai báo của “{rule.label}”."
            raise CellError(what, "làm tròn, hoặc sửa mục decimals trong dataset.toml.")
        value = Decimal(text) + 0  # no “-0”
        if value < 0 and not (rule.sources or rule.negative or (of_records and of_records.negative)):
            raise CellError(f"“{text}” là số âm.", "kiểm tra lại; nếu đúng, khai báo negative = true.")
        if status is not Status.PROVISIONAL and (value == 0) != (status in NOUGHT):
            what = f"số “{text}” không hợp với status {status}."
            raise CellError(what, "số 0 đi với zero hoặc nil, số khác không thì không.")
        return value

    def rank(self, text: str, rule: IndicatorRule) -> Decimal | None:
        """The rank that the office states, if it does."""
        if text and not rule.rank:
            what = f"“{rule.label}” không có thứ hạng do cơ quan gửi nêu."
            raise CellError(what, "xóa, hoặc khai báo rank trong dataset.toml.")
        if text and not RANK.fullmatch(text):
            raise CellError(f"thứ hạng “{text}” không phải là số nguyên từ 1.", "sửa thứ hạng.")
        return Decimal(text) if text else None

    def name(self, text: str, item: Item) -> None:
        """The name is the item's, or one of its other names."""
        own = bare(text)
        if own != item.full_name and (item.code, own) not in self._named:
            try:
                find_item(own, [item])
            except CellError:
                what = f"mã {item.code} là {item.full_name}, nhưng cột name ghi “{text}”."
                remedy = "sửa cho khớp; nếu là tên gọi khác thì thêm vào cột aliases của danh mục."
                raise CellError(what, remedy) from None
            self._named.add((item.code, own))

    def unit(self, text: str, indicator: str, item: Item) -> None:
        """The unit is the declared one; in another, the same number would say something else."""
        unit = self.dataset.unit_of(indicator, item)
        if bare(text) != unit:
            what = f"“{self.dataset.indicators[indicator].label}” ghi theo “{text}”, nhưng khai báo là “{unit}”."
            raise CellError(what, "nếu chỉ đổi cách gọi thì sửa cột unit của tệp cho khớp; nếu không, sửa khai báo.")


def bare(text: str) -> str:
    """A text without the apostrophe that keeps spreadsheets from running it: `harmless` in publish/downloads.py."""
    return text.removeprefix("'")
