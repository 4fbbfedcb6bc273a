"""Where readers follow a page: words that say what of, for those who do not see the page around them, too."""

from pathlib import Path

from lxml import html


def test_the_links_say_what_they_are_of(corrected: Path) -> None:
    page = html.document_fromstring((corrected / "output/chuyen-muc/kinh-te/index.html").read_bytes())
    (said,) = page.xpath("//p[@class='subscribe']")
    assert said.text.strip() == "Nhận bản tin mới qua:"
    assert [own.text_content() for own in said] == ["RSS: Kinh tế", "Atom: Kinh tế", "JSON Feed: Kinh tế"]
    kinds = dict(
        page.xpath("//head/link[@rel='alternate']")
        and [
            (own.get("type"), own.get("title"))
            for own in page.xpath("//head/link[contains(@href, 'kinh-te')][@rel='alternate']")
        ]
    )
    assert kinds == {
        "application/atom+xml": "Kinh tế (Atom)",
        "application/rss+xml": "Kinh tế (RSS)",
        "application/feed+json": "Kinh tế (JSON Feed)",
    }
