"""The icons as PNG, drawn from the theme's SVG by the tests' browser: ``python tests/icons.py`` writes them anew."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import browser_path

STATIC = Path(__file__).resolve().parents[1] / "theme" / "static"
GROUND = "#0d3459"
ICONS = {  # side in pixels, and how much of it the drawing takes; the rest of a maskable one may be cut off
    "icon-192.png": (192, 1.0),
    "icon-512.png": (512, 1.0),
    "icon-maskable.png": (512, 0.8),
    "icon-180.png": (180, 0.9),
}


def drawn(browser: Browser, name: str) -> Image.Image:
    """One icon: where the drawing does not take all of it, the rest is in the drawing's ground colour."""
    side, share = ICONS[name]
    inner, ground = round(side * share), GROUND if share < 1 else "transparent"
    size = f"<svg style='width:{inner}px;height:{inner}px' "
    svg = (STATIC / "icon.svg").read_text(encoding="utf-8").replace("<svg ", size)
    page = browser.new_page(viewport={"width": side, "height": side})
    page.set_content(f"<body style='margin:0;height:100vh;display:grid;place-items:center;background:{ground}'>{svg}")
    shot = page.screenshot(omit_background=True)
    page.close()
    return Image.open(io.BytesIO(shot))


def main() -> None:
    """Write all icons."""
    path = browser_path.get(browser_path.CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for name in ICONS:
            drawn(browser, name).save(STATIC / name, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
