"""The toolbar: letters, colours, and what is done with a bulletin. Letter sizes are tried in tests/browser/ too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages import PAGES
from partials import part, said

ARTICLE = PAGES["article"]
Open = Callable[..., Page]
BACKGROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 29)", "high": "rgb(0, 0, 0)"}
VOICES = """
  const spoken = window.spoken = [];
  const voices = LANGS.map(lang => ({ lang }));
  let waiting = [];
  const speech = new EventTarget();
  Object.defineProperty(speech, "speaking", { get: () => waiting.length > 0 });
  Object.defineProperty(window, "speechSynthesis", { value: Object.assign(speech, {
    getVoices: () => voices,
    speak: words => { spoken.push([words.text, words.voice && words.voice.lang]); waiting.push(words); },
    cancel: () => { const all = waiting; waiting = []; all.forEach(words => words.onend && words.onend()); },
    finish: () => { while (waiting.length) waiting.shift().onend(); },
  }) });
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


@pytest.fixture
def address(site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(site)


def background(page: Page) -> str:
    return str(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))


def test_it_says_the_day_and_names_what_it_does() -> None:
    made = part("toolbar")
    assert [said(button) for button in made.xpath(".//button")] == ["Tăng cỡ chữ", "Giảm cỡ chữ"]
    assert made.xpath(".//select/@aria-label") == ["Màu nền"]
    assert [said(button) for button in part("toolbar", tools=True).xpath(".//button[@data-do]")] == [
        "In",
        "Chia sẻ",
        "Chép liên kết",
        "Nghe",
    ]


@pytest.mark.parametrize("theme", BACKGROUNDS)
def test_chosen_colours_are_kept_on_every_page_before_it_is_painted(page_at: Open, address: str, theme: str) -> None:
    page = page_at(390, color_scheme="dark" if theme == "light" else "light")
    page.goto(address + ARTICLE)
    page.get_by_label("Màu nền").select_option(theme)
    assert background(page) == BACKGROUNDS[theme]
    page.reload()
    assert background(page) == BACKGROUNDS[theme]
    page.add_init_script(
        "document.addEventListener('readystatechange', () => { window.early ??= "
        "getComputedStyle(document.documentElement).getPropertyValue('color-scheme') + "
        "document.documentElement.dataset.theme })"
    )
    page.goto(address + PAGES["dataset"])
    assert page.evaluate("() => window.early").endswith(theme), "set before the first paint"
    expect(page.get_by_label("Màu nền")).to_have_value(theme)


def test_the_devices_own_colours_come_back(page_at: Open, address: str) -> None:
    page = page_at(390, color_scheme="dark")
    page.goto(address + ARTICLE)
    page.get_by_label("Màu nền").select_option("light")
    page.get_by_label("Màu nền").select_option("")
    assert background(page) == BACKGROUNDS["dark"]
    page.reload()
    assert background(page) == BACKGROUNDS["dark"]


def test_printed_pages_are_light_whatever_was_chosen(page_at: Open, address: str) -> None:
    page = page_at(1280)
    page.goto(address + ARTICLE)
    page.get_by_label("Màu nền").select_option("high")
    page.emulate_media(media="print")
    assert background(page) == BACKGROUNDS["light"]
    assert page.evaluate("() => getComputedStyle(document.querySelector('h1')).color") != "rgb(255, 225, 77)"


def test_it_prints(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.add_init_script("window.print = () => { window.printed = true }")
    page.goto(address + ARTICLE)
    page.get_by_role("button", name="In", exact=True).click()
    assert page.evaluate("() => window.printed")


@pytest.mark.parametrize("clipboard", ["works", "is refused", "is not there"])
def test_the_link_is_copied_and_said_to_be(page_at: Open, address: str, clipboard: str) -> None:
    page = page_at(390)
    way = {
        "works": "{ writeText: text => { window.copied = text; return Promise.resolve(); } }",
        "is refused": "{ writeText: () => Promise.reject(new Error('no')) }",
        "is not there": "undefined",
    }[clipboard]
    page.add_init_script(
        f"Object.defineProperty(navigator, 'clipboard', {{ value: {way} }});"
        "document.addEventListener('copy', () => { window.copied = document.activeElement.value });"
    )
    page.goto(f"{address}{ARTICLE}#nguon")
    page.get_by_role("button", name="Chép liên kết").click()
    expect(page.get_by_role("status")).to_have_text("Đã chép liên kết")
    assert page.evaluate("() => window.copied") == address + ARTICLE
    assert not page.locator("textarea").count(), "nothing is left behind"


@pytest.mark.parametrize("sharing", [True, False])
def test_a_device_that_can_share_does_so_and_others_copy(page_at: Open, address: str, *, sharing: bool) -> None:
    page = page_at(390)
    share = "what => { window.shared = what; return Promise.reject(new Error('thought better')); }"
    page.add_init_script(
        f"Object.defineProperty(navigator, 'share', {{ value: {share if sharing else 'undefined'} }});"
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => {} } });"
    )
    page.goto(address + ARTICLE)
    page.get_by_role("button", name="Chia sẻ").click()
    if sharing:
        assert page.evaluate("() => window.shared.url") == address + ARTICLE
        assert "1.393" in page.evaluate("() => window.shared.title")
    else:
        expect(page.get_by_role("status")).to_have_text("Đã chép liên kết")


def test_it_is_read_aloud_by_a_vietnamese_voice_in_short_pieces(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.add_init_script(VOICES.replace("LANGS", '["en-US", "vi-VN"]'))
    page.goto(address + ARTICLE)
    page.get_by_role("button", name="Nghe").click()
    pieces = page.evaluate("() => window.spoken")
    assert {lang for _, lang in pieces} == {"vi-VN"}
    assert max(len(text) for text, _ in pieces) <= 200
    whole = " ".join(text for text, _ in pieces)
    said_of_all = page.locator("h1, .lead, .body p, .body li").all_text_contents()
    assert whole.split() == " ".join(said_of_all).split(), "every word once, in order, with numbers whole"
    stop = page.get_by_role("button", name="Dừng đọc")
    stop.click()
    expect(page.get_by_role("button", name="Nghe")).to_be_visible()


def test_reading_that_ends_by_itself_can_begin_again(page_at: Open, address: str) -> None:
    page = page_at(390)
    page.add_init_script(VOICES.replace("LANGS", '["vi"]'))
    page.goto(address + ARTICLE)
    page.get_by_role("button", name="Nghe").click()
    page.evaluate("() => speechSynthesis.finish()")
    expect(page.get_by_role("button", name="Nghe")).to_be_visible()


def test_without_a_vietnamese_voice_nothing_is_offered_and_nothing_moves(page_at: Open, address: str) -> None:
    places = []
    for languages in ('["en-US"]', '["vi-VN"]'):
        page = page_at(320)
        page.add_init_script(VOICES.replace("LANGS", languages))
        page.goto(address + ARTICLE)
        assert page.get_by_role("button", name="Nghe").count() == ("vi" in languages)
        places.append(page.locator("h1").bounding_box())
    assert places[0] == places[1]
