"""The settings held against what the site needs of them, before anything is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bantin.errors import CellError, Problem, ProblemsFound
from bantin.ingest.standing import Audience
from bantin.publish.emblem import emblem_of
from bantin.publish.form import is_backend
from bantin.publish.palette import read_palette
from bantin.publish.words import LANGUAGES, language_of
from bantin.vietnamese import TIME_ZONE

FILE = "pelicanconf.py"
REACHED = ("name", "address", "phone", "email", "feedback", "emblem")


def check_settings(pelican: Any) -> None:
    """Refuse settings under which dates, addresses or colours would be wrong.

    Raises:
        ProblemsFound: with all of them.
    """
    settings = pelican.settings
    links, agency = settings.get("BANTIN_LINKS") or (), settings.get("BANTIN_AGENCY") or {}
    wanted = {
        "BANTIN_DATA": (Path(settings.get("BANTIN_DATA", "")).is_dir(), "thư mục số liệu có thật"),
        "TIMEZONE": (settings["TIMEZONE"] == TIME_ZONE.key, f'"{TIME_ZONE.key}"'),
        "BANTIN_LICENSE": (_is_licence(settings.get("BANTIN_LICENSE")), "đủ name, title, path, hoặc bỏ mục này"),
        "BANTIN_LANGUAGE": (language_of(settings) in LANGUAGES, " hoặc ".join(LANGUAGES)),
        "BANTIN_AGENCY": (_is_agency(agency), f"các mục {', '.join(REACHED)}, có thể bỏ bớt"),
        "BANTIN_LINKS": (
            isinstance(links, (tuple, list)) and all(map(_is_link, links)),
            'các cặp như ("Tên cơ quan", "https://…")',
        ),
        "BANTIN_ADMIN": (
            is_backend(settings.get("BANTIN_ADMIN")),
            'True, False, hoặc như {"backend": {"name": "github", "repo": "…", "branch": "main"}}',
        ),
        "BANTIN_POLICY": (_is_policy(settings.get("BANTIN_POLICY") or {}), 'như {"script-src": "https://…"}'),
        "SITEURL": (settings["SITEURL"].startswith(("http://", "https://")), 'như "https://bantin.example.vn"'),
    }
    problems = [
        Problem(FILE, f"mục {name} chưa đúng.", f"đặt {name} là {remedy}.")
        for name, (fine, remedy) in wanted.items()
        if not fine
    ]
    problems += [
        *(_emblem(settings) if _is_agency(agency) else ()),
        *read_palette(Path(settings["THEME"]), settings.get("BANTIN_COLOURS"))[1],
    ]
    if problems:
        raise ProblemsFound(problems)


def audience_of(settings: Any) -> Audience:
    """Whom the site is built for: readers at BANTIN_NOW, or editors with BANTIN_PREVIEW."""
    return Audience(settings.get("BANTIN_NOW"), bool(settings.get("BANTIN_PREVIEW")))


def _is_agency(given: object) -> bool:
    """Whether nothing is declared of the agency but what the site can show."""
    return isinstance(given, dict) and set(given) <= set(REACHED)


def _is_licence(given: object) -> bool:
    """Whether a licence is declared in full, or none is."""
    parts = {"name", "title", "path"}
    return not given or (isinstance(given, dict) and given.keys() == parts and all(given.values()))


def _is_link(given: object) -> bool:
    """A title and an address that leads outside."""
    if not isinstance(given, (tuple, list)) or len(given) != 2:
        return False
    title, address = given
    return bool(title) and str(address).startswith(("http://", "https://"))


def _is_policy(given: object) -> bool:
    """Hosts by directive: no keyword that would let anything else run."""
    if not isinstance(given, dict):
        return False
    hosts = [host for allowed in given.values() for host in str(allowed).split()]
    names = {"script-src", "connect-src", "img-src"}
    return set(given) <= names and all(re.fullmatch(r"https://[\w.:-]+", host) for host in hosts)


def _emblem(settings: Any) -> Iterator[Problem]:
    try:
        emblem_of(settings)
    except CellError as fault:
        yield Problem(FILE, f"mục BANTIN_AGENCY, biểu trưng (emblem): {fault.what}", fault.remedy)
