"""What makes a built site installable and readable offline: the worker, versioned by the site, and the manifest."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from babel.support import Translations
from rjsmin import jsmin

from bantin.publish.palette import read_palette
from bantin.publish.words import language_of, translated, translations

OFFLINE = "ngoai-tuyen/"
"""The page that the worker shows for one that it has not kept; the worker knows this address too."""
ICONS = {"icon.svg": "any", "icon-192.png": "192x192", "icon-512.png": "512x512", "icon-maskable.png": "512x512"}
"""The icons of the theme and their sizes."""


def write_offline(output: Path, theme: Path, settings: Any) -> None:
    """Write `manifest.webmanifest` and `sw.js` into the root of a site that is otherwise complete.

    The worker's version is a hash over every page and the theme's files as they were built: the same site has the same
    worker, byte for byte, and any other site another one. Where `BANTIN_OFFLINE` is False, the worker is one that
    removes itself and what was kept, and there is no manifest.
    """
    words = translations(theme, language_of(settings))
    workers = theme / "templates" / "components" / "offline"
    if not settings.get("BANTIN_OFFLINE", True):
        (output / "sw.js").write_bytes(_script(workers / "worker-off.js", words).encode())
        return
    (output / "manifest.webmanifest").write_bytes(manifest(theme, settings, words).encode())
    source = _script(workers / "worker.js", words)
    seen = sha256(source.encode())
    for path in sorted(output.rglob("*.html")) + sorted(own for own in (output / "theme").rglob("*") if own.is_file()):
        seen.update(path.relative_to(output).as_posix().encode() + b"\0" + sha256(path.read_bytes()).digest())
    (output / "sw.js").write_bytes(source.replace("{version}", seen.hexdigest()[:16]).encode())


def _script(file: Path, words: Translations) -> str:
    return str(jsmin(translated(file.read_text(encoding="utf-8"), words)))


def manifest(theme: Path, settings: Any, words: Translations) -> str:
    """The web app manifest; its addresses are relative to itself, so that the site works in any folder."""
    light = read_palette(theme, settings.get("BANTIN_COLOURS"))[0]["light"]
    icons = [
        {"src": f"theme/{name}", "sizes": sizes, "type": f"image/{'svg+xml' if name.endswith('svg') else 'png'}"}
        | ({"purpose": "maskable"} if "maskable" in name else {})
        for name, sizes in ICONS.items()
    ]
    content = {
        "name": settings["SITENAME"],
        "short_name": words.gettext("Bulletins"),
        "description": settings.get("SITESUBTITLE") or settings["SITENAME"],
        "lang": language_of(settings),
        "dir": "ltr",
        "id": "./",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": light["deep"],
        "background_color": light["paper"],
        "icons": icons,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
