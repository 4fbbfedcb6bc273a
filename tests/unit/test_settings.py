from pathlib import Path
from types import SimpleNamespace

import pytest

from bantin.errors import ProblemsFound
from bantin.publish.emblem import Emblem, emblem_of
from bantin.publish.settings import check_settings

ROOT = Path(__file__).parents[2]


def settings(**changed: object) -> dict[str, object]:
    own: dict[str, object] = {
        "BANTIN_DATA": ".",
        "PATH": str(ROOT / "content"),
        "THEME": str(ROOT / "theme"),
        "TIMEZONE": "Asia/Ho_Chi_Minh",
        "SITEURL": "https://a.vn",
    }
    return own | changed


def test_settings_that_say_little_are_fine() -> None:
    check_settings(SimpleNamespace(settings=settings()))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("BANTIN_LICENSE", "CC-BY-4.0"),
        ("BANTIN_LICENSE", {"name": "CC-BY-4.0"}),
        ("BANTIN_LICENSE", {"name": "CC-BY-4.0", "title": "", "path": "https://a.vn/"}),
        ("BANTIN_LANGUAGE", "fr"),
        ("BANTIN_AGENCY", {"fone": "0209"}),
        ("BANTIN_AGENCY", {"emblem": "khong-co.png"}),
        ("BANTIN_AGENCY", {"emblem": "../bulletins/x.svg"}),
        ("BANTIN_AGENCY", {"emblem": "Diem-quet-minh-hoa.svg"}),
        ("BANTIN_AGENCY", {"emblem": 5}),
        ("BANTIN_AGENCY", "Sở A"),
        ("BANTIN_LINKS", 5),
        ("BANTIN_COLOURS", ["#000000"]),
        ("BANTIN_COLOURS", {"light": "#000000"}),
        ("BANTIN_LINKS", [("Chính phủ", "chinhphu.vn")]),
        ("BANTIN_LINKS", ["https://chinhphu.vn"]),
        ("BANTIN_COLOURS", {"light": {"ink": "#aaaaaa"}}),
        ("BANTIN_POLICY", {"script-src": "'unsafe-inline'"}),
        ("BANTIN_POLICY", {"default-src": "https://a.vn"}),
        ("BANTIN_ADMIN", "github"),
        ("BANTIN_ADMIN", {"backend": "github"}),
        ("BANTIN_ADMIN", {"backend": {"repo": "a/b"}}),
        ("BANTIN_DATA", "khong-co"),
        ("TIMEZONE", "UTC"),
        ("SITEURL", ""),
    ],
)
def test_a_setting_that_would_do_harm_is_refused_by_its_name(name: str, given: object) -> None:
    with pytest.raises(ProblemsFound, match=name):
        check_settings(SimpleNamespace(settings=settings(**{name: given})))


def test_all_faults_of_the_settings_are_told_at_once() -> None:
    given = settings(TIMEZONE="UTC", BANTIN_LANGUAGE="fr", BANTIN_COLOURS={"light": {"ink": "#aaaaaa"}})
    with pytest.raises(ProblemsFound) as fault:
        check_settings(SimpleNamespace(settings=given))
    assert {name for name in ("TIMEZONE", "BANTIN_LANGUAGE", "BANTIN_COLOURS") if name in str(fault.value)} == {
        "TIMEZONE",
        "BANTIN_LANGUAGE",
        "BANTIN_COLOURS",
    }


def test_the_emblem_is_the_agencys_own_or_the_themes() -> None:
    assert emblem_of(settings()) is None
    own = emblem_of(settings(BANTIN_AGENCY={"emblem": "diem-quet-minh-hoa.svg"}))
    assert isinstance(own, Emblem)
    assert own.url == "images/diem-quet-minh-hoa.svg"
    assert own.height == 44
    assert own.width > 44, "a wide picture stays wide"
