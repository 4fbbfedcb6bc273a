"""The plugin's handlers: where Pelican's steps and ours meet. Nothing is kept between runs."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.utils import order_content

from bantin.errors import Problem, ProblemsFound
from bantin.publish.look import Unindented, look_of
from bantin.publish.offline import write_offline
from bantin.publish.pages import SitePages
from bantin.publish.photos import withhold
from bantin.publish.press import press_of
from bantin.publish.settings import check_settings
from bantin.publish.site import Site
from bantin.publish.words import language_of, speak

logger = logging.getLogger("bantin")


def connect() -> None:
    """Connect every handler; connecting twice changes nothing."""
    signals.initialized.connect(check_settings)
    signals.generator_init.connect(prepare)
    signals.article_generator_pretaxonomy.connect(add_bulletins)
    signals.static_generator_finalized.connect(withhold)
    signals.get_generators.connect(site_pages)
    signals.get_writer.connect(press_of)
    signals.content_written.connect(report_written)
    signals.finalized.connect(finish)
    # Pelican drops a message that was said before; progress may well say the same of two bulletins
    for repeated in list(logger.filters):
        logger.removeFilter(repeated)


def prepare(generator: Generator) -> None:
    """Give templates their words, their dates, and how the page looks that is being made."""
    settings = generator.settings
    speak(generator.env, Path(settings["THEME"]), language_of(settings))
    generator.env.add_extension(Unindented)
    generator.env.globals["look_of"] = look_of
    generator.env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}


def add_bulletins(generator: ArticlesGenerator) -> None:
    """Read everything and put the bulletins among Pelican's articles, before tags, archives and feeds are made."""
    site = Site(generator.settings, generator.env)
    generator.context["bantin"] = site
    articles = site.articles(generator.settings, generator.context)
    for article in articles:
        if not article.is_valid():
            raise ProblemsFound(
                [Problem(str(article.source_path), "bản tin không đăng được.", "xem thông báo ở trên.")]
            )
        generator.add_source_path(article)
    generator.articles = order_content([*generator.articles, *articles], generator.settings["ARTICLE_ORDER_BY"])


def site_pages(_: Any) -> type[Generator]:
    """The generator of what Pelican has no generator for."""
    return SitePages


def finish(pelican: Any) -> None:
    """Write what rests on the whole of the site."""
    write_offline(Path(pelican.output_path), Path(pelican.settings["THEME"]), pelican.settings)


def report_written(path: str, context: Any) -> None:
    """Tell which page was written."""
    logger.info("Ghi %s", Path(path).relative_to(context["OUTPUT_PATH"]).as_posix())
