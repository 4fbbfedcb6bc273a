"""A component of the theme rendered alone, in Vietnamese, and read as elements."""

from types import SimpleNamespace

from lxml import html
from markupsafe import Markup

from proved import PARTIALS

BANTIN = SimpleNamespace(own=Markup(""), language="vi")


def part(name: str, **values: object) -> html.HtmlElement:
    """The component `name` with these values, as the one element that holds it."""
    values = {"SITEURL": "..", "bantin": BANTIN, **values}
    made = PARTIALS.get_template(f"components/{name}/{name}.html").render(**values)
    return html.fragment_fromstring(made, create_parent="div")


def said(element: html.HtmlElement) -> str:
    """An element's text, runs of white space as one space."""
    return " ".join(element.text_content().split())
