"""`dataset.toml`: what a bulletin's data is, written once by whoever sets the bulletin up."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from bantin.errors import Problem, ProblemsFound, suggestion
from bantin.model import Period, Status
from bantin.vietnamese import TIME_ZONE

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Rule(BaseModel):
    """Base of all parts: unknown keys are errors, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PeriodRule(Rule):
    """When periods begin and end, and when their release is due."""

    every: Literal["week"]
    first: Weekday = Field(alias="from", description="the period's first day")
    last: Weekday = Field(alias="to", description="the period's last day; the file is named by its date")
    due: str = Field(pattern=r"^[a-z]+ ([01]\d|2[0-3]):[0-5]\d$", description='such as "friday 17:00"')

    @model_validator(mode="after")
    def _due_is_a_weekday(self) -> Self:
        word = self.due.split()[0]
        if word not in WEEKDAYS:
            raise ValueError(f"period.due: “{word}” không phải là thứ trong tuần.{suggestion(word, WEEKDAYS)}")
        return self

    def ending(self, last: date) -> Period | None:
        """The period that ends on the day, or None when no period does."""
        if last.weekday() != WEEKDAYS.index(self.last):
            return None
        days = (WEEKDAYS.index(self.last) - WEEKDAYS.index(self.first)) % 7 or 7
        return Period(last - timedelta(days=days), last, self.every)

    def previous(self, period: Period) -> date:
        """The last day of the period before."""
        return period.last - timedelta(days=7)

    def due_at(self, period: Period) -> datetime:
        """When the period's release is due: the first such weekday and hour from its last day on."""
        word, clock = self.due.split()
        wait = (WEEKDAYS.index(word) - period.last.weekday()) % 7
        return datetime.combine(period.last + timedelta(days=wait), time.fromisoformat(clock), TIME_ZONE)


class TableRule(Rule):
    """How the release's table is laid out."""

    rows: Literal["area"]
    column: Words = Field("Đơn vị", description="head of the column that names the rows")
    total: Words = Field(description="how the row of the whole area is called")
    ignore: tuple[Words, ...] = Field((), description="heads of columns that are not read, such as STT")


class IndicatorRule(Rule):
    """One quantity: where it stands, how it is called and counted, and what it must obey."""

    column: Words = Field(description="head of its column")
    label: Words = Field(description="its name in tables and charts")
    unit: Words = Field(description='the noun that is counted, or "%"')
    decimals: int = Field(0, ge=0, le=6, description="decimals that are printed, and the most a cell may have")
    negative: bool = Field(default=False, description="whether it may be below zero")
    part_of: Name | None = Field(None, description="an indicator that it can never exceed")
    sums: bool | None = Field(None, description="whether the rows add up to the total; unless said, all but % do")
    rank: Words | None = Field(None, description="head of the column where the office itself states the ranks")

    @property
    def adds_up(self) -> bool:
        """Whether the rows' values add up to the total's."""
        return self.unit != "%" if self.sums is None else self.sums


class ChartRule(Rule):
    """One chart: `bars` shows the areas of one period, `lines` the periods so far."""

    kind: Literal["bars", "lines"]
    of: Name = Field(description="the indicator that is drawn")
    title: Words | None = Field(None, description="its title; by default made from the indicator's label")


STATUS_MARKS: dict[Status, tuple[str, ...]] = {
    Status.NOT_REPORTED: ("", "không có số liệu"),
    Status.NOT_PUBLISHED: ("không công bố",),
    Status.NOT_APPLICABLE: ("không áp dụng",),
}


class Dataset(Rule):
    """One recurring bulletin's data; its `slug` is the folder's name."""

    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Words
    description: str = ""
    source: Words
    category: Words
    area: Words = Field(description="code of the area that the total row is about")
    period: PeriodRule
    table: TableRule
    statuses: dict[Status, tuple[str, ...]] = Field(default_factory=dict)
    indicators: dict[Name, IndicatorRule] = Field(min_length=1)
    charts: tuple[ChartRule, ...] = ()

    @model_validator(mode="after")
    def _names_exist(self) -> Self:
        for key, name in [
            *((f"indicators.{own}.part_of", rule.part_of) for own, rule in self.indicators.items()),
            *(("charts.of", chart.of) for chart in self.charts),
        ]:
            if name is not None and name not in self.indicators:
                raise ValueError(
                    f"{key}: không có chỉ tiêu “{name}” trong [indicators].{suggestion(name, self.indicators)}"
                )
        return self

    @property
    def marks(self) -> dict[str, Status]:
        """What a cell may say instead of a number, in lower case."""
        declared = {**STATUS_MARKS, **self.statuses}
        return {mark.casefold(): status for status, marks in declared.items() for mark in marks}


def read_dataset(path: Path, file: str) -> Dataset:
    """The dataset declared at `path`, called `file` in messages.

    Raises:
        ProblemsFound: with every fault of the file.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        line = re.search(r"line (\d+)", str(fault))
        raise ProblemsFound(
            [
                Problem(
                    file,
                    "tệp không đúng cú pháp TOML hoặc không phải mã UTF-8.",
                    'mỗi mục viết: tên = "giá trị"; lưu tệp bằng mã UTF-8.',
                    line=int(line[1]) if line else None,
                )
            ]
        ) from fault
    try:
        return Dataset.model_validate({"slug": path.parent.name, **content})
    except ValidationError as fault:
        raise ProblemsFound([_told(file, error) for error in fault.errors()]) from fault


def _told(file: str, error: ErrorDetails) -> Problem:
    """Pydantic's error in words for people, by the kinds that a TOML file can cause."""
    key = ".".join(str(part) for part in error["loc"])
    given, limits = error.get("input"), error.get("ctx", {})
    what, remedy = {
        "missing": (f"thiếu mục “{key}”.", f"thêm mục {key}; xem docs/du-lieu.md."),
        "extra_forbidden": (f"không có mục nào tên là “{key}”.", "sửa tên mục hoặc bỏ đi; xem docs/du-lieu.md."),
        "literal_error": (f"{key} = “{given}” không dùng được.", f"chọn một trong: {limits.get('expected')}."),
        "value_error": (str(limits.get("error")), "sửa lại tên cho khớp."),
        "string_pattern_mismatch": (
            f"{key} = “{given}” không đúng dạng.",
            f"viết theo mẫu {limits.get('pattern')}; xem docs/du-lieu.md.",
        ),
    }.get(error["type"], (f"{key}: giá trị “{given}” không đúng kiểu.", "xem docs/du-lieu.md."))
    return Problem(file, what, remedy)
