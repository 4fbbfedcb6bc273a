"""A dataset's published history (`so-lieu.csv`) → its releases again; what is computed is held against the file.

The columns are fixed, so that nothing of the offices' files need be known: `facts/history.py` writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from bantin.errors import CellError, Problem, ProblemsFound
from bantin.ingest.codelist import Codelist
from bantin.ingest.csv_text import csv_records
from bantin.ingest.dataset import Dataset
from bantin.ingest.grid import MOST_PROBLEMS, Grid
from bantin.ingest.published_rows import AS_IT_WAS, Key, Stated, Texts
from bantin.ingest.release import checked
from bantin.model import ABSENT, Cell, Observation, Release, Status
from bantin.vietnamese import clean, day, names

COLUMNS = (
    "period_first",
    "period_last",
    "code",
    "name",
    "indicator",
    "label",
    "unit",
    "value",
    "status",
    "rank",
    "file",
    "cell",
)
READ = tuple(column for column in COLUMNS if column not in {"label", "file", "cell"})

T = TypeVar("T")


@dataclass(frozen=True)
class Published:
    """The history that a dataset's folder holds as it was published: `releases` in time order, none if one is at fault.

    `lines` say where each period begins in the file, by its last day; `computed` by that day what the file says of
    indicators that are computed anew.
    """

    file: str
    releases: tuple[Release, ...] = ()
    lines: Mapping[date, int] = field(default_factory=dict)
    computed: Mapping[date, Mapping[Key, Observation]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def contradictions(self, derived: Sequence[Release], dataset: Dataset) -> Iterator[Problem]:
        """Where the file says something else of computed indicators than follows from it: one an indicator."""
        found: dict[str, list[tuple[Observation, Observation]]] = {}
        for release in derived:
            computed = self.computed.get(release.period.last, {}) if release.files == (self.file,) else {}
            for key, stated in computed.items():
                seen = release.observations.get(key, ABSENT)
                if (seen.value, seen.status) != (stated.value, stated.status):
                    found.setdefault(key[0], []).append((stated, seen))
        for name, pairs in found.items():
            (stated, seen), rule = pairs[0], dataset.indicators[name]
            sources = names([f"“{dataset.indicators[source].label}”" for source in rule.sources])
            more = f" Còn {len(pairs) - 1} dòng nữa của chỉ tiêu này cũng khác." if len(pairs) > 1 else ""
            what = f"“{rule.label}” ghi {_shown(stated)}, nhưng tính từ {sources} thì được {_shown(seen)}.{more}"
            remedy = "sửa số sai; nếu cách tính hay dân số đã đổi, hoặc tệp không có đủ các kỳ để cộng dồn, thì xóa "
            remedy += "những dòng ấy: chỉ tiêu này luôn được tính lại."
            yield Problem(self.file, what, remedy, stated.cells[0], head="value")


def read_published(path: Path, file: str, dataset: Dataset, codelists: Mapping[str, Codelist]) -> Published:
    """What the file at `path`, called `file` in messages, says of the dataset, with every problem in it.

    Raises:
        ProblemsFound: when it is not such a file, or so much is wrong with it that nothing can be made of it.
    """
    reader = _Reader(file, dataset, codelists)
    with path.open("rb") as stream, closing(csv_records(stream, reader.grid, COLUMNS)) as records:
        try:
            reader.heads([clean(text) for text in next(records)])
        except ProblemsFound as fault:
            what = "tệp mang tên này được đọc như tệp tải về từ trang."
            remedy = f"nếu là tệp của cơ quan gửi thì đặt tên theo ngày, như {dataset.period.example()}.csv."
            raise ProblemsFound([*fault.problems, Problem(file, what, remedy, is_error=False)]) from fault
        for row, record in enumerate(records, start=1):
            if any(record):
                reader.record(row, record)
    problems: list[Problem] = []
    reader.grid.finish(problems)
    stated = sorted(reader.texts.stated.values(), key=lambda one: one.period.last)
    made: list[Release | None] = []
    for one in [] if problems else stated:
        own = Release(dataset.slug, one.period, one.whole.code, (file,), one.reading.observations, one.reading.ranks)
        release, found = checked(own, dataset, codelists, [*_absent(one, dataset, file)])
        made.append(release)
        problems += found
    return Published(
        file,
        tuple(release for release in made if release) if all(made) else (),
        {one.period.last: min(one.rows.values(), default=0) + 1 for one in stated},
        {one.period.last: one.computed for one in stated},
        tuple(problems),
    )


class _Reader:
    """Reads row by row; rows and columns are counted from zero."""

    def __init__(self, file: str, dataset: Dataset, codelists: Mapping[str, Codelist]) -> None:
        self.dataset, self.grid, self.texts = dataset, Grid(file), Texts(dataset, codelists)
        self.at: dict[str, int] = {}
        self.width = 0

    def heads(self, heads: list[str]) -> None:
        """Learn where each column is.

        Raises:
            ProblemsFound: when one is missing or there twice.
        """
        wrong = [column for column in COLUMNS if heads.count(column) != 1]
        if wrong:
            what = f"hàng đầu phải là tiêu đề, mỗi cột có đúng một lần; sai ở: {', '.join(wrong)}."
            self.grid.stop(what, f"{AS_IT_WAS}; các cột là {', '.join(COLUMNS)}.", 0)
        self.at, self.width = {column: heads.index(column) for column in READ}, len(heads)

    def record(self, row: int, record: list[str]) -> None:
        """Read one row."""
        if len(record) < self.width or any(record[self.width :]):
            what = f"dòng có {len(record)} ô, hàng tiêu đề có {self.width} ô."
            self._fault(row, 0, CellError(what, f"tệp bị cắt cụt hoặc lệch cột; {AS_IT_WAS}."))
            return
        text = {column: clean(record[index]) for column, index in self.at.items()}
        read = self.texts
        stated = self._tried(row, "period_last", read.period, text["period_last"])
        name = self._tried(row, "indicator", read.indicator, text["indicator"])
        status = self._tried(row, "status", read.status, text["status"])
        item = self._tried(row, "code", read.item, stated, name, text["code"]) if stated and name else None
        if not (stated and name and status and item):
            return
        rule, key = self.dataset.indicators[name], (name, item.code)
        if key in stated.rows:
            what = f"“{rule.label}” của {item.full_name} đã có ở dòng {stated.rows[key] + 1}."
            self._fault(row, self.at["code"], CellError(what, "mỗi con số chỉ một dòng."))
            return
        stated.rows[key] = row
        self._tried(row, "period_first", read.first, text["period_first"], stated.period)
        value = self._tried(row, "value", read.value, text["value"], status, rule)
        place = self._tried(row, "rank", read.rank, text["rank"], rule)
        self._tried(row, "name", read.name, text["name"], item)
        self._tried(row, "unit", read.unit, text["unit"], name, item)
        into = stated.computed if rule.sources else stated.reading.observations
        into[key] = Observation(value, status, (self._cell(row, "value"),))
        if rule.rank:
            known = Status.NOT_REPORTED if place is None else Status.REPORTED
            stated.reading.ranks[key] = Observation(place, known, (self._cell(row, "rank"),))

    def _cell(self, row: int, column: str) -> Cell:
        return Cell(self.grid.file, row + 1, self.at[column] + 1)

    def _tried(self, row: int, column: str, read: Callable[..., T], *given: object) -> T | None:
        """What `read` makes of a cell, or None with its fault noted."""
        try:
            return read(*given)
        except CellError as fault:
            self._fault(row, self.at[column], fault)
            return None

    def _fault(self, row: int, column: int, fault: CellError) -> None:
        self.grid.repeated_fault(row, column, fault.what, fault.remedy)
        if len(self.grid.repeated) >= MOST_PROBLEMS:
            self.grid.stop(f"còn nữa: chỉ nêu {MOST_PROBLEMS} lỗi đầu.", "sửa các lỗi trên rồi thử lại.", row)


def _absent(stated: Stated, dataset: Dataset, file: str) -> Iterator[Problem]:
    """What a period has no row for: the whole must have one, others as severely as the dataset wants."""
    severity, told = dataset.checks.absent, f"kỳ đến {day(stated.period.last)}: không có dòng của"
    own = {name: rule for name, rule in dataset.indicators.items() if not rule.sources}
    for table, items in stated.items.items():
        names_of = {name: rule.label for name, rule in own.items() if rule.table == table}
        for item in items.values():
            lacking = [label for name, label in names_of.items() if (name, item.code) not in stated.rows]
            is_whole = item is stated.whole
            if lacking and (is_whole or severity != "off"):
                what = f"{told} {item.full_name} ({names(lacking)}){'.' if is_whole else '; coi như không có số liệu.'}"
                error = is_whole or severity == "error"
                yield Problem(file, what, "thêm dòng, ghi rõ tình trạng.", is_error=error)


def _shown(seen: Observation) -> str:
    """A value and its status as the file has them."""
    return f"“{'' if seen.value is None else f'{seen.value:f}'}” ({seen.status})"
