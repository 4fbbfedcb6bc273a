"""The whole of `data/` and of the editors' files → an archive, with every problem in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from bantin.editorial import Author, EditorFile, Standing
from bantin.errors import Problem, suggestion
from bantin.ingest.authors import People, Signature, read_authors, signatures_of
from bantin.ingest.codelist import Codelist, read_codelist, read_populations
from bantin.ingest.dataset import Dataset, read_dataset
from bantin.ingest.editors import check_folders, read_editor_files, read_ledger
from bantin.ingest.ledger import Issues
from bantin.ingest.phrases import DIGIT, phrases_of, without_phrases
from bantin.ingest.published import Published, read_published
from bantin.ingest.reader import Progress, Reader
from bantin.ingest.reading import PUBLISHED
from bantin.ingest.release import period_of
from bantin.ingest.releases import Releases
from bantin.ingest.rules import AREA, RECORD
from bantin.ingest.standing import READERS, Audience
from bantin.memo import Memo
from bantin.model import Period, Release

SHARED = ("areas", "populations")


@dataclass(frozen=True, slots=True)
class Folder:
    """One dataset's folder, read: its releases in time order, its story's text if it has one, editors' files by day.

    The releases are those that `audience` gets; of those that it does not get, and of what was withdrawn, there are the
    periods. `issues` are what was published so far. With a memo, `prints` tell releases apart by all that is in them
    and in those before.
    """

    dataset: Dataset
    codelists: Mapping[str, Codelist]
    story: str
    story_file: str
    releases: tuple[Release, ...]
    editor_files: Mapping[date, EditorFile]
    withdrawn: tuple[Period, ...] = ()
    left_out: tuple[Period, ...] = ()
    audience: Audience = READERS
    issues: Issues = field(default_factory=dict)
    prints: tuple[str, ...] = ()

    @property
    def periods(self) -> tuple[Period, ...]:
        """Every period from the first release's to the newest's in time order, those without a release too."""
        rule, known = self.dataset.period, [release.period for release in self.releases]
        if rule.every == "irregular":
            return tuple(known)
        found = known[-1:]
        while found and found[-1].last > known[0].last and (before := rule.ending(rule.previous(found[-1]))):
            found.append(before)
        return tuple(found[::-1])


@dataclass(frozen=True, slots=True)
class Archive:
    """Everything that could be read under `data`, and the problems. Where one is an error, nothing may be published."""

    data: Path
    folders: tuple[Folder, ...]
    problems: tuple[Problem, ...]
    audience: Audience = READERS
    authors: tuple[Author, ...] = ()

    @property
    def people(self) -> People:
        """Who signed what is in it."""
        return People(self.authors, _signatures(self.folders))


def read_archive(
    data: Path,
    content: Path,
    progress: Progress = lambda _: None,
    audience: Audience = READERS,
    memo: Memo | None = None,
) -> Archive:
    """Everything under `data`, and what editors wrote under `content`, for an audience; `progress` is told of files.

    What the audience does not get is read and checked too, and then left out, as if it had never been sent. Releases
    that are in the memo are not read again.
    """
    reader = Reader(data, content, progress, memo)
    areas = reader.tried(read_codelist, data / "areas.csv")
    populations = data / "populations.csv"
    if areas and populations.is_file():
        areas = reader.tried(read_populations, populations, areas)
    folders = []
    for path in sorted(data.glob("*/dataset.toml")):
        folder = _read_folder(reader, path, areas, audience) if areas else None
        if folder:
            folders.append(folder)
    check_folders(reader)
    authors = read_authors(reader)
    reader.problems.extend(People(authors, _signatures(folders)).problems())
    return Archive(data, tuple(folders), tuple(reader.problems), audience, authors)


def _signatures(folders: Iterable[Folder]) -> Iterator[Signature]:
    """Every name under a bulletin, those that editors wrote after those of the datasets' sources."""
    offices = {folder.dataset.slug: folder.dataset.source for folder in folders}
    yield from (Signature(name, f"data/{own}/dataset.toml", is_person=False) for own, name in offices.items())
    for folder in folders:
        for file in folder.editor_files.values():
            yield from signatures_of(file)


def _read_folder(reader: Reader, path: Path, areas: Codelist, audience: Audience) -> Folder | None:
    dataset = reader.tried(read_dataset, path)
    if dataset is None:
        return None
    if dataset.area not in areas.items:
        reader.note(path, f"không có mã đơn vị “{dataset.area}”.", "ghi mã có trong data/areas.csv.")
        return None
    codelists = _codelists(reader, path, dataset, areas)
    if codelists is None:
        return None
    if DIGIT.search(without_phrases(" ".join(dataset.method_paragraphs), phrases_of(dataset, codelists))):
        remedy = "bỏ con số, vì nó không đổi theo kỳ; tên gọi có chữ số thì ghi thêm vào phrases."
        reader.note(path, "method có chữ số.", remedy)
    found = _files_by_period(reader, path.parent, dataset, codelists)
    whole = path.with_name(PUBLISHED)
    if not found and not whole.is_file():
        reader.note(path, "bộ số liệu chưa có tệp số liệu nào.", "đặt tệp số liệu vào thư mục này.", is_error=False)
    published = reader.tried(read_published, whole, dataset, codelists) if whole.is_file() else None
    published = published or Published(reader.named(whole))
    editor_files = read_editor_files(
        reader, dataset, {period.last for period, _ in found} | {*published.lines}, audience.now
    )
    left_out = {last for last, editor in editor_files.items() if not audience.gets(editor)}
    for last in sorted(left_out & {*published.lines}):
        what = f"không giữ lại được kỳ này, vì số liệu của nó nằm trong {published.file}."
        remedy = f"bỏ mục Trạng thái và Không đăng trước, hoặc tách số liệu của kỳ ra tệp {last}.csv."
        reader.problems.append(Problem(editor_files[last].file, what, remedy))
    releases, prints = _read_releases(reader, found, published, dataset, codelists, left_out)
    story = path.parent / "story.md"
    if story.is_file() and not reader.is_inside(story):
        return None
    text = story.read_text(encoding="utf-8-sig", errors="replace") if story.is_file() else ""
    taken_back = (last for last, editor in editor_files.items() if editor.standing is Standing.WITHDRAWN)
    withdrawn = tuple(filter(None, map(dataset.period.ending, sorted(taken_back))))
    unseen = tuple(period for period, _ in found if period.last in left_out)
    read = Folder(dataset, codelists, text, reader.named(story), releases, editor_files)
    issues = read_ledger(reader, dataset)
    return replace(read, withdrawn=withdrawn, left_out=unseen, audience=audience, issues=issues, prints=prints)


def _codelists(reader: Reader, path: Path, dataset: Dataset, areas: Codelist) -> dict[str, Codelist] | None:
    """The codelists that the dataset's tables name, or None with what is wrong noted."""
    codelists = {AREA: areas}
    for name in {rule.rows for rule in dataset.all_tables.values()} - {AREA, RECORD}:
        if name in SHARED:  # a dataset's package has both files
            reader.note(path, f"“{name}” là tên của tệp dùng chung data/{name}.csv.", "đặt tên khác cho danh mục.")
            return None
        places = [folder / f"{name}.csv" for folder in (path.parent, reader.data)]
        place = next((place for place in places if place.is_file()), None)
        if place is None:
            reader.note(path, f"không có danh mục “{name}”.", f"thêm tệp {name}.csv, với các cột code và name.")
            return None
        codelist = reader.tried(read_codelist, place)
        if codelist is None:
            return None
        if dataset.area in codelist.items:
            reader.note(path, f"danh mục “{name}” có mã trùng với area = “{dataset.area}”.", "đổi mã trong danh mục.")
            return None
        codelists[name] = codelist
    for chart in dataset.charts:
        rows = dataset.table_of(chart.names[0]).rows
        known = codelists[AREA if rows == RECORD else rows].items
        for code in chart.items:
            if code not in known:
                what = f"charts.item: danh mục không có mã “{code}”.{suggestion(code, known)}"
                reader.note(path, what, "ghi mã có trong danh mục.")
        if chart.kind == "tiles" and not any(item.tile for item in known.values()):
            what = "charts: tiles cần vị trí của các đơn vị."
            reader.note(path, what, "ghi cột tile trong data/areas.csv, như 2.1: cột thứ hai, hàng đầu.")
    return codelists


def _read_releases(
    reader: Reader,
    found: list[tuple[Period, dict[str, Path]]],
    published: Published,
    dataset: Dataset,
    codelists: Mapping[str, Codelist],
    left_out: set[date],
) -> tuple[tuple[Release, ...], tuple[str, ...]]:
    reader.problems.extend(published.problems)
    releases = Releases(reader, dataset, codelists)
    for release in published.releases:
        releases.add(release)
    for period, files in found:
        if period.last in published.lines:
            what = f"kỳ này đã có trong {published.file}, từ dòng {published.lines[period.last]}."
            remedy = "chỉ giữ một: xóa tệp này, hoặc xóa các dòng của kỳ ấy trong tệp kia."
            for path in dict.fromkeys(files.values()):
                reader.note(path, what, remedy)
        missing = dataset.all_tables.keys() - files.keys()
        if missing:
            any_path = next(iter(files.values()))
            what = f"kỳ này thiếu bảng: {', '.join(sorted(missing))}."
            reader.note(any_path, what, f"thêm tệp {period.last}.<tên bảng>.csv, hoặc một tệp XLSX có đủ trang tính.")
            continue
        releases.read(files, period)
    derived, prints, problems = releases.derived(left_out)
    reader.problems.extend(published.contradictions(derived, dataset))
    rated = any(rule.rate for rule in dataset.indicators.values())
    if rated and derived and not codelists[AREA].population(derived[-1].area, derived[-1].period.last):
        what = f"chưa có dân số của mã {derived[-1].area}, nên không tính được chỉ tiêu theo dân số."
        problem = Problem(f"data/{dataset.slug}/dataset.toml", what, "thêm vào data/populations.csv.", is_error=False)
        reader.problems.append(problem)
    _check_periods(reader, dataset)
    reader.problems.extend(problems)
    return derived, prints


def _check_periods(reader: Reader, dataset: Dataset) -> None:
    """What the declared periods make impossible: bases that end none of them, sums over the year's end."""
    file = f"data/{dataset.slug}/dataset.toml"
    for name, day in dataset.bases.items():
        if dataset.period.ending(day) is None:
            what = f"bases: {day:%d/%m/%Y} (“{name}”) không phải là ngày cuối của một kỳ."
            reader.problems.append(Problem(file, what, f"ghi ngày cuối kỳ; {dataset.period.describes()}."))
    for name, rule in dataset.indicators.items():
        straddles = dataset.period.every == "week" or dataset.period.start > 1
        if rule.cumulative and rule.since == "year" and straddles:
            what = f"“{rule.label}” cộng từ ngày 1/1, trong khi có kỳ vắt qua hai năm nên có năm không cộng được."
            remedy = f'ghi since = "statistical-year" ở indicators.{name}, hoặc một ngày.'
            reader.problems.append(Problem(file, what, remedy, is_error=False))


def _files_by_period(
    reader: Reader, folder: Path, dataset: Dataset, codelists: Mapping[str, Codelist]
) -> list[tuple[Period, dict[str, Path]]]:
    """The folder's data files by period, in time order, and by table."""
    found: dict[date, tuple[Period, dict[str, Path]]] = {}
    own = {"dataset.toml", "story.md", PUBLISHED, *(f"{name}.csv" for name in codelists)}
    for path in sorted(folder.iterdir()):
        if path.name in own or path.name.startswith((".", "~$")) or path.is_dir() or not reader.is_inside(path):
            continue
        stem, _, table = path.stem.partition(".")
        period = period_of(stem, dataset)
        several = table == "" and path.suffix.lower() == ".xlsx" and bool(dataset.tables)
        tables = list(dataset.all_tables) if several else [table]
        if period and stem == period.last.isoformat() and not set(tables) <= dataset.all_tables.keys():
            known = ", ".join(f"{stem}.{name}{path.suffix}" for name in dataset.tables) or f"{stem}{path.suffix}"
            reader.note(path, f"không có bảng nào tên là “{table}”.", f"đặt tên là: {known}.")
            continue
        if period is None or stem != period.last.isoformat():
            example = dataset.period.example()
            what = "tên tệp không phải là ngày cuối của một kỳ báo cáo."
            remedy = f"đặt tên theo dạng năm-tháng-ngày, như {example}{path.suffix}; {dataset.period.describes()}."
            if path.stem.startswith(Path(PUBLISHED).stem):
                remedy = f"tệp tải về từ trang thì đặt tên là {PUBLISHED}, và chỉ giữ một tệp như vậy."
            reader.note(path, what, remedy)
            continue
        files = found.setdefault(period.last, (period, {}))[1]
        for table_name in tables:
            if table_name in files:
                reader.note(path, f"kỳ này đã có tệp {files[table_name].name}.", "chỉ giữ một tệp.")
            files.setdefault(table_name, path)
    return [found[last] for last in sorted(found)]
