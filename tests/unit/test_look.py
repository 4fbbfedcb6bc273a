import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from bantin.publish.look import Look
from bantin.publish.palette import css_of, read_palette
from bantin.publish.words import LANGUAGES, catalogue, messages, speak, translated, translations

THEME = Path(__file__).parents[2] / "theme"
KINDS = sorted(path.stem for path in (THEME / "templates").glob("*.html") if path.stem != "base")


def look(theme: Path = THEME, language: str = "vi") -> Look:
    environment = Environment(loader=FileSystemLoader(theme / "templates"), autoescape=True)
    speak(environment, THEME, language)
    return Look(theme, environment, read_palette(THEME, None)[0], translations(THEME, language))


@pytest.mark.parametrize("kind", KINDS)
def test_a_style_is_whole_after_it_was_shortened(kind: str) -> None:
    style = str(look().style(kind))
    assert style.count("{") == style.count("}")
    assert set(re.findall(r"var\((--\w+)\)", style)) <= set(re.findall(r"(--\w+):", style)), "every variable is defined"
    assert not re.search(r"/\*|\n", style)
    assert ":--" not in style


def test_a_page_carries_the_style_of_its_own_components_alone() -> None:
    made = look()
    assert ".figures" in made.style("article")
    assert ".cards" in made.style("index")
    assert ".cards" not in made.style("article")
    assert ".toolbar" in made.style("404"), "what every page has comes through the frame"


def theme(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        stem, _, kind = name.rpartition("_")
        file = folder / "templates" / f"{stem.replace('__', '/')}.{kind}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_styles_stand_in_the_order_frame_components_page(tmp_path: Path) -> None:
    made = look(
        theme(
            tmp_path,
            head_js="",
            base_html='{% include "components/z/z.html" %}',
            base_css=".frame{top:0}",
            components__z__z_html='{% include "components/a/a.html" %}',
            components__z__z_css=".z{top:0}",
            components__a__a_html="",
            components__a__a_css=".a{top:0}",
            page_html='{% extends "base.html" %}',
            page_css=".page{top:0}",
        )
    )
    assert re.findall(r"\.([a-z]+)\{top", str(made.style("page"))) == ["frame", "a", "z", "page"]


def test_a_template_of_a_computed_name_is_refused(tmp_path: Path) -> None:
    made = look(theme(tmp_path, head_js="", base_html="{% include name %}"))
    with pytest.raises(ValueError, match=r"base\.html: a template is included by a computed name"):
        made.style("base")


def test_a_pages_own_script_is_a_file_that_only_this_page_loads(tmp_path: Path) -> None:
    files = {"head_js": "", "base_js": "var a = 1;", "base_html": "", "own_html": "", "own_js": 'say(_("Print"));'}
    made = look(theme(tmp_path, **files, components__x__x_js="var b = 2;", components__x__x_html=""))
    assert made.scripts() == {
        "theme/bantin.js": '(function(){"use strict";var a=1;var b=2;})()',
        "theme/own.js": 'say("In");',
    }
    assert made.of("own")["script"] == "theme/own.js"
    assert made.of("base")["script"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_say_every_word_of_the_theme_and_no_other(language: str) -> None:
    wanted = {message.id for message in messages(THEME)}
    own = catalogue(THEME, language)
    assert len(wanted) > 80
    assert {message.id for message in own} == wanted, "to be brought up to date: python3 tasks.py docs"
    assert [message.id for message in own if message.id and not (message.string and all(message.string))] == []
    assert not [message.id for message in own if message.id and message.fuzzy]


def test_every_word_keeps_its_places_in_both_languages() -> None:
    for language in LANGUAGES:
        words = translations(THEME, language)
        for message in messages(THEME):
            if isinstance(message.id, str) and message.id:
                assert re.findall(r"%\(\w+\)\w", words.gettext(message.id)) == re.findall(r"%\(\w+\)\w", message.id)


def test_a_script_says_the_words_of_the_language() -> None:
    assert translated('say(_("Print"));', translations(THEME, "vi")) == 'say("In");'
    assert translated('say(_("Print"));', translations(THEME, "en")) == 'say("Print");'


def test_other_hosts_are_allowed_only_where_they_are_declared() -> None:
    environment = Environment(loader=FileSystemLoader(THEME / "templates"), autoescape=True)
    speak(environment, THEME, "vi")
    given = (THEME, environment, read_palette(THEME, None)[0], translations(THEME, "vi"))
    assert "https://dem.vn" in str(Look(*given, {"script-src": "https://dem.vn"}).of("article")["policy"])
    plain = str(Look(*given).of("article")["policy"])
    assert "http" not in plain
    assert "unsafe" not in plain
    assert "wasm-unsafe-eval" in str(Look(*given).of("search")["policy"])


# The colours -------------------------------------------------------------------------------------------------


def problems(own: object) -> list[str]:
    return [problem.what for problem in read_palette(THEME, own)[1]]


def test_the_shipped_colours_stand_out_in_every_theme() -> None:
    assert problems(None) == []


def test_a_portals_own_colours_are_taken() -> None:
    colours, faults = read_palette(THEME, {"light": {"deep": "#5B1A1A"}})
    assert not faults
    assert colours["light"]["deep"] == "#5b1a1a"
    assert "--deep:#5b1a1a" in css_of(colours)
    assert colours["dark"] == read_palette(THEME, None)[0]["dark"]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"light": {"ink": "#999999"}}, "light.ink (#999999) trên paper (#ffffff): tương phản 2,85"),
        ({"dark": {"warm": "#333333"}}, "dark.warm (#333333) trên paper"),
        ({"high": {"muted": "#808080"}}, "high.muted (#808080) trên paper (#000000): tương phản 5,32"),
        ({"light": {"c2": "#cccccc"}}, "light.c2 (#cccccc) trên paper"),
        ({"light": {"deep": "#b06000"}}, "light.paper (#ffffff) trên ô tô màu deep (#b06000): tương phản 3,03"),
        ({"light": {"deep": "navy"}}, "light.deep: “navy” không phải là màu."),
        ({"light": {"depe": "#000000"}}, "không có màu “depe”. Có phải “deep”"),
        ({"night": {}}, "không có giao diện “night”."),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused(own: object, said: str) -> None:
    assert any(said in found for found in problems(own)), problems(own)


def test_every_component_has_a_test_of_its_own() -> None:
    components = {path.name for path in (THEME / "templates" / "components").iterdir()}
    tests = {path.stem.removeprefix("test_") for path in (Path(__file__).parents[1] / "components").glob("test_*.py")}
    assert components == tests
