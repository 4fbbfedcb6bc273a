"""Any table of declared figures, however it is written, reads back to the same observations."""

import csv
import io
import unicodedata
from decimal import Decimal
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bantin.ingest.codelist import Codelist
from bantin.ingest.dataset import Dataset
from bantin.ingest.release import period_of, read_release
from bantin.model import Item, Status
from bantin.vietnamese import number

NAMES = ("Thành phố Bắc Kạn", "Huyện Pác Nặm", "H. Chợ Đồn", "Na Rỳ", "UBND huyện Chợ Mới")
AREAS = Codelist(
    {
        "06": Item("06", "Bắc Kạn", kind="tỉnh"),
        "1": Item("1", "Bắc Kạn", "06", "thành phố"),
        "2": Item("2", "Pác Nặm", "06", "huyện"),
        "3": Item("3", "Chợ Đồn", "06", "huyện"),
        "4": Item("4", "Na Rì", "06", "huyện", aliases=("Na Rỳ",)),
        "5": Item("5", "Chợ Mới", "06", "huyện"),
    }
)
WORDS = {
    Status.NOT_REPORTED: "không có số liệu",
    Status.NOT_PUBLISHED: "không công bố",
    Status.NOT_APPLICABLE: "x",
    Status.NIL: "không phát sinh",
}
HEADS = {"count": "Số điểm", "share": "Tỷ lệ cài đặt"}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1258")

counts = st.integers(0, 10**9).map(Decimal)
shares = st.integers(0, 10**6).map(lambda hundredths: Decimal(hundredths).scaleb(-2))


def cells(values):
    """A value as it may be written, and the observation that it should be."""

    def written(value, status, grouped):
        if status in WORDS:
            return WORDS[status], (Decimal(0) if status is Status.NIL else None, status)
        decimals = -int(value.as_tuple().exponent)
        text = number(value, decimals) if grouped else number(value, decimals).replace(".", "")
        text += "%" if decimals else ""
        if status is Status.PROVISIONAL:
            return f"{text} (sơ bộ)", (value, status)
        return text, (value, Status.REPORTED if value else Status.ZERO)

    statuses = st.sampled_from([Status.REPORTED] * 3 + [Status.PROVISIONAL, *WORDS])
    return st.builds(written, values, statuses, st.booleans())


tables = st.lists(st.tuples(cells(counts), cells(shares)), min_size=len(NAMES), max_size=len(NAMES))


def dataset(layout, header_rows):
    heads = {name: f"Kết quả / {head}" if header_rows == 2 else head for name, head in HEADS.items()}
    return Dataset.model_validate(
        {
            "slug": "thu",
            "title": "Thử",
            "source": "Sở",
            "category": "Thử",
            "area": "06",
            "period": {"every": "day"},
            "table": {"rows": "area", "layout": layout, "header_rows": header_rows},
            "statuses": {"not_applicable": ["x"]},
            "indicators": {
                "count": {"label": "Số điểm", "unit": "điểm", "column": heads["count"]},
                "share": {"label": "Tỷ lệ", "unit": "%", "decimals": 2, "column": heads["share"]},
            },
            "checks": {"decimals": "off"},
        }
    )


def laid_out(table, layout, header_rows, *, titles, numbered, banner):
    """The rows of a sheet in one of the styles that offices use."""
    before = [["STT"]] if numbered else [[]]
    if layout == "long":
        head = [["Đơn vị", "Chỉ tiêu", "Giá trị"]]
        body = [
            [name, HEADS[which], text]
            for name, pair in zip(NAMES, table, strict=True)
            for which, (text, _) in zip(HEADS, pair, strict=True)
        ]
    else:
        head = [["Đơn vị", *HEADS.values()]]
        if header_rows == 2:
            head = [["Đơn vị", "Kết quả", ""], ["", *HEADS.values()]]
        body = [[name, *(text for text, _ in pair)] for name, pair in zip(NAMES, table, strict=True)]
    rows = [["SỞ THÔNG TIN VÀ TRUYỀN THÔNG", ""], ["", "Ngày 12/11/2021"], []] if titles else []
    rows += [[*(before[0] if row is head[0] else [""] * numbered), *row] for row in head]
    rows += [[*([""] * numbered), "CÁC HUYỆN, THÀNH PHỐ"]] if banner else []
    rows += [[*([str(count)] if numbered else []), *row] for count, row in enumerate(body, start=1)]
    return [*rows, [], [*([""] * numbered), "Người lập biểu"]]


def encoded(text, encoding):
    """In Windows-1258 a tone is a letter of its own behind its vowel."""
    if encoding == "cp1258":
        split = unicodedata.normalize("NFD", text)
        for base, mark in (
            ("aâ", "\u0302"),
            ("eê", "\u0302"),
            ("oô", "\u0302"),
            ("aă", "\u0306"),
            ("oơ", "\u031b"),
            ("uư", "\u031b"),
        ):
            for plain, letter in (base, base.upper()):
                # the vowel's own mark goes back into the letter, a tone between them stays behind it
                for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"):
                    split = split.replace(plain + tone + mark, letter + tone).replace(
                        plain + mark + tone, letter + tone
                    )
        return split.encode("cp1258")
    return text.encode(encoding)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=tables,
    layout=st.sampled_from(["wide", "long"]),
    header_rows=st.sampled_from([1, 2]),
    form=st.sampled_from([*ENCODINGS, "xlsx"]),
    separator=st.sampled_from(",;\t"),
    titles=st.booleans(),
    numbered=st.booleans(),
    banner=st.booleans(),
)
def test_a_table_reads_back_in_any_form(
    tmp_path: Path, table, layout, header_rows, form, separator, titles, numbered, banner
):
    header_rows = 1 if layout == "long" else header_rows
    rows = laid_out(table, layout, header_rows, titles=titles, numbered=numbered, banner=banner)
    path = tmp_path / ("2021-11-12.xlsx" if form == "xlsx" else "2021-11-12.csv")
    if form == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    else:
        text = io.StringIO()
        csv.writer(text, delimiter=separator).writerows(rows)
        path.write_bytes(encoded(text.getvalue(), form))
    own = dataset(layout, header_rows)
    release, problems = read_release({"": (path, path.name)}, own, {"area": AREAS}, period_of("2021-11-12", own))
    assert not problems
    read = {key: (seen.value, seen.status) for key, seen in release.observations.items()}
    expected = {
        (which, code): seen
        for code, pair in zip("12345", table, strict=True)
        for which, (_, seen) in zip(HEADS, pair, strict=True)
    }
    assert read == expected
