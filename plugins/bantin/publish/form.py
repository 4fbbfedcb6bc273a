"""The form in the browser, for editors who never see a file: Decap CMS, told of our datasets, releases and authors.

It is left out of a site unless the setting `BANTIN_ADMIN` or the task `form` switches it on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bantin.editorial import BEFORE_CHARTS, END, ROLES, START
from bantin.errors import BuildError
from bantin.ingest.archive import Archive, Folder
from bantin.ingest.authors import FIELDS as AUTHOR_FIELDS
from bantin.ingest.corrections import BEGINS, PARTS
from bantin.ingest.editor import FIELDS
from bantin.ingest.header import Fields
from bantin.ingest.period import said
from bantin.model import plain
from bantin.publish.npm import is_ready
from bantin.story.blocks import NAMED_POINT
from bantin.vietnamese import NBSP, capitalised, clean, fold

ROOT = Path(__file__).resolve().parents[3]
ADMIN = ROOT / "admin"
"""Our part of the form, and the lock of Decap's packages."""
TOOLS = ROOT / ".tools" / "form"
DECAP = "decap-cms.js"
PACKAGE = TOOLS / "node_modules" / "decap-cms" / "dist"

NEWEST = 60
"""How many releases of a dataset the form lists, the newest first."""
MOST_BYTES = 25_000_000
"""A photo may have so many bytes; encoded they stay below what Decap's server takes."""
LOCAL = "proxy"
"""How Decap calls a server on the editor's own machine."""
GIT_GATEWAY = {"name": "git-gateway", "branch": "main"}
HOSTS = {
    "github": "https://api.github.com https://www.githubstatus.com",
    "gitlab": "https://gitlab.com",
    "bitbucket": "https://api.bitbucket.org",
}
"""Where Decap's backends save, beside the addresses that are declared for them."""
AUTHOR = ROLES[0]
STATUSES = {"nháp": "draft", "đã đăng": "published", "đã rút": "withdrawn"}


def is_backend(given: object) -> bool:
    """Whether `BANTIN_ADMIN` is a switch, or says where Decap saves."""
    if isinstance(given, dict):
        return given.keys() == {"backend"} and isinstance(given["backend"], dict) and bool(given["backend"].get("name"))
    return given is None or isinstance(given, bool)


def form_files(given: Any, archive: Archive, content: Path, address: str) -> dict[str, bytes]:
    """The files of `admin/` by name, for what `BANTIN_ADMIN` says; `address` is the site's public one.

    Raises:
        BuildError: when Decap is not installed.
    """
    if not is_ready(ADMIN, TOOLS):
        raise BuildError(
            "Biểu mẫu của biên tập viên (BANTIN_ADMIN) cần Decap CMS, mà máy này chưa cài.\n"
            "Cài một lần (cần Node.js có npm): python3 tasks.py form --install; hoặc đặt BANTIN_ADMIN = False."
        )
    backend = given["backend"] if isinstance(given, dict) else GIT_GATEWAY
    data = json.dumps(_for_script(archive), ensure_ascii=False).replace("<", "\\u003c")
    page = (ADMIN / "index.html").read_text(encoding="utf-8")
    page = page.replace("{hosts}", "".join(f" {host}" for host in _hosts(backend))).replace("{data}", data)
    own = "/" if backend["name"] == LOCAL else address  # on this machine, wherever it is served from
    config = json.dumps(config_of(backend, archive, content.name, own), ensure_ascii=False, indent=1)
    return {
        "index.html": page.encode(),
        "config.yml": f"{config}\n".encode(),
        "format.js": (ADMIN / "format.js").read_bytes(),
        DECAP: (PACKAGE / DECAP).read_bytes(),
        f"{DECAP}.LICENSE.txt": (PACKAGE / f"{DECAP}.LICENSE.txt").read_bytes(),
    }


def _hosts(backend: Mapping[str, Any]) -> list[str]:
    """The hosts that the form's page asks for something, by its backend."""
    addresses = [urlsplit(value) for value in backend.values() if isinstance(value, str)]
    declared = [f"{own.scheme}://{own.netloc}" for own in addresses if own.scheme in {"http", "https"}]
    return sorted({*declared, *HOSTS.get(backend["name"], "").split()})


def points_of(folder: Folder) -> dict[str, str]:
    """The points of a dataset's story where words may stand, by name, and how they are called."""
    own = {name: f"Trong bài: {name.replace('_', ' ')}" for name in NAMED_POINT.findall(folder.story)}
    return {
        START: "Đầu bài, trước lời bản tin",
        **own,
        BEFORE_CHARTS: "Sau lời bản tin, trước biểu đồ",
        END: "Cuối bài, sau biểu đồ",
    }


def _for_script(archive: Archive) -> dict[str, Any]:
    """What `admin/format.js` needs to know of files: how their fields may be written and are called."""
    bulletin = {
        **_known(FIELDS),
        "bylines": True,
        "roles": [role for role in ROLES if role != AUTHOR],
        "begins": BEGINS,
        "parts": [*PARTS],
        "days": ["date", "embargo", BEGINS],
        "statuses": {fold(own): name for name, english in STATUSES.items() for own in (name, english)},
    }
    author = {**_known(AUTHOR_FIELDS), "roles": [], "parts": [], "days": [], "words": "bio"}
    return {"authors": archive.people.known, "formats": {"ban-tin": bulletin, "tac-gia": author}}


def _known(fields: Fields) -> dict[str, Any]:
    labels = [(fields.names[fold(label)], label) for label in fields.shown]
    return {"names": dict(fields.names), "labels": dict(labels)}


def config_of(backend: Mapping[str, Any], archive: Archive, content: str, address: str) -> dict[str, Any]:
    """Decap's configuration; `content` is the name of the editors' folder in the repository."""
    bulletins = [_bulletins(folder, content) for folder in archive.folders if folder.releases or folder.left_out]
    return {
        "backend": dict(backend),
        "locale": "vi",
        "media_folder": f"{content}/images",
        "public_folder": "",
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "site_url": address,
        "collections": [*bulletins, _authors(content)],
    }


def _bulletins(folder: Folder, content: str) -> dict[str, Any]:
    """A dataset's releases, the newest first, each one entry that is there already, so that nobody names a file."""
    slug = folder.dataset.slug
    fields = _bulletin_fields(folder)
    periods = {*(release.period for release in folder.releases), *folder.left_out}
    files = [
        {
            "name": period.last.isoformat(),
            "label": clean(plain(capitalised(said(period)))),
            "file": f"{content}/bulletins/{slug}/{period.last.isoformat()}.md",
            "preview_path": f"ban-tin/{slug}/{period.last.isoformat()}/",
            "fields": fields,
        }
        for period in sorted(periods, key=lambda period: period.last, reverse=True)[:NEWEST]
    ]
    named = {"name": f"ban-tin-{slug}", "label": folder.dataset.title, "label_singular": "Bản tin"}
    return named | {"format": "ban-tin", "editor": {"preview": False}, "files": files}


def _bulletin_fields(folder: Folder) -> list[dict[str, Any]]:
    signed = [
        _field("name", "Họ tên", "ten-nguoi", "Chọn trong danh sách hiện ra khi gõ, hoặc ghi tên khác.", required=True)
        | {"pattern": ["^[^()]+$", "Không ghi dấu ngoặc; vai trò chọn ở ô bên dưới."]},
        _choice("role", "Vai trò", dict.fromkeys(ROLES), default=AUTHOR),
    ]
    mended = [
        _day(BEGINS, "Ngày, giờ đính chính", required=True),
        *(_field(name, label, required=True) for name, label in PARTS.items()),
    ]
    placed = [
        _choice("place", "Vị trí", points_of(folder), default="cuoi_bai"),
        _field("text", "Lời", "text", _words_hint(folder), required=True),
    ]
    generated = "Để trống thì dùng {0} tự động. Muốn thêm vào {0} ấy thì ghi `{{{{ {1} }}}}` ở chỗ của nó."
    return [
        _list("bylines", "Người thực hiện", "người", "{{fields.name}} ({{fields.role}})", signed),
        _list("parts", "Lời của biên tập viên", "đoạn", "{{fields.place}}: {{fields.text}}", placed),
        _field("title", "Tiêu đề", hint=generated.format("tiêu đề", "tieu_de")),
        _field("lead", "Lời dẫn", "text", generated.format("lời dẫn", "loi_dan")),
        _photo("Chỉ một ảnh, của bài này. Ảnh cần có phần mô tả ở dưới."),
        _field("alt", "Mô tả ảnh", hint="Một câu cho người không nhìn thấy ảnh."),
        _field("caption", "Chú thích", hint="Dòng chữ in dưới ảnh."),
        _field("credit", "Nguồn ảnh"),
        _field("tags", "Thẻ", hint="Các chủ đề, cách nhau bằng dấu phẩy, như: giá cả, chợ."),
        _day("date", "Ngày đăng", "Để trống thì theo lịch của bộ số liệu."),
        _day("embargo", "Không đăng trước"),
        _choice("status", "Trạng thái", dict.fromkeys(STATUSES), hint="Để trống là đã đăng."),
        _list("corrections", "Đính chính", "đính chính", f"{{{{fields.{BEGINS}}}}}: {{{{fields.what}}}}", mended),
    ]


def _words_hint(folder: Folder) -> str:
    """How words are typed, and what figures may be named in them."""
    named = "; ".join(f"`{{{{ {name} }}}}` {rule.label}" for name, rule in folder.dataset.indicators.items())
    return f"Một dòng trống giữa hai đoạn. Con số nên ghi bằng tên để luôn đúng với số liệu: {named}."


def _authors(content: str) -> dict[str, Any]:
    unmarked = "Ghi tên đầy đủ, không có dấu chấm, dấu phẩy, dấu ngoặc."
    labels = _known(AUTHOR_FIELDS)["labels"]
    fields = [
        _field("name", labels["name"], required=True) | {"pattern": ["^[^.,;:()~_/]+$", unmarked]},
        _field("position", labels["position"]),
        _photo("Ảnh chân dung; cần có phần mô tả ở dưới."),
        *(_field(name, labels[name]) for name in ("alt", "email", "phone", "contact")),
        _field("bio", "Tiểu sử", "text"),
    ]
    return {
        "name": "tac-gia",
        "label": "Tác giả",
        "label_singular": "tác giả",
        "folder": f"{content}/authors",
        "create": True,
        "delete": False,
        "extension": "md",
        "format": "tac-gia",
        "identifier_field": "name",
        "slug": "{{slug}}",
        "summary": "{{name}}",
        "preview_path": "tac-gia/{{slug}}/",
        "editor": {"preview": False},
        "fields": fields,
    }


# The kinds of fields, as Decap declares them ----------------------------------------------------------------


def _field(name: str, label: str, widget: str = "string", hint: str = "", *, required: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {"name": name, "label": label, "widget": widget, "required": required}
    return made | ({"hint": hint.replace(NBSP, " ")} if hint else {})


def _choice(
    name: str, label: str, options: Mapping[str, str | None], *, default: str = "", hint: str = ""
) -> dict[str, Any]:
    listed = [{"value": value, "label": shown or value} for value, shown in options.items()]
    made = _field(name, label, "select", hint, required=bool(default)) | {"options": listed}
    return made | ({"default": default} if default else {})


def _day(name: str, label: str, hint: str = "", *, required: bool = False) -> dict[str, Any]:
    return _field(name, label, "datetime", hint, required=required) | {"format": "YYYY-MM-DDTHH:mm"}


def _photo(hint: str) -> dict[str, Any]:
    limit = {"media_library": {"config": {"max_file_size": MOST_BYTES}}}
    return _field("image", "Ảnh", "image", hint) | {"choose_url": False} | limit


def _list(name: str, label: str, one: str, summary: str, fields: Iterable[dict[str, Any]]) -> dict[str, Any]:
    made = _field(name, label, "list") | {"label_singular": one, "summary": summary}
    return made | {"collapsed": False, "fields": [*fields]}
