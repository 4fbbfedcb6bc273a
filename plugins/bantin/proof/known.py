"""What is known of the published site before any page is read: its bulletins, their addresses, who signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from bantin.errors import Problem
from bantin.ingest.archive import Archive, Folder
from bantin.model import Period
from bantin.proof.coming import Coming, coming
from bantin.proof.levels import Levels
from bantin.proof.people import People, people_of
from bantin.proof.raw import Files
from bantin.proof.told import Told


@dataclass
class Known:
    """The site's bulletins by address, in the order of the datasets, and what is wrong before any page is read.

    `files` are those of the built site, by their paths in it, which is at `output`.
    """

    told: dict[str, Told]
    folders: dict[str, Folder]
    levels: dict[str, Levels]
    problems: list[Problem]
    files: frozenset[str] = frozenset()
    people: People = field(default_factory=dict)
    output: Path = Path()
    datasets: dict[str, Told] = field(default_factory=dict)
    """Of each dataset's own page what its JSON says, as of the newest release."""
    texts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """What is wrong with a bulletin's text in feeds, which is the same in all of them."""

    @cached_property
    def withdrawn(self) -> dict[str, tuple[Folder, Period]]:
        """What is left of bulletins that were withdrawn, by address."""
        return {
            f"ban-tin/{slug}/{period.last.isoformat()}/": (folder, period)
            for slug, folder in self.folders.items()
            for period in folder.withdrawn
        }

    def of(self, url: str) -> Told | None:
        """What the page of an address tells with figures of its own."""
        return self.told.get(url) or self.datasets.get(url)

    @cached_property
    def newest_first(self) -> list[Told]:
        """All bulletins, the newest first."""
        return sorted(self.told.values(), key=lambda told: told.published, reverse=True)

    @cached_property
    def changed(self) -> dict[str, datetime]:
        """When each dataset's bulletins last changed."""
        found: dict[str, datetime] = {}
        for told in self.told.values():
            found[told.dataset.slug] = max(told.updated, found.get(told.dataset.slug, told.updated))
        return found

    def newest(self, slug: str) -> Told:
        """A dataset's newest bulletin; it must have one."""
        return self.told[f"ban-tin/{slug}/{max(self.levels[slug].releases)}/"]

    def coming(self, slug: str) -> list[Coming]:
        """The releases that a dataset announces."""
        folder = self.folders[slug]
        return coming(folder.dataset.period, folder.releases[-1].period) if folder.releases else []

    def own_days(self, url: str) -> tuple[str, str] | None:
        """Of a dataset's page: when it was last added to, and when the next release is due; of others None."""
        slug = url.strip("/").rpartition("/")[2]
        if url != f"ban-tin/{slug}/" or slug not in self.folders or not self.folders[slug].releases:
            return None
        due = [f"{own.due:%Y-%m-%dT%H:%M}" for own in self.coming(slug)]
        return self.newest(slug).published.date().isoformat(), (*due, "")[0]

    def leads(self, address: str) -> bool:
        """Whether an address within the site, an anchor aside, is that of a page or a file."""
        path = address.partition("#")[0]
        return (f"{path}index.html" if path.endswith("/") or not path else path) in self.files


def read_known(archive: Archive, data: Path, output: Path) -> Known:
    """Everything that pages are held against."""
    there = frozenset(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    files, known = Files(data), Known({}, {}, {}, [], there, people_of(archive), output)
    for folder in archive.folders:
        slug, levels = folder.dataset.slug, Levels(folder, files)
        known.folders[slug], known.levels[slug] = folder, levels
        known.problems += levels.problems
        for release in folder.releases:
            page = output / "ban-tin" / slug / release.period.last.isoformat()
            told = Told(folder, release, levels, _content(page, output, known.problems), known.people)
            known.told[told.url] = told
        for newest in folder.releases[-1:]:
            content = _content(output / "ban-tin" / slug, output, known.problems)
            known.datasets[f"ban-tin/{slug}/"] = Told(folder, newest, levels, content)
    return known


def _content(folder: Path, output: Path, problems: list[Problem]) -> Mapping[str, Any]:
    path = folder / "so-lieu.json"
    try:
        found: Mapping[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        name = path.relative_to(output).as_posix()
        problems.append(Problem(name, "không có hoặc không đọc được.", "dựng lại trang."))
        return {}
    return found
