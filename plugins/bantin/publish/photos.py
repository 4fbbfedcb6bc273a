"""The pictures of one build: each made fit once and kept by its content; of no picture the original is published."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from bantin.editorial import Byline, Photo
from bantin.errors import CellError, Problem, ProblemsFound
from bantin.ingest import photos
from bantin.ingest.archive import Archive
from bantin.ingest.photos import DRAWN, KINDS, files_in
from bantin.pipeline import Series
from bantin.publish import pictures
from bantin.publish.kept import Kept
from bantin.publish.pictures import fitted
from bantin.vietnamese import names

logger = logging.getLogger("bantin")

FOLDER = "images/"
PHOTOGRAPHER = "ảnh"
OTHERS = (".avif", ".bmp", ".dng", ".gif", ".heic", ".heif", ".jfif", ".jpe", ".raw", ".tif", ".tiff")
PICTURES = frozenset({DRAWN, *KINDS, *OTHERS})
"""Endings of the names of pictures, those too that are not published."""


class Photos:
    """What is published of `content/images`, by path within it. `cache` keeps what was made fit by all builds.

    `without` are the paths of pictures that are not to be published yet.

    Raises:
        ProblemsFound: with every picture that turns out to be broken.
    """

    def __init__(self, content: Path, cache: Path, without: Collection[str] = ()) -> None:
        rules = [Path(str(module.__file__)) for module in (photos, pictures)]
        self._kept = Kept(cache, "photos", "ảnh đã thu nhỏ", ("pillow",), rules)
        self._images = content / FOLDER
        self._keys: dict[str, str] = {}
        self._drawn: list[str] = []
        problems = []
        for path in files_in(self._images):
            name, kind = path.relative_to(self._images).as_posix(), path.suffix.lower()
            if name in without or kind not in {DRAWN, *KINDS}:
                continue
            try:
                self._take(name, path)
            except CellError as fault:
                problems.append(Problem(f"content/{FOLDER}{name}", fault.what, fault.remedy))
        if problems:
            raise ProblemsFound(problems)

    def __contains__(self, name: object) -> bool:
        return name in self._keys or name in self._drawn

    def shown(self, photo: Photo, bylines: Iterable[Byline] = ()) -> Photo:
        """A photo in the size that its file has, with the name of who took it: as said with it, or in the byline."""
        size = (photo.width, photo.height)
        if photo.path in self._keys:
            with Image.open(io.BytesIO(self._content(photo.path))) as picture:
                size = picture.size
        credit = photo.credit or names(own.name for own in bylines if took_photos(own.role))
        return replace(photo, width=size[0], height=size[1], credit=credit)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The address within the site of each picture, and its file."""
        for name in self._keys:
            yield f"{FOLDER}{name}", self._content(name)
        for name in self._drawn:
            yield f"{FOLDER}{name}", (self._images / name).read_bytes()

    def _take(self, name: str, path: Path) -> None:
        if path.suffix.lower() == DRAWN:
            self._drawn.append(name)
            return
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
        digest.update(KINDS[path.suffix.lower()].encode())  # a name may promise something else than the file is
        self._keys[name] = digest.hexdigest()
        if self._kept.get(self._keys[name]) is None:
            self._make(name)

    def _content(self, name: str) -> bytes:
        return self._kept.get(self._keys[name]) or self._make(name)

    def _make(self, name: str) -> bytes:
        logger.info("Thu nhỏ ảnh %s", name)
        self._kept.drop_others()
        content = fitted(self._images / name)
        self._kept.put(self._keys[name], content)
        return content


def photos_of_nothing(archive: Archive, series: Iterable[Series]) -> frozenset[str]:
    """The pictures that editors' files name, but no bulletin that is published: nobody is to see them before it."""
    files = (own for folder in archive.folders for own in folder.editor_files.values())
    shown = {bulletin.photo.path for own in series for bulletin in own.bulletins if bulletin.photo}
    shown |= {author.photo.path for author in archive.authors if author.photo}
    return frozenset({own.photo.path for own in files if own.photo} - shown)


def took_photos(role: str) -> bool:
    """Whether a role in a byline, such as `ảnh` or `bài và ảnh`, is that of who took the photo."""
    return PHOTOGRAPHER in re.split(r"\s*,\s*|\s+và\s+", role.casefold())


def withhold(generator: Any) -> None:
    """Take from the files that Pelican copies what a page links to of `content/images`: it is published made fit.

    Raises:
        ProblemsFound: for pictures that would be published as they are, and links to what is not published.
    """
    published: Photos = generator.context["bantin"].photos
    others, problems = [], []
    for static in generator.staticfiles:
        path = Path(static.source_path).relative_to(generator.path).as_posix()
        is_ours = path.startswith(FOLDER)
        if is_ours and (path.removeprefix(FOLDER) not in published or static.save_as != path):
            remedy = "liên kết bằng {static} tới một ảnh trong content/images; tệp khác đặt ở ngoài thư mục ấy."
            problems.append(
                Problem(f"content/{path}", "có trang liên kết tới tệp này, mà tệp không được đăng.", remedy)
            )
        elif not is_ours and Path(path).suffix.lower() in PICTURES:
            remedy = "chuyển ảnh vào content/images, để ảnh được thu nhỏ và bỏ thông tin nơi chụp."
            problems.append(Problem(f"content/{path}", "ảnh nằm ngoài content/images.", remedy))
        elif not is_ours:
            others.append(static)
    if problems:
        raise ProblemsFound(problems)
    generator.staticfiles[:] = others
