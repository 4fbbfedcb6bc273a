"""One build of the site: into a new folder beside the output, which it replaces only when all went well."""

from __future__ import annotations

import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import ArticlesGenerator
from pelican.log import FatalLogger, console
from pelican.settings import read_settings

from bantin.errors import BuildError, Problem, ProblemsFound
from bantin.ingest.archive import Archive, read_archive
from bantin.ingest.ledger import FOLDER as LEDGER
from bantin.ingest.ledger import GIT
from bantin.ingest.standing import READERS, Audience
from bantin.ledger.record import record
from bantin.proof.again import compare
from bantin.proof.verify import Proof
from bantin.publish.copies import Copies
from bantin.publish.form import LOCAL
from bantin.publish.site import Site

MADE_BY_US = "sitemap.xml"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build made: counts, the messages of warnings, and the files of the ledger that it wrote."""

    bulletins: int
    datasets: int
    files: int
    warnings: tuple[str, ...]
    recorded: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a site is built for: its audience; to be published; with the editors' form.

    What is published is written down in the ledger under `content`. The form saves by a server on this machine, whose
    address `form` is.
    """

    audience: Audience = READERS
    publish: bool = False
    form: str = ""


FOR_READERS = Purpose()


class _Kept(logging.Handler):
    """Keeps the messages of warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def build(settings_file: Path, data: Path, content: Path, output: Path, purpose: Purpose = FOR_READERS) -> Summary:
    """Build the site of `data` and `content` in `output`.

    Nothing takes the output's place before every number in it has been proved.

    Raises:
        ProblemsFound: for problems in data, stories, editors' files or the built pages; `output` stays as it was.
        BuildError: for anything else that people can mend; so does it then.
    """
    data, content, output = data.resolve(), content.resolve(), output.resolve()
    for folder in (data, content):
        if not folder.is_dir():
            raise BuildError(f"Không có thư mục {folder}.")
    _refuse_foreign(output, (data, content, settings_file.resolve().parent))
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.parent))
    kept = _Kept()
    logging.getLogger().addHandler(kept)
    fatal_before, FatalLogger.fatal_lvl = FatalLogger.fatal_lvl, logging.ERROR
    try:
        override: dict[str, Any] = {"PATH": str(content), "BANTIN_DATA": str(data), "OUTPUT_PATH": str(fresh)}
        override |= {"BANTIN_NOW": purpose.audience.now, "BANTIN_PREVIEW": purpose.audience.editors}
        if purpose.form:
            override["BANTIN_ADMIN"] = {"backend": {"name": LOCAL, "proxy_url": purpose.form, "branch": "main"}}
        settings = read_settings(str(settings_file), override=override)
        kept_copies = Copies(Path(settings["BANTIN_CACHE"]).resolve(), content)
        # that a published file is gone, the ledger tells; a copy of one that Git no longer has would block every Friday
        lost = tuple(kept_copies.lost(all_of_it=not purpose.publish))
        if lost:
            raise ProblemsFound(lost)
        site = _run(Pelican(settings), kept_copies)
        if found := proof_of(fresh, settings, site.archive).all(site.engine.workers):
            raise ProblemsFound(found)
        if purpose.publish and (unwritten := [*_unwritten(output, settings["SITEURL"], site)]):
            raise ProblemsFound(unwritten)
        files = sum(path.is_file() for path in fresh.rglob("*"))
        _replace(output, fresh)
        recorded = record(site.series, content) if purpose.publish else []
        kept_copies.keep()
        site.memo.close()
    except RuntimeError as fault:  # Pelican's way to stop at a logged error
        raise BuildError("\n".join(kept.messages) or str(fault)) from fault
    finally:
        FatalLogger.fatal_lvl = fatal_before
        logging.getLogger().removeHandler(kept)
        shutil.rmtree(fresh, ignore_errors=True)
    bulletins = sum(len(series.bulletins) for series in site.series)
    return Summary(bulletins, len(site.series), files, tuple(kept.messages), tuple(recorded))


def verify(
    settings_file: Path, data: Path, content: Path, output: Path, audience: Audience = READERS
) -> tuple[Problem, ...]:
    """What in a built site is not proved, or is not what these sources give.

    Raises:
        ProblemsFound, BuildError: when the site cannot be built from the sources.
    """
    if not (output / MADE_BY_US).is_file():
        raise BuildError(f"Không có trang nào trong {output}; dựng trước: python3 tasks.py build.")
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / "output"
        build(settings_file, data, content, again, Purpose(audience))
        altered = tuple(compare(output.resolve(), again))
    archive = read_archive(data.resolve(), content.resolve(), audience=audience)
    proof = proof_of(output.resolve(), read_settings(str(settings_file)), archive)
    return tuple(dict.fromkeys((*proof.all(os.cpu_count() or 1), *altered)))


def proof_of(output: Path, settings: Any, archive: Archive) -> Proof:
    """The proof of a site that was built with these settings."""
    said = [settings.get(name) or {} for name in ("BANTIN_AGENCY", "BANTIN_LICENSE")]
    links = (title for title, _ in settings.get("BANTIN_LINKS") or ())
    names = (settings["SITENAME"], settings.get("SITESUBTITLE") or "", *(text for own in said for text in own.values()))
    return Proof(output, archive.data, archive, (*names, *links), settings["FEED_MAX_ITEMS"])


def _run(pelican: Pelican, copies: Copies) -> Site:
    """Run Pelican, and give what the plugin made of the data."""
    sites: list[Site] = []

    def keep(generator: ArticlesGenerator) -> None:
        sites.append(generator.context["bantin"])

    quiet_before, console.quiet = console.quiet, True  # its summary is English; ours is told by the task
    try:
        with signals.article_generator_finalized.connected_to(keep):
            pelican.run()
    except ProblemsFound as found:
        raise ProblemsFound(copies.with_copies(found.problems)) from found
    finally:
        console.quiet = quiet_before
    return sites[0]


def _unwritten(output: Path, address: str, site: Site) -> Iterator[Problem]:
    """Bulletins that the published site in `output` has and the ledger has lost, by which no change could be seen."""
    known = {
        f"{address}/ban-tin/{series.folder.dataset.slug}/{last.isoformat()}/"
        for series in site.series
        for last in series.folder.issues
    }
    sitemap = output / MADE_BY_US
    published = re.findall(r"<loc>([^<]+)</loc>", sitemap.read_text("utf-8")) if sitemap.is_file() else ()
    for url in published:
        name = re.fullmatch(rf"{re.escape(address)}/ban-tin/([\w-]+)/(\d{{4}})-\d\d-\d\d/", url)
        if name and url not in known:
            what = f"sổ đăng không còn bản tin {url}, mà trang trong {output.name}/ đã đăng nó."
            yield Problem(f"content/{LEDGER}/{name[1]}/{name[2]}.csv", what, GIT)


def _refuse_foreign(output: Path, sources: tuple[Path, ...]) -> None:
    """Never take the place of a folder that holds anything but a site of ours."""
    watched = any(output.is_relative_to(folder) for folder in sources[:-1])
    if watched or any(source == output or source.is_relative_to(output) for source in sources):
        raise BuildError(f"{output} chứa tệp nguồn; chọn thư mục khác cho --output.")
    if output.exists() and (not output.is_dir() or (any(output.iterdir()) and not (output / MADE_BY_US).is_file())):
        raise BuildError(f"{output} không phải là trang đã dựng trước đây; chọn thư mục khác cho --output.")


def _replace(output: Path, fresh: Path) -> None:
    """Put the fresh folder in the output's place; the old one is removed only then."""
    fresh.chmod(0o755)  # temporary folders are made for their owner only
    old = fresh.with_name(f"{fresh.name}-old")
    if output.exists():
        output.rename(old)
    try:
        fresh.rename(output)
    except OSError:
        if old.exists():
            old.rename(output)
        raise
    shutil.rmtree(old, ignore_errors=True)
