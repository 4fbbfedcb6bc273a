"""Bulletins as Pelican articles: themes, feeds and other plugins see ordinary ones, made only as far as asked."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape
from pelican.contents import Article, Author, Category, Tag

from bantin.model import Bulletin, plain
from bantin.publish.views import BulletinView, description
from bantin.vietnamese import slug


class BulletinArticle(Article):
    """An article whose body is made when it is asked for."""

    bulletin: BulletinView
    made: Bulletin

    def __init__(self, bulletin: Bulletin, view: BulletinView, settings: Any, context: Any, source_path: str) -> None:
        self.bulletin, self.made = view, bulletin
        authors = [Author(byline.name, settings) for byline in bulletin.bylines]
        for byline, author in zip(bulletin.bylines, authors, strict=True):
            author.slug = byline.slug  # Pelican's own knows nothing of the authors' files
            view.bylines.append({"name": byline.name, "url": author.url, "role": byline.role})
        tags = [Tag(name, settings) for name in bulletin.tags]
        for tag in tags:
            tag.slug = slug(tag.name)  # Pelican's own would leave addresses to its settings
        view.tags = [{"name": tag.name, "url": tag.url} for tag in tags]
        metadata = {
            "title": escape(plain(bulletin.title)),
            "date": bulletin.published,
            "category": Category(bulletin.category, settings),
            "authors": list(dict.fromkeys(authors)),  # once, whatever they did
            "tags": tags,
            "slug": f"{bulletin.dataset}/{bulletin.period.last.isoformat()}",
            "summary": description(bulletin),
            "url": view.url,
            "save_as": f"{view.url}index.html",
        }
        if bulletin.corrections:
            metadata["modified"] = bulletin.updated
        super().__init__("", metadata, settings=settings, source_path=source_path, context=context)

    def _get_content(self) -> Markup:
        """The body, asked for by Pelican's `content`."""
        return self.bulletin.feed_html

    @property
    def summary(self) -> Markup:
        """The lead, which has no links for Pelican to update."""
        return Markup(self.metadata["summary"])  # noqa: S704 - escaped when it was made

    @summary.setter
    def summary(self, value: str) -> None:
        """Pelican sets each of the metadata; this one is read from them."""

    def refresh_metadata_intersite_links(self) -> None:
        """Nothing to refresh: no metadata of a bulletin has a link into the site's sources."""
