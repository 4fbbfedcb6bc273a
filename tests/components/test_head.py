from types import SimpleNamespace

from markupsafe import Markup

from partials import part

LOOK = SimpleNamespace(
    head_script=Markup("go()"), colours={"light": {"paper": "#fff"}, "dark": {"paper": "#000"}}, script=""
)


def head(**values: object):
    given = {
        "bantin": SimpleNamespace(look=LOOK),
        "look": {"policy": "default-src 'none'", "style": Markup("a>b{top:0}"), "script": ""},
        "SITENAME": "Bản tin",
        "FEED_DOMAIN": "https://a.vn",
        "address": "https://a.vn/x/",
    }
    return part("head", **given | values)


def test_the_policy_comes_before_anything_that_it_rules():
    names = [element.get("http-equiv") or element.tag for element in head()]
    assert names.index("Content-Security-Policy") < names.index("script")
    assert names.index("Content-Security-Policy") < names.index("style")


def test_style_and_script_are_what_the_policys_hashes_are_of():
    made = head()
    assert made.xpath("./style")[0].text == "a>b{top:0}"
    assert made.xpath("./script")[0].text == "go()"


def test_nothing_but_the_common_script_is_loaded_and_it_holds_up_nothing():
    (script,) = head().xpath("./script[@src]")
    assert script.get("src") == "../theme/bantin.js"
    assert "defer" in script.attrib


def test_a_page_that_is_not_to_be_found_has_no_public_address():
    assert head().xpath("./link[@rel='canonical']/@href") == ["https://a.vn/x/"]
    assert not head(noindex=True).xpath("./link[@rel='canonical']")
    assert head(noindex=True).xpath("./meta[@name='robots']/@content") == ["noindex"]


def test_a_title_says_the_page_and_then_the_site():
    assert head(page_title="Lưu <trữ>").xpath("./title")[0].text == "Lưu <trữ> - Bản tin"
    assert head().xpath("./title")[0].text == "Bản tin"
