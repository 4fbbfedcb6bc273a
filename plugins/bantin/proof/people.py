"""Who signed, told anew from the files of authors, editors and datasets: names, addresses and roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bantin.editorial import Author, Byline
from bantin.ingest.archive import Archive
from bantin.vietnamese import clean, slug, spelling


@dataclass(frozen=True, slots=True)
class Person:
    """A person or an office that signs: the name as shown, as in addresses, and the file, if there is one."""

    name: str
    slug: str
    author: Author | None = None
    is_office: bool = False


People = Mapping[str, Person]
"""Everyone who signs, by how the name is spelt."""
NOBODY: People = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed a bulletin, and all that they did for it."""

    person: Person
    roles: frozenset[str]

    @property
    def wrote(self) -> bool:
        """Whether the text is theirs."""
        return bool(self.roles & {"tác giả", "tổng hợp"})


def people_of(archive: Archive) -> People:
    """Everyone in an archive's files."""
    files = {spelling(author.name): author for author in archive.authors}
    sources = Counter(clean(folder.dataset.source) for folder in archive.folders)
    written = Counter(
        clean(byline.name)
        for folder in archive.folders
        for editor in folder.editor_files.values()
        for byline in editor.bylines
    )
    offices, found = {spelling(name) for name in sources}, dict[str, Person]()
    for key in offices | {spelling(name) for name in written}:
        author, times = files.get(key), sources if key in offices else written
        spelt = [name for name in times if spelling(name) == key]
        name = author.name if author else min(spelt, key=lambda name: (-times[name], name))
        found[key] = Person(name, author.slug if author else slug(name), author, key in offices)
    return found


def signed(bylines: tuple[Byline, ...], source: str, people: People) -> list[Signed]:
    """Who signed, in the order in which they did; first of all the source, where nobody else wrote."""
    roles: dict[str, frozenset[str]] = {}
    wrote = any({"tác giả", "tổng hợp"} & {*byline.roles} for byline in bylines)
    for byline in (*(() if wrote else (Byline(source),)), *bylines):
        key = spelling(byline.name)
        roles[key] = roles.get(key, frozenset()) | {*byline.roles}
    own = {spelling(name): name for name in (source, *(byline.name for byline in bylines))}
    return [Signed(people.get(key) or Person(own[key], slug(own[key])), did) for key, did in roles.items()]
