"""The whole of `data/` and of the editors' files → an archive, with every problem in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bantin.errors import Problem, ProblemsFound
from bantin.ingest.codelist import Codelist, read_codelist
from bantin.ingest.dataset import Dataset, read_dataset
from bantin.ingest.editor import read_editor_file
from bantin.ingest.release import read_release
from bantin.model import EditorFile, Release

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Folder:
    """One dataset's folder, read: its releases in time order, its story's text, editors' files by day."""

    dataset: Dataset
    story: str
    story_file: str
    releases: tuple[Release, ...]
    editor_files: Mapping[date, EditorFile]


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that could be read, and the problems. Where one is an error, nothing may be published."""

    codelist: Codelist
    folders: tuple[Folder, ...]
    problems: tuple[Problem, ...]


@dataclass
class _Reader:
    """Reads on past faults, so that all of them are told together."""

    data: Path
    content: Path
    progress: Progress
    problems: list[Problem] = field(default_factory=list)

    def named(self, path: Path) -> str:
        """How messages and provenance call a file: alike on every machine, wherever the folders lie."""
        for label, root in (("data", self.data), ("content", self.content)):
            if path.is_relative_to(root):
                return f"{label}/{path.relative_to(root).as_posix()}"
        return path.name


def read_archive(data: Path, content: Path, progress: Progress = lambda _: None) -> Archive:
    """Everything under `data` and `content/bulletins`; `progress` is told of each file."""
    reader = _Reader(data, content, progress)
    codelist = Codelist({})
    try:
        codelist = read_codelist(data / "areas.csv", reader.named(data / "areas.csv"))
    except ProblemsFound as found:
        reader.problems.extend(found.problems)
    folders = [
        folder
        for path in sorted(data.glob("*/dataset.toml"))
        if (folder := _read_folder(reader, path, codelist)) is not None
    ]
    _check_editor_folders(reader, {folder.dataset.slug: folder for folder in folders})
    return Archive(codelist, tuple(folders), tuple(reader.problems))


def _read_folder(reader: _Reader, path: Path, codelist: Codelist) -> Folder | None:
    file = reader.named(path)
    reader.progress(f"Đọc {file}")
    try:
        dataset = read_dataset(path, file)
    except ProblemsFound as found:
        reader.problems.extend(found.problems)
        return None
    if dataset.area not in codelist.areas:
        what = f"không có mã đơn vị “{dataset.area}”."
        reader.problems.append(Problem(file, what, "ghi mã có trong data/areas.csv."))
        return None
    releases = []
    for release_path in sorted(path.parent.glob("*.csv")):
        reader.progress(f"Đọc {reader.named(release_path)}")
        release, problems = read_release(release_path, reader.named(release_path), dataset, codelist)
        reader.problems.extend(problems)
        if release:
            releases.append(release)
    story = path.parent / "story.md"
    if not story.is_file():
        what, remedy = "thiếu tệp story.md, nơi ghi lời của bản tin.", "viết story.md; xem docs/viet-ban-tin.md."
        reader.problems.append(Problem(file, what, remedy))
        return None
    editor_files = _read_editor_files(reader, dataset.slug, {release.period.last for release in releases})
    text = story.read_text(encoding="utf-8-sig", errors="replace")
    return Folder(dataset, text, reader.named(story), tuple(releases), editor_files)


def _read_editor_files(reader: _Reader, slug: str, days: set[date]) -> dict[date, EditorFile]:
    files = {}
    for path in sorted((reader.content / "bulletins" / slug).glob("*.md")):
        file = reader.named(path)
        reader.progress(f"Đọc {file}")
        try:
            day = date.fromisoformat(path.stem)
            files[day] = read_editor_file(path, file, reader.content / "images")
        except ValueError:
            what = "tên tệp không phải là ngày."
            reader.problems.append(Problem(file, what, "đặt tên như tệp số liệu: 2021-11-12.md."))
            continue
        except ProblemsFound as found:
            reader.problems.extend(found.problems)
            continue
        if day not in days:
            what = "không có tệp số liệu của ngày này nên lời của biên tập viên không được đăng."
            reader.problems.append(Problem(file, what, f"đặt số liệu vào data/{slug}/{path.stem}.csv.", is_error=False))
    return files


def _check_editor_folders(reader: _Reader, folders: Mapping[str, Folder]) -> None:
    for path in sorted((reader.content / "bulletins").glob("*")):
        if path.is_dir() and path.name not in folders and not (reader.data / path.name / "dataset.toml").is_file():
            what = "không có bộ số liệu nào mang tên thư mục này."
            remedy = "đặt tên thư mục theo một thư mục trong data/."
            reader.problems.append(Problem(reader.named(path), what, remedy))
