"""Related bulletins: the newest that other datasets said before, those with more topics in common first."""

import time
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html

from bantin.ingest.archive import read_archive
from bantin.proof.verify import Proof
from bantin.publish.beside import Shelf
from bantin.vietnamese import TIME_ZONE

START = datetime(2021, 11, 1, 17, tzinfo=TIME_ZONE)


def told(dataset: str, day: int, tags: str = "", category: str = "x") -> SimpleNamespace:
    """An article of a dataset, published so many days after the start."""
    made = SimpleNamespace(
        dataset=dataset,
        published=START + timedelta(days=day),
        tags=tuple(filter(None, tags.split(","))),
        category=category,
    )
    return SimpleNamespace(made=made, name=f"{dataset} {day}")


def beside(own: SimpleNamespace, *others: SimpleNamespace) -> list[str]:
    return [article.name for article in Shelf([*others, own]).beside(own.made)]


def test_of_each_other_dataset_it_is_the_newest_that_was_published_before() -> None:
    own = told("a", 10, "chợ")
    others = [told("b", day, "chợ") for day in (12, 9, 3, 10)]
    assert beside(own, *others, told("a", 3, "chợ"), told("c", 11, "chợ")) == ["b 9"]


def test_more_topics_in_common_come_first_then_newer_ones_then_by_name() -> None:
    own = told("a", 10, "Chợ,giá cả,gạo")
    others = [
        told("e", 9, "gạo", "y"),
        told("d", 1, "cho,Giá Cả", "y"),
        told("c", 9, "gạo", "y"),
        told("b", 9),
        told("f", 9, "", "y"),
    ]
    assert beside(own, *others) == ["d 1", "c 9", "e 9"]
    assert beside(own, *others[3:]) == ["b 9"], "the category where no topic is the same; nothing where neither is"


def test_what_comes_later_changes_nothing() -> None:
    own, before = told("a", 10, "chợ"), told("b", 9, "chợ")
    assert beside(own, before) == beside(own, before, told("b", 11, "chợ"), told("c", 12, "chợ"))


def test_it_is_quick_among_ten_thousand() -> None:
    articles = [told(f"d{number % 200}", number, f"t{number % 7},t{number % 200}") for number in range(10_000)]
    started = time.perf_counter()
    shelf = Shelf(articles)
    assert sum(bool(shelf.beside(article.made)) for article in articles) > 9_900
    assert time.perf_counter() - started < 30, "a scan of all for each takes minutes"


def test_an_article_lists_them_and_their_titles_and_days_are_proved(corrected: Path) -> None:
    path = "ban-tin/diem-quet-chi-tiet/2021-12-12/index.html"
    proof = Proof(corrected / "output", corrected / "data", read_archive(corrected / "data", corrected / "content"))
    content = (proof.output / path).read_bytes().decode()
    (listed,) = html.document_fromstring(content).xpath("//section[@class='related']")
    assert listed.xpath("string(h2)") == "Bản tin liên quan"
    assert listed.xpath(".//li/@data-bulletin") == ["ban-tin/qr-covid/2021-11-12/"]
    title = listed.xpath("string(.//h3)")
    for was, now in ((f">{title}<", f">{title.replace('1.393', '1.939')}<"), (">17/11/2021<", ">18/11/2021<")):
        assert was in content.partition('class="related"')[2]
        head, mark, tail = content.partition('class="related"')
        assert proof.file(path, (head + mark + tail.replace(was, now)).encode())


@pytest.mark.parametrize("path", ["ban-tin/gia-thi-truong/2021-12-19/index.html"])
def test_where_there_are_none_nothing_is_said_of_them(corrected: Path, path: str) -> None:
    assert "related" not in (corrected / "output" / path).read_text(encoding="utf-8").partition("<body>")[2]
