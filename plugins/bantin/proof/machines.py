"""What a page says to machines, in schema.org's and Dublin Core's words: its dates, days, codes and addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bantin.editorial import Author, Changed, Correction
from bantin.ingest.archive import Folder
from bantin.ingest.phrases import phrases_of, without_phrases
from bantin.ingest.rules import AREA
from bantin.proof.known import Known
from bantin.proof.page import Element, Page, inner, text_of
from bantin.proof.people import Person
from bantin.proof.photos import object_of
from bantin.proof.told import Told
from bantin.vietnamese import clean, day

Key = tuple[str, str]
"""What a text is said of, by schema.org's type, and its name."""
Right = Mapping[Key, frozenset[str]]
META = "meta"
SIZE = (1200, 630)
"""Of the picture to be shared, in pixels."""
PICTURE = "anh-chia-se.png"


def check_machines(page: Page, known: Known, names: tuple[str, ...]) -> None:
    """Prove what the page of a bulletin or of a dataset says to machines."""
    told = known.told.get(page.url)
    slug = page.url.removeprefix("ban-tin/").partition("/")[0]
    folder = known.folders.get(slug) if page.url == f"ban-tin/{slug}/" else told.folder if told else None
    canonical = "".join(own.get("href", "") for own in inner(page.tree, ".//link[@rel='canonical']"))
    shared = "".join(own.get("content", "") for own in inner(page.tree, ".//meta[@property='og:url']"))
    if shared != canonical or (canonical and not canonical.endswith(f"/{page.url}")):
        page.fault(page.tree, f"{canonical} {shared}", "không phải địa chỉ của trang này.")
    elif person := next((own for own in known.people.values() if page.url == f"tac-gia/{own.slug}/"), None):
        root = canonical.removesuffix(page.url)
        _check(page, known, _of_person(root, person), root, names)
    elif folder:
        root = canonical.removesuffix(page.url)
        right = {**_of_dataset(root, folder, known)}
        if told:
            right |= _of_bulletin(root, told) | _check_images(page, _images(root, told, known))
        files = [file.rpartition("/")[2] for file in told.release.files] if told else []
        _check(page, known, right, root, (*files, *phrases_of(folder.dataset, folder.codelists), *names))


def _check(page: Page, known: Known, right: Right, root: str, names: tuple[str, ...]) -> None:
    """Each text is one of the right ones, an address that leads to a file of the site, or has no unknown digit."""
    for element, key, text in _texts(page):
        wanted = right.get(key)
        if wanted is not None:
            if clean(text) not in wanted:
                page.fault(element, text, f"mục {key[1]} phải là “{'” hoặc “'.join(sorted(wanted))}”.")
        elif text.startswith(root):
            if not known.leads(text.removeprefix(root)):
                page.fault(element, text, "không dẫn đến trang hay tệp nào.")
        elif re.search(r"\d", without_phrases(clean(text), names)):
            page.fault(element, text, "có chữ số không rõ nguồn.")


def _images(root: str, told: Told, known: Known) -> list[dict[str, Any]]:
    """The pictures of a bulletin: the one to be shared, and the editor's photo."""
    shared = {"@type": "ImageObject", "url": f"{root}{told.url}{PICTURE}", "width": SIZE[0], "height": SIZE[1]}
    photo = told.editor.photo if told.editor else None
    return [shared, object_of(photo, told, known, root)] if photo else [shared]


def _check_images(page: Page, wanted: list[dict[str, Any]]) -> dict[Key, frozenset[str]]:
    """Hold the pictures that the article has for machines against those that it must have; what each text may be."""
    for element, content in _contents(page):
        if isinstance(content, dict) and content.get("@type") == "NewsArticle":
            given = content.get("image")
            if (given if isinstance(given, list) else [given]) != wanted:
                page.fault(element, json.dumps(given, ensure_ascii=False), "không phải các ảnh của bản tin này.")
    right: dict[Key, set[str]] = {}
    for own in wanted:
        for name, text in own.items():
            right.setdefault(("ImageObject", name), set()).add(str(text))
    return _sets(right)


def _of_dataset(root: str, folder: Folder, known: Known) -> dict[Key, frozenset[str]]:
    """What must be said on a dataset's page, and of it on its bulletins' pages."""
    dataset, home = folder.dataset, f"{root}ban-tin/{folder.dataset.slug}/"
    right: dict[Key, str | set[str]] = {
        (META, "DC.title"): dataset.title,
        (META, "DC.identifier"): home,
        (META, "DC.relation"): f"{home}datapackage.json",
        ("Dataset", "@id"): home,
        ("Dataset", "url"): home,
        ("Dataset", "name"): dataset.title,
        ("Periodical", "@id"): f"{home}#ban-tin",
        ("Periodical", "url"): home,
        ("Periodical", "name"): dataset.title,
        ("DataDownload", "contentUrl"): {f"{home}so-lieu.csv", f"{home}datapackage.json"},
        ("PropertyValue", "name"): {rule.label for rule in dataset.indicators.values()},
        ("PropertyValue", "unitText"): {rule.unit for rule in dataset.indicators.values()},
    }
    area, days = folder.codelists[AREA].items[dataset.area], list[str]()
    if folder.releases:
        newest = known.newest(dataset.slug)
        area = folder.codelists[AREA].items[newest.release.area]
        first = min(release.period.first for release in folder.releases)
        days = [f"{first}/{newest.last}"]
        right |= {
            ("Dataset", "temporalCoverage"): days[0],
            ("Dataset", "dateModified"): known.changed[dataset.slug].isoformat(),
            (META, "DC.date"): newest.published.date().isoformat(),
        }
    right |= {
        (META, "DC.coverage"): {area.full_name, *days},
        ("Place", "identifier"): area.code,
        ("Place", "name"): area.full_name,
    }
    return _sets(right)


def _of_bulletin(root: str, told: Told) -> dict[Key, frozenset[str]]:
    """What must be said on a bulletin's page instead."""
    own, home = f"{root}{told.url}", f"{root}ban-tin/{told.dataset.slug}/"
    area, period = told.folder.codelists[AREA].items[told.release.area], told.release.period
    at, days = told.published.isoformat(), f"{period.first}/{period.last}"
    files = {f"{root}du-lieu/{file.removeprefix('data/')}" for file in told.release.files}
    return _sets(
        {
            (META, "DC.title"): told.title,
            (META, "DC.description"): told.lead,
            (META, "DC.date"): told.published.date().isoformat(),
            (META, "DC.identifier"): own,
            (META, "DC.relation"): home,
            (META, "DC.coverage"): {area.full_name, days},
            (META, "DC.subject"): {told.dataset.title, told.dataset.category, *told.tags.values()},
            (META, "article:published_time"): at,
            (META, "article:modified_time"): told.updated.isoformat(),
            (META, "article:tag"): {*told.tags.values()},
            **{("NewsArticle", key): own for key in ("@id", "url", "mainEntityOfPage")},
            ("NewsArticle", "headline"): told.title,
            ("NewsArticle", "description"): told.lead,
            ("NewsArticle", "datePublished"): at,
            ("NewsArticle", "dateModified"): told.updated.isoformat(),
            ("NewsArticle", "keywords"): {*told.tags.values()},
            ("CorrectionComment", "text"): {_mended(own) for own in told.corrections},
            ("CorrectionComment", "datePublished"): {own.moment.isoformat() for own in told.corrections},
            ("NewsArticle", "temporalCoverage"): days,
            ("PublicationIssue", "issueNumber"): told.last.isoformat(),
            ("PublicationIssue", "datePublished"): at,
            ("DataDownload", "contentUrl"): {*files, f"{own}so-lieu.csv", f"{own}so-lieu.json"},
            ("Place", "identifier"): area.code,
            ("Place", "name"): area.full_name,
        }
    )


def _of_person(root: str, person: Person) -> dict[Key, frozenset[str]]:
    """What must be said on the page of somebody who signs, and nothing that their file does not say."""
    own, address = person.author or Author(person.slug, "", ""), f"{root}tac-gia/{person.slug}/"
    said = {
        "@id": f"{address}#tac-gia",
        "name": person.name,
        "url": address,
        "jobTitle": own.position,
        "image": f"{root}images/{own.photo.path}" if own.photo else "",
        "email": own.email,
        "telephone": own.phone,
        "sameAs": own.contact,
    }
    kind = "Organization" if person.is_office else "Person"
    return _sets(
        {
            ("ProfilePage", "@id"): address,
            ("ProfilePage", "url"): address,
            (kind, "@type"): kind,
            **{(kind, key): text for key, text in said.items()},
        }
    )


def _sets(right: Mapping[Key, str | set[str]]) -> dict[Key, frozenset[str]]:
    return {key: frozenset(map(clean, {texts} if isinstance(texts, str) else texts)) for key, texts in right.items()}


def _texts(page: Page) -> Iterator[tuple[Element, Key, str]]:
    """The texts for machines: their element, what they are called, and the text."""
    for element in inner(page.tree, ".//meta[starts-with(@name, 'DC.') or starts-with(@property, 'article:')]"):
        yield element, (META, element.get("name") or element.get("property")), element.get("content", "")
    for element, content in _contents(page):
        if content is None:
            page.fault(element, text_of(element), "không phải JSON.")
            continue
        for kind, key, text in leaves(content):
            yield element, (kind, key), text


def _contents(page: Page) -> Iterator[tuple[Element, object]]:
    """The things for machines on a page; None for what cannot be read."""
    for element in inner(page.tree, ".//script[@type='application/ld+json']"):
        try:
            yield element, json.loads(text_of(element))
        except ValueError:
            yield element, None


def leaves(content: object, kind: str = "", key: str = "") -> Iterator[tuple[str, str, str]]:
    """The texts and numbers in JSON, each with its name and with the type of what it is said of, if that has one."""
    if isinstance(content, dict):
        for name, own in content.items():
            yield from leaves(own, content.get("@type", ""), name)
    elif isinstance(content, list):
        for own in content:
            yield from leaves(own, kind, key)
    else:
        yield kind, key, str(content)


def _mended(own: Correction) -> str:
    """A correction in one text: what, why, and what each figure was and is."""
    what = f"Theo đính chính của bản tin kỳ đến {day(own.origin)}" if own.origin else own.what
    rows = [f"{one.label}: {_mending(one)}" for one in own.changes]
    return " ".join([f"{what}. Lý do: {own.why}.", *rows])


def _mending(own: Changed) -> str:
    """What was and is printed of a figure, in words."""
    was = f"trước ghi {own.was}" if own.was else "trước không nêu"
    return f"{was}, nay {own.now or 'không nêu nữa'}."
