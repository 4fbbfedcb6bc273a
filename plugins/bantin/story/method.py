"""How a dataset's figures come about, told from its rules: what each indicator is, and what holds for all of them.

Whatever the rules name (columns, rows, other indicators) stands in quotes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bantin.ingest.archive import Folder
from bantin.ingest.dataset import Dataset
from bantin.ingest.period import PREVIOUS_WORDS, VIETNAMESE_DAYS, WEEKDAYS, PeriodRule
from bantin.ingest.rules import RECORD, IndicatorRule, Wanted
from bantin.model import Line, Moment, Status
from bantin.vietnamese import ABSENCE, capitalised, day, enumeration, names, number

COUNTS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu")
NUMBER_WORDS = {">": "lớn hơn {}", ">=": "từ {} trở lên", "<": "nhỏ hơn {}", "<=": "từ {} trở xuống"}
NUMBER_WORDS |= {"=": "bằng {}", "!=": "khác {}"}
DAY_WORDS = {
    ">": "sau ngày",
    ">=": "từ ngày",
    "<": "trước ngày",
    "<=": "đến hết ngày",
    "=": "là ngày",
    "!=": "khác ngày",
}
STATUS_WORDS = {
    Status.ZERO: ("0", "Có báo cáo, và số được báo cáo bằng không."),
    Status.NIL: ("0 (không phát sinh)", "Có báo cáo rằng không có trường hợp nào."),
    Status.NOT_REPORTED: (
        ABSENCE[Status.NOT_REPORTED],
        "Chưa có số được báo cáo. Như vậy không có nghĩa là bằng không, nên không cộng và không vẽ như số không.",
    ),
    Status.NOT_PUBLISHED: (ABSENCE[Status.NOT_PUBLISHED], "Có thể có số, nhưng số ấy không được công bố."),
    Status.NOT_APPLICABLE: (
        ABSENCE[Status.NOT_APPLICABLE],
        "Chỉ tiêu không dành cho đơn vị hay kỳ ấy, hoặc không có gì để tính.",
    ),
    Status.PROVISIONAL: ("(sơ bộ)", "Số chưa chính thức, còn có thể thay đổi."),
}
"""How the page calls each status that is not an ordinary number, and what it means."""
OUTCOMES = {"error": "số liệu không được đăng", "warning": "biên tập viên được báo để xem lại"}
KINDS_OF_PERIODS = {
    "day": "Mỗi ngày một kỳ.",
    "ten-days": "Mỗi tháng ba kỳ: mười ngày đầu, mười ngày tiếp theo và những ngày còn lại.",
    "month": "Mỗi tháng một kỳ.",
    "quarter": "Mỗi quý một kỳ.",
    "half-year": "Mỗi năm hai kỳ, mỗi kỳ sáu tháng.",
    "year": "Mỗi năm một kỳ.",
    "irregular": "Các kỳ không theo lịch cố định; kỳ trước là lần công bố trước.",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is explained, by its name on the page, and the explanation: the office's words, if any, and ours."""

    name: str
    own: str
    told: Line


def indicators_told(folder: Folder) -> tuple[Entry, ...]:
    """Each indicator with its unit: its definition, how it is obtained, what it obeys, how it is rounded."""
    return tuple(
        Entry(
            f"{rule.label} ({rule.unit})",
            rule.definition or "",
            _joined([*_indicator(folder.dataset, rule), *_units(folder, name)]),
        )
        for name, rule in folder.dataset.indicators.items()
    )


def rules_told(folder: Folder) -> tuple[Entry, ...]:
    """What holds for all indicators: periods, when they are due, totals, comparisons, rounding, words for numbers."""
    dataset = folder.dataset
    due = _due(dataset.period) if "due" in dataset.period.model_fields_set else ""
    told = {
        "Kỳ báo cáo": _periods(dataset.period),
        "Hạn có số liệu": due,
        "Số tổng": " ".join(dict.fromkeys(_totals(dataset))),
        "So sánh": " ".join(_comparisons(dataset)),
        "Làm tròn": " ".join(_rounding(dataset)),
    }
    seen = {one.status for release in folder.releases for one in release.observations.values()}
    seen |= {Status.NOT_REPORTED} if len(folder.periods) > len(folder.releases) else set()
    told |= {_quoted(name): words for status, (name, words) in STATUS_WORDS.items() if status in seen}
    return tuple(Entry(name, "", (words,)) for name, words in told.items() if words)


def _units(folder: Folder, name: str) -> Iterator[Line]:
    """The units of the indicator's items, where they have their own."""
    rule, rows = folder.dataset.indicators[name], folder.dataset.table_of(name).rows
    if rule.item_unit and rows in folder.codelists:
        units = dict.fromkeys(item.unit or rule.unit for item in folder.codelists[rows].items.values())
        yield (f"Đơn vị tính tùy mặt hàng: {', '.join(units)}.",)


def _joined(sentences: Iterable[Line]) -> Line:
    """The sentences as one paragraph."""
    parts = [part for sentence in sentences for part in (" ", *capitalised(sentence))]
    return tuple(parts[1:])


def _quoted(words: str) -> str:
    return f"“{words}”"


def _indicator(dataset: Dataset, rule: IndicatorRule) -> Iterator[Line]:
    """The sentences on one indicator."""

    def called(indicators: Iterable[str]) -> str:
        return names(_quoted(dataset.indicators[name].label) for name in indicators)

    checks = dataset.checks
    yield from _origin(dataset, rule)
    if rule.parts and checks.part == "error":
        yield (f"Luôn bằng tổng của {called(rule.parts)}.",)
    if rule.part_of and checks.part == "error":
        yield (f"Không bao giờ lớn hơn {called([rule.part_of])}.",)
    if rule.share_of and checks.share == "error":
        part, whole = rule.share_of
        yield (f"Luôn khớp với kết quả chia {called([part])} cho {called([whole])}.",)
    if rule.grows:
        yield ("Là số lũy kế, kỳ sau không nhỏ hơn kỳ trước.",) if checks.decrease == "error" else ("Là số lũy kế.",)
    if rule.rank:
        yield (f"Thứ hạng do cơ quan cung cấp ghi ở cột {_quoted(rule.rank)}.",)
    if rule.decimals:
        verb = "làm tròn" if rule.sources else "ghi"
        yield (f"{verb} đến {COUNTS[rule.decimals]} chữ số thập phân.",)
    elif rule.share or rule.rate:
        yield ("làm tròn đến hàng đơn vị.",)
    changed = {since for name in rule.sources for since in dataset.indicators[name].redefined} | set(rule.redefined)
    if changed:
        days = enumeration([_moment(since) for since in sorted(changed)])
        yield ("Cách tính thay đổi từ ngày ", *days, "; số liệu trước và sau đó không so sánh được với nhau.")


def _origin(dataset: Dataset, rule: IndicatorRule) -> Iterator[Line]:
    """Where an indicator is taken from, or what it is computed of."""
    label = {name: _quoted(own.label) for name, own in dataset.indicators.items()}
    if rule.share:
        yield (f"Lấy {label[rule.share[0]]} chia cho {label[rule.share[1]]}, tính ra phần trăm.",)
    elif rule.rate:
        yield (f"Lấy {label[rule.rate]} chia cho dân số rồi nhân với {number(Decimal(rule.per), 0)}.",)
        yield ("Dân số lấy theo lần công bố gần nhất tính đến cuối kỳ.",)
    elif rule.cumulative:
        start: Line = ("từ đầu năm",) if rule.since == "year" else ("từ kỳ đầu tiên kết thúc trong năm",)
        start = ("từ ngày ", *_moment(rule.since)) if isinstance(rule.since, date) else start
        yield (f"Cộng dồn {label[rule.cumulative]} của các kỳ, ", *start, "; thiếu một kỳ thì không tính.")
    elif rule.records:
        yield from _of_records(dataset, rule)
    else:
        place = "các dòng" if dataset.all_tables[rule.table].layout == "long" else "cột"
        yield (f"Lấy từ {place} {_quoted(rule.column or '')} trong tệp số liệu.",)


def _of_records(dataset: Dataset, rule: IndicatorRule) -> Iterator[Line]:
    """What is counted or summed of the records, and which of them."""
    conditions: list[Line] = [_condition(dataset, name, wanted) for name, wanted in rule.where.items()]
    column = _quoted(dataset.fields[rule.field].column) if rule.field else ""
    if rule.records == "missing":
        conditions.append((f"không có số liệu ở cột {column}",))
    rows: Line = ("những dòng trong tệp số liệu ", *enumeration(conditions))
    rows = rows if conditions else ("mọi dòng trong tệp số liệu",)
    if rule.records == "sum":
        yield (f"Cộng các số ở cột {column} của ", *rows, ".")
        yield ("Dòng không có số thì không tính.",)
    elif rule.records == "latest":
        yield (f"Lấy số của ngày mới nhất ở cột {column}, xét ", *rows, ".")
    else:
        yield ("Đếm ", *rows, ".")


def _condition(dataset: Dataset, name: str, wanted: Wanted) -> Line:
    """Which records meet a condition of `where`."""
    field = dataset.fields[name]
    operator, value = field.condition(wanted)
    column = _quoted(field.column)
    if isinstance(value, str):
        return (f"{'không ' if operator == '!=' else ''}ghi {_quoted(value)} ở cột {column}",)
    if field.type == "mark":
        return (f"{'' if value else 'không '}có dấu ở cột {column}",)
    if field.type == "date":
        return (f"có {column} {DAY_WORDS[operator]} ", *_moment(date.fromordinal(value)))
    shown = number(Decimal(value).scaleb(-field.decimals), field.decimals)
    return (f"có {column} {NUMBER_WORDS[operator].format(shown)}",)


def _moment(when: date) -> Line:
    return (Moment(when, day(when)),)


# What holds for all ---------------------------------------------------------------------------------------


def _periods(rule: PeriodRule) -> str:
    if rule.first and rule.last:  # a week: nothing else has them
        first, last = (VIETNAMESE_DAYS[WEEKDAYS.index(own)] for own in (rule.first, rule.last))
        if first == last:
            return f"Mỗi tuần một kỳ, từ {first} tuần trước đến hết {last} tuần này, tính cả hai ngày ấy."
        return f"Mỗi tuần một kỳ, từ {first} đến hết {last}."
    if rule.start > 1:
        return f"Mỗi tháng một kỳ, từ ngày {rule.start} đến hết ngày {rule.start - 1} tháng sau."
    return KINDS_OF_PERIODS[rule.every]


def _due(rule: PeriodRule) -> str:
    """When the data are due, as it is declared."""
    word, *_, clock = rule.due.split()
    hour, minute = map(int, clock.split(":"))
    at = f"{hour} giờ{f' {minute} phút' if minute else ''}"
    if word in {rule.last, "0"}:
        weekday = f" {VIETNAMESE_DAYS[WEEKDAYS.index(word)]}," if word in WEEKDAYS else ""
        return f"Trước {at}{weekday} ngày cuối kỳ."
    if word in WEEKDAYS:
        return f"Trước {at} {VIETNAMESE_DAYS[WEEKDAYS.index(word)]} ngay sau khi hết kỳ."
    return f"Trước {at}, {word} ngày sau ngày cuối kỳ."


def _totals(dataset: Dataset) -> Iterator[str]:
    """Where totals come from, and how they are checked."""
    for name, table in dataset.all_tables.items():
        adds = any(rule.column and rule.table == name and rule.adds_up for rule in dataset.indicators.values())
        if table.rows == RECORD:
            yield "Số tổng tính từ mọi dòng trong tệp số liệu."
            if table.empty == "silent":
                yield "Khi còn đơn vị không gửi dòng nào thì chưa tính số tổng."
        elif table.totals:
            yield f"Số tổng lấy từ dòng {_quoted(table.totals[0])} trong tệp số liệu, không phải do trang này cộng."
            if adds and dataset.checks.total != "off":
                yield "Khi đã có số của mọi dòng khác, các số cộng được phải cộng lại đúng bằng dòng ấy."
                yield f"Nếu không, {OUTCOMES[dataset.checks.total]}."


def _comparisons(dataset: Dataset) -> Iterator[str]:
    """How changes and percentages are computed, and when they are not."""
    yield f"Mức tăng, giảm so với {PREVIOUS_WORDS[dataset.period.every][0]} là hiệu của hai con số được in."
    yield "Phần trăm tăng, giảm và các tỷ lệ cũng tính từ những con số được in."
    rules = dataset.indicators.values()
    if any(rule.unit == "%" for rule in rules):
        yield "Hai tỷ lệ hơn kém nhau thì nói bằng điểm phần trăm."
    yield "Không so sánh khi một trong hai kỳ thiếu số liệu hay chưa đủ các đơn vị, hoặc khi cách tính đã thay đổi."
    if any(rule.cumulative and not isinstance(rule.since, date) for rule in rules):
        yield "Số cộng dồn tính lại từ đầu mỗi năm, nên kỳ đầu năm không so với kỳ cuối năm trước."


def _rounding(dataset: Dataset) -> Iterator[str]:
    yield "Phần lẻ từ một nửa trở lên thì làm tròn lên, dưới một nửa thì bỏ."
    shares = [rule.share for rule in dataset.indicators.values() if rule.share]
    parts = [share for share in shares if share[0] in dataset.indicators[share[1]].parts]
    if len({share[1] for share in parts}) < len(parts):
        yield "Tỷ lệ của các phần trong một tổng không bao giờ cộng lại quá toàn bộ."
