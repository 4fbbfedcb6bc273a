"""HOOK: stands in for the portal's foundation (gettext, components) until this branch is merged; then it goes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from rjsmin import jsmin  # type: ignore[import-untyped] # HOOK

WORDS = {
    "Not kept on this device": "Trang chưa có trên máy",
    "The page that was opened was not read before on this device, and there is no network now.": (
        "Trang vừa mở chưa được đọc trên máy này, mà bây giờ không có mạng."
    ),
    "Nothing has been kept on this device yet. Pages that are read are kept.": (
        "Máy chưa lưu trang nào. Những trang đã đọc sẽ được lưu lại."
    ),
    "Kept on this device": "Đã lưu trên máy",
    "read at %(time)s on %(day)s": "đọc lúc %(time)s ngày %(day)s",
    "Try again": "Tải lại trang",
    "Kept on this device at %(time)s on %(day)s, because there is no network. There may be a newer version.": (
        "Bản lưu trên máy lúc %(time)s ngày %(day)s, vì không có mạng. Có thể đã có bản mới hơn."
    ),
    "Kept on this device at %(time)s on %(day)s, because the network is too slow. There may be a newer version.": (
        "Bản lưu trên máy lúc %(time)s ngày %(day)s, vì mạng quá chậm. Có thể đã có bản mới hơn."
    ),
    "Bulletins": "Bản tin",
    "%(num)d bulletin": "%(num)d bản tin",
    "Other months": "Các tháng khác",
}


def say(text: str) -> str:
    """The words in the site's language."""
    return WORDS[text]


def script(source: str) -> str:
    """A script with its words in the site's language, shortened."""
    words = re.compile(r'_\(("(?:[^"\\]|\\.)*")\)')
    return str(jsmin(words.sub(lambda own: json.dumps(say(json.loads(own[1])), ensure_ascii=False), source)))


def install(env: Any) -> None:
    """Gettext in templates."""
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(say, lambda one, _many, _n: say(one), newstyle=True)


def components(theme: Path, suffix: str) -> str:
    """The style sheets or scripts of all components."""
    return "".join(path.read_text("utf-8") for path in sorted((theme / "templates/components").glob(f"*/*.{suffix}")))
