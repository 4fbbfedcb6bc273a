"""The plugin's handlers: where Pelican's steps and ours meet. Nothing is kept between runs."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator
from pelican.utils import order_content

from bantin.errors import Problem, ProblemsFound
from bantin.publish.pages import SitePages
from bantin.publish.site import Site
from bantin.vietnamese import TIME_ZONE, day

logger = logging.getLogger("bantin")


def connect() -> None:
    """Connect every handler; connecting twice changes nothing."""
    signals.initialized.connect(check_settings)
    signals.generator_init.connect(add_filters)
    signals.article_generator_pretaxonomy.connect(add_bulletins)
    signals.get_generators.connect(site_pages)
    signals.content_written.connect(report_written)
    signals.feed_generated.connect(name_items)
    # Pelican drops a message that was said before; progress may well say the same of two bulletins
    for repeated in list(logger.filters):
        logger.removeFilter(repeated)


def check_settings(pelican: Any) -> None:
    """Refuse settings under which dates or addresses would be wrong."""
    settings = pelican.settings
    wanted = {
        "BANTIN_DATA": (Path(settings.get("BANTIN_DATA", "")).is_dir(), "thư mục số liệu có thật"),
        "TIMEZONE": (settings["TIMEZONE"] == TIME_ZONE.key, f'"{TIME_ZONE.key}"'),
        "BANTIN_LICENSE": (_is_licence(settings.get("BANTIN_LICENSE")), "đủ name, title, path, hoặc bỏ mục này"),
        "SITEURL": (settings["SITEURL"].startswith(("http://", "https://")), 'như "https://bantin.example.vn"'),
    }
    problems = [
        Problem("pelicanconf.py", f"mục {name} chưa đúng.", f"đặt {name} là {remedy}.")
        for name, (fine, remedy) in wanted.items()
        if not fine
    ]
    if problems:
        raise ProblemsFound(problems)


def _is_licence(given: object) -> bool:
    """Whether a licence is declared in full, or none is."""
    parts = {"name", "title", "path"}
    return not given or (isinstance(given, dict) and given.keys() == parts and all(given.values()))


def add_filters(generator: Generator) -> None:
    """Dates as templates print them: `5/11/2021` in text, `05/11/2021` by itself, ISO 8601 for machines."""
    generator.env.filters["ngay"] = day
    generator.env.filters["ngay_du"] = partial(day, pattern="dd/MM/yyyy")
    generator.env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    generator.env.filters["iso"] = lambda moment: moment.strftime("%Y-%m-%d")
    generator.env.filters["thoi_diem"] = lambda moment: moment.isoformat()


def add_bulletins(generator: ArticlesGenerator) -> None:
    """Read everything and put the bulletins among Pelican's articles, before tags, archives and feeds are made."""
    site = Site(generator.settings)
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


def report_written(path: str, context: Any) -> None:
    """Tell which page was written."""
    logger.info("Ghi %s", Path(path).relative_to(context["OUTPUT_PATH"]).as_posix())


def name_items(_: Any, feed: Any) -> None:
    """An RSS item's name is no address, and says so."""
    for item in feed.items:
        item["unique_id_is_permalink"] = False
