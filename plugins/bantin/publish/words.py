"""The theme's words in the reader's language: gettext's catalogues, for templates and scripts."""

from __future__ import annotations

import io
import json
import os
import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import Translations
from jinja2 import Environment

from bantin.vietnamese import day

LANGUAGES = ("vi", "en")
METHODS = [("**.html", "jinja2"), ("**.js", "javascript")]
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "ngettext": (1, 2)}
HEADER = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
IN_SCRIPT = re.compile(r'\b_\(("(?:[^"\\]|\\.)*")\)')


def language_of(settings: Any) -> str:
    """The language of the theme's words that the settings choose, or Vietnamese."""
    return str(settings.get("BANTIN_LANGUAGE", LANGUAGES[0]))


def catalogue(theme: Path, language: str) -> Catalog:
    """The words of a language, `<theme>/locale/<language>.po`."""
    with (theme / "locale" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def translations(theme: Path, language: str) -> Translations:
    """The catalogue of a language, ready to be spoken."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(theme, language))
    compiled.seek(0)
    return Translations(compiled)


def speak(environment: Environment, theme: Path, language: str) -> None:
    """Let templates say the theme's words in a language, `_("…")` and `ngettext(…)`, and dates.

    Dates are `5/11/2021` in text, `05/11/2021` by itself, a month by its name, and ISO 8601 for machines.
    """
    environment.filters |= {
        "ngay": day,
        "ngay_du": partial(day, pattern="dd/MM/yyyy"),
        "thang": partial(month, language=language),
        "iso": lambda moment: moment.strftime("%Y-%m-%d"),
        "thoi_diem": lambda moment: moment.isoformat(),
    }
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_translations(translations(theme, language), newstyle=True)  # type: ignore[attr-defined] # the extension's


def translated(script: str, words: Translations) -> str:
    """A script whose `_("…")` have become the language's words."""
    return IN_SCRIPT.sub(lambda own: json.dumps(words.gettext(json.loads(own[1])), ensure_ascii=False), script)


def month(when: date, vietnamese: str = "'Tháng' M", other: str = "MMMM", *, language: str) -> str:
    """The month of a day, by a pattern of Unicode's for the language."""
    return str(format_date(when, vietnamese if language == "vi" else other, locale=language))


def messages(theme: Path) -> Catalog:
    """All words of the theme's templates and scripts, untranslated."""
    found = Catalog()
    for path, _, message, _, _ in extract_from_dir(theme / "templates", METHODS, keywords=KEYWORDS):
        if message:
            found.add(message, locations=[(path.replace(os.sep, "/"), 0)])
    return found


def renew(theme: Path) -> None:
    """Bring the catalogues up to date with the theme: new words come without a translation, unused ones go."""
    wanted = messages(theme)
    for language in LANGUAGES:
        file = theme / "locale" / f"{language}.po"
        own = catalogue(theme, language)
        own.update(wanted, no_fuzzy_matching=True)
        own.obsolete.clear()
        out = io.BytesIO()
        write_po(out, own, width=120, omit_header=True, include_lineno=False, sort_output=True)
        file.write_bytes(HEADER + out.getvalue())
