"""Settings of the site as it is built for looking at; publishconf.py adds what publishing needs.

Each setting of the project's own, by name:

- BANTIN_DATA: the folder of areas.csv and the datasets.
- BANTIN_AGENCY: who publishes, and how to reach them: name, address, phone, email, feedback (the address of a form),
  and emblem (a picture under content/images); each may be left out.
- BANTIN_LINKS: other agencies at the foot of every page, as pairs of a title and an address.
- BANTIN_COLOURS: colours in the place of the theme's, by theme and role (theme/palette.toml has both), such as
  {"light": {"deep": "#5b1a1a"}}; a colour that is too faint to be read stops the build.
- BANTIN_POLICY: other hosts that pages may use, by the directive of the content policy, for a visit counter in
  extend_head.html; none is needed otherwise.
- BANTIN_LANGUAGE: the language of the theme's own words, vi or en; bulletins are in Vietnamese.
- BANTIN_CACHE: the folder that keeps what was made before: bulletins, charts as drawn, photos as made fit; it may be
  deleted at any time.
- BANTIN_WORKERS: how many processes make bulletins, draw charts and prove pages; 0 for one on each core.
- BANTIN_EXECUTOR: the address of a Dask cluster's scheduler, such as "tcp://10.0.0.5:8786", where bulletins are made
  and charts are drawn instead; each of its machines needs this version of the program. The environment may have it.
- BANTIN_OFFLINE: whether readers' devices keep the pages last read; False removes the worker that does so, and what it
  kept.
- BANTIN_ADMIN: whether the site has the form for editors, at /admin/: Decap CMS, which this machine then needs
  (`python3 tasks.py form --install`). True: it saves by Decap's Git Gateway, into the branch `main`; or where, in
  Decap's own words: {"backend": {"name": "github", "repo": "…", "branch": "main"}}. An editor's own machine needs
  nothing here: `python3 tasks.py form`.
- BANTIN_LICENSE: on what terms the data may be used: name (its identifier, such as CC-BY-4.0), title, and path (where
  its text is). Without it nothing is said of a licence.
"""

import os

SITENAME = "Bản tin số liệu tỉnh Bắc Kạn"
SITESUBTITLE = "Số liệu hằng tuần, có nguồn của từng con số"
SITEURL = "http://localhost:8000"
AUTHOR = "Ban biên tập"
BANTIN_AGENCY = {
    "name": "Cổng thông tin điện tử tỉnh Bắc Kạn",
}
BANTIN_LINKS = [
    ("Cổng thông tin điện tử Chính phủ", "https://chinhphu.vn"),
    ("Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn"),
]
BANTIN_LANGUAGE = "vi"
BANTIN_LICENSE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Ghi công 4.0 Quốc tế",
    "path": "https://creativecommons.org/licenses/by/4.0/deed.vi",
}

TIMEZONE = "Asia/Ho_Chi_Minh"
DEFAULT_LANG = "vi"

PATH = "content"
BANTIN_DATA = "data"
BANTIN_CACHE = ".cache/charts"
BANTIN_WORKERS = 0
BANTIN_EXECUTOR = os.environ.get("BANTIN_EXECUTOR", "")
BANTIN_OFFLINE = True
BANTIN_ADMIN = False
THEME = "theme"
OUTPUT_PATH = "output"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["bantin"]

# Links from page to page are relative, so that the site works in any folder of any server.
RELATIVE_URLS = True
ARTICLE_PATHS: list[str] = []  # bulletins come from data/; the plugin reads content/bulletins itself
PAGE_PATHS = ["pages"]
STATIC_PATHS: list[str] = []  # pictures are made fit for readers first, by the plugin
READERS = {"rst": None, "html": None}
MARKDOWN = {"extension_configs": {}, "output_format": "html"}

# Addresses never move: archives by year and month rather than numbered pages.
DIRECT_TEMPLATES = ["index", "archives", "authors", "categories", "tags"]
DEFAULT_PAGINATION = False
ARCHIVES_URL, ARCHIVES_SAVE_AS = "luu-tru/", "luu-tru/index.html"
YEAR_ARCHIVE_URL, YEAR_ARCHIVE_SAVE_AS = "luu-tru/{date:%Y}/", "luu-tru/{date:%Y}/index.html"
MONTH_ARCHIVE_URL = "luu-tru/{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = "luu-tru/{date:%Y}/{date:%m}/index.html"
AUTHORS_URL, AUTHORS_SAVE_AS = "tac-gia/", "tac-gia/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "tac-gia/{slug}/", "tac-gia/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "chuyen-muc/{slug}/", "chuyen-muc/{slug}/index.html"
CATEGORIES_URL, CATEGORIES_SAVE_AS = "chuyen-muc/", "chuyen-muc/index.html"
TAGS_URL, TAGS_SAVE_AS = "chu-de/", "chu-de/index.html"
TAG_URL, TAG_SAVE_AS = "chu-de/{slug}/", "chu-de/{slug}/index.html"
PAGE_URL, PAGE_SAVE_AS = "{slug}/", "{slug}/index.html"

# The plugin writes all feeds, by one way; Pelican's own are off.
FEED_ALL_ATOM = FEED_ALL_RSS = FEED_ATOM = FEED_RSS = CATEGORY_FEED_ATOM = CATEGORY_FEED_RSS = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TAG_FEED_ATOM = TAG_FEED_RSS = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 30

JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "extensions": []}

# Output is built in a new folder that then takes the old one's place; nothing is emptied first.
DELETE_OUTPUT_DIRECTORY = False
# Pelican's cache does not see a change in data/ and would publish last week's figure.
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
