"""What stands beside a bulletin's text: its topics, its corrections, how long reading takes, what else there is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from bantin.editorial import Correction
from bantin.ingest.archive import Folder
from bantin.ingest.period import said
from bantin.model import Bulletin, Moment, Period
from bantin.publish.markup import line_html
from bantin.vietnamese import clock, day, slug

if TYPE_CHECKING:
    from bantin.publish.articles import BulletinArticle

SYLLABLES_A_MINUTE = 220
"""How quickly Vietnamese is read, a syllable being what stands between two spaces.

No measurement for Vietnamese is known to us. Over 17 other languages people read 184 ± 29 words a minute aloud (IReST,
https://doi.org/10.1167/iovs.11-8284), and somewhat more in silence.
"""
MOST_RELATED = 3


class CorrectionView:
    """A correction: its day, its hour, the editor's words, what it changed, and of which earlier bulletin it is."""

    def __init__(self, correction: Correction, dataset: str) -> None:
        self.what, self.why, self.by = correction.what, correction.why, correction.by
        self.changes, origin = correction.changes, correction.origin
        self.origin_url = f"ban-tin/{dataset}/{origin.isoformat()}/" if origin else ""
        self.origin_html = line_html((Moment(origin, day(origin)),)) if origin else Markup("")
        at = correction.moment.date()
        self.day_html = line_html((Moment(at, day(at)),))
        self.when_html = line_html((clock(correction.moment),))


class WithdrawnView:
    """What is left of a withdrawn bulletin: its address, its period, and why."""

    def __init__(self, folder: Folder, period: Period) -> None:
        self.url = f"ban-tin/{folder.dataset.slug}/{period.last.isoformat()}/"
        self.period_html = line_html((*said(period),))
        self.corrections = [
            CorrectionView(own, folder.dataset.slug) for own in folder.editor_files[period.last].corrections
        ]


class Beside:
    """The base of a bulletin's view. `tags` have name and url; `shelf` is set when all bulletins are there."""

    def __init__(self, bulletin: Bulletin) -> None:
        self._bulletin = bulletin
        self.tags: list[dict[str, str]] = []
        self.updated = bulletin.updated
        self.published_html = line_html((clock(bulletin.published),))
        self.corrections = [CorrectionView(own, bulletin.dataset) for own in bulletin.corrections]
        self.shelf: Shelf | None = None
        self.is_draft = bulletin.is_draft
        held = bulletin.held_until
        self.held_html = line_html((clock(held),)) if held else Markup("")

    @property
    def read_html(self) -> Markup:
        """All that is read from the title to the last word."""
        raise NotImplementedError

    @cached_property
    def minutes(self) -> int:
        """How many minutes reading takes, at least one."""
        syllables = sum(any(map(str.isalnum, word)) for word in self.read_html.striptags().split())
        return max(1, (syllables + SYLLABLES_A_MINUTE // 2) // SYLLABLES_A_MINUTE)

    @cached_property
    def related(self) -> list[BulletinArticle]:
        """What other datasets said before."""
        return self.shelf.beside(self._bulletin) if self.shelf else []


class Shelf:
    """The site's bulletins by dataset, in order of publication."""

    def __init__(self, articles: Iterable[BulletinArticle]) -> None:
        self._articles: dict[str, list[tuple[BulletinArticle, frozenset[str]]]] = {}
        self._moments: dict[str, list[float]] = {}
        for article in sorted(articles, key=lambda article: article.made.published):
            made = article.made
            self._articles.setdefault(made.dataset, []).append((article, frozenset(map(slug, made.tags))))
            self._moments.setdefault(made.dataset, []).append(made.published.timestamp())

    def beside(self, bulletin: Bulletin) -> list[BulletinArticle]:
        """Up to three bulletins of other datasets on the same topics, else of the same category.

        Of each dataset it is the newest one that was published before, so that an old page stays as it is when new
        releases come. Those with more topics in common stand first, then newer ones.
        """
        own, found = frozenset(map(slug, bulletin.tags)), []
        published = bulletin.published.timestamp()
        for name, moments in self._moments.items():
            at = bisect_left(moments, published)
            if not at or name == bulletin.dataset:
                continue
            article, tags = self._articles[name][at - 1]
            shared = len(own & tags)
            if shared or article.made.category == bulletin.category:
                found.append((-shared, -moments[at - 1], name, article))
        return [article for *_, article in sorted(found, key=lambda one: one[:3])[:MOST_RELATED]]
