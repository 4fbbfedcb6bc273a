"""What editors wrote and what was published, read by dataset; and folders under which nothing is read."""

from __future__ import annotations

from datetime import date, datetime

from bantin.editorial import EditorFile, Standing
from bantin.ingest.corrections import too_early, too_late
from bantin.ingest.dataset import Dataset
from bantin.ingest.editor import read_editor_file
from bantin.ingest.ledger import FOLDER as LEDGER
from bantin.ingest.ledger import Issue, read_issues
from bantin.ingest.photos import check_pictures
from bantin.ingest.reader import Reader
from bantin.ingest.release import NAMED_DAY


def read_editor_files(
    reader: Reader, dataset: Dataset, days: set[date], now: datetime | None
) -> dict[date, EditorFile]:
    """The editors' files of a dataset by the day that they are named by; `days` are those that there are data of."""
    files = {}
    for path in sorted((reader.content / "bulletins" / dataset.slug).glob("*.*")):
        if path.suffix != ".md" and not path.name.startswith((".", "~$")):
            what = "tên tệp không có đuôi .md nên tệp không được đọc."
            reader.note(path, what, f"đổi tên thành {path.name.partition('.')[0]}.md.", is_error=False)
    for path in sorted((reader.content / "bulletins" / dataset.slug).glob("*.md")):
        match = NAMED_DAY.fullmatch(path.stem)
        try:
            named = date.fromisoformat(match[1]) if match else None
        except ValueError:
            named = None
        if named is None:
            reader.note(path, "tên tệp không phải là ngày.", "đặt tên như tệp số liệu: 2021-11-12.md.")
            continue
        editor_file = reader.tried(read_editor_file, path, reader.content / "images", reader.problems)
        if editor_file:
            files[named] = editor_file
            reader.problems.extend(too_late(editor_file.file, editor_file.corrections, now))
            period = dataset.period.ending(named)
            published = editor_file.published or (dataset.period.due_at(period) if period else None)
            if published:
                reader.problems.extend(too_early(editor_file.file, editor_file.corrections, published))
        if named not in days and not (editor_file and editor_file.standing is Standing.WITHDRAWN):
            what = "không có số liệu của ngày này nên lời của biên tập viên không được đăng."
            reader.note(path, what, f"đặt số liệu vào data/{dataset.slug}/{path.stem}.csv.", is_error=False)
    return files


def read_ledger(reader: Reader, dataset: Dataset) -> dict[date, Issue]:
    """What the ledger has of a dataset."""
    found: dict[date, Issue] = {}
    for path in sorted((reader.content / LEDGER / dataset.slug).glob("*.csv")):
        found |= reader.tried(read_issues, path) or {}
    return found


def check_folders(reader: Reader) -> None:
    """Folders that nothing is read from, and pictures that cannot be published."""
    for path in sorted(data for data in reader.data.glob("*") if data.is_dir()):
        if not (path / "dataset.toml").is_file() and not path.name.startswith("."):
            reader.note(path, "thư mục không có dataset.toml nên không được đọc.", "thêm dataset.toml.", is_error=False)
    for path in sorted((reader.content / LEDGER).glob("*")):
        if path.is_dir() and not (reader.data / path.name / "dataset.toml").is_file():
            what = "sổ đăng có bộ số liệu này, mà thư mục data không còn."
            reader.note(path, what, f"trả lại thư mục data/{path.name}.")
    check_pictures(reader)
    for path in sorted((reader.content / "bulletins").glob("*")):
        if path.is_dir() and not (reader.data / path.name / "dataset.toml").is_file():
            what = "không có bộ số liệu nào mang tên thư mục này."
            reader.note(path, what, "đặt tên thư mục theo một thư mục trong data/.")
