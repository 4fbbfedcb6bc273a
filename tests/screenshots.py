"""The pictures of the editors' guide, taken of the real form and pages: ``python3 tasks.py screenshots``.

They show the guide's own example; then a figure of the week before changes and is corrected, as the guide tells.
"""

import contextlib
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

import browser_path
from bantin.publish.form import ADMIN, TOOLS
from bantin.publish.npm import Missing, ready
from bantin.publish.serve import start_server
from bantin.publish.store import started
from conftest import BROWSER_FLAGS, LOOPBACK, ROOT, build, copy_reference
from editors_guide import AUTHOR, CHANGED, CORRECTED, DRAFT, WRITTEN, change

WIDTH, MOST_BYTES = 880, 80_000
COLOURS = (128, 64, 32, 16)
"""How many a picture may have, until it is light enough."""
ARTICLE, EARLIER = "ban-tin/qr-covid/2021-11-12/", "ban-tin/qr-covid/2021-11-05/"
WEEK = "Tuần từ ngày 5/11 - 12/11/2021"
SETTLED = 1500
"""Milliseconds until the form's line of progress is gone."""
SEEN = "2021-11-17T09:00:00+07:00"
"""When, so that no page says that newer data are overdue."""
BOX = "article > aside.corrections"


def take(target: Path, browser: Browser) -> None:
    """Take every picture into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        root = copy_reference(Path(folder))
        photograph(browser, root / "content" / "images" / "diem-quet.jpg")
        AUTHOR.write(root)
        WRITTEN.write(root)
        with served(root / "output") as origin, started(root / "content", [origin]) as saving:
            built(root, "--form", saving)
            form(page_of(browser), origin, target)
            page = page_of(browser)
            page.goto(f"{origin}/{ARTICLE}")
            keep(page, target / "ban-nhap.png", page.locator("article > .standing"), page.locator("figure.photo"))
            end = page.locator("article > .byline")
            words = page.locator("article .words, article .body > p").last
            keep(page, target / "nguoi-ky.png", words, end.last)

            WRITTEN.write(root, without=DRAFT)
            built(root, "--publish")
            change(root, *CHANGED)
            task(root, "review", "--output", str(root / "seen"))
            page.goto((root / "seen" / "review.html").as_uri())
            keep(page, target / "xem-lai.png", page.locator("h1"), page.locator("main > ul").first)

            CORRECTED.write(root)
            built(root, "--publish")
            for url, name in ((EARLIER, "dinh-chinh.png"), (ARTICLE, "ky-sau.png")):
                page.goto(f"{origin}/{url}")
                keep(page, target / name, page.locator("article > h1"), page.locator(BOX))


def form(page: Page, origin: str, target: Path) -> None:
    """The form's list of bulletins, and the example in it."""
    page.goto(f"{origin}/admin/")
    page.get_by_role("button", name="Mở biểu mẫu").click()
    window(page, target / "bieu-mau-danh-sach.png", page.get_by_role("link", name=WEEK), 350)
    page.get_by_role("link", name=WEEK).click()
    window(page, target / "bieu-mau-dien.png", page.get_by_label("Họ tên").first, 1345)


def window(page: Page, path: Path, awaited: Locator, height: int) -> None:
    """A picture of the form, so high, when all of it is there."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    expect(awaited).to_be_visible()
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=path)
    lighten(path)


def keep(page: Page, path: Path, first: Locator, last: Locator) -> None:
    """A picture of what stands from one part of a page to another, as wide as the page."""
    page.wait_for_load_state("networkidle")
    top, bottom = first.bounding_box(), last.bounding_box()
    assert top, path
    assert bottom, path
    start = max(0, top["y"] - 12)
    area = {"x": 0, "y": start, "width": WIDTH, "height": bottom["y"] + bottom["height"] + 12 - start}
    page.screenshot(path=path, full_page=True, clip=area)
    lighten(path)


def lighten(path: Path) -> None:
    """The picture in so few colours that it is light enough."""
    picture = Image.open(io.BytesIO(path.read_bytes())).convert("RGB")
    for colours in COLOURS:
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= MOST_BYTES:
            return
    raise SystemExit(f"{path.name}: quá {MOST_BYTES} byte.")


def photograph(browser: Browser, path: Path) -> None:
    """A JPEG of the shipped illustration, as if a phone had taken it."""
    page = browser.new_page(viewport={"width": 800, "height": 450}, device_scale_factor=2)
    page.goto(path.with_name("diem-quet-minh-hoa.svg").as_uri())
    page.screenshot(path=path, type="jpeg", quality=90)
    page.close()


def page_of(browser: Browser) -> Page:
    """A fresh page, as an editor in Vietnam sees it."""
    size = {"width": WIDTH, "height": 620}
    page = browser.new_page(viewport=size, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce")
    page.clock.set_fixed_time(SEEN)
    return page


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder, which may be built later."""
    with start_server(folder, 0) as server:
        yield f"http://{LOOPBACK}:{server.server_port}"
        server.shutdown()


def built(root: Path, *options: str) -> None:
    """Build the sources, for editors unless it is to be published."""
    done = build(root / "output", root, *([] if "--publish" in options else ["--preview"]), *options)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def task(root: Path, name: str, *options: str) -> None:
    """Run another task on the sources."""
    folders = ["--data", str(root / "data"), "--content", str(root / "content")]
    command = [sys.executable, "-m", "invoke", "-c", "tasks", name, *folders, *options]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, stdout=subprocess.DEVNULL, check=True)


def main(target: Path) -> None:
    """Take the pictures with this machine's Chromium."""
    engine = browser_path.CHROMIUM
    path = os.environ.get(engine.variable) or browser_path.find(engine)
    if path is None:
        raise SystemExit(engine.advice)
    try:
        ready(ADMIN, TOOLS)
    except Missing as what:
        raise SystemExit(f"Biểu mẫu cần npm (Node.js): {what}.") from what
    target.mkdir(parents=True, exist_ok=True)
    root_flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []  # as in conftest.py
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=BROWSER_FLAGS + root_flags)
        take(target, browser)
        browser.close()
    for picture in sorted(target.glob("*.png")):
        print(f"{picture.name}: {picture.stat().st_size} byte")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
