"""From matplotlib's SVG to the page's: only what is listed here passes, and a colour becomes a CSS class."""

# ruff: noqa: PLC0415 - lxml is only needed by a build that draws

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bantin.charts.sketch import Sketch
from bantin.charts.style import Ink, Sheet
from bantin.errors import ChartError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_CLASSES = {ink.sentinel: ink.value for ink in Ink}
_KEPT = ("text-anchor", "stroke-width", "stroke-dasharray")
_NUMBER = re.compile(r"-?\d+\.\d+")


_PATTERNS = {"p2": ("rotate(45)", "path", "M0 0V6"), "p4": ("", "path", "M0 3H6M3 0V6")}
"""The fills that are not plain: how the pattern is turned, and its one path."""
OUTLINE = "p3"


def translate(raw: bytes, sketch: Sketch, sheet: Sheet) -> str:
    """One form of the chart for inline use: from a whole SVG file in sentinel colours, without its styles.

    Raises `ChartError` for a colour that is not a sentinel, and for anything but paths, discs and level text.
    """
    from lxml import etree

    if not sketch.name or re.search(r"\s", sketch.name):
        raise ChartError(f"chart name {sketch.name!r} cannot begin an id: give it a name without spaces")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    source = etree.fromstring(raw, parser)
    box, form = source.get("viewBox", ""), sheet.form
    width, height = box.split()[2:]
    prefix = f"{sketch.name}-{form.name[0]}"
    title, desc = f"{prefix}-t", f"{prefix}-d"
    namespaces: Any = {None: _SVG}
    root = etree.Element(f"{{{_SVG}}}svg", nsmap=namespaces)
    hints = {f"data-{name}": _rounded(hint) for name, hint in sheet.hints.items()}
    for key, value in {
        "class": form.name, "viewBox": box, "width": width, "height": height, "font-size": str(form.size),
        "role": "img", "aria-labelledby": title, "aria-describedby": desc, **hints,
    }.items():  # fmt: skip
        root.set(key, value)
    for part, key, words in (("title", title, sketch.title), ("desc", desc, sketch.description)):
        _add(root, part, id=key).text = words
    _copy(source, root, prefix)
    return etree.tostring(root, encoding="unicode")


def _pattern(root: Element, name: str, prefix: str) -> None:
    """Define a fill, once a drawing; ids are the drawing's own, since another may not be shown."""
    turn, tag, d = _PATTERNS[name]
    own: dict[str, str] = {"id": f"{prefix}-{name}", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
    pattern = _add(root, "pattern", **own, **({"patternTransform": turn} if turn else {}))
    _add(pattern, tag, **{"class": f"line s{name[1]}", "d": d, "stroke-width": "5" if turn else "2"})


def _copy(source: Element, root: Element, prefix: str) -> None:
    """Append to `root` what `source` shows, flat and in its order."""
    radii: dict[str, str] = {}
    group, text = None, None
    for old in source.iter(f"{{{_SVG}}}*"):
        tag = old.tag.rpartition("}")[2]
        parent = old.getparent()
        if tag in {"svg", "g", "defs", "style"}:
            continue
        if parent is not None and parent.tag == f"{{{_SVG}}}defs" and tag == "path":
            radii[f"#{old.get('id')}"] = _radius(old)
        elif tag == "path":
            _path(old, root, prefix)
        elif tag == "use":
            x, y, r = _rounded(old.get("x", "")), _rounded(old.get("y", "")), radii[old.get(_HREF, "")]
            _add(root, "circle", cx=x, cy=y, r=r, **_looks(old))
        elif tag == "text" and parent is not None:
            if text is None or parent.get("id") != group:
                group, text = parent.get("id"), _add(root, "text", **_place(old), **_looks(old))
                text.text = old.text
            else:
                _continue(text, old)
        else:
            raise ChartError(f"<{tag}> in the drawing of a chart: draw by the methods of Sheet")


def _path(old: Element, root: Element, prefix: str) -> None:
    """A path, with its pattern where it is filled by one; patterns are defined before they are first used."""
    looks, d = _looks(old), re.sub(r"\s*([A-Za-z])\s*", r"\1", _rounded(old.get("d", ""))).strip()
    name = looks["class"]
    if name in _PATTERNS:
        if not any(own.get("id") == f"{prefix}-{name}" for own in root):
            _pattern(root, name, prefix)
        looks["fill"] = f"url(#{prefix}-{name})"
    elif name == OUTLINE:
        looks["fill"] = "none"
    _add(root, "path", d=d, **looks)


def _add(parent: Element, tag: str, /, **attributes: str) -> Element:
    from lxml import etree

    return etree.SubElement(parent, f"{{{_SVG}}}{tag}", {k: v for k, v in attributes.items() if v})


def _continue(text: Element, line: Element) -> None:
    """Add a line to a label. The space keeps the label's text equal to the data, string for string."""
    last = text[-1] if len(text) else text
    last.text = f"{last.text} "
    _add(text, "tspan", **_place(line)).text = line.text


def _place(text: Element) -> dict[str, str]:
    x, y = text.get("x"), text.get("y")
    if x is None or y is None or not re.match(r"rotate\(-?0 ", text.get("transform", "rotate(0 ")):
        raise ChartError(f"text {text.text!r} of a chart is turned or shifted: draw by the methods of Sheet")
    return {"x": _rounded(x), "y": _rounded(y)}


def _looks(old: Element) -> dict[str, str]:
    """The class that the colours stand for, and the presentation attributes that a drawing may keep."""
    style = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", old.get("style", "")))
    fill, stroke = style.get("fill", "#000000"), style.get("stroke", "none")  # SVG's own defaults
    colours = {fill, stroke} - {"none"}
    if len(colours) != 1 or not colours <= _CLASSES.keys():
        raise ChartError(f"colours {sorted(colours)} in the drawing of a chart: draw in one Ink")
    looks = {key: _rounded(style[key]) for key in _KEPT if style.get(key, "start") != "start"}
    return {"class": _CLASSES[colours.pop()], "fill": "none" if fill == "none" else "", **looks}


def _radius(marker: Element) -> str:
    """Of a disc about the origin, which matplotlib begins at its topmost point."""
    start = re.match(r"M 0 (\d+(?:\.\d+)?)\s+C ", marker.get("d", ""))
    if start is None:
        raise ChartError("a marker of a chart that is no disc: draw by the methods of Sheet")
    return _rounded(start[1])


def _rounded(geometry: str) -> str:
    """Every number to one decimal at most. For attributes of geometry only: the text "1.200" is a label."""
    return _NUMBER.sub(_round, geometry)


def _round(number: re.Match[str]) -> str:
    return f"{round(float(number[0]), 1) + 0.0:.1f}".removesuffix(".0")  # + 0.0: "-0" becomes "0"
