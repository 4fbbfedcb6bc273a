"""What a page says around its figures: titles, days, counts, lists, links, and what machines read; by its address."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bantin.ingest.phrases import without_phrases
from bantin.proof.marks import day_texts
from bantin.proof.page import Element, Page, inner, text_of
from bantin.proof.told import Known, Told
from bantin.vietnamese import clean, day

ILLUSTRATIVE = " · Số liệu minh họa"
MOST_RECENT = 8


@dataclass(frozen=True, slots=True)
class Setting:
    """The site's own settings."""

    name: str
    motto: str
    address: str
    agency: Mapping[str, str]

    @property
    def publisher(self) -> str:
        """Who publishes, to machines."""
        return self.agency.get("name") or self.name


def shown(url: str, title: str, known: Known) -> list[Told]:
    """The bulletins that the page of an address is about, the newest first."""
    everyone = known.newest_first
    parts = url.strip("/").split("/")
    match parts:
        case ["luu-tru", *when]:
            return [told for told in everyone if [f"{told.published:%Y}", f"{told.published:%m}"][: len(when)] == when]
        case ["ban-tin", slug]:
            return [told for told in everyone if told.dataset.slug == slug]
        case ["chuyen-muc", _]:
            return [told for told in everyone if told.dataset.category == title]
        case ["tac-gia", _]:
            return [told for told in everyone if title in told.authors]
        case ["" | "tac-gia"]:
            return everyone
    return []


def check_chrome(page: Page, known: Known, setting: Setting) -> None:
    """Check and claim what stands around the figures of a page."""
    told = known.told.get(page.url)
    title = clean(text_of(inner(page.tree, ".//h1")[0]))
    if told:
        page.expect_only(inner(page.tree, ".//h1"), told.title)
        lead = inner(page.tree, ".//p[@class='lead']")
        if [unended(text_of(element)) for element in lead] != [unended(told.lead)]:
            page.fault(lead[0] if lead else page.tree, text_of(lead[0]) if lead else "", f"phải là “{told.lead}”.")
    _head(page, told, title, setting)
    _lists(page, known, title)
    for link in inner(page.tree, ".//a[@href]"):
        _link(page, link, known)
    for element in inner(page.tree, ".//div[@class='toolbar']//time"):
        newest = [told] if told else shown(page.url, title, known)
        if newest:
            _day(page, element, newest[0])
    for element in inner(page.tree, ".//header//p[@class='motto']"):
        page.expect(element, setting.motto)
    for element in inner(page.tree, ".//footer//address//*[not(*)]"):
        if clean(text_of(element)):
            wanted = next((own for own in setting.agency.values() if clean(own) == clean(text_of(element))), "")
            page.expect(element, wanted)
    for element in inner(page.tree, ".//div[@class='print']/dd"):
        page.expect(element, f"{setting.address}/{page.url}")


def _head(page: Page, told: Told | None, title: str, setting: Setting) -> None:
    """The page's name and what machines read of it, all equal to what readers see."""
    home = page.path == "index.html"
    lead = told.lead if told else ""
    address = f"{setting.address}/{page.url}"
    for element in inner(page.tree, ".//head/title"):
        page.expect(element, setting.name if home else f"{title} - {setting.name}")
    wanted = {"og:title": title, "og:url": address, "og:site_name": setting.name}
    if told:
        wanted |= {"DC.title": title, "DC.identifier": address, "DC.date": told.published.date().isoformat()}
        wanted |= {"article:published_time": told.published.isoformat(), "DC.publisher": setting.publisher}
        wanted |= dict.fromkeys(("description", "og:description", "DC.description"), lead)
    for element in inner(page.tree, ".//meta[@content]"):
        name = element.get("name") or element.get("property") or ""
        if name in wanted:
            page.expect(element, wanted[name], "content")
    for element in inner(page.tree, ".//link[@rel='canonical']"):
        page.expect(element, address, "href")
    for element in inner(page.tree, ".//script[@type='application/ld+json']"):
        _structured(page, element, told, setting)


def _structured(page: Page, element: Element, told: Told | None, setting: Setting) -> None:
    """The data for machines: every text is one that the bulletin has."""
    try:
        content = json.loads(text_of(element))
    except ValueError:
        content = {}
    rules, given = (told.dataset if told else None), dict(_leaves(content))
    if told is None or rules is None:
        page.fault(element, "", "không thuộc bản tin nào.")
        return
    wanted = {
        "headline": {told.title},
        "description": {told.lead},
        "datePublished": {told.published.isoformat()},
        "mainEntityOfPage": {f"{setting.address}/{page.url}"},
        "author.name": set(told.authors),
        "publisher.name": {setting.publisher},
        "isBasedOn.name": {rules.title},
        "isBasedOn.description": {rules.description or rules.title},
        "isBasedOn.creator.name": {rules.source},
        "isBasedOn.distribution.name": {
            "Các con số và nguồn (JSON)",
            *(f"Số liệu gốc ({file.rpartition('/')[2]})" for file in told.release.files),
        },
        "isBasedOn.distribution.contentUrl": {
            f"{setting.address}/{told.url}so-lieu.json",
            *(f"{setting.address}/du-lieu/{file.removeprefix('data/')}" for file in told.release.files),
        },
        "inLanguage": {"vi"},
        "@context": {"https://schema.org"},
    }
    for key, texts in given.items():
        if not key.endswith("@type") and set(map(clean, texts)) != set(map(clean, wanted.get(key, ()))):
            page.fault(element, ", ".join(sorted(texts)), f"mục {key} phải là “{', '.join(wanted.get(key, ()))}”.")
    types = {"NewsArticle", "Person", "GovernmentOrganization", "Dataset", "Organization", "DataDownload"}
    kinds = {kind for key, texts in given.items() if key.endswith("@type") for kind in texts}
    if wanted.keys() - given.keys() or kinds != types:
        page.fault(element, ", ".join(sorted(kinds ^ types | (wanted.keys() - given.keys()))), "thiếu hoặc lạ.")


def _leaves(content: Any, key: str = "") -> dict[str, set[str]]:  # noqa: ANN401 - JSON
    found: dict[str, set[str]] = {}
    pairs = (
        content.items()
        if isinstance(content, dict)
        else [("", own) for own in content]
        if isinstance(content, list)
        else ()
    )
    for name, own in pairs:
        for path, texts in _leaves(own, f"{key}.{name}".strip(".") if name else key).items():
            found.setdefault(path, set()).update(texts)
    return found if isinstance(content, (dict, list)) else {key: {str(content)}}


def _lists(page: Page, known: Known, title: str) -> None:
    """The newest bulletin, and the lists of bulletins: all that belong there, in order, each as it calls itself."""
    everyone = shown(page.url, title, known)
    listed = inner(page.tree, ".//li[@data-bulletin] | .//article[@data-bulletin]")
    given = [known.told.get(element.get("data-bulletin")) for element in listed]
    moments = [told.published for told in given if told]
    wanted = [told.published for told in everyone]
    if page.path == "index.html":  # the newest by itself, then those after it; an only one stands in the list, too
        wanted = wanted[:1] + (wanted[1 : MOST_RECENT + 1] or wanted)
    strays = None in given or not set(given) <= set(everyone)
    if listed and (strays or moments != wanted or len(set(given)) < min(len(given), len(everyone))):
        page.fault(listed[0], page.url, "danh sách thiếu, thừa hoặc sai thứ tự bản tin.")
    for element, told in zip(listed, given, strict=True):
        if told is None:
            continue
        meta = ILLUSTRATIVE if told.dataset.illustrative else ""
        for time in inner(element, ".//time"):
            _day(page, time, told)
            brief = "brief" in (element.get("class") or "")
            category = "" if brief else f" · {told.dataset.category}"
            page.expect(time.getparent(), f"{day(told.published.date())}{category}{meta}")
        for own in inner(element, "./p[@class='new']"):
            page.expect(own, f"Bản tin mới nhất{meta}")
        for own in inner(element, "./p[not(@class) or @class='lead']"):
            page.expect(own, told.lead)
        page.expect_only(inner(element, "./*[self::h2 or self::h3 or self::h4]"), told.title)


def _link(page: Page, link: Element, known: Known) -> None:
    """A link that speaks of the bulletin or the time that it leads to."""
    told, kind = known.told.get(page.target(link)), link.get("rel")
    if told is None:
        return
    date_shown = day(told.published.date())
    if kind in {"prev", "next"}:
        here = known.told[page.url]
        days = [last for last in here.levels.releases if (last < here.last if kind == "prev" else last > here.last)]
        beside = (max if kind == "prev" else min)(days, default=None)
        if told.dataset is not here.dataset or told.last != beside:
            page.fault(link, text_of(link), "không dẫn đến kỳ liền kề.")
        page.expect(link, f"{'Kỳ trước' if kind == 'prev' else 'Kỳ sau'}, {date_shown} {told.title}")
    elif any(node.get("class") == "card" for node in link.iterancestors()):
        page.expect(link, f"Đọc bản tin ngày {date_shown}: {told.dataset.title}")
    elif not any(node.get("data-bulletin") for node in link.iterancestors()):
        page.expect(link, told.title)
    for element in inner(link, ".//time"):
        _day(page, element, told)


def _day(page: Page, element: Element, told: Told) -> None:
    """A day of publishing."""
    own = told.published.date().isoformat()
    page.expect(element, own, "datetime")
    if clean(text_of(element)) not in day_texts(own):
        page.fault(element, text_of(element), f"phải là ngày {day(told.published.date())}.")
    page.claim(element)


def check_digits(page: Page, known: Known, phrases: tuple[str, ...]) -> None:
    """Report the digits that nothing has accounted for: no figure, no day, no name, no address, no count."""
    title = clean("".join(map(text_of, inner(page.tree, ".//h1")[:1])))
    for element, _, text in page.unclaimed():
        if (
            element.tag == "meta"
            and element.get("name") not in {"description", "author"}
            and not element.get("property")
        ):
            continue
        said = clean(text)
        if not re.search(r"\d", said):
            continue
        url, called = _spoken_of(page, element, title)
        counted = f"{len(shown(url, called, known))} bản tin"
        when = url.strip("/").split("/")[1:] if url.startswith("luu-tru/") else []
        names = [counted, *(f"{noun} {year}" for noun in ("Năm", "năm") for year in when[:1])]
        names += [
            f"{word} {int(month)}{year}"
            for month in when[1:2]
            for word in ("Tháng", "tháng")
            for year in (f"/{when[0]}", "")
        ]
        rest = without_phrases(said, [*names, *phrases])
        if re.search(r"\d", rest):
            page.fault(element, text, "có chữ số không rõ nguồn.")


def _spoken_of(page: Page, element: Element, title: str) -> tuple[str, str]:
    """The address and title that a text speaks of: of the link that it stands in or beside, else the page's own."""
    for node in (element, *element.iterancestors()):
        links = [node] if node.tag == "a" else inner(node, "./a[@href]") if node.tag in {"h2", "li"} else []
        if links:
            return page.target(links[0]), clean(links[0].text or "")
    return page.url, title


def unended(text: str) -> str:
    """A text without its last sentence's end, which differs in the last paragraph of a page."""
    return clean(text).rstrip(" ./…")
