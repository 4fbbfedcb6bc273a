"""`dataset.toml`: what a bulletin's data is, written once by whoever sets the bulletin up.

Each option is described where it is declared, in Vietnamese, for docs/du-lieu.md and the JSON Schema are made of it.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from bantin.errors import Problem, ProblemsFound, suggestion
from bantin.ingest.period import PeriodRule
from bantin.ingest.rules import (
    AREA,
    MOST_SERIES,
    RECORD,
    ChartRule,
    ChecksRule,
    FieldRule,
    IndicatorRule,
    Mark,
    Name,
    Rule,
    TableRule,
    Tags,
    Words,
)
from bantin.model import Item, Status
from bantin.vietnamese import clean

RESERVED = frozenset(  # the story language's own words, and Jinja's
    [
        "ky",
        "nguon",
        "ten",
        "neu",
        "hoac_neu",
        "khong_thi",
        "het",
        "va",
        "hoac",
        "khong",
        "and",
        "or",
        "not",
        "in",
        "is",
        "if",
        "else",
        "elif",
        "endif",
        "for",
        "set",
        "self",
        "true",
        "false",
        "none",
    ]
)

STATUS_MARKS: dict[Status, tuple[str, ...]] = {
    Status.NOT_REPORTED: ("", "không có số liệu"),
    Status.NOT_PUBLISHED: ("không công bố",),
    Status.NOT_APPLICABLE: ("không áp dụng",),
    Status.NIL: ("không phát sinh",),
    Status.PROVISIONAL: ("(sơ bộ)",),
}


Declared = Literal[Status.NOT_REPORTED, Status.NOT_PUBLISHED, Status.NOT_APPLICABLE, Status.NIL, Status.PROVISIONAL]


class Dataset(Rule):
    """Một bộ số liệu, tức một bản tin định kỳ; tên thư mục là tên trong địa chỉ trang."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Words = Field(description="tên bộ số liệu")
    description: str = Field("", description="một câu giới thiệu trên trang của bộ số liệu")
    method: str = Field(
        "",
        description="số liệu được thu thập và tổng hợp thế nào, in đầu mục Giải thích và cách tính; các đoạn cách nhau "
        "một dòng trống; không ghi con số",
    )
    source: Words = Field(description="cơ quan cung cấp số liệu")
    category: Words = Field(description="chuyên mục")
    tags: Tags = Field((), description='thẻ chủ đề của mọi bản tin thuộc bộ số liệu, ví dụ ["mã QR", "Covid-19"]')
    area: Words = Field(description="mã của đơn vị mà bản tin nói về, có trong data/areas.csv")
    illustrative: bool = Field(default=False, description="số liệu minh họa: mọi trang đều ghi rõ")
    period: PeriodRule = Field(description="kỳ báo cáo")
    table: TableRule | None = Field(None, description="bảng của mỗi kỳ")
    tables: dict[Name, TableRule] = Field(default_factory=dict, description="các bảng, khi mỗi kỳ có nhiều bảng")
    fields: dict[Name, FieldRule] = Field(default_factory=dict, description="các cột của bảng bản ghi")
    statuses: dict[Declared, tuple[Mark, ...]] = Field(
        default_factory=dict,
        description="những từ ghi thay cho số, theo từng tình trạng, thêm vào những từ có sẵn; provisional: ghi sau số",
    )
    indicators: dict[Name, IndicatorRule] = Field(min_length=1, description="các chỉ tiêu")
    checks: ChecksRule = Field(default_factory=ChecksRule, description="mức của từng điều kiểm tra")
    bases: dict[Words, date] = Field(
        default_factory=dict,
        description='các mốc để so sánh: tên và ngày cuối của kỳ ấy, ví dụ "trước đợt dịch" = 2021-04-23',
    )
    phrases: tuple[Words, ...] = Field(
        (),
        description="những tên gọi có chữ số, số viết bằng chữ, hay chữ tăng, giảm mà story.md được gõ tay, "
        'ví dụ ["Covid-19", "Nghị quyết 128/NQ-CP"]',
    )
    charts: tuple[ChartRule, ...] = Field(
        (), description="các biểu đồ, theo thứ tự trên trang; không khai báo thì chọn theo hình dạng của số liệu"
    )
    events: dict[Words, date] = Field(
        default_factory=dict,
        description='những việc được đánh dấu trên biểu đồ theo thời gian, ví dụ "bỏ khai báo giấy" = 2021-10-11',
    )

    @model_validator(mode="after")
    def _tables_are_named(self) -> Self:
        if bool(self.table) == bool(self.tables):
            raise ValueError("cần một mục [table], hoặc nhiều mục [tables.<tên>].")
        for name, rule in self.indicators.items():
            if not rule.sources and rule.table not in self.all_tables:
                need = f"cần tên một bảng: {', '.join(self.tables)}." if self.tables else "bỏ mục này: chỉ có một bảng."
                raise ValueError(f"indicators.{name}.table: {need}")
        for name in RESERVED & self.indicators.keys():
            raise ValueError(f"indicators.{name}: tên này dành cho lời bản tin; đặt tên khác.")
        return self

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        indicators = [("charts.of", name) for chart in self.charts for name in chart.names]
        fields: list[tuple[str, str]] = []
        for own, rule in self.indicators.items():
            used = [*rule.sources, *(rule.share_of or ()), *rule.parts, *filter(None, [rule.part_of])]
            indicators += [(f"indicators.{own}", name) for name in used]
            fields += [(f"indicators.{own}", name) for name in (*filter(None, [rule.field]), *rule.where)]
        for known, uses, what in ((self.indicators, indicators, "chỉ tiêu"), (self.fields, fields, "cột bản ghi")):
            for key, name in uses:
                if name not in known:
                    raise ValueError(f"{key}: không có {what} “{name}”.{suggestion(name, known)}")
        return self

    @model_validator(mode="after")
    def _origins_fit(self) -> Self:
        for name, rule in self.indicators.items():
            try:
                self._check_origin(rule)
            except ValueError as fault:
                raise ValueError(f"indicators.{name}: {fault}") from fault
        return self

    @model_validator(mode="after")
    def _charts_compare_alike(self) -> Self:
        for chart in self.charts:
            rules, tables = [self.indicators[name] for name in chart.names], {*map(self.table_of, chart.names)}
            if len({rule.unit for rule in rules}) > 1 or len(tables) > 1:
                raise ValueError(f"charts: {' và '.join(chart.names)} phải cùng đơn vị tính và cùng bảng.")
            if chart.kind == "stacked" and not 2 <= len(rules[0].parts) <= MOST_SERIES:
                raise ValueError(f"charts: stacked cần indicators.{chart.names[0]}.parts có hai đến bốn phần.")
            if chart.kind == "shares" and not rules[0].adds_up:
                raise ValueError(f"charts: shares cần chỉ tiêu cộng được, {chart.names[0]} thì không.")
            if chart.kind == "tiles" and next(iter(tables)).rows not in {AREA, RECORD}:
                raise ValueError("charts: tiles chỉ vẽ các đơn vị hành chính.")
        return self

    def _check_origin(self, rule: IndicatorRule) -> None:
        """Whether an indicator can be had from where it says. Raises ValueError when it cannot."""
        if rule.sources:
            if rule.cumulative and self.period.every == "irregular":
                raise ValueError("cumulative không dùng với period.every = “irregular”: không biết còn thiếu kỳ nào.")
            if any(self.indicators[source].sources for source in rule.sources):
                raise ValueError("chỉ tính được từ chỉ tiêu lấy thẳng trong tệp.")
            return
        if (self.all_tables[rule.table].rows == RECORD) != bool(rule.records):
            raise ValueError("records chỉ dùng với bảng bản ghi, column với bảng khác.")
        field = self.fields.get(rule.field or "")
        if rule.records in {"sum", "latest"} and field and field.type != "number":
            raise ValueError(f"cột “{field.column}” phải là kiểu number.")
        if rule.records == "latest" and not any(own.type == "date" for own in self.fields.values()):
            raise ValueError("records = “latest” cần một cột kiểu date trong [fields].")
        for key, wanted in rule.where.items():
            try:
                self.fields[key].condition(wanted)
            except ValueError as fault:
                raise ValueError(f"where.{key}: {fault}") from fault

    @property
    def method_paragraphs(self) -> tuple[str, ...]:
        """The words on how the data were made, a paragraph each."""
        return tuple(filter(None, map(clean, re.split(r"\n\s*\n", self.method))))

    @property
    def all_tables(self) -> dict[str, TableRule]:
        """The tables by name; an only table has the empty name."""
        return {"": self.table} if self.table else dict(self.tables)

    def table_of(self, indicator: str) -> TableRule:
        """The table whose rows the indicator has values for."""
        rule = self.indicators[indicator]
        return self.table_of(rule.sources[0]) if rule.sources else self.all_tables[rule.table]

    def unit_of(self, indicator: str, item: Item | None) -> str:
        """What an indicator counts of an item."""
        rule = self.indicators[indicator]
        return (item.unit if item and rule.item_unit else "") or rule.unit

    @cached_property
    def marks(self) -> dict[str, Status]:
        """What a cell may say instead of a number, in lower case; a declared word wins over one at hand."""
        found: dict[str, Status] = {}
        for source in (STATUS_MARKS, self.statuses):
            found |= {mark: status for status, marks in source.items() for mark in marks}
        return {mark: status for mark, status in found.items() if status is not Status.PROVISIONAL}

    @cached_property
    def provisional_marks(self) -> tuple[str, ...]:
        """What stands behind a number that is not final."""
        return (*STATUS_MARKS[Status.PROVISIONAL], *self.statuses.get(Status.PROVISIONAL, ()))


def read_dataset(path: Path, file: str) -> Dataset:
    """The dataset declared at `path`, called `file` in messages.

    Raises:
        ProblemsFound: with every fault of the file.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        line = re.search(r"line (\d+)", str(fault))
        what = "tệp không đúng cú pháp TOML hoặc không phải mã UTF-8."
        remedy = 'mỗi mục viết: tên = "giá trị"; lưu tệp bằng mã UTF-8.'
        raise ProblemsFound([Problem(file, what, remedy, line=int(line[1]) if line else None)]) from fault
    try:
        if "slug" in content:
            raise ProblemsFound([Problem(file, "không có mục nào tên là “slug”.", "tên thư mục là địa chỉ của trang.")])
        return Dataset.model_validate({**content, "slug": path.parent.name})
    except ValidationError as fault:
        raise ProblemsFound([_told(file, error) for error in fault.errors()]) from fault


UNION_PARTS = frozenset({"bool", "int", "float", "str", "date", "constrained-str", "function-before"})


def _told(file: str, error: ErrorDetails) -> Problem:
    """Pydantic's error in words for people, by the kinds that a TOML file can cause."""
    path = [str(part + 1) if isinstance(part, int) else part for part in error["loc"]]
    key = ".".join(part for part in path if part not in UNION_PARTS and "[" not in part)
    given, limits = error.get("input"), error.get("ctx", {})
    guide = "xem docs/du-lieu.md."
    allowed = re.findall(r"'([^']*)'", str(limits.get("expected", "")))
    if error["loc"] == ("slug",):
        return Problem(file, f"tên thư mục “{given}” không dùng được.", "đặt tên chữ thường không dấu, như qr-covid.")
    what, remedy = {
        "missing": (f"thiếu mục “{key}”.", f"thêm mục {key}; {guide}"),
        "extra_forbidden": (f"không có mục nào tên là “{key}”.", f"sửa tên mục hoặc bỏ đi; {guide}"),
        "literal_error": (
            f"{key}: “{given}” không dùng được.{suggestion(str(given), allowed)}",
            f"chọn một trong: {', '.join(allowed)}.",
        ),
        "value_error": (str(limits.get("error")), f"sửa lại; {guide}"),
        "string_pattern_mismatch": (
            f"{key}: tên “{given}” không dùng được.",
            "dùng chữ thường không dấu, số và gạch dưới, như so_diem.",
        ),
        "too_short": (f"{key} đang để trống.", "ghi vào."),
        "string_type": (f"{key}: “{given}” phải là chữ, trong ngoặc kép.", f'viết {key.split(".")[-1]} = "{given}".'),
        "tuple_type": (f"{key}: “{given}” phải nằm trong ngoặc vuông.", f'viết ["{given}"].'),
        "less_than_equal": (f"{key} = {given} quá lớn.", f"nhiều nhất là {limits.get('le')}."),
        "greater_than_equal": (f"{key} = {given} quá nhỏ.", f"ít nhất là {limits.get('ge')}."),
    }.get(error["type"], (f"{key}: giá trị “{given}” không đúng kiểu.", guide))
    return Problem(file, what, remedy)
