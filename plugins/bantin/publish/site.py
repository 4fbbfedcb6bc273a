"""The whole site's values for one run of Pelican: what was read, and what templates see of it."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from bantin.engine import Engine
from bantin.errors import ProblemsFound
from bantin.ingest.archive import read_archive
from bantin.ingest.authors import People
from bantin.ledger.revise import revised
from bantin.memo import memo_of
from bantin.pipeline import make_all
from bantin.publish import linked
from bantin.publish.articles import BulletinArticle
from bantin.publish.beside import Shelf
from bantin.publish.drawings import Drawings
from bantin.publish.emblem import emblem_of
from bantin.publish.feeds import Feeds
from bantin.publish.look import Look
from bantin.publish.months import Month, month_of
from bantin.publish.offer import Offer
from bantin.publish.palette import read_palette
from bantin.publish.photos import Photos, photos_of_nothing
from bantin.publish.portal import Portal
from bantin.publish.profiles import ProfileView
from bantin.publish.settings import audience_of
from bantin.publish.views import BulletinView, DatasetView
from bantin.publish.words import language_of, translations
from bantin.workshop import Workshop

logger = logging.getLogger("bantin")

CONTENT = "vi"
"""The language of bulletins, whatever that of the theme is."""


class Site:
    """Read once a run. What has no underline is for templates; `linked` are the functions of that module.

    `feeds_of` gives the feeds of a page by its address and name.
    """

    linked, feeds_of = linked, Feeds

    def __init__(self, settings: Any, environment: Environment) -> None:
        data, content = Path(settings["BANTIN_DATA"]), Path(settings["PATH"])
        cache = Path(settings.get("BANTIN_CACHE", ".cache/charts"))
        self.engine = Engine(settings.get("BANTIN_WORKERS") or os.cpu_count() or 1, settings.get("BANTIN_EXECUTOR", ""))
        self.memo = memo_of(cache, data.resolve(), content.resolve())
        self.archive = read_archive(data.resolve(), content.resolve(), logger.info, audience_of(settings), self.memo)
        self.series, lacking = revised(make_all(self.archive, Workshop(self.memo, self.engine)))
        self.memo.save_files()
        if lacking and not self.archive.audience.editors:
            raise ProblemsFound(lacking)
        words = (problem for own in self.series for problem in own.problems)
        for warning in (*self.archive.problems, *words, *(replace(own, is_error=False) for own in lacking)):
            logger.warning("%s", warning)
        self.portal = Portal.of(settings)
        self.offers = {series.folder.dataset.slug: Offer(series) for series in self.series}
        self.calendar_url = "lich.ics" if any(offer.coming for offer in self.offers.values()) else ""
        self.drawings = Drawings(cache, self.engine)
        self.photos = Photos(content, cache, without=photos_of_nothing(self.archive, self.series))
        self.datasets = [
            DatasetView(series, self.drawings) for series in sorted(self.series, key=lambda s: s.folder.dataset.title)
        ]
        self.first_due = min((offer.due for offer in self.offers.values() if offer.due), default=None)
        self.language = language_of(settings)
        self.own = Markup("") if self.language == CONTENT else Markup(' lang="{}"').format(CONTENT)
        theme = Path(settings["THEME"])
        colours, _ = read_palette(theme, settings.get("BANTIN_COLOURS"))
        self.look = Look(
            theme, environment, colours, translations(theme, self.language), settings.get("BANTIN_POLICY") or {}
        )
        self.emblem = emblem_of(settings)

    @cached_property
    def _people(self) -> People:
        return self.archive.people

    @cached_property
    def _days(self) -> Counter[date]:
        """On which days how many bulletins were published."""
        return Counter(article.date.date() for dataset in self.datasets for article in dataset.articles)

    def month(self, year: int, month: int) -> Month:
        """A month of the archive as a calendar."""
        return month_of(self._days, year, month, self.language)

    def profile(self, slug: str, articles: Sequence[BulletinArticle]) -> ProfileView:
        """Who signed these articles, by the name in addresses."""
        author = next((own for own in self.archive.authors if own.slug == slug), None)
        if author and author.photo:
            author = replace(author, photo=self.photos.shown(author.photo))
        is_person = slug not in {self._people.slug(own.source) for own in self.datasets}
        return ProfileView(slug, author, articles, is_person=is_person)

    def articles(self, settings: Any, context: Any) -> list[BulletinArticle]:
        """Every bulletin as a Pelican article, each joined to its dataset and its neighbours; all charts are drawn."""
        made = [article for dataset in self.datasets for article in _articles(dataset, settings, context)]
        for article in made:
            photo, signed = article.made.photo, article.made.bylines
            article.bulletin.photo = photo and self.photos.shown(photo, signed)
        shelf = Shelf(made)
        for article in made:
            article.bulletin.shelf = shelf
        bulletins = [job for article in made for job in article.bulletin.jobs]
        self.drawings.prepare([*bulletins, *(job for dataset in self.datasets for job in dataset.jobs)])
        self.engine.close()
        return made


def _articles(dataset: DatasetView, settings: Any, context: Any) -> list[BulletinArticle]:
    made: list[BulletinArticle] = []
    for bulletin in dataset.series.bulletins:
        view = BulletinView(bulletin, dataset, settings["SITENAME"])
        source = Path(settings["PATH"]) / "bulletins" / bulletin.dataset / f"{bulletin.period.last}.md"
        article = BulletinArticle(bulletin, view, settings, context, str(source))
        if made:
            view.previous, made[-1].bulletin.next = made[-1], article
        made.append(article)
    dataset.articles = made[::-1]
    return made
