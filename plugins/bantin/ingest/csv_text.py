"""CSV files as they arrive → encoding and separator, found rather than guessed, and the rows of text."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Collection, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from bantin.errors import Problem, ProblemsFound
from bantin.ingest.grid import Grid
from bantin.ingest.heads import HEAD_ROWS, Heads
from bantin.model import Cell
from bantin.vietnamese import TONES

SEPARATORS = (",", ";", "\t")
MOST_BREAKS = 50
LONGEST_RECORD = 5_000_000
"""Characters: as many as the most columns of the longest texts have."""
CHUNK = 1 << 20

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
VIETNAMESE = "".join(
    sorted({unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", *TONES)} | {"đ"})
)
MARKED_CAPITALS = "".join(letter.upper() for letter in VIETNAMESE if not letter.isascii())
# Only punctuation whose bytes are no letters in TCVN3 or VNI. A marked capital after a small letter (cÊp, tØnh)
# is what TCVN3 looks like in words whose other letters happen to be Vietnamese in this encoding too.
NOT_1258 = re.compile(
    f"[^\t\n\r -~{VIETNAMESE}{VIETNAMESE.upper()}\u00a0“”‘’–—…•‰°²³₫]|(?<=[{VIETNAMESE}a-z])[{MARKED_CAPITALS}]"
)
NOT_LATIN = re.compile("[^\t\n\r -~\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u206f\u20ab\u20ac\u2100-\u2265]")
UNMARKED = {"utf-8": re.compile("\0"), "utf-16-le": NOT_LATIN, "utf-16-be": NOT_LATIN, "cp1258": NOT_1258}

SAVE_AS = "trong Excel chọn lưu kiểu “CSV UTF-8”"
LEGACY = "chữ gõ bằng bảng mã cũ (TCVN3, VNI) phải chuyển sang Unicode trước, ví dụ bằng UniKey"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written. Text decoded by `encoding` may still be in need of composing to NFC."""

    encoding: str
    separator: str


def csv_dialect(path: Path, file: str, heads: Collection[str]) -> Dialect:
    """How the file at `path`, called `file` in messages, is written; the whole of it holds to the encoding.

    The file may be of any size: it is read in pieces, and only its first rows are searched for the `heads`.

    Raises:
        ProblemsFound: when it is written in no known way, or no row has any of the heads.
    """
    with path.open("rb") as stream:
        return _dialect(stream, file, heads)


def csv_rows(
    data: bytes, file: str, heads: Collection[str], faults: list[Problem] | None = None
) -> tuple[tuple[str, ...], ...]:
    """The rows of a CSV file's bytes, cleaned: one a record, empty ones too.

    Raises:
        ProblemsFound: with every fault of the file and of its cells' form.
    """
    grid = Grid(file)
    for record in csv_records(io.BytesIO(data), grid, heads):
        grid.append(grid.cleaned_row(record))
    return grid.finish(faults)


def csv_records(stream: BinaryIO, grid: Grid, heads: Collection[str]) -> Generator[list[str]]:
    """The records of a CSV file one by one, as they are written, empty ones too; however many there are.

    Raises:
        ProblemsFound: where the form of the file or of a record is at fault, with what the grid was told before.
    """
    dialect, row = _dialect(stream, grid.file, heads), 0
    lines = _Lines(stream, dialect.encoding)
    try:
        with closing(iter(lines)) as reading:
            for record in lines.records(csv.reader(reading, delimiter=dialect.separator, strict=True)):
                if len(lines.held) > MOST_BREAKS:
                    _check_breaks(record, grid, row)
                yield record
                row += 1
    except csv.Error as fault:
        grid.stop(*_broken(fault), row, _broken_column("".join(lines.held), dialect.separator))


def _dialect(stream: BinaryIO, file: str, heads: Collection[str]) -> Dialect:
    encoding = _encoding(stream, file)
    return Dialect(encoding, _separator(stream, encoding, file, heads))


def _encoding(stream: BinaryIO, file: str) -> str:
    """The encoding that the whole file holds to: by its mark, or the first of UTF-8, UTF-16, Windows-1258."""
    start = stream.read(4)
    marked = next((encoding for mark, encoding in MARKS if start.startswith(mark)), None)
    if marked:
        fault = _fault(stream, marked)
        if not fault:
            return marked
        what = (
            f"tệp hỏng: dòng {fault} không đúng mã {'UTF-8' if marked == 'utf-8-sig' else 'UTF-16'} đã ghi ở đầu tệp."
        )
        raise ProblemsFound([Problem(file, what, f"{SAVE_AS}.", line=fault)])
    faults = {"utf-8": _fault(stream, "utf-8")}
    if faults["utf-8"]:
        faults |= {encoding: _fault(stream, encoding) for encoding in UNMARKED if encoding not in faults}
    if not faults.get("utf-16-le", 1) and not faults["utf-16-be"]:
        del faults["utf-16-le"], faults["utf-16-be"]  # it can be read both ways
    for encoding, fault in faults.items():
        if not fault:
            return encoding
    stream.seek(0)
    if b"\0" in stream.read(CHUNK):
        xlsx = "; tệp này giống .xlsx, hãy đặt lại đuôi .xlsx" if start == b"PK\x03\x04" else ""
        raise ProblemsFound([Problem(file, "tệp không phải là tệp văn bản CSV.", f"{SAVE_AS}{xlsx}.")])
    what = (
        f"tệp không phải mã UTF-8 (từ dòng {faults['utf-8']}), cũng không phải UTF-16 hay Windows-1258 "
        f"(từ dòng {faults['cp1258']}); có thể là bảng mã cũ (TCVN3, VNI)."
    )
    raise ProblemsFound([Problem(file, what, f"{SAVE_AS}; {LEGACY}.", line=faults["utf-8"])])


def _fault(stream: BinaryIO, encoding: str) -> int:
    """The first line, from 1, that does not hold to the encoding; 0 when all do."""
    unexpected, decoder, line = UNMARKED.get(encoding, UNMARKED["utf-8"]), codecs.getincrementaldecoder(encoding)(), 1
    by_line = encoding == "cp1258"  # a piece that ends in a line's midst could part a letter from its tone
    stream.seek(0)
    try:
        while piece := stream.readline(CHUNK) if by_line else stream.read(CHUNK):
            text = decoder.decode(piece)
            found = unexpected.search(unicodedata.normalize("NFC", text) if by_line else text)
            if found:
                return line + text.count("\n", 0, found.start())
            line += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as fault:
        return line + fault.object[: fault.start].count(b"\n")
    return 0


class _Lines:
    """The file's lines for the `csv` module; `held` are those of the record being read, which may not be endless."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        stream.seek(0)
        self.text = io.TextIOWrapper(stream, encoding, newline="")
        self.held: list[str] = []
        self.size = 0

    def __iter__(self) -> Generator[str]:
        try:
            while line := self.text.readline(LONGEST_RECORD):
                self.held.append(line)
                self.size += len(line)
                if self.size >= LONGEST_RECORD:
                    raise csv.Error("record larger than limit")
                yield line
        finally:
            self.text.detach()  # or the stream would be closed with it

    def records(self, reader: Iterable[list[str]]) -> Generator[list[str]]:
        """Those of a reader of these lines; when it fails, `held` is what it failed at."""
        for record in reader:
            yield record
            self.held.clear()
            self.size = 0


def _separator(stream: BinaryIO, encoding: str, file: str, heads: Collection[str]) -> str:
    """The separator under which a row has most of the heads, so that none is guessed from the data."""
    wanted, best, chosen, problem = Heads(heads), (0, 0), "", None
    for separator in SEPARATORS:
        lines, rows = _Lines(stream, encoding), 0
        try:
            with closing(iter(lines)) as reading:
                records = islice(lines.records(csv.reader(reading, delimiter=separator, strict=True)), HEAD_ROWS)
                for found, width in wanted.counts(records):
                    rows += 1
                    # of equals, the one with more columns: a single head can be a row's only text under any
                    if found and (found, width) > best:
                        best, chosen = (found, width), separator
                    if found == len(heads):
                        return separator
        except csv.Error as fault:
            cell = Cell(file, rows + 1, _broken_column("".join(lines.held), separator) + 1)
            problem = problem or Problem(file, *_broken(fault), cell)
    if chosen:
        return chosen
    what = f"không thấy hàng tiêu đề cột trong {HEAD_ROWS} dòng đầu."
    remedy = f"{wanted.remedy}; các cột cách nhau bằng dấu phẩy, dấu chấm phẩy hoặc dấu tab."
    raise ProblemsFound([*([problem] if problem else []), Problem(file, what, remedy)])


def _check_breaks(record: list[str], grid: Grid, row: int) -> None:
    for column, text in enumerate(record):
        if text.count("\n") + text.count("\r") > MOST_BREAKS:
            what = "một ô có quá nhiều dòng chữ; có lẽ thiếu dấu ngoặc kép đóng."
            grid.stop(what, 'thêm dấu " ở cuối chữ của ô.', row, column)


def _broken(fault: csv.Error) -> tuple[str, str]:
    """What the `csv` module found wrong with a record, and the remedy."""
    if "expected after" in str(fault):
        return "sau dấu ngoặc kép đóng còn có chữ.", 'dấu " trong chữ phải viết đôi: "".'
    if "end of data" in str(fault):
        return "dấu ngoặc kép mở ra mà không đóng.", 'thêm dấu " ở cuối chữ của ô, hoặc bỏ dấu " ở đầu.'
    return "dòng quá dài; có lẽ thiếu dấu ngoặc kép đóng.", 'thêm dấu " ở cuối chữ của ô, hoặc rút ngắn chữ.'


def _broken_column(text: str, separator: str) -> int:
    """The column, from 0, where the record's quotes go wrong; the `csv` module does not tell."""
    quoted, bare = re.compile(r'"[^"]*(?:""[^"]*)*"'), re.compile(rf"[^{separator}\r\n]*")
    column = position = 0
    while match := (quoted if text.startswith('"', position) else bare).match(text, position):
        position = match.end() + 1
        if text[match.end() : position] != separator:
            break
        column += 1
    return column
