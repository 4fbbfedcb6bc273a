"""What machines read of every page: schema.org in the shapes declared here, every element of Dublin Core, the links."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urldefrag, urlsplit
from urllib.request import urlopen

import pytest
from lxml import html

from conftest import ROOT, build

ROOT_ADDRESS = "http://localhost:8000/"
DATASETS = sorted(path.parent.name for path in ROOT.glob("data/*/dataset.toml"))
ARTICLE = "ban-tin/qr-covid/2021-11-12/index.html"
DATASET = "ban-tin/qr-covid/index.html"

Json = dict[str, object]

# The shapes. A property's kind is a name of KINDS, or the types of things that it may be; in brackets, one or more;
# a pair, either.

PUBLISHER = {"GovernmentOrganization"}
REACHED = {
    "@id": "address",
    "url": "address",
    "image": "address",
    "email": "text",
    "telephone": "text",
    "sameAs": "address",
}
SHAPES: dict[str, dict[str, dict[str, object]]] = {
    "NewsArticle": {
        "required": {
            "@context": "context",
            "@id": "address",
            "url": "address",
            "mainEntityOfPage": "address",
            "headline": "text",
            "description": "text",
            "datePublished": "moment",
            "dateModified": "moment",
            "inLanguage": "language",
            "articleSection": "text",
            "author": [{"Person", "Organization", "GovernmentOrganization"}],
            "publisher": PUBLISHER,
            "isAccessibleForFree": "truth",
            "temporalCoverage": "interval",
            "spatialCoverage": {"Place"},
            "isPartOf": {"PublicationIssue"},
            "isBasedOn": {"Dataset"},
        },
        "allowed": {
            "editor": [{"Person", "Organization", "GovernmentOrganization"}],
            "contributor": [{"Person", "Organization", "GovernmentOrganization"}],
            "image": ({"ImageObject"}, [{"ImageObject"}]),
            "license": "address",
            "keywords": ["text"],
            "correction": [{"CorrectionComment"}],
        },
    },
    "Dataset": {
        "required": {
            "@id": "address",
            "url": "address",
            "name": "text",
            "description": "long text",
            "creator": {"Organization"},
            "distribution": [{"DataDownload"}],
        },
        "allowed": {
            "@context": "context",
            "publisher": PUBLISHER,
            "license": "address",
            "inLanguage": "language",
            "isAccessibleForFree": "truth",
            "keywords": ["text"],
            "dateModified": "moment",
            "temporalCoverage": "interval",
            "spatialCoverage": {"Place"},
            "variableMeasured": [{"PropertyValue"}],
        },
    },
    "Periodical": {
        "required": {
            "@id": "address",
            "url": "address",
            "name": "text",
            "publisher": PUBLISHER,
            "inLanguage": "language",
        },
        "allowed": {"@context": "context"},
    },
    "PublicationIssue": {
        "required": {"issueNumber": "day", "datePublished": "moment", "isPartOf": {"Periodical"}},
        "allowed": {},
    },
    "CorrectionComment": {
        "required": {"text": "text", "datePublished": "moment", "author": {"Person"}},
        "allowed": {},
    },
    "ProfilePage": {
        "required": {
            "@context": "context",
            "@id": "address",
            "url": "address",
            "inLanguage": "language",
            "mainEntity": {"Person", "Organization"},
        },
        "allowed": {},
    },
    "Person": {"required": {"name": "text"}, "allowed": {**REACHED, "jobTitle": "text"}},
    "Organization": {"required": {"name": "text"}, "allowed": REACHED},
    "GovernmentOrganization": {"required": {"name": "text", "url": "address"}, "allowed": {}},
    "Place": {"required": {"name": "text", "identifier": "text"}, "allowed": {}},
    "PropertyValue": {"required": {"name": "text", "unitText": "text"}, "allowed": {"description": "text"}},
    "DataDownload": {
        "required": {"name": "text", "encodingFormat": "media type", "contentUrl": "address"},
        "allowed": {},
    },
    "ImageObject": {
        "required": {"url": "address", "width": "count", "height": "count"},
        "allowed": {"caption": "text", "creditText": "text"},
    },
}


def is_address(value: object) -> bool:
    parts = urlsplit(str(value))
    return isinstance(value, str) and parts.scheme in {"http", "https"} and bool(parts.netloc) and " " not in value


def is_moment(value: object) -> bool:
    return isinstance(value, str) and "T" in value and datetime.fromisoformat(value).tzinfo is not None


def is_day(value: object) -> bool:
    return isinstance(value, str) and date.fromisoformat(value).isoformat() == value


def is_interval(value: object) -> bool:
    first, last = str(value).split("/")
    return is_day(first) and is_day(last) and first <= last


KINDS = {
    "context": lambda value: value == "https://schema.org",
    "text": lambda value: isinstance(value, str) and value.strip() == value != "" and "<" not in value,
    "long text": lambda value: isinstance(value, str) and 50 <= len(value) <= 5000,
    "address": is_address,
    "moment": is_moment,
    "day": is_day,
    "interval": is_interval,
    "language": lambda value: value == "vi",
    "truth": lambda value: isinstance(value, bool),
    "count": lambda value: isinstance(value, int) and value > 0,
    "media type": lambda value: bool(re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", str(value))),
}


def fits(value: object, kind: object, place: str) -> Iterator[str]:
    """What keeps a value from being of its kind."""
    if isinstance(kind, tuple):  # by itself, or in a list
        yield from fits(value, kind[isinstance(value, list)], place)
    elif isinstance(kind, list):
        if not isinstance(value, list) or not value:
            yield f"{place}: không phải danh sách có nội dung"
            return
        for number, own in enumerate(value):
            yield from fits(own, kind[0], f"{place}[{number}]")
    elif isinstance(kind, set):
        if not isinstance(value, dict) or value.get("@type") not in kind:
            yield f"{place}: phải là {kind}"
            return
        yield from faults(value, place)
    else:
        try:
            fine = KINDS[str(kind)](value)
        except ValueError:
            fine = False
        if not fine:
            yield f"{place}: “{value}” không phải là {kind}"


def faults(node: Json, place: str = "") -> Iterator[str]:
    """What in a thing is not of its type's shape, and in the things within it."""
    shape = SHAPES.get(str(node.get("@type")))
    if shape is None:
        yield f"{place}: không biết kiểu {node.get('@type')}"
        return
    place = f"{place}/{node['@type']}"
    yield from (f"{place}: thiếu {name}" for name in shape["required"] if name not in node)
    known = shape["required"] | shape["allowed"]
    for name, value in node.items():
        if name != "@type" and name not in known:
            yield f"{place}: không có thuộc tính {name}"
        elif name != "@type":
            yield from fits(value, known[name], f"{place}.{name}")


def tree(site: Path, path: str) -> html.HtmlElement:
    return html.document_fromstring((site / path).read_text(encoding="utf-8"))


def nodes(page: html.HtmlElement) -> list[Json]:
    return [json.loads(own.text) for own in page.xpath("//script[@type='application/ld+json']")]


def addresses(value: object) -> Iterator[str]:
    """Every address in a thing, however deep."""
    if isinstance(value, dict):
        for own in value.values():
            yield from addresses(own)
    elif isinstance(value, list):
        for own in value:
            yield from addresses(own)
    elif isinstance(value, str) and is_address(value) and value != "https://schema.org":
        yield value


def is_there(site: Path, address: str) -> bool:
    """Whether an address of the site is that of a page or a file in the build."""
    path = site / urldefrag(address).url.removeprefix(ROOT_ADDRESS)
    return (path / "index.html" if path.is_dir() else path).is_file()


def test_every_thing_on_every_page_has_its_shape(site):
    seen = 0
    for path in sorted(site.rglob("*.html")):
        name = path.relative_to(site).as_posix()
        for node in nodes(tree(site, name)):
            assert list(faults(node, name)) == []
            assert "@context" in node
            for address in addresses(node):
                assert not address.startswith(ROOT_ADDRESS) or is_there(site, address), address
            seen += 1
    articles = len(list(ROOT.glob("data/*/2021-*")))
    authors = len(list(site.glob("tac-gia/*/index.html")))
    assert authors > 1
    assert seen == articles + 2 * len(DATASETS) + authors, "an article and an author has one, a dataset's page two"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"headline": ""}, "headline: “” không phải là text"),
        ({"datePublished": "17/11/2021"}, "datePublished"),
        ({"datePublished": "2021-11-17"}, "datePublished"),
        ({"url": "/ban-tin/"}, "url"),
        ({"author": []}, "author: không phải danh sách có nội dung"),
        ({"author": [{"@type": "Person", "url": "https://a.vn/"}]}, "author[0]/Person: thiếu name"),
        ({"autor": "Bích Huệ"}, "không có thuộc tính autor"),
        ({"temporalCoverage": "2021-11-12/2021-11-05"}, "temporalCoverage"),
        ({"isPartOf": {"@type": "Book"}}, "isPartOf: phải là"),
        ({"isAccessibleForFree": "True"}, "isAccessibleForFree"),
        ({"image": {"@type": "ImageObject", "url": "http://a/b.png", "width": "1200", "height": 630}}, "width"),
    ],
)
def test_what_has_not_its_shape_is_found(site, change, told):
    (node,) = nodes(tree(site, ARTICLE))
    assert any(told in fault for fault in faults({**node, **change}))


def test_an_article_is_an_issue_of_its_periodical_and_rests_on_its_dataset(site):
    (node,) = nodes(tree(site, ARTICLE))
    home = f"{ROOT_ADDRESS}ban-tin/qr-covid/"
    assert node["author"] == [
        {"@type": "Person", "name": "Bích Huệ", "url": f"{ROOT_ADDRESS}tac-gia/bich-hue/"},
    ]
    assert node["temporalCoverage"] == "2021-11-05/2021-11-12"
    assert node["spatialCoverage"] == {"@type": "Place", "name": "tỉnh Bắc Kạn", "identifier": "06"}
    assert node["isPartOf"]["issueNumber"] == "2021-11-12"
    assert node["isPartOf"]["isPartOf"]["url"] == node["isBasedOn"]["@id"] == node["isBasedOn"]["url"] == home
    dataset, periodical = nodes(tree(site, DATASET))
    assert dataset["@id"] == node["isBasedOn"]["@id"]
    assert periodical["@id"] == node["isPartOf"]["isPartOf"]["@id"]


def test_an_office_that_signs_is_no_person(site):
    (node,) = nodes(tree(site, "ban-tin/qr-covid/2021-11-05/index.html"))
    assert [(own["@type"], own["name"]) for own in node["author"]] == [("Organization", "Sở Thông tin và Truyền thông")]


@pytest.mark.parametrize("slug", DATASETS)
def test_a_datasets_page_says_what_search_engines_of_data_ask(site, slug):
    dataset, _ = nodes(tree(site, f"ban-tin/{slug}/index.html"))
    for name in ("temporalCoverage", "dateModified", "publisher", "license", "variableMeasured", "spatialCoverage"):
        assert name in dataset
    files = {own["encodingFormat"]: own["contentUrl"] for own in dataset["distribution"]}
    home = f"{ROOT_ADDRESS}ban-tin/{slug}/"
    assert files == {"text/csv": f"{home}so-lieu.csv", "application/json": f"{home}datapackage.json"}
    is_illustrative = "illustrative = true" in (ROOT / f"data/{slug}/dataset.toml").read_text(encoding="utf-8")
    assert ("Số liệu minh họa." in dataset["description"]) == is_illustrative


CORE = {
    "title",
    "creator",
    "date",
    "description",
    "publisher",
    "identifier",
    "language",
    "source",
    "contributor",
    "subject",
    "coverage",
    "type",
    "format",
    "relation",
    "rights",
}


def core(page: html.HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for own in page.xpath("//meta[starts-with(@name, 'DC.')]"):
        found.setdefault(own.get("name").removeprefix("DC."), []).append(own.get("content"))
    return found


def test_every_article_and_dataset_has_every_element_of_dublin_core(site):
    paths = sorted(site.glob("ban-tin/**/index.html"))
    assert len(paths) > len(DATASETS)
    for path in paths:
        found = core(tree(site, path.relative_to(site).as_posix()))
        assert found.keys() == CORE, path
        assert all(text.strip() for texts in found.values() for text in texts)


def test_dublin_core_says_what_the_page_says(site):
    article, dataset = core(tree(site, ARTICLE)), core(tree(site, DATASET))
    assert article["creator"] == ["Bích Huệ"]
    assert article["date"] == ["2021-11-17"]
    assert article["coverage"] == ["tỉnh Bắc Kạn", "2021-11-05/2021-11-12"]
    assert article["identifier"] == [f"{ROOT_ADDRESS}ban-tin/qr-covid/2021-11-12/"]
    assert article["relation"] == dataset["identifier"] == [f"{ROOT_ADDRESS}ban-tin/qr-covid/"]
    assert article["publisher"] == dataset["publisher"] == ["Cổng thông tin điện tử tỉnh Bắc Kạn"]
    assert dataset["coverage"] == ["tỉnh Bắc Kạn", "2021-10-29/2021-11-12"]
    assert dataset["date"] == ["2021-11-17"]
    assert dataset["type"] == ["Dataset"]
    assert is_there(site, dataset["relation"][0])


# What people can take away -------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", DATASETS)
def test_a_datasets_page_leads_to_its_data_and_its_calendar(site, slug):
    page = tree(site, f"ban-tin/{slug}/index.html")
    section = page.xpath("//section[h2='Tải số liệu về máy']")[0]
    assert [link.text for link in section.xpath(".//li/a")] == [
        "Số liệu tất cả các kỳ (CSV)",
        "Gói số liệu (JSON)",
        "Lịch công bố (tệp .ics)",
    ]
    linked = [link.get("href") for link in section.xpath(".//li/a")]
    alternates = {own.get("type"): own.get("href") for own in page.xpath("//link[@rel='alternate']")}
    kinds = ("text/csv", "application/json", "text/calendar")
    assert [alternates[kind] for kind in kinds] == linked
    names = ("so-lieu.csv", "datapackage.json", "lich.ics")
    assert linked == [f"../../ban-tin/{slug}/{name}" for name in names]
    assert page.xpath("//footer//a[.='Lịch công bố (tệp .ics)']/@href") == ["../../lich.ics"]
    assert section.xpath(".//a[@rel='license']/@href") == ["https://creativecommons.org/licenses/by/4.0/deed.vi"]


def test_a_datasets_page_says_when_the_next_figures_are_due(site):
    (line,) = tree(site, DATASET).xpath("//p[contains(., 'Kỳ tới')]")
    assert line.text_content().replace("\u00a0", " ") == ("Kỳ tới dự kiến công bố lúc 17 giờ ngày 19/11/2021.")
    assert line.xpath("./time/@datetime") == ["2021-11-19T17:00"]


def test_a_calendar_is_served_as_one(site, serve_folder):
    with urlopen(f"{serve_folder(site)}/lich.ics") as answer:  # noqa: S310 - our own server on the loopback
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer.read() == (site / "lich.ics").read_bytes()


def test_what_has_no_rule_is_not_announced(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "data").symlink_to(ROOT / "tests/golden/real-xang-dau/data")
    done = build(tmp_path / "output", tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((tmp_path / "output").rglob("*.ics")) == []
    for path in (tmp_path / "output").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert ".ics" not in text
        assert "Kỳ tới" not in text


HOSTILE = "</script><script>alert('mã')</script>"


def test_no_title_breaks_out_of_what_machines_read(sources, tmp_path):
    toml = sources / "data/qr-covid/dataset.toml"
    text = toml.read_text(encoding="utf-8").replace("Quét mã QR", f"{HOSTILE} Quét mã QR", 1)
    toml.write_text(text, encoding="utf-8")
    done = build(tmp_path / "output", sources)
    assert done.returncode == 0, done.stdout + done.stderr
    for path in (DATASET, ARTICLE):
        page = tree(tmp_path / "output", path)
        assert not [script for script in page.iter("script") if (script.text or "").startswith("alert")]
        assert all(HOSTILE in (node.get("isBasedOn") or node)["name"] for node in nodes(page))
        assert any(HOSTILE in text for texts in core(page).values() for text in texts)


def test_without_a_licence_pages_say_nothing_of_one(sources, tmp_path):
    output = tmp_path / "output"
    given = {"BANTIN_DATA": str(sources / "data"), "PATH": str(sources / "content"), "BANTIN_LICENSE": None}
    extra = [f"{name}={json.dumps(value)}" for name, value in given.items()]
    command = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", str(output), "-e", *extra]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for path in (ARTICLE, DATASET, "ban-tin/qr-covid/datapackage.json"):
        text = (output / path).read_text(encoding="utf-8")
        assert not re.search(r"licen[sc]e|giấy phép|DC\.rights", text, re.IGNORECASE), path
