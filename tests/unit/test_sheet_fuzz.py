"""Whatever bytes a file holds, reading it ends in a sheet or in problems. BANTIN_FUZZ=5000 tries 5,000 of each kind."""

import os
import re
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font

from bantin.errors import ProblemsFound
from bantin.ingest.csv_text import csv_dialect
from bantin.ingest.grid import LONGEST, MOST_COLUMNS, MOST_ROWS
from bantin.ingest.sheet import read_sheet
from bantin.vietnamese import clean

ROOT = Path(__file__).parent.parent.parent
HEADS = ("Đơn vị", "Số điểm")
fuzz = settings(
    max_examples=int(os.environ.get("BANTIN_FUZZ", "150")),
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def of_openpyxl() -> bytes:
    """A workbook of two sheets with formulas, fonts, formats and merged cells, none of them calculated."""
    made, stream = Workbook(), BytesIO()
    for row in (HEADS, ("Ba Bể", 0.2094), ("Tæng", "=SUM(B2:B2)"), ("=[1]A!B1", "#REF!")):
        made.active.append(row)
    made.active["B2"].number_format = '[>1]0.00%;"a"#,##0,'
    made.active["A3"].font = Font(name=".VnTime")
    made.create_sheet("Ghi chú").merge_cells("A1:C4")
    made.save(stream)
    return stream.getvalue()


WORKBOOKS = [(ROOT / "tests/fixtures/libreoffice.xlsx").read_bytes(), of_openpyxl()]
TABLE = 'Báo cáo,,\nĐơn vị,Số điểm\n"Ba\nBể","1.393,5"\nNa Rì;"a""b"\n'
TEXTS = [TABLE.encode(encoding, "replace") for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1258")]
TEXTS += [TABLE.replace(",", separator).encode() for separator in ";\t"]
# What breaks readers: ends of ranges, other types, entities, unclosed things, the words of the formats themselves.
NASTY = [b"", b"\0", b"\xff", b'"', b"<", b">", b"&a;", b"]]>", b"-1", b"0", b"1e999", b"nan", b"9" * 400, b"1048577"]
NASTY += [b"XFE1", b"A0", b"A1:XFD1048576", b"\r", b"\n" * 99, b"\xef\xbb\xbf", b"\xff\xfe", b"_x0000_", b"\xcc\x81"]
NASTY += [b'<!DOCTYPE a [<!ENTITY b "c">]>', b"<row/>", b'<c r="B2"/>', b'<c t="s"><v>7</v></c>', b"<v>1</v>", b"<f/>"]
NASTY += [
    b"</row>",
    b"</c>",
    b"</sheetData>",
    b'<mergeCell ref="A1:B9"/>',
    b"<si/>",
    b'<rFont val="VNI-x"/>',
    b"..",
    b"/",
]
NASTY += [
    b't="b"',
    b't="e"',
    b't="d"',
    b's="99"',
    b's="-1"',
    b'r="A1"',
    b"xl/workbook.xml",
    b"xl/styles.xml",
    b"0.0,%;;;@",
]

CELLS = "xl/worksheets/sheet1.xml"
VALUES = re.compile(rb'(?<==")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)')
ELEMENTS = re.compile(rb"<(\w+)[^<>]*/>|<(\w+)[^<>]*>[^<>]*</\2>|<(c|row|si|font|xf)\b[^<>]*>.*?</\3>", re.DOTALL)

places = st.floats(0, 1, exclude_max=True)
edits = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "insert", "replace", "move", "end"]), places, places, st.sampled_from(NASTY)
    ),
    min_size=1,
    max_size=6,
)


def edited(content: bytes, changes) -> bytes:
    """The bytes after the edits, the places of which are fractions of their length."""
    made = bytearray(content)
    for kind, first, second, nasty in changes:
        start, end = sorted((int(first * len(made)), int(second * len(made))))
        near = min(end, start + 40)
        if kind == "flip" and made:
            made[start] ^= 1 << end % 8
        elif kind == "cut":
            del made[start:near]
        elif kind == "insert":
            made[start:start] = nasty
        elif kind == "replace":
            made[start : start + max(1, len(nasty))] = nasty
        elif kind == "move":
            made[end:end] = made[start:near] * (1 + end % 3)
        elif kind == "end":
            del made[max(start, len(made) // 2) :]
    return bytes(made)


def rewritten(xml: bytes, changes) -> bytes:
    """The XML, still well-formed, after values and texts were replaced, and elements left out, doubled or moved."""
    for kind, first, second, nasty in changes:
        finer = VALUES if kind in {"flip", "insert", "replace"} else ELEMENTS
        found = list(finer.finditer(xml))
        if not found:
            continue
        one, other = found[int(first * len(found))], found[int(second * len(found))]
        if finer is VALUES:
            middle = escape(nasty.decode("latin-1")).replace('"', "").encode() if kind != "flip" else other[0]
            xml = xml[: one.start()] + middle + xml[one.end() :]
        elif kind == "cut":
            xml = xml[: one.start()] + xml[one.end() :]
        else:
            xml = xml[: other.end()] + one[0] + xml[other.end() :]
    return xml


@pytest.fixture
def ends_well(tmp_path):
    """Read the bytes as such a file, and hold what comes of it to what is promised."""

    def ends_well(content: bytes, suffix: str) -> None:
        path = tmp_path / f"x{suffix}"
        path.write_bytes(content)
        try:
            sheet = read_sheet(path, "x", HEADS)
        except ProblemsFound as found:
            if not found.problems or not all(problem.what and problem.remedy for problem in found.problems):
                pytest.fail("refused without saying why")
        else:
            assert len(sheet.rows) <= MOST_ROWS
            assert all(len(row) <= MOST_COLUMNS and (not row or row[-1]) for row in sheet.rows)
            assert all(text == clean(text) and len(text) <= LONGEST for row in sheet.rows for text in row)
            assert all(bottom < len(sheet.rows) for _, _, bottom, _ in sheet.merged)
        if suffix == ".csv":
            try:
                dialect = csv_dialect(path, "x", HEADS)
            except ProblemsFound:
                return
            path.read_bytes().decode(dialect.encoding)

    return ends_well


@fuzz
@given(content=st.binary(max_size=2000), suffix=st.sampled_from([".csv", ".xlsx"]))
def test_any_bytes_end_in_a_sheet_or_in_problems(ends_well, content, suffix):
    ends_well(content, suffix)


@fuzz
@given(content=st.sampled_from(TEXTS), changes=edits)
def test_any_damage_to_a_csv_file_ends_in_a_sheet_or_in_problems(ends_well, content, changes):
    ends_well(edited(content, changes), ".csv")


@fuzz
@given(content=st.sampled_from(WORKBOOKS), changes=edits)
def test_any_damage_to_a_workbooks_bytes_ends_in_a_sheet_or_in_problems(ends_well, content, changes):
    ends_well(edited(content, changes), ".xlsx")


@fuzz
@given(
    content=st.sampled_from(WORKBOOKS),
    damage=st.dictionaries(st.integers(0, 20), st.tuples(st.booleans(), edits), min_size=1, max_size=2),
    swap=st.none() | st.tuples(st.integers(0, 20), st.integers(0, 20)),
)
def test_any_damage_to_a_workbooks_parts_ends_in_a_sheet_or_in_problems(ends_well, content, damage, swap):
    with zipfile.ZipFile(BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    names = list(parts)
    if swap:
        one, other = (names[index % len(names)] for index in swap)
        parts[one], parts[other] = parts[other], parts[one]
    for index, (whole, changes) in damage.items():
        name = CELLS if whole and index > 5 else names[index % len(names)]
        parts[name] = (rewritten if whole else edited)(parts[name], changes)
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    ends_well(stream.getvalue(), ".xlsx")
