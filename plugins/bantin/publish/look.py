"""How pages look: the style of each kind of page, put together of its templates' own; the scripts; the policy.

A template `x.html` may have `x.css` beside it, its style, and a component `x.js`, its part of the one script. A page's
own script, as `search.js` beside `search.html`, is a file of its own that only this page asks for.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from babel.support import Translations
from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.meta import find_referenced_templates
from jinja2.runtime import Context
from markupsafe import Markup
from rcssmin import cssmin
from rjsmin import jsmin

from bantin.publish.palette import Colours, css_of
from bantin.publish.words import translated

VARIABLE = re.compile(r"--[a-z][a-z0-9]*")
POLICY = {
    "default-src": "'none'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
"""What pages may do beside showing their own style and running the site's own scripts.

Of what they may ask for (`connect-src`) they ask nothing but the search page; Lighthouse reads robots.txt through it.
"""
ALSO = {"search": {"script-src": "'wasm-unsafe-eval'"}}
"""What only some kinds may: the search page runs the search engine."""
FRAME = "base"
SCRIPT = "theme/bantin.js"
HEAD_SCRIPT = "head.js"


class Unindented(Extension):
    """Templates are indented for those who write them; pages need not carry that."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's own
        """The template's source without indentation and empty lines."""
        return re.sub(r"\n\s*\n|\n[ \t]+", "\n", source)


class Look:
    """One theme with one palette and one language; `allowed` are other hosts by the policy's directive."""

    def __init__(
        self,
        theme: Path,
        environment: Environment,
        colours: Colours,
        words: Translations,
        allowed: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._theme, self._environment, self._words = theme / "templates", environment, words
        self._colours = css_of(colours)
        self.colours, self._allowed = colours, allowed
        self.head_script = Markup(self._script([HEAD_SCRIPT]))  # noqa: S704 - the theme's own
        self.style, self.of = cache(self._style), cache(self._of)

    def _of(self, kind: str) -> dict[str, Markup | str]:
        """What a page of a kind has in its head: style, policy, and the address of a script of its own, if any."""
        own = self._theme / f"{kind}.js"
        script = f"theme/{kind}.js" if own.is_file() and kind != FRAME else ""
        return {"style": self.style(kind), "policy": self._policy(kind), "script": script}

    def scripts(self) -> dict[str, str]:
        """Every script by its address: the common one, and those that single pages have."""
        components = (own for own in self._theme.glob("components/*/*.js") if own.stem == own.parent.name)
        common = [f"{FRAME}.js", *sorted(own.relative_to(self._theme).as_posix() for own in components)]
        made = {SCRIPT: f'(function(){{"use strict";{self._script(common)}}})()'}
        for own in sorted(self._theme.glob("*.js")):
            if own.name not in {f"{FRAME}.js", HEAD_SCRIPT}:
                made[f"theme/{own.name}"] = self._script([own.name])
        return made

    def _script(self, names: list[str]) -> str:
        texts = [(self._theme / name).read_text(encoding="utf-8") for name in names]
        return str(jsmin(translated("\n".join(texts), self._words)))

    def _style(self, kind: str) -> Markup:
        """The frame's style, then its components' by name, then the page's own; variables numbered."""
        found = {PurePosixPath(name) for name in self._templates(f"{kind}.html")}
        pages = {PurePosixPath(f"{kind}.html"), PurePosixPath(f"{FRAME}.html")}
        order = [PurePosixPath(f"{FRAME}.html"), *sorted(found - pages), PurePosixPath(f"{kind}.html")]
        files = [self._theme / name.with_suffix(".css") for name in dict.fromkeys(order)]
        texts = [self._colours, *(file.read_text(encoding="utf-8") for file in files if file.is_file())]
        bare = str(cssmin("\n".join(texts)))
        numbers = {name: f"--v{number}" for number, name in enumerate(sorted(set(VARIABLE.findall(bare))))}
        return Markup(VARIABLE.sub(lambda name: numbers[name[0]], bare))  # noqa: S704 - the theme's own

    def _templates(self, name: str) -> set[str]:
        """A template and all that it extends, includes and imports.

        Raises:
            ValueError: when one is included by a computed name.
        """
        found: set[str] = set()
        waiting = [name]
        while waiting:
            own = waiting.pop()
            if own in found:
                continue
            found.add(own)
            source = (self._theme / own).read_text(encoding="utf-8")
            for other in find_referenced_templates(self._environment.parse(source)):
                if other is None:
                    raise ValueError(f"{own}: a template is included by a computed name")
                waiting.append(other)
        return found

    def _policy(self, kind: str) -> str:
        """The content policy: only this site's own files, and of inline code only these two texts."""
        style, script = (
            base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            for text in (self.style(kind), self.head_script)
        )
        parts = POLICY | {"style-src": f"'sha256-{style}'", "script-src": f"'self' 'sha256-{script}'"}
        for name, more in [*ALSO.get(kind, {}).items(), *self._allowed.items()]:
            parts[name] = f"{parts.get(name, '')} {more}".strip()
        return "; ".join(f"{name} {allowed}" for name, allowed in parts.items())


@pass_context
def look_of(context: Context) -> Any:
    """For templates: what the page that is being made has in its head."""
    return context["bantin"].look.of(str(context.name).removesuffix(".html"))
