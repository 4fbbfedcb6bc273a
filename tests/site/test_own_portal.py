"""A portal with its own name, colours and emblem, whose theme speaks English: built and proved like any other."""

from pathlib import Path

import pytest
from lxml import html

from bantin.audit.audit import audit
from bantin.publish.build import build
from conftest import ROOT, copy_reference

SETTINGS = """
import pathlib
exec(pathlib.Path({root!r}, "pelicanconf.py").read_text(encoding="utf-8"))
THEME, PLUGIN_PATHS = {root!r} + "/theme", [{root!r} + "/plugins"]
BANTIN_CACHE = {root!r} + "/.cache/charts"
BANTIN_LANGUAGE = "en"
BANTIN_COLOURS = {{"light": {{"deep": "#5b1a1a"}}}}
BANTIN_LINKS = [("Cổng 1022", "https://1022.vn")]
BANTIN_AGENCY = {{
    "name": "Sở 24 giờ",
    "address": "Tổ 10",
    "phone": "0209 3870 425",
    "feedback": "https://a.vn/gop-y",
    "emblem": "diem-quet-minh-hoa.svg",
}}
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("portal")
    (folder / "conf.py").write_text(SETTINGS.format(root=str(ROOT)), encoding="utf-8")
    (folder / "own").mkdir()
    sources = copy_reference(folder / "own")
    build(folder / "conf.py", sources / "data", sources / "content", folder / "output")
    return folder / "output"


def page(portal: Path, path: str) -> html.HtmlElement:
    return html.parse(portal / path / "index.html").getroot()


@pytest.mark.parametrize("path", ["", "ban-tin/qr-covid/2021-11-12", "ban-tin/qr-covid", "luu-tru/2021/11", "tim-kiem"])
def test_the_theme_speaks_english_and_the_bulletins_vietnamese(portal: Path, path: str) -> None:
    tree = page(portal, path)
    assert tree.get("lang") == "en"
    buttons = {button.text for button in tree.xpath("//div[@class='toolbar']//button")}
    assert {"Larger text", "Smaller text"} <= buttons
    assert tree.xpath("//nav[@aria-label='Main']//a")[0].text == "Home"
    told = "//h1[.//data] | //p[@class='lead'][.//data] | //li[@data-bulletin] | //dl[@data-bulletin]"
    for title in tree.xpath(told):
        assert title.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["vi"], title.text_content()


def test_the_script_speaks_english_too(portal: Path) -> None:
    script = (portal / "theme/bantin.js").read_text(encoding="utf-8")
    assert '"This is the largest text"' in script
    assert "_(" not in script


def test_a_month_is_called_by_its_name(portal: Path) -> None:
    assert page(portal, "luu-tru/2021/11").xpath("//h1/text()") == ["Bulletins of November 2021"]


def test_colours_emblem_and_links_are_the_portals_own(portal: Path) -> None:
    tree = page(portal, "")
    assert "#5b1a1a" in tree.xpath("//style/text()")[0]
    assert tree.xpath("//div[@class='brand']/img/@src") == ["./images/diem-quet-minh-hoa.svg"]
    assert "https://1022.vn" in tree.xpath("//footer//a/@href")


def test_its_files_pass_the_audit(portal: Path) -> None:
    assert [str(problem) for outcome in audit(portal) for problem in outcome.problems] == []
