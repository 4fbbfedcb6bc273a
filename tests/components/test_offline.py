"""Read pages stay readable without a network, and none of them is ever taken for a new one."""

import gzip
import json
import re
import shutil
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from rjsmin import jsmin

import icons
from bantin.publish.build import verify
from bantin.publish.offline import ICONS, write_offline
from bantin.publish.serve import Pages, start_server
from conftest import LOOPBACK, ROOT

FIRST, SECOND = "ban-tin/qr-covid/2021-11-12/", "ban-tin/qr-covid/2021-11-05/"
NEVER = "ban-tin/gia-thi-truong/"
NOTICE = re.compile(
    r"^Bản lưu trên máy lúc (\d\d:\d\d) ngày (\d+/\d+/\d{4}), vì không có mạng\. Có thể đã có bản mới hơn\.$"
)
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys())
    found[name.split(" ").slice(2).join(" ")] = (await (await caches.open(name)).keys()).map(key => key.url);
  return found;
}"""
OTHERS = ("https://chinhphu.vn", "https://dichvucong.gov.vn")
"""The agencies that every page links at its foot."""
SETTINGS = {"SITENAME": "Thử", "DEFAULT_LANG": "vi", "BANTIN_OFFLINE": True}


class Place:
    """A site that a test may change, how to reach it, and what was asked of its server."""

    def __init__(self, folder: Path, address: str, asked: list[str]) -> None:
        self.folder, self.address, self.asked = folder, address, asked

    def change(self, page: str, was: str, now: str) -> None:
        """Publish another build, in which one page says something else."""
        file = self.folder / page / "index.html"
        text = file.read_text(encoding="utf-8")
        assert was in text
        file.write_text(text.replace(was, now), encoding="utf-8")
        write_offline(self.folder, ROOT / "theme", SETTINGS)


@pytest.fixture(params=["", "mot/hai/"], ids=["at the root", "in a deep folder"])
def place(request, site: Path, tmp_path: Path, monkeypatch) -> Iterator[Place]:
    """The shipped site, copied and served alone on a host of its own."""
    folder = tmp_path / "host" / request.param
    shutil.copytree(site, folder, dirs_exist_ok=True)
    asked: list[str] = []
    plain = Pages.send_head

    def send_head(self: Pages) -> object:
        asked.append(self.path)
        return plain(self)

    monkeypatch.setattr(Pages, "send_head", send_head)
    server = start_server(tmp_path / "host", 0)
    yield Place(folder, f"http://{LOOPBACK}:{server.server_port}/{request.param}", asked)
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone's page, whose console must stay silent but for what the test takes away from it."""
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", service_workers="allow"
    )
    troubles: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # Browsers ask for this by themselves where a file names no icon, as feeds do.
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            troubles.append(f"{message.text} {message.location['url']}")

    context.on("console", note)
    context.on("weberror", lambda error: troubles.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert troubles == []


def until(page: Page, script: str, *given: object) -> None:
    """Wait for a promise of something true."""
    for _ in range(200):
        if page.evaluate(script, *given):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never true: {script} {given}")


def begin(page: Page, address: str) -> None:
    """Open a page, do something on it, and wait until it is kept and further ones will be."""
    page.goto(address)
    page.keyboard.press("Shift")
    until_kept(page, address)
    until(page, "() => !!navigator.serviceWorker.controller")


def until_kept(page: Page, address: str) -> None:
    until(page, f"async own => ((await ({KEPT})())['pages 1'] || []).includes(own)", address)


def read(page: Page, *addresses: str) -> None:
    for address in addresses:
        page.goto(address)
        until_kept(page, address)


def at(moment: datetime) -> set[tuple[str, str]]:
    """How a moment may be said, a minute either way."""
    own = [moment.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")) + timedelta(minutes=minute) for minute in (-1, 0, 1)]
    return {(f"{one:%H:%M}", f"{one.day}/{one.month}/{one.year}") for one in own}


def test_read_bulletins_stay_readable_and_say_when_they_were_kept(place: Place, page: Page) -> None:
    begin(page, place.address + FIRST)
    read(page, place.address + SECOND)
    fresh = page.content()
    page.context.set_offline(True)
    for path, figure in ((FIRST, "1.393"), (SECOND, "1.260")):
        page.goto(place.address + path)
        notice = page.locator("main > .offline:first-child")
        said = NOTICE.match(notice.inner_text())
        assert said, notice.inner_text()
        assert said.groups() in at(datetime.now(UTC))
        expect(page.locator("main .lead").first).to_contain_text(figure)
        page.get_by_role("button", name="Tăng cỡ chữ").click()  # the script is there too
        expect(page.locator(".said")).to_have_text(re.compile("^Cỡ chữ"))
        page.evaluate("localStorage.clear()")
    page.context.set_offline(False)
    page.goto(place.address + SECOND)
    expect(page.locator(".offline")).to_have_count(0)
    assert page.content() == fresh, "with a network the page is the network's"


def test_the_moment_is_that_of_keeping_not_of_reading_again(place: Place, page: Page) -> None:
    begin(page, place.address + FIRST)
    page.evaluate(
        """async () => {
          const name = (await caches.keys()).find(own => own.includes(" pages "));
          const cache = await caches.open(name), key = (await cache.keys())[0], old = await cache.match(key);
          const headers = new Headers(old.headers);
          headers.set("x-kept-at", Date.parse("2021-11-22T14:05:30+07:00"));
          await cache.put(key, new Response(await old.text(), { headers }));
        }"""
    )
    page.context.set_offline(True)
    for _ in range(2):
        page.goto(place.address + FIRST)
        expect(page.locator(".offline")).to_have_text(
            "Bản lưu trên máy lúc 14:05 ngày 22/11/2021, vì không có mạng. Có thể đã có bản mới hơn."
        )


def test_a_page_never_read_gives_the_list_of_those_that_were(place: Place, page: Page) -> None:
    begin(page, place.address + FIRST)
    read(page, place.address + SECOND)
    page.context.set_offline(True)
    page.goto(place.address + NEVER)
    assert page.url == place.address + NEVER, "so that it can be tried again"
    expect(page.get_by_role("heading", level=1)).to_have_text("Trang chưa có trên máy")
    items = page.locator("main li")
    titles = items.locator("a")
    expect(items).to_have_count(2)
    expect(titles.nth(1)).to_contain_text("1.393")
    assert [link.get_attribute("href") for link in titles.all()] == [place.address + SECOND, place.address + FIRST]
    for text in items.locator(".meta").all_inner_texts():
        said = re.fullmatch(r"đọc lúc (\d\d:\d\d) ngày (\d+/\d+/\d{4})", text)
        assert said, text
        assert said.groups() in at(datetime.now(UTC))
    addresses = page.locator("header a, footer a").evaluate_all("links => links.map(link => link.href)")
    assert all(own.startswith((place.address, "http://localhost:8000", *OTHERS)) for own in addresses), addresses
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    titles.nth(1).click()
    expect(page.locator(".offline")).to_have_count(1)
    page.context.set_offline(False)
    page.goto(place.address + NEVER)
    expect(page.get_by_role("heading", level=1)).to_have_text("Giá bán lẻ một số mặt hàng thiết yếu")


def test_a_new_build_is_shown_at_once_and_the_old_one_never_again(place: Place, page: Page) -> None:
    begin(page, place.address + FIRST)
    before = page.evaluate(KEPT)
    place.change(FIRST, ">1.393<", ">1.394<")
    page.goto(place.address + FIRST)
    expect(page.locator("main .lead")).to_contain_text("1.394")
    builds = "async old => { await (await navigator.serviceWorker.ready).update(); const now = await caches.keys(); "
    builds += "return now.length === 3 && !now.some(name => name.endsWith(old)) }"
    (old,) = (name for name in before if not name.startswith(("pages", "files")))
    until(page, builds, old)
    page.context.set_offline(True)
    page.goto(place.address + FIRST)
    expect(page.locator("main .lead")).to_contain_text("1.394")
    expect(page.locator(".offline")).to_have_count(1)


def test_a_new_build_leaves_read_pages_readable(place: Place, page: Page) -> None:
    begin(page, place.address + FIRST)
    place.change(SECOND, ">1.260<", ">1.261<")
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update() }")
    version = re.search(rb'VERSION="(\w+)"', (place.folder / "sw.js").read_bytes())
    assert version
    until(page, "async now => (await caches.keys()).some(name => name.endsWith(now))", version[1].decode())
    page.context.set_offline(True)
    page.goto(place.address + FIRST)
    expect(page.locator(".offline")).to_have_count(1)


def test_only_the_thirty_pages_read_last_are_kept(place: Place, page: Page) -> None:
    bulletins = sorted(path.parent for path in (place.folder / "ban-tin").glob("*/*/index.html"))[:31]
    urls = [f"{place.address}{path.relative_to(place.folder).as_posix()}/" for path in bulletins]
    begin(page, urls[0])
    read(page, *urls[1:])
    until(page, f"async () => (await ({KEPT})())['pages 1'].length === 30")
    assert sorted(page.evaluate(KEPT)["pages 1"]) == sorted(urls[1:])
    assert len(page.evaluate(KEPT)["files 1"]) <= 3, "the script, the icon and the photograph of a bulletin"
    page.context.set_offline(True)
    page.goto(urls[0])
    expect(page.locator("main li")).to_have_count(30)


def test_what_is_no_whole_page_of_ours_is_not_kept(place: Place, page: Page) -> None:
    begin(page, place.address + FIRST)
    whole = (place.folder / SECOND / "index.html").read_text(encoding="utf-8")
    for folder, text in (("ban-tin/qr-covid/nua", whole[: len(whole) // 2]), ("pagefind/a/b", whole)):
        (place.folder / folder).mkdir(parents=True)
        (place.folder / folder / "index.html").write_text(text, encoding="utf-8")
    for path in ("ban-tin/qr-covid/nua/", "pagefind/a/b/", "ngoai-tuyen/", "sitemap.xml", "feeds/atom.xml"):
        page.goto(place.address + path)
    page.goto(place.address + SECOND.rstrip("/"))  # redirected
    assert page.url == place.address + SECOND
    until_kept(page, place.address + SECOND)
    assert sorted(page.evaluate(KEPT)["pages 1"]) == sorted([place.address + FIRST, place.address + SECOND])


@pytest.mark.parametrize("place", [""], indirect=True)
def test_what_is_gone_is_shown_as_gone_and_not_kept_on(place: Place, browser: Browser) -> None:
    page = browser.new_context(service_workers="allow").new_page()  # errors of the console are the server's 404
    begin(page, place.address + FIRST)
    read(page, place.address + SECOND)
    shutil.rmtree(place.folder / FIRST)
    for path in (FIRST, "khong-co/"):
        answer = page.goto(place.address + path)
        assert answer
        assert answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("Không tìm thấy trang")
    assert page.evaluate(KEPT)["pages 1"] == [place.address + SECOND]
    page.context.close()


@pytest.mark.parametrize("place", [""], indirect=True)
def test_a_page_asks_for_three_files_and_for_the_worker_only_when_it_is_used(place: Place, page: Page) -> None:
    page.goto(place.address + SECOND, wait_until="networkidle")
    page.wait_for_timeout(1500)
    assert sorted(place.asked) == sorted([f"/{SECOND}", "/theme/bantin.js", "/theme/icon.svg"])
    assert not page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length")
    page.mouse.wheel(0, 300)
    until_kept(page, place.address + SECOND)
    assert {"/ngoai-tuyen/", "/sw.js"} <= set(place.asked[3:]), "no more than the page for times offline"
    assert set(place.asked[3:]) <= {"/ngoai-tuyen/", "/sw.js", *place.asked[:3]}


@pytest.mark.parametrize("place", [""], indirect=True)
def test_a_very_slow_network_gives_way_to_the_kept_page(place: Place, page: Page, monkeypatch) -> None:
    begin(page, place.address + FIRST)
    plain = Pages.send_head

    def slow(self: Pages) -> object:
        if self.path.endswith(FIRST):
            page_is_awaited.wait(8)
        return plain(self)

    page_is_awaited = threading.Event()
    monkeypatch.setattr(Pages, "send_head", slow)
    page.goto(place.address + FIRST)
    expect(page.locator(".offline")).to_contain_text("vì mạng quá chậm")
    page_is_awaited.set()


@pytest.mark.parametrize("place", [""], indirect=True)
def test_the_worker_can_be_taken_back_with_all_that_it_kept(place: Place, page: Page) -> None:
    begin(page, place.address + FIRST)
    write_offline(place.folder, ROOT / "theme", {**SETTINGS, "BANTIN_OFFLINE": False})
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update() }")
    until(
        page, "async () => !(await navigator.serviceWorker.getRegistrations()).length && !(await caches.keys()).length"
    )
    page.goto(place.address + FIRST)
    expect(page.locator(".offline")).to_have_count(0)


def test_a_saved_copy_does_nothing(site: Path, page: Page) -> None:
    page.goto((site / FIRST / "index.html").as_uri())
    page.keyboard.press("Shift")
    page.wait_for_timeout(300)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_for_times_offline_is_accessible(site, serve_folder, page_at, width, scheme) -> None:
    page = page_at(width, color_scheme=scheme)
    page.goto(serve_folder(site) + "/ngoai-tuyen/")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# The files -----------------------------------------------------------------------------------------------


def test_the_page_for_times_offline_is_not_for_search_engines(site: Path) -> None:
    assert '<meta name="robots" content="noindex">' in (site / "ngoai-tuyen/index.html").read_text(encoding="utf-8")
    assert "ngoai-tuyen" not in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_the_same_site_has_the_same_worker_and_another_site_another(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "output"
    shutil.copytree(site, copy)
    made: list[bytes] = []
    for change in (None, None, FIRST):
        if change:
            file = copy / change / "index.html"
            file.write_text(file.read_text(encoding="utf-8").replace(">1.393<", ">1.394<"), encoding="utf-8")
        write_offline(copy, ROOT / "theme", SETTINGS)
        made.append((copy / "sw.js").read_bytes())
    assert made[0] == made[1] == (site / "sw.js").read_bytes()
    assert made[2] != made[0]
    assert len(made[0]) == len(made[2])


def test_an_altered_worker_or_manifest_is_found(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "output"
    shutil.copytree(site, copy)
    for name, was, now in (("sw.js", "30", "31"), ("manifest.webmanifest", "192x192", "193x193")):
        file = copy / name
        file.write_text(file.read_text(encoding="utf-8").replace(was, now, 1), encoding="utf-8")
    found = verify(ROOT / "pelicanconf.py", ROOT / "data", ROOT / "content", copy)
    assert sorted({problem.file for problem in found}) == ["manifest.webmanifest", "sw.js"]


def test_the_manifest_works_in_any_folder_and_its_icons_are_there(site: Path) -> None:
    manifest = json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert manifest["lang"] == "vi"
    assert manifest["name"] == "Bản tin số liệu tỉnh Bắc Kạn"
    assert len(manifest["short_name"]) <= 12
    assert {manifest[key] for key in ("start_url", "scope", "id")} == {"./"}
    assert [icon["src"] for icon in manifest["icons"]] == [f"theme/{name}" for name in ICONS]
    for icon in manifest["icons"]:
        content = (site / icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            assert "{}x{}".format(*struct.unpack(">II", content[16:24])) == icon["sizes"]


@pytest.mark.parametrize("name", icons.ICONS)
def test_the_icons_are_what_the_drawing_shows(browser: Browser, name: str) -> None:
    kept = Image.open(icons.STATIC / name).convert("RGBA")
    difference = ImageChops.difference(kept, icons.drawn(browser, name).convert("RGBA"))
    assert max(high for _, high in difference.getextrema()) < 24, "draw them anew: python tests/icons.py"


@pytest.mark.parametrize(("source", "most"), [("offline.js", 440), ("worker.js", 2400)])
def test_scripts_stay_small(source: str, most: int) -> None:
    file = ROOT / "theme" / "templates" / "components" / "offline" / source
    shortened = jsmin(file.read_text(encoding="utf-8"))
    assert len(gzip.compress(shortened.encode())) <= most
