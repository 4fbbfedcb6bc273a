"""The colours of the portal's themes: the shipped ones, changed by settings, never too faint to be read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from bantin.errors import Problem, suggestion

Colours = Mapping[str, Mapping[str, str]]
"""Of each theme the colour of each role, as `#rrggbb`."""

THEMES = ("light", "dark", "high", "more")
HEX = re.compile(r"#[0-9a-fA-F]{6}")
FILE = "pelicanconf.py"
SETTING = "BANTIN_COLOURS"
LINEAR, LIGHTNESS = 0.04045, (0.2126, 0.7152, 0.0722)


def read_palette(theme: Path, own: Any) -> tuple[Colours, tuple[Problem, ...]]:
    """The theme's colours with the portal's `own` in their places, and what is wrong with these."""
    shipped = tomllib.loads((theme / "palette.toml").read_text(encoding="utf-8"))
    contrast = shipped.pop("contrast")
    colours: dict[str, dict[str, str]] = {name: dict(shipped[name]) for name in THEMES}
    problems = list(_merged(colours, own or {}))
    return colours, tuple(problems or _too_faint(colours, contrast))


def css_of(colours: Colours) -> str:
    """The style sheet of the colours: by the device's wish, or by the reader's choice; printed pages are light."""
    light, dark, high, more = (
        ";".join(f"--{role}:{colour}" for role, colour in colours[name].items()) for name in THEMES
    )
    asked = ":root:not([data-theme])"
    return (
        f":root{{{light}}}@media screen{{"
        f"@media (prefers-color-scheme:dark){{{asked}{{color-scheme:dark;{dark}}}}}"
        f"[data-theme=dark]{{color-scheme:dark;{dark}}}"
        f"@media (prefers-contrast:more){{{asked}{{{more}}}}}"
        f"@media (prefers-contrast:more) and (prefers-color-scheme:dark){{{asked}{{color-scheme:dark;{high}}}}}"
        f"[data-theme=high]{{color-scheme:dark;{high}}}}}"
    )


def _merged(colours: dict[str, dict[str, str]], own: Any) -> Iterator[Problem]:
    """Put the portal's colours in their places, and tell those that have none."""
    if not isinstance(own, Mapping) or not all(isinstance(given, Mapping) for given in own.values()):
        yield _problem("chưa đúng dạng.", 'ghi như {"light": {"deep": "#5b1a1a"}}.')
        return
    for theme, given in own.items():
        if theme not in colours:
            yield _problem(f"không có giao diện “{theme}”.{suggestion(theme, THEMES)}", f"ghi {', '.join(THEMES)}.")
            continue
        for role, colour in given.items():
            if role not in colours[theme]:
                known = ", ".join(colours[theme])
                yield _problem(f"không có màu “{role}”.{suggestion(role, colours[theme])}", f"các màu: {known}.")
            elif not HEX.fullmatch(str(colour)):
                yield _problem(f"{theme}.{role}: “{colour}” không phải là màu.", "ghi như #0d3459.")
            else:
                colours[theme][role] = colour.lower()


def _too_faint(colours: Colours, contrast: Mapping[str, Any]) -> Iterator[Problem]:
    for theme, rule in product(THEMES, contrast.values()):
        own, least = colours[theme], rule.get(theme, rule["least"])
        for role, ground, shade in product(rule["of"], rule["on"], rule.get("shades", [0])):
            under = [shade * a + (1 - shade) * b for a, b in zip(_rgb(own["deep"]), _rgb(own[ground]), strict=True)]
            found = contrast_of(_rgb(own[role]), under)
            if found < least:
                on = f"{ground} ({own[ground]})" if not shade else f"ô tô màu deep ({own['deep']})"
                text = f"{found:.2f}".replace(".", ",")
                what = f"{theme}.{role} ({own[role]}) trên {on}: tương phản {text}, người đọc khó thấy."
                yield _problem(what, f"chọn màu có tương phản ít nhất {least}.".replace(".5", ",5"))


def contrast_of(one: list[float], other: list[float]) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2.2 counts it."""
    darker, lighter = sorted(sum(w * _linear(c) for w, c in zip(LIGHTNESS, own, strict=True)) for own in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _linear(channel: float) -> float:
    part = channel / 255
    return part / 12.92 if part <= LINEAR else ((part + 0.055) / 1.055) ** 2.4


def _rgb(colour: str) -> list[float]:
    return [float(int(colour[at : at + 2], 16)) for at in (1, 3, 5)]


def _problem(what: str, remedy: str) -> Problem:
    return Problem(FILE, f"mục {SETTING}: {what}", remedy)
