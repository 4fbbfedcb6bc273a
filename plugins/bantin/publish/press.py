"""Pelican's writer of this site: pages and files are made when all are known, by all processes of the machine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.utils import get_relative_path, path_to_url, sanitised_join
from pelican.writers import Writer

from bantin.engine import apart

Content = Callable[[], bytes]


class Press(Writer):
    """What is to be written waits for `print`; what comes later is written at once, as by Pelican's own."""

    def __init__(self, output_path: str, settings: Any = None) -> None:
        super().__init__(output_path, settings)
        self._waiting: dict[str, Content] = {}
        self._pages: dict[str, Callable[[], dict[str, Any]]] = {}
        self._is_open = True

    def add(self, path: str, content: Content) -> None:
        """Have a file written, by its path within the site.

        Raises:
            RuntimeError: when there is one of that path already.
        """
        if path in self._waiting:
            raise RuntimeError(f"Hai tệp cùng một địa chỉ: {path}.")
        self._waiting[path] = content

    def write_file(  # noqa: PLR0913, PLR0917 - Pelican's own
        self,
        name: str,
        template: Any,
        context: Any,
        relative_urls: bool = False,  # noqa: FBT001, FBT002 - Pelican's own
        paginated: Any = None,
        template_name: str | None = None,
        override_output: bool = False,  # noqa: FBT001, FBT002 - Pelican's own
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Have a page written."""
        if not self._is_open or template_name in self.settings["PAGINATED_TEMPLATES"]:
            own = (name, template, context, relative_urls, paginated, template_name, override_output, url)
            super().write_file(*own, **kwargs)
        elif name:
            around = partial(_around, context, name, relative_urls, kwargs)
            self.add(name, partial(_rendered, template, context, around))
            self._pages[name] = around

    def print(self, workers: int) -> None:
        """Write all that waits, by so many processes, and tell of each page as Pelican does."""
        self._is_open = False
        for path in {str(Path(path).parent) for path in self._waiting}:
            Path(self.output_path, path).mkdir(parents=True, exist_ok=True)
        apart(self._write, [*self._waiting], workers)
        for name, around in self._pages.items():
            signals.content_written.send(str(Path(self.output_path, name)), context=around())
        self._waiting.clear()
        self._pages.clear()

    def _write(self, path: str) -> None:
        Path(sanitised_join(self.output_path, path)).write_bytes(self._waiting[path]())


def _around(context: Any, name: str, relative_urls: Any, more: dict[str, Any]) -> dict[str, Any]:
    """What a page's template sees, as Pelican puts it together."""
    own = {**context, "localsiteurl": context.get("localsiteurl")}
    if relative_urls:
        own["SITEURL"] = own["localsiteurl"] = path_to_url(get_relative_path(name))
    return {**own, "output_file": name, **more}


def _rendered(template: Any, context: Any, around: Callable[[], dict[str, Any]]) -> bytes:
    own = around()
    if own["localsiteurl"]:
        context["localsiteurl"] = own["localsiteurl"]  # by which contents make their links
    return str(template.render(own)).encode()


def press_of(_: object) -> type[Press]:
    """The writer that Pelican is to use."""
    return Press
