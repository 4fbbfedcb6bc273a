"""The whole site's values for one run of Pelican: what was read, and what templates see of it."""

from __future__ import annotations

import base64
import hashlib
import logging
import os
import re
from pathlib import Path
from typing import Any

from markupsafe import Markup

from bantin.ingest.archive import read_archive
from bantin.pipeline import make_all
from bantin.publish import linked
from bantin.publish.articles import BulletinArticle
from bantin.publish.drawings import Drawings
from bantin.publish.offer import Offer
from bantin.publish.portal import Portal
from bantin.publish.views import BulletinView, DatasetView

logger = logging.getLogger("bantin")

UNREAD = re.compile(r"/\*.*?\*/|\n\s*", re.DOTALL)
"""What of a style sheet no browser needs: comments, and the ends of lines."""
VARIABLE = re.compile(r"--[a-z][a-z0-9]*")


class Site:
    """Read once a run. What has no underline is for templates; `linked` are the functions of that module."""

    linked = linked

    def __init__(self, settings: Any) -> None:
        data, content = Path(settings["BANTIN_DATA"]), Path(settings["PATH"])
        self.archive = read_archive(data.resolve(), content.resolve(), logger.info)
        self.series = make_all(self.archive)
        for warning in self.archive.problems:
            logger.warning("%s", warning)
        self.portal = Portal.of(settings)
        self.offers = {series.folder.dataset.slug: Offer(series) for series in self.series}
        self.calendar_url = "lich.ics" if any(offer.coming for offer in self.offers.values()) else ""
        self.drawings = Drawings(
            Path(settings.get("BANTIN_CACHE", ".cache/charts")), settings.get("BANTIN_WORKERS") or os.cpu_count() or 1
        )
        self.datasets = [
            DatasetView(series, self.drawings) for series in sorted(self.series, key=lambda s: s.folder.dataset.title)
        ]
        static = Path(settings["THEME"]) / "static"
        self.css = Markup(_shortened(_text(static / "css" / "bantin.css")))  # noqa: S704 - the theme's own file
        self.head_script = Markup(_text(static / "js" / "head.js"))  # noqa: S704 - the same
        self.policy = _policy(self.css, self.head_script)

    def articles(self, settings: Any, context: Any) -> list[BulletinArticle]:
        """Every bulletin as a Pelican article, each joined to its dataset and its neighbours; all charts are drawn."""
        made = [article for dataset in self.datasets for article in _articles(dataset, settings, context)]
        bulletins = [job for article in made for job in article.bulletin.jobs]
        self.drawings.prepare([*bulletins, *(job for dataset in self.datasets for job in dataset.jobs)])
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


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()


def _shortened(css: str) -> str:
    """A style sheet as every page carries it: without what no browser needs, its variables numbered."""
    bare = UNREAD.sub("", css)
    numbers = {name: f"--v{number}" for number, name in enumerate(sorted(set(VARIABLE.findall(bare))))}
    return VARIABLE.sub(lambda name: numbers[name[0]], bare)


def _policy(css: str, script: str) -> str:
    """The content policy: only this site's own files, and of inline code only these two texts."""
    style_hash, script_hash = (
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (css, script)
    )
    return (
        f"default-src 'none'; img-src 'self'; style-src 'sha256-{style_hash}'; "
        f"script-src 'self' 'sha256-{script_hash}'; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
