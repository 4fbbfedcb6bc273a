"""The shipped site's pages: one of each kind, by name; of kinds that are built alike only one."""

import pytest

PAGES = {
    "home": "/",
    "article": "/ban-tin/qr-covid/2021-11-12/",
    "article without charts": "/ban-tin/qr-covid/2021-11-05/",
    "dataset": "/ban-tin/qr-covid/",
    "illustrative": "/ban-tin/thu-tuc-hanh-chinh/2021-12-19/",
    "wide table": "/ban-tin/diem-quet-chi-tiet/",
    "table with a gap": "/ban-tin/thu-tuc-hanh-chinh/",
    "products": "/ban-tin/gia-thi-truong/",
    "archive": "/luu-tru/",
    "month": "/luu-tru/2021/11/",
    "author": "/tac-gia/bich-hue/",
    "category": "/chuyen-muc/chuyen-doi-so/",
    "about": "/gioi-thieu/",
    "lost": "/404.html",
    "categories": "/chuyen-muc/",
    "search": "/tim-kiem/",
    "site map": "/so-do-trang/",
}
ARTICLES = {
    "with a photo": PAGES["article"],
    "without charts": PAGES["article without charts"],
    "illustrative": PAGES["illustrative"],
    "of records": "/ban-tin/diem-quet-chi-tiet/2021-12-12/",
    "of products": "/ban-tin/gia-thi-truong/2021-12-19/",
}
"""One bulletin of each kind."""

every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
every_article = pytest.mark.parametrize("path", ARTICLES.values(), ids=ARTICLES.keys())

PLAIN = {"article without charts", "dataset", "author", "category", "categories", "site map", "about"}
_shown = {name: path for name, path in PAGES.items() if name not in PLAIN}
every_layout = pytest.mark.parametrize("path", _shown.values(), ids=_shown.keys())
"""The pages that have parts which no other has."""
