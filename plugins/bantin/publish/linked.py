"""What catalogues and search engines read of articles and datasets: schema.org as JSON-LD, and Dublin Core."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from bantin.charts.poster import HEIGHT, WIDTH
from bantin.editorial import Changed, Correction, Photo
from bantin.model import Item, plain
from bantin.publish.articles import BulletinArticle
from bantin.publish.downloads import media_type
from bantin.publish.offer import Offer, interval
from bantin.publish.portal import Portal
from bantin.publish.profiles import ProfileView
from bantin.vietnamese import day, spelling

Node = dict[str, Any]
Core = list[tuple[str, str]]
"""Elements of Dublin Core by name, in order; one may be there several times."""

SCHEMA = "https://schema.org"
SIGNED = {"editor": "biên tập", "contributor": "ảnh"}
"""What those are called who signed an article but wrote nothing of it, by their role."""


def article_nodes(portal: Portal, offer: Offer, article: BulletinArticle) -> list[Node]:
    """An article's page, for schema.org."""
    view, bulletin, address = article.bulletin, article.made, portal.address(article.url)
    period, place = bulletin.period, offer.places[bulletin.period.last]
    published, picture = bulletin.published.isoformat(), view.share_url
    files = [own for own in view.downloads if own["url"] != picture]
    node: Node = {
        "@context": SCHEMA,
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": plain(bulletin.title),
        "description": plain(bulletin.lead),
        "datePublished": published,
        "dateModified": bulletin.updated.isoformat(),
        "inLanguage": "vi",
        "articleSection": bulletin.category,
        "author": [_author(portal, own, bulletin.source) for own in view.signed()],
        "publisher": _publisher(portal),
        "isAccessibleForFree": True,
        "temporalCoverage": interval(period, period),
        "spatialCoverage": _place(place),
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": period.last.isoformat(),
            "datePublished": published,
            "isPartOf": _periodical(portal, offer),
        },
        "isBasedOn": {
            "@type": "Dataset",
            **_about(portal, offer),
            "distribution": [_download(portal, own) for own in files],
        },
    }
    for name, role in SIGNED.items():
        if signed := view.signed(role):
            node[name] = [_author(portal, own, bulletin.source) for own in signed]
    if bulletin.tags:
        node["keywords"] = list(bulletin.tags)
    if bulletin.corrections:
        node["correction"] = [_correction(own) for own in bulletin.corrections]
    if picture:
        image = {"@type": "ImageObject", "url": portal.address(picture), "width": WIDTH, "height": HEIGHT}
        node["image"] = [image, _photo(portal, view.photo)] if view.photo else image
    return [node | _terms(portal)]


def dataset_nodes(portal: Portal, offer: Offer) -> list[Node]:
    """A dataset's page, for schema.org: the data, and the periodical that tells them."""
    indicators = offer.rules.indicators.values()
    node: Node = {
        "@context": SCHEMA,
        "@type": "Dataset",
        **_about(portal, offer),
        "publisher": _publisher(portal),
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "keywords": [offer.rules.category, *offer.rules.tags],
        "spatialCoverage": _place(offer.place),
        "variableMeasured": [
            {"@type": "PropertyValue", "name": own.label, "unitText": own.unit}
            | ({"description": own.definition} if own.definition else {})
            for own in indicators
        ],
        "distribution": [_download(portal, own) for own in offer.data],
    }
    if offer.series.bulletins:
        changed = max(bulletin.updated for bulletin in offer.series.bulletins)
        node |= {"temporalCoverage": offer.covers, "dateModified": changed.isoformat()}
    return [node, {"@context": SCHEMA, **_periodical(portal, offer)}]


def profile_nodes(portal: Portal, url: str, name: str, profile: ProfileView) -> list[Node]:
    """The page of somebody who signs, for schema.org."""
    address = portal.address(url)
    own: Node = {
        "@type": "Person" if profile.is_person else "Organization",
        "@id": f"{address}#tac-gia",
        "name": name,
        "url": address,
    }
    own |= {"jobTitle": profile.position} if profile.position and profile.is_person else {}
    own |= {"image": portal.address(f"images/{profile.photo.path}")} if profile.photo else {}
    said = {"email": profile.email, "telephone": profile.phone, "sameAs": profile.contact}
    own |= {key: text for key, text in said.items() if text}
    page = {"@type": "ProfilePage", "@id": address, "url": address, "inLanguage": "vi"}
    return [{"@context": SCHEMA, **page, "mainEntity": own}]


def article_core(portal: Portal, offer: Offer, article: BulletinArticle) -> Core:
    """An article's page, in Dublin Core."""
    bulletin = article.made
    period, place = bulletin.period, offer.places[bulletin.period.last]
    return [
        ("title", plain(bulletin.title)),
        *(("creator", own["name"]) for own in article.bulletin.signed()),
        ("contributor", bulletin.source),
        *(("contributor", own["name"]) for role in SIGNED.values() for own in article.bulletin.signed(role)),
        ("date", bulletin.published.date().isoformat()),
        ("description", plain(bulletin.lead)),
        ("identifier", portal.address(article.url)),
        ("subject", offer.rules.title),
        ("subject", bulletin.category),
        *(("subject", tag) for tag in bulletin.tags),
        ("coverage", place.full_name),
        ("coverage", interval(period, period)),
        ("type", "Text"),
        ("source", bulletin.source),
        *(("source", own["name"]) for own in article.bulletin.signed("nguồn")),
        ("relation", portal.address(offer.url)),
        *_core(portal),
    ]


def dataset_core(portal: Portal, offer: Offer) -> Core:
    """A dataset's page, in Dublin Core."""
    newest = offer.series.bulletins[-1:]
    return [
        ("title", offer.rules.title),
        ("creator", offer.rules.source),
        ("contributor", portal.agency),
        ("description", offer.about),
        ("identifier", portal.address(offer.url)),
        ("subject", offer.rules.category),
        *(("subject", tag) for tag in offer.rules.tags),
        ("coverage", offer.place.full_name),
        *(("date", bulletin.published.date().isoformat()) for bulletin in newest),
        *(("coverage", offer.covers) for _ in newest),
        ("type", "Dataset"),
        ("source", offer.rules.source),
        ("relation", portal.address(offer.package_url)),
        *_core(portal),
    ]


def _core(portal: Portal) -> Core:
    """What all pages have in common."""
    rights = [("rights", portal.licence["title"])] if portal.licence else []
    return [("publisher", portal.agency), ("language", "vi"), ("format", "text/html"), *rights]


def _terms(portal: Portal) -> Node:
    return {"license": portal.licence["path"]} if portal.licence else {}


def _publisher(portal: Portal) -> Node:
    return {"@type": "GovernmentOrganization", "name": portal.agency, "url": portal.address("")}


def _author(portal: Portal, byline: dict[str, str], source: str) -> Node:
    """Who signed: a person, or the office or the agency itself."""
    if byline["name"] == portal.agency:
        return _publisher(portal)
    kind = "Organization" if spelling(byline["name"]) == spelling(source) else "Person"
    return {"@type": kind, "name": byline["name"], "url": portal.address(byline["url"])}


def _photo(portal: Portal, photo: Photo) -> Node:
    said = {"caption": photo.caption, "creditText": photo.credit}
    return {
        "@type": "ImageObject",
        "url": portal.address(f"images/{quote(photo.path)}"),
        "width": photo.width,
        "height": photo.height,
        **{name: text for name, text in said.items() if text},
    }


def _correction(correction: Correction) -> Node:
    origin = correction.origin
    what = f"Theo đính chính của bản tin kỳ đến {day(origin)}" if origin else correction.what
    changes = (f"{own.label}: {_mended(own)}" for own in correction.changes)
    return {
        "@type": "CorrectionComment",
        "text": " ".join([f"{what}. Lý do: {correction.why}.", *changes]),
        "datePublished": correction.moment.isoformat(),
        "author": {"@type": "Person", "name": correction.by},
    }


def _place(area: Item) -> Node:
    return {"@type": "Place", "name": area.full_name, "identifier": area.code}


def _about(portal: Portal, offer: Offer) -> Node:
    """What is said of a dataset wherever it is named."""
    address = portal.address(offer.url)
    return {
        "@id": address,
        "url": address,
        "name": offer.rules.title,
        "description": offer.about,
        "creator": {"@type": "Organization", "name": offer.rules.source},
        **_terms(portal),
    }


def _periodical(portal: Portal, offer: Offer) -> Node:
    address = portal.address(offer.url)
    return {
        "@type": "Periodical",
        "@id": f"{address}#ban-tin",  # the address alone is the dataset's
        "url": address,
        "name": offer.rules.title,
        "publisher": _publisher(portal),
        "inLanguage": "vi",
    }


def _download(portal: Portal, download: dict[str, str]) -> Node:
    return {
        "@type": "DataDownload",
        "name": download["label"],
        "encodingFormat": media_type(download["url"]),
        "contentUrl": portal.address(download["url"]),
    }


def _mended(own: Changed) -> str:
    """What was and is printed of a figure, in words."""
    was = f"trước ghi {own.was}" if own.was else "trước không nêu"
    return f"{was}, nay {own.now or 'không nêu nữa'}."
