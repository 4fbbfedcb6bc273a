"""The site's parts beside articles: dataset pages, downloads, pictures, site map, robots, the page for lost readers."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from pelican.generators import Generator

from bantin.model import Bulletin
from bantin.publish.articles import BulletinArticle
from bantin.publish.beside import WithdrawnView
from bantin.publish.calendars import calendar
from bantin.publish.downloads import bulletin_json, dataset_json, history_csv, office_file
from bantin.publish.feeds import all_feeds
from bantin.publish.form import form_files
from bantin.publish.offline import OFFLINE
from bantin.publish.package import package_files
from bantin.publish.press import Press
from bantin.publish.search import choices_of, records_of, write_index
from bantin.publish.site import Site
from bantin.publish.views import DatasetView, data_url


class SitePages(Generator):
    """Writes what Pelican has no generator for. It runs after articles and pages are known."""

    def generate_output(self, writer: Press) -> None:
        """Write everything; paths are relative to the output folder."""
        site: Site = self.context["bantin"]
        data = Path(self.settings["BANTIN_DATA"])
        for dataset in site.datasets:
            self._dataset(writer, site, dataset)
        if site.calendar_url:
            named = f"Lịch công bố số liệu: {site.portal.name}"
            self._bytes(site.calendar_url, calendar(site.portal, named, "", site.offers.values()))
        populations = data / "populations.csv"
        if populations.is_file():  # rates rest on it
            self._bytes(data_url("data/populations.csv"), populations.read_bytes())
        self._page(writer, "so-do-trang/index.html", "sitemap", articles=self.context["articles"])
        self._page(writer, "tim-kiem/index.html", "search", choices=choices_of(site.datasets))
        write_index(records_of(site.datasets), Path(self.output_path) / "pagefind")
        for address, script in site.look.scripts().items():
            self._text(address, script)
        for address, picture in site.photos.files():
            self._bytes(address, picture)
        self._feeds(site)
        self._lost(writer)
        self._page(writer, f"{OFFLINE}index.html", "offline")
        if form := self.settings.get("BANTIN_ADMIN"):
            made = form_files(form, site.archive, Path(self.settings["PATH"]), self.settings["SITEURL"])
            for name, content in made.items():
                self._bytes(f"admin/{name}", content)
        writer.print(site.engine.workers)
        self._text("sitemap.xml", self._sitemap())
        self._text("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {self.settings['SITEURL']}/sitemap.xml\n")

    def _dataset(self, writer: Press, site: Site, dataset: DatasetView) -> None:
        """A dataset's page, and the files of itself and of its bulletins."""
        data = Path(self.settings["BANTIN_DATA"])
        self._page(writer, f"{dataset.url}index.html", "dataset", dataset=dataset)
        for period in dataset.series.folder.withdrawn:
            view = WithdrawnView(dataset.series.folder, period)
            self._page(writer, f"{view.url}index.html", "withdrawn", dataset=dataset, view=view)
        whole, of_period = history_csv(dataset.series)
        offer = site.offers[dataset.slug]
        for name, content in package_files(site.portal, offer, data, whole.encode()).items():
            self._bytes(f"{offer.url}{name}", content)
        if offer.calendar_url:
            named = f"Lịch công bố: {dataset.title}"
            self._bytes(offer.calendar_url, calendar(site.portal, named, offer.url, [offer]))
        if dataset.articles:
            self._text(f"{dataset.url}so-lieu.json", dataset_json(dataset.series, dataset.numbers))
        for article in dataset.articles:
            writer.add(article.bulletin.share_url, partial(getattr, article.bulletin, "picture"))
        for bulletin in dataset.series.bulletins:
            last = bulletin.period.last.isoformat()
            writer.add(f"{dataset.url}{last}/so-lieu.json", partial(_json_of, bulletin))
            self._text(f"{dataset.url}{last}/so-lieu.csv", of_period[last])
        # a history that was read back is the one file of many bulletins
        for file in dict.fromkeys(file for bulletin in dataset.series.bulletins for file in bulletin.files):
            source = data / file.removeprefix("data/")
            self._bytes(data_url(file), office_file(source, dataset.series.folder.dataset))

    def _feeds(self, site: Site) -> None:
        """Everything, each dataset, and whatever else articles are listed by."""
        listed = [(site.feeds_of("", site.portal.name), self.context["articles"])]
        listed += [(site.feeds_of(dataset.url, dataset.title), dataset.articles) for dataset in site.datasets]
        for kind in ("categories", "authors", "tags"):
            listed += [(site.feeds_of(own.url, own.name), articles) for own, articles in self.context[kind]]
        scopes = [(feeds, [own for own in those if isinstance(own, BulletinArticle)]) for feeds, those in listed]
        correction = self.get_template("components/correction/correction")
        about, most = self.settings.get("SITESUBTITLE") or site.portal.name, self.settings["FEED_MAX_ITEMS"]

        def content(article: BulletinArticle) -> str:
            """The text, after what was corrected in it."""
            root = self.settings["SITEURL"]
            return f"{correction.render(view=article.bulletin, SITEURL=root)}{article.get_content(root)}"

        for path, feed in all_feeds(site.portal, about, scopes, content, most):
            self._bytes(path, feed)

    def _page(self, writer: Any, save_as: str, template: str, **values: object) -> None:
        relative = self.settings["RELATIVE_URLS"]
        url = save_as.removesuffix("index.html")
        writer.write_file(save_as, self.get_template(template), self.context, relative, url=url, **values)

    def _lost(self, writer: Any) -> None:
        """The 404 page is shown at any depth, so its links start at the site's root."""
        root = urlsplit(self.settings["SITEURL"]).path
        context = {**self.context, "SITEURL": root}
        writer.write_file("404.html", self.get_template("404"), context, relative_urls=False, url="404.html")

    def _text(self, save_as: str, text: str) -> None:
        self._bytes(save_as, text.encode("utf-8"))

    def _bytes(self, save_as: str, content: bytes) -> None:
        path = Path(self.output_path) / save_as
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def _sitemap(self) -> str:
        """Every page's address, with the date that its newest content was published or corrected."""
        site: Site = self.context["bantin"]
        pages: dict[str, str] = {"tim-kiem/": ""}
        for article in self.context["articles"]:
            changed = getattr(article, "modified", article.date).strftime("%Y-%m-%d")
            pages[article.url] = changed
            lists = [
                "",
                "luu-tru/",
                f"luu-tru/{article.date:%Y}/",
                f"luu-tru/{article.date:%Y}/{article.date:%m}/",
                article.category.url,
                "chuyen-muc/",
                "tac-gia/",
                *(author.url for author in article.authors),
                "chu-de/",
                *(tag.url for tag in article.tags),
                article.bulletin.dataset.url,
            ]
            for url in lists:
                pages[url] = max(pages.get(url, ""), changed)
        for dataset in site.datasets:
            pages.setdefault(dataset.url, "")
        for url in ("so-do-trang/", *(page.url for page in self.context["pages"])):
            pages.setdefault(url, "")
        root = self.settings["SITEURL"]
        rows = "".join(
            f"<url><loc>{escape(f'{root}/{url}')}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
            for url, day in sorted(pages.items())
        )
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        return f"{head}{rows}</urlset>\n"


def _json_of(bulletin: Bulletin) -> bytes:
    return bulletin_json(bulletin).encode()
