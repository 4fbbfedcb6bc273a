"""What the site says of itself to machines: its address, its name, who publishes it, on what terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Portal:
    """`root` is the public address without its last slash; `licence` has name, title and path, or nothing."""

    root: str
    name: str
    agency: str
    licence: Mapping[str, str]

    @classmethod
    def of(cls, settings: Any) -> Self:
        """The portal that Pelican's settings describe; without an agency, the site is its own publisher."""
        root, name = settings["FEED_DOMAIN"].rstrip("/"), settings["SITENAME"]
        agency = (settings.get("BANTIN_AGENCY") or {}).get("name") or name
        return cls(root, name, agency, settings.get("BANTIN_LICENSE") or {})

    def address(self, url: str) -> str:
        """The public address of a page or file of the site."""
        return f"{self.root}/{url}"
