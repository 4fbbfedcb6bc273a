"""An author's page: what their file says of them, and all that they signed, by role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from bantin.editorial import ROLES, Author
from bantin.publish.markup import markdown_html

Article = Any
"""A bulletin's article, or another one of Pelican's, which has no roles."""


class ProfileView:
    """What an author's page shows; without a file only what they signed. `is_person` unless it is an office."""

    def __init__(self, slug: str, author: Author | None, articles: Sequence[Article], *, is_person: bool) -> None:
        own = author or Author(slug, "", "")
        self.slug, self.is_person, self._articles = slug, is_person, articles
        self.position, self.photo, self.contact = own.position, own.photo, own.contact
        self.email, self.phone = own.email, own.phone
        self.dialled = re.sub(r"[^+\d]", "", own.phone)
        self._biography = own.biography

    @property
    def biography_html(self) -> Markup:
        """Their biography, which is an editor's text."""
        return markdown_html(self._biography)

    @property
    def signed(self) -> dict[str, list[Article]]:
        """By role the articles that they signed with it, in the order given."""
        found: dict[str, list[Article]] = {role: [] for role in ROLES}
        for article in self._articles:
            bylines = article.made.bylines if hasattr(article, "made") else ()
            roles = {role for byline in bylines if byline.slug == self.slug for role in byline.roles}
            for role in roles or {ROLES[0]}:
                found[role].append(article)
        return {role: articles for role, articles in found.items() if articles}
