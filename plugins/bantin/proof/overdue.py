"""The promise of the next release: what a page tells the reader's clock, and what it says once that has passed."""

from __future__ import annotations

from datetime import datetime

from bantin.proof.known import Known
from bantin.proof.marks import wrong_day
from bantin.proof.page import Page, inner, text_of


def check_overdue(page: Page, known: Known) -> None:
    """A dataset's page and its newest bulletin have its promise, the home page the first of all, others none."""
    due = _due(page, known)
    machine = due.isoformat() if due else ""
    for root in inner(page.tree, "/html"):
        if root.get("data-due", "") != machine:
            page.fault(root, root.get("data-due", ""), f"hạn công bố phải là “{machine}”.")
    boxes = inner(page.tree, ".//p[contains(@class, 'overdue')]")
    if len(boxes) != bool(due):
        page.fault((*boxes, page.tree)[0], "Quá hạn", f"có {len(boxes)} lời báo quá hạn, phải có {int(bool(due))}.")
    for moment in [found for box in boxes for found in inner(box, ".//time")]:
        page.claim(moment)
        said = moment.get("datetime", "")
        if not due or said != f"{due:%Y-%m-%dT%H:%M}":
            page.fault(moment, text_of(moment), f"phải là {machine}.")
        elif wrong := wrong_day(said, text_of(moment), None):
            page.fault(moment, text_of(moment), wrong)


def _due(page: Page, known: Known) -> datetime | None:
    """When the next release is due that the page speaks of."""
    if not page.url:
        return min((own[0].due for slug in known.folders if (own := known.coming(slug))), default=None)
    told = known.told.get(page.url)
    slug = told.dataset.slug if told else page.url.removeprefix("ban-tin/").rstrip("/")
    coming = known.coming(slug) if slug in known.folders else []
    if not coming or page.url not in {f"ban-tin/{slug}/", known.newest(slug).url}:
        return None
    return coming[0].due
