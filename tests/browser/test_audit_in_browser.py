"""The audit's gates in a browser find what is wrong with a page, and which page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from audit.browser import in_browser, samples
from bantin.audit.pages import BuiltSite, read_site

THEMES = """
<style>html{font-size:18px} [data-size="36"]{font-size:36px} [data-theme=dark]{color-scheme:dark}
[data-theme=dark] body{background:#000;color:#fff} [data-theme=high] body{background:#fff;color:#000}
body{background:#fff;color:#222;margin:0}</style>
<script>
for (const own of ["size", "theme"]) document.documentElement.dataset[own] = localStorage["bantin-" + own]</script>
"""
SOUND = f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Trang</title>
<link rel="canonical" href="https://x.vn/"><link rel="icon" href="icon.svg">{THEMES}
</head><body><main><h1>Trang</h1><p>Chữ</p></main></body></html>"""
FAULTS = """<p style="color:#ccc;background:#fff">mờ</p><div style="width:900px">rộng</div>
<script src="http://127.0.0.2:9/a.js"></script><script src="b.js"></script><script src="c.js"></script>
<script>console.error("sai rồi"); requestAnimationFrame(() => requestAnimationFrame(() =>
document.body.prepend(Object.assign(document.createElement("p"), {textContent: "xô"}))))</script></main>"""

Serve = Callable[[Path], str]


def site(folder: Path, article: str) -> BuiltSite:
    bulletin = folder / "ban-tin" / "qr" / "2021-11-12"
    bulletin.mkdir(parents=True)
    (folder / "index.html").write_text(SOUND, encoding="utf-8")
    (folder / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    (bulletin / "index.html").write_text(article.replace("icon.svg", "/icon.svg"), encoding="utf-8")
    for name in ("b.js", "c.js"):
        (bulletin / name).write_text("", encoding="utf-8")
    return read_site(folder)


def test_sound_pages_pass_in_every_theme_size_and_width(browser: Browser, serve_folder: Serve, tmp_path: Path) -> None:
    axe, behaviour = in_browser(site(tmp_path, SOUND), serve_folder(tmp_path), browser)
    assert (axe.problems, behaviour.problems) == ((), ())
    assert axe.measured.startswith("24 lượt: 2 trang")
    assert behaviour.measured.endswith("bản tin nặng nhất cần 2 yêu cầu")


def test_each_fault_is_found_with_its_page_and_state(
    browser: Browser, serve_folder: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audit.browser.WIDTHS", (320,))
    made = site(tmp_path, SOUND.replace("</main>", FAULTS).replace('[data-size="36"]', "[data-none]"))
    axe, behaviour = in_browser(made, serve_folder(tmp_path), browser)
    assert {own.file for own in (*axe.problems, *behaviour.problems)} == {"ban-tin/qr/2021-11-12/index.html"}
    (contrast,) = [own.what for own in axe.problems if own.what.startswith("color-contrast")]
    assert "(sáng, cỡ chữ 18, rộng 320, và 5 lần nữa)" in contrast
    told = "\n".join(own.what for own in behaviour.problems)
    for fault in (
        "gọi tới nơi khác: http://127.0.0.2:9/a.js",
        "báo lỗi: sai rồi",
        "xê dịch",
        "trang tràn ngang (sáng, cỡ chữ 18, rộng 320",
        "cỡ chữ đã chọn không được dùng (18) (sáng, cỡ chữ 36",
        "cần 4 yêu cầu, quá mức 3",
    ):
        assert fault in told


def test_themes_that_do_not_differ_are_no_themes(
    browser: Browser, serve_folder: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audit.browser.WIDTHS", (320,))
    monkeypatch.setattr("audit.browser.SIZES", (18,))
    made = site(tmp_path, SOUND)
    (tmp_path / "index.html").write_text(SOUND.replace("[data-theme=high] body", "x"), encoding="utf-8")
    _, behaviour = in_browser(made, serve_folder(tmp_path), browser)
    assert [own.what for own in behaviour.problems if own.file == "index.html"] == [
        "ba giao diện (localStorage bantin-theme) không khác màu nhau (mọi cỡ)"
    ]


def test_one_page_of_every_kind_is_looked_at_the_heaviest_and_the_newest_bulletin(tmp_path: Path) -> None:
    made = site(tmp_path, SOUND + "x" * 99)
    newest = tmp_path / "ban-tin" / "gia" / "2021-12-19" / "index.html"
    middle = tmp_path / "ban-tin" / "gia" / "2021-12-12" / "index.html"
    for path in (newest, middle):
        path.parent.mkdir(parents=True)
        path.write_text("<p>x", encoding="utf-8")
    made = read_site(tmp_path)
    heaviest = "ban-tin/qr/2021-11-12/index.html"
    assert samples(made) == (["ban-tin/gia/2021-12-19/index.html", heaviest, "index.html"], heaviest)
