"""What catalogues and search engines read of articles and datasets: schema.org as JSON-LD, and Dublin Core."""

from __future__ import annotations

from typing import Any

from bantin.model import plain
from bantin.publish.articles import BulletinArticle
from bantin.publish.downloads import media_type
from bantin.publish.portal import Portal
from bantin.publish.views import DatasetView

Node = dict[str, Any]
Core = list[tuple[str, str]]
"""Elements of Dublin Core by name, in order; one may be there several times."""

SCHEMA = "https://schema.org"
SHARED_SIZE = {"width": 1200, "height": 630}
"""Of the picture that stands for an article where it is shared, in pixels."""


def article_nodes(portal: Portal, article: BulletinArticle) -> list[Node]:
    """An article's page, for schema.org."""
    view = article.bulletin
    bulletin, dataset, address = view.bulletin, view.dataset, portal.address(article.url)
    published, picture = bulletin.published.isoformat(), getattr(view, "share_url", "")
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
        "dateModified": published,
        "inLanguage": "vi",
        "articleSection": bulletin.category,
        "author": [_author(portal, byline, bulletin.source) for byline in view.bylines],
        "publisher": _publisher(portal),
        "isAccessibleForFree": True,
        "temporalCoverage": view.covers,
        "spatialCoverage": _place(view.place.full_name, view.place.code),
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": bulletin.period.last.isoformat(),
            "datePublished": published,
            "isPartOf": _periodical(portal, dataset),
        },
        "isBasedOn": {
            "@type": "Dataset",
            **_about(portal, dataset),
            "distribution": [_download(portal, own) for own in files],
        },
    }
    if picture:
        node["image"] = {"@type": "ImageObject", "url": portal.address(picture), **SHARED_SIZE}
    return [node | _terms(portal)]


def dataset_nodes(portal: Portal, dataset: DatasetView) -> list[Node]:
    """A dataset's page, for schema.org: the data, and the periodical that tells them."""
    rules = dataset.series.folder.dataset.indicators.values()
    node: Node = {
        "@context": SCHEMA,
        "@type": "Dataset",
        **_about(portal, dataset),
        "publisher": _publisher(portal),
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "keywords": [dataset.category],
        "spatialCoverage": _place(dataset.place.full_name, dataset.place.code),
        "variableMeasured": [{"@type": "PropertyValue", "name": own.label, "unitText": own.unit} for own in rules],
        "distribution": [_download(portal, own) for own in dataset.data_downloads],
    }
    for newest in dataset.series.bulletins[-1:]:
        node |= {"temporalCoverage": dataset.covers, "dateModified": newest.published.isoformat()}
    return [node, {"@context": SCHEMA, **_periodical(portal, dataset)}]


def article_core(portal: Portal, article: BulletinArticle) -> Core:
    """An article's page, in Dublin Core."""
    view = article.bulletin
    return [
        ("title", plain(view.bulletin.title)),
        *(("creator", byline["name"]) for byline in view.bylines),
        ("contributor", view.source),
        ("date", view.bulletin.published.date().isoformat()),
        ("description", plain(view.bulletin.lead)),
        ("identifier", portal.address(article.url)),
        ("subject", view.dataset.title),
        ("subject", view.bulletin.category),
        ("coverage", view.place.full_name),
        ("coverage", view.covers),
        ("type", "Text"),
        ("source", view.source),
        ("relation", portal.address(view.dataset.url)),
        *_core(portal),
    ]


def dataset_core(portal: Portal, dataset: DatasetView) -> Core:
    """A dataset's page, in Dublin Core."""
    newest = dataset.series.bulletins[-1:]
    return [
        ("title", dataset.title),
        ("creator", dataset.source),
        ("contributor", portal.agency),
        ("description", dataset.about),
        ("identifier", portal.address(dataset.url)),
        ("subject", dataset.category),
        ("coverage", dataset.place.full_name),
        *(("date", bulletin.published.date().isoformat()) for bulletin in newest),
        *(("coverage", dataset.covers) for _ in newest),
        ("type", "Dataset"),
        ("source", dataset.source),
        ("relation", portal.address(dataset.package_url)),
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
    kind = "Organization" if byline["name"] == source else "Person"
    return {"@type": kind, "name": byline["name"], "url": portal.address(byline["url"])}


def _place(name: str, code: str) -> Node:
    return {"@type": "Place", "name": name, "identifier": code}


def _about(portal: Portal, dataset: DatasetView) -> Node:
    """What is said of a dataset wherever it is named."""
    address = portal.address(dataset.url)
    return {
        "@id": address,
        "url": address,
        "name": dataset.title,
        "description": dataset.about,
        "creator": {"@type": "Organization", "name": dataset.source},
        **_terms(portal),
    }


def _periodical(portal: Portal, dataset: DatasetView) -> Node:
    address = portal.address(dataset.url)
    return {
        "@type": "Periodical",
        "@id": f"{address}#ban-tin",  # the address alone is the dataset's
        "url": address,
        "name": dataset.title,
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
