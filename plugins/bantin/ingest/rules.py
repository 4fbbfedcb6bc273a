"""The parts of `dataset.toml`: tables, fields of records, indicators, checks, charts.

Each option is described where it is declared, in Vietnamese, for docs/du-lieu.md and the JSON Schema are made of it.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from annotated_types import MinLen
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from bantin.errors import CellError
from bantin.ingest.number import parse_date, parse_number
from bantin.vietnamese import clean, slug

Words = Annotated[str, BeforeValidator(lambda text: clean(text) if isinstance(text, str) else text), MinLen(1)]
Mark = Annotated[str, AfterValidator(lambda text: clean(text).casefold())]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Severity = Literal["error", "warning", "off"]


def _distinct(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The tags, if each has an address of its own.

    Raises:
        ValueError: when one has none, or has another one's.
    """
    known: dict[str, str] = {}
    for tag in tags:
        own = slug(tag)
        if not own:
            raise ValueError(f"tags: thẻ “{tag}” không có chữ cái hay chữ số nào.")
        if own in known:
            raise ValueError(f"tags: “{tag}” và “{known[own]}” là một thẻ.")
        known[own] = tag
    return tags


Tags = Annotated[tuple[Words, ...], AfterValidator(_distinct)]

AREA, RECORD = "area", "record"


Wanted = bool | int | float | str
"""What `where` wants of a field: a value, or an operator and a value."""
MOST_DECIMALS = 6
CONDITION = re.compile(r"(>=|<=|!=|>|<|=)\s*(.+)")


class Rule(BaseModel):
    """Base of all parts: unknown keys are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TableRule(Rule):
    """Một bảng của mỗi kỳ: hàng tiêu đề ở đâu, mỗi dòng là gì."""

    rows: Name = Field(description="mỗi dòng là một: area (đơn vị hành chính), record (bản ghi), hoặc tên danh mục")
    column: Words = Field("Đơn vị", description="tiêu đề của cột ghi tên các dòng; với record: cột ghi đơn vị")
    total: Words | tuple[Words, ...] | None = Field(None, description="tên của dòng tổng; không có thì bỏ mục này")
    sheet: str = Field("", description="tên trang tính trong tệp XLSX; mặc định là trang duy nhất")
    kinds: tuple[Words, ...] = Field(
        (), description='với area: cấp của các dòng, ví dụ ["xã", "phường"]; mặc định là cấp ngay dưới'
    )
    header_rows: int = Field(1, ge=1, le=3, description="số hàng tiêu đề; tiêu đề ghép viết “Trên / Dưới”")
    layout: Literal["wide", "long"] = Field("wide", description="wide: mỗi chỉ tiêu một cột; long: mỗi con số một dòng")
    indicator_column: Words = Field("Chỉ tiêu", description="với long: tiêu đề của cột ghi tên chỉ tiêu")
    value_column: Words = Field("Giá trị", description="với long: tiêu đề của cột ghi con số")
    ignore: tuple[Words, ...] = Field(("STT", "TT", "Số TT"), description="tiêu đề các cột không cần đọc")
    empty: Literal["silent", "zero"] = Field(
        "silent", description="với record: đơn vị không có bản ghi nào là chưa báo cáo (silent) hay bằng không (zero)"
    )
    footnotes: tuple[Words, ...] = Field((), description="dấu chú thích đứng sau chữ hoặc số, được bỏ qua, ví dụ (*)")

    @property
    def totals(self) -> tuple[str, ...]:
        """The names of the total's row."""
        return (self.total,) if isinstance(self.total, str) else self.total or ()

    @property
    def has_whole(self) -> bool:
        """Whether there are figures of the whole: in a total's row, or counted from records."""
        return bool(self.totals) or self.rows == RECORD


class FieldRule(Rule):
    """Một cột của bảng bản ghi (rows = "record")."""

    column: Words = Field(description="tiêu đề của cột")
    type: Literal["text", "number", "date", "mark"] = Field("text", description="chữ, số, ngày, hoặc dấu x (có)")
    decimals: int = Field(0, ge=0, le=MOST_DECIMALS, description="số chữ số lẻ nhiều nhất của một ô")
    negative: bool = Field(default=False, description="có được phép âm không")
    key: bool = Field(default=False, description="mỗi giá trị chỉ được có ở một bản ghi, ví dụ mã điểm")
    in_period: bool = Field(default=False, description="ngày phải nằm trong kỳ báo cáo")
    allowed: tuple[Words, ...] = Field((), description="với text: những giá trị được phép; mặc định là mọi chữ")

    def condition(self, wanted: Wanted) -> tuple[str, int | str]:
        """The operator of a condition of `where`, and its value as columns of records hold such values.

        Raises:
            ValueError: when it cannot be held against a field of this type.
        """
        match = CONDITION.fullmatch(wanted) if isinstance(wanted, str) else None
        operator, given = (match[1], match[2]) if match else ("=", wanted)
        try:
            if self.type == "text" and operator in {"=", "!="} and isinstance(given, str):
                return operator, given
            if self.type == "mark" and isinstance(given, bool):
                return operator, int(given)
            if self.type == "date" and isinstance(given, str):
                return operator, parse_date(given).toordinal()
            if self.type == "number" and not isinstance(given, bool):
                text = given if isinstance(given, str) else str(given).replace(".", ",")
                return operator, int(parse_number(text, decimals=self.decimals, negative=True).scaleb(self.decimals))
        except CellError as fault:
            raise ValueError(f"{fault.what} {fault.remedy}") from fault
        raise ValueError(f"điều kiện “{wanted}” không hợp với cột “{self.column}” kiểu {self.type}.")


class IndicatorRule(Rule):
    """Một chỉ tiêu: lấy từ đâu, gọi và đếm thế nào, phải tuân theo điều gì."""

    label: Words = Field(description="tên trong bảng và biểu đồ")
    definition: Words | None = Field(
        None, description="một, hai câu nói chỉ tiêu này là gì, in ở mục Giải thích và cách tính; cách tính thì tự in"
    )
    unit: Words = Field(description='danh từ được đếm, hoặc "%"')
    item_unit: bool = Field(default=False, description="mỗi mặt hàng dùng đơn vị ghi ở cột unit của danh mục")
    decimals: int = Field(0, ge=0, le=MOST_DECIMALS, description="số chữ số lẻ được in, cũng là nhiều nhất của một ô")
    table: str = Field("", description="tên bảng, khi mỗi kỳ có nhiều bảng")
    column: Words | None = Field(None, description="lấy từ cột có tiêu đề này (hoặc tên này, với bảng long)")
    records: Literal["count", "sum", "missing", "latest"] | None = Field(
        None, description="tính từ bản ghi: đếm, cộng field, đếm chỗ field không có số, hoặc field của ngày mới nhất"
    )
    field: Name | None = Field(None, description="cột bản ghi được cộng, đếm chỗ trống, hoặc lấy mới nhất")
    where: dict[Name, Wanted] = Field(
        default_factory=dict, description='chỉ tính bản ghi thỏa điều kiện, ví dụ { scans = 0 } hoặc { scans = "> 10" }'
    )
    share: tuple[Name, Name] | None = Field(None, description="phần trăm của chỉ tiêu thứ nhất trong chỉ tiêu thứ hai")
    rate: Name | None = Field(None, description="tính theo dân số (data/populations.csv): của chỉ tiêu này")
    per: int = Field(100_000, ge=1, description="tính rate trên bao nhiêu dân")
    cumulative: Name | None = Field(None, description="cộng dồn chỉ tiêu này qua các kỳ")
    since: date | Literal["year", "statistical-year"] = Field(
        "year", description="từ đầu năm (year), từ một ngày, hoặc từ kỳ đầu tiên kết thúc trong năm (statistical-year)"
    )
    negative: bool = Field(default=False, description="có được phép âm không")
    part_of: Name | None = Field(None, description="chỉ tiêu mà số này không bao giờ vượt quá")
    share_of: tuple[Name, Name] | None = Field(
        None, description="tỷ lệ ghi trong tệp phải là phần trăm của chỉ tiêu thứ nhất trong chỉ tiêu thứ hai"
    )
    parts: tuple[Name, ...] = Field((), description="các chỉ tiêu phải cộng lại thành đúng số này")
    sums: bool | None = Field(None, description="các dòng có cộng lại thành dòng tổng không; mặc định có, trừ %")
    rank: Words | None = Field(None, description="tiêu đề cột mà chính cơ quan gửi ghi thứ hạng")
    grows: bool = Field(default=False, description="số lũy kế, kỳ sau không thể nhỏ hơn kỳ trước")
    unit_first: bool = Field(default=False, description="đơn vị đứng trước con số, như “cấp độ 4”")
    redefined: tuple[date, ...] = Field(
        (), description="những ngày cách tính thay đổi: không so sánh hai kỳ nằm hai bên một ngày như vậy"
    )
    jump: Decimal | None = Field(None, gt=0, description="báo khi tăng giảm quá bấy nhiêu phần trăm so với kỳ trước")

    @property
    def adds_up(self) -> bool:
        """Whether the rows' values add up to the total's."""
        return self.unit != "%" if self.sums is None else self.sums

    @property
    def sources(self) -> tuple[str, ...]:
        """The indicators that this one is computed from."""
        return (*(self.share or ()), *(name for name in (self.rate, self.cumulative) if name))

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        origins = {"column": self.column, "records": self.records, "share": self.share}
        origins |= {"rate": self.rate, "cumulative": self.cumulative}
        given = [name for name, origin in origins.items() if origin]
        if len(given) != 1:
            raise ValueError(f"“{self.label}” cần đúng một trong các mục: {', '.join(origins)}.")
        if self.records in {"sum", "missing", "latest"} and not self.field:
            raise ValueError(f"“{self.label}”: records = “{self.records}” cần mục field.")
        return self


class ChecksRule(Rule):
    """Mỗi điều kiểm tra là error (dừng lại), warning (báo) hoặc off (bỏ qua)."""

    total: Severity = Field("error", description="các dòng cộng lại khác dòng tổng")
    part: Severity = Field("error", description="phần lớn hơn toàn thể, hoặc các phần không cộng thành toàn thể")
    rank: Severity = Field("error", description="thứ hạng đã ghi không khớp với số liệu")
    share: Severity = Field("error", description="tỷ lệ ghi trong tệp khác với tỷ lệ tính ra từ hai số của nó")
    duplicate: Severity = Field("error", description="hai dòng của cùng một đơn vị, hoặc hai bản ghi cùng mã")
    repeated: Severity = Field("warning", description="số liệu giống hệt kỳ trước, có thể là gửi nhầm tệp cũ")
    jump: Severity = Field("warning", description="tăng giảm quá mức jump đã khai báo")
    decrease: Severity = Field("error", description="số lũy kế (grows) nhỏ hơn kỳ trước")
    decimals: Severity = Field("warning", description="trong một cột, ô thì nhiều ô thì ít chữ số lẻ")
    gap: Severity = Field("warning", description="thiếu một hay nhiều kỳ ở giữa")
    period: Severity = Field("error", description="ngày ghi trong tệp không phải ngày của tên tệp")
    absent: Severity = Field("warning", description="đơn vị không có dòng nào trong bảng")


CHART_KINDS = ("bars", "grouped", "stacked", "shares", "slope", "tiles", "lines", "multiples")
OVER_TIME = frozenset({"lines", "multiples"})
"""The kinds of charts whose rows are periods; the others show the units or products of one period."""
MOST_SERIES = 4


class ChartRule(Rule):
    """Một biểu đồ."""

    kind: Literal["bars", "grouped", "stacked", "shares", "slope", "tiles", "lines", "multiples"] = Field(
        description="bars: thanh, mỗi đơn vị (hay mặt hàng) một thanh; grouped: hai đến bốn chỉ tiêu cạnh nhau; "
        "stacked: các phần (parts) chồng thành toàn thể; shares: tỷ lệ của từng đơn vị trong tổng; "
        "slope: hai kỳ nối với nhau; tiles: bản đồ ô vuông, theo cột tile của danh mục; "
        "lines: đường qua các kỳ; multiples: mỗi đơn vị một đường trong ô riêng"
    )
    of: Name | tuple[Name, ...] = Field(
        description='chỉ tiêu được vẽ; với grouped và lines được ghi nhiều chỉ tiêu cùng đơn vị: ["a", "b"]'
    )
    item: str | tuple[str, ...] = Field(
        "", description="với lines: mã của đơn vị hay mặt hàng, hoặc nhiều mã; mặc định là dòng tổng"
    )
    base: str = Field("", description="với slope: kỳ để so, như “cùng kỳ năm trước”; mặc định là kỳ trước")
    title: Words | None = Field(None, description="tên biểu đồ; mặc định theo tên chỉ tiêu")

    @property
    def names(self) -> tuple[str, ...]:
        """The indicators drawn."""
        return (self.of,) if isinstance(self.of, str) else self.of

    @property
    def items(self) -> tuple[str, ...]:
        """The codes of the items drawn; none for the whole."""
        return self.item if isinstance(self.item, tuple) else (self.item,) if self.item else ()

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        several = {"grouped", "lines"}
        if self.kind == "grouped" and len(self.names) < 2:
            raise ValueError('charts: grouped cần từ hai chỉ tiêu: of = ["a", "b"].')
        if self.kind not in several and len(self.names) != 1:
            raise ValueError(f"charts: {self.kind} chỉ vẽ một chỉ tiêu; nhiều chỉ tiêu dùng grouped hoặc lines.")
        if max(len(self.names), len(self.items)) > MOST_SERIES or not self.names:
            raise ValueError(f"charts: vẽ được nhiều nhất {MOST_SERIES} chỉ tiêu hay mã trên một biểu đồ.")
        if self.items and (self.kind != "lines" or len(self.names) > 1):
            raise ValueError("charts: item chỉ dùng với lines của một chỉ tiêu.")
        if self.base and self.kind != "slope":
            raise ValueError("charts: base chỉ dùng với slope.")
        return self
