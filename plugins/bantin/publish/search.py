"""The search index: every bulletin's words without marks, and what a result shows of it. Its engine is Pagefind's.

The index holds no filters of Pagefind's, for their bytes differ from run to run: a dataset, a year and an author are
words with a letter of their own, as are those of each part of a bulletin (`proof.index`), so that a title can be asked
for by itself.
"""

from __future__ import annotations

import logging
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from pagefind.service import get_executable

from bantin.errors import BuildError
from bantin.model import plain
from bantin.proof.index import AUTHOR, DATASET, LABELS, TEXT, TITLE, YEAR, Run, indexed
from bantin.publish.articles import BulletinArticle
from bantin.publish.views import DatasetView

SERVED = ("pagefind.js", "pagefind-entry.json", "*.pf_meta", "wasm.unknown.pagefind")
"""What the search page needs of what Pagefind writes beside its folders: none of its ready-made interfaces."""
MOST_SECONDS = 600
MENDING = "Cách sửa: chạy lại python3 tasks.py build để cài lại môi trường; nếu vẫn lỗi, báo người phát triển."

logger = logging.getLogger("bantin")


@dataclass(frozen=True, slots=True)
class Record:
    """One bulletin in the index: its address, the texts that it is found by, and what a result shows, by name.

    Results are told apart by relevance, and by `shown["date"]` where they are alike.
    """

    url: str
    runs: tuple[Run, ...]
    shown: Mapping[str, str]

    @property
    def html(self) -> str:
        """The record as the page that the engine reads: one paragraph."""
        names = ",".join(f"{name}[data-{name}]" for name in self.shown)
        given = Markup("").join(Markup(' data-{}="{}"').format(name, text) for name, text in self.shown.items())
        return (
            f'<!doctype html><html lang="vi"><body><p data-pagefind-meta="{names}" data-pagefind-sort="date[data-date]"'
            f"{given}>{indexed(self.runs)}</p></body></html>"
        )


def records_of(datasets: Iterable[DatasetView]) -> list[Record]:
    """A record of every bulletin."""
    return [_record(dataset, article) for dataset in datasets for article in dataset.articles]


def _record(dataset: DatasetView, article: BulletinArticle) -> Record:
    shown = {
        "title": plain(article.made.title),
        "lead": plain(article.made.lead),
        "date": article.made.published.isoformat(),
        "dataset": dataset.title,
    }
    illustrative = {"illustrative": "1"} if dataset.illustrative else {}
    return Record(article.url, tuple(_runs(dataset, article)), shown | illustrative)


def _runs(dataset: DatasetView, article: BulletinArticle) -> Iterator[Run]:
    """The texts that a bulletin is found by; the values of charts are left out, for trends repeat earlier ones."""
    made = article.made
    yield TITLE, plain(made.title)
    yield DATASET, dataset.slug
    yield YEAR, f"{made.published:%Y}"
    yield from ((AUTHOR, slug) for slug in dict.fromkeys(byline.slug for byline in made.bylines))
    yield TEXT, plain(made.title)
    yield TEXT, article.bulletin.feed_html.striptags()
    if made.photo and made.photo.caption:
        yield TEXT, made.photo.caption
    yield LABELS, dataset.title
    for chart in made.charts:
        yield LABELS, chart.title
        if chart.note:
            yield LABELS, plain(chart.note)
        yield from ((LABELS, row.label) for row in chart.rows if not row.day)


def choices_of(datasets: Iterable[DatasetView]) -> dict[str, list[tuple[str, str]]]:
    """What results can be narrowed down to: by the name of the field, each value and how it is called."""
    told = [dataset for dataset in datasets if dataset.articles]
    made = [article.made for dataset in told for article in dataset.articles]
    return {
        "bo-so-lieu": sorted(((dataset.slug, dataset.title) for dataset in told), key=lambda pair: pair[1]),
        "nam": [(year, year) for year in sorted({f"{own.published:%Y}" for own in made}, reverse=True)],
        "tac-gia": sorted(
            {(byline.slug, byline.name) for own in made for byline in own.bylines}, key=lambda pair: pair[1]
        ),
    }


def write_index(records: Sequence[Record], output: Path) -> None:
    """Write the index of the records into a folder; of no records there is none.

    Raises:
        BuildError: when the engine is missing or does not run.
    """
    if not records:
        return
    logger.info("Lập chỉ mục tìm kiếm của %s bản tin", len(records))
    with tempfile.TemporaryDirectory() as folder:
        for record in records:
            page = Path(folder, "site", record.url, "index.html")
            page.parent.mkdir(parents=True)
            page.write_text(record.html, encoding="utf-8", newline="\n")
        _run(["--site", "site", "--output-path", str(output.resolve()), "--quiet"], folder)
    for path in output.iterdir():
        if path.is_file() and not any(map(path.match, SERVED)):
            path.unlink()


def _run(options: list[str], folder: str) -> None:
    """Run the engine in a folder of its own, where no settings of somebody's lie."""
    engine = get_executable()
    if engine is None:
        raise BuildError(f"Không có bộ lập chỉ mục tìm kiếm (pagefind) trong môi trường.\n{MENDING}")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    try:
        done = subprocess.run(  # noqa: S603 - the engine's own path, and no text of anybody's among the options
            [str(engine), *options],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=MOST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise BuildError(f"Không chạy được bộ lập chỉ mục tìm kiếm (pagefind): {fault}.\n{MENDING}") from fault
    if done.returncode:
        raise BuildError(f"Bộ lập chỉ mục tìm kiếm (pagefind) báo lỗi:\n{done.stdout.strip()}\n{MENDING}")
