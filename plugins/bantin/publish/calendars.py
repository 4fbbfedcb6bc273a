"""When the next releases are due, as a calendar that people subscribe to (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vDuration, vText

from bantin.ingest.period import said
from bantin.model import Period, plain
from bantin.publish.offer import Offer
from bantin.publish.portal import Portal
from bantin.vietnamese import clean, hour

LENGTH = timedelta(minutes=30)
"""What calendars show a release as: an event must end after it begins."""
READ_AGAIN = timedelta(days=1)


def calendar(portal: Portal, name: str, url: str, offers: Iterable[Offer]) -> bytes:
    """The calendar `name` of the releases to come of some datasets, in time order; `url` is the page it belongs to."""
    made = Calendar()
    made.add("prodid", f"-//{portal.agency}//Bản tin//VI")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):  # the standard's own, and what calendars read
        made.add(key, vText(name))
    made.add("url", portal.address(url))
    made.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(READ_AGAIN))
    events = [event for offer in offers for event in _events(portal, offer)]
    for event in sorted(events, key=lambda event: (event.start, event.uid)):
        made.add_component(event)
    return bytes(made.to_ical())


def _events(portal: Portal, offer: Offer) -> Iterator[Event]:
    """Each coming release."""
    for period, due in offer.coming:
        event = Event()
        event.add("uid", f"{offer.rules.slug}-{period.last}@{urlsplit(portal.root).hostname}")
        event.add("dtstamp", offer.series.bulletins[-1].published.astimezone(UTC))
        event.add("dtstart", due.astimezone(UTC))
        event.add("dtend", (due + LENGTH).astimezone(UTC))
        event.add("summary", f"Công bố số liệu: {offer.rules.title}")
        event.add("description", _told(offer, period, due))
        event.add("url", portal.address(offer.url))
        event.add("categories", [offer.rules.category])
        event.add("transp", "TRANSPARENT")  # nobody is busy for it
        yield event


def _told(offer: Offer, period: Period, due: datetime) -> str:
    remark = " Số liệu minh họa." if offer.rules.illustrative else ""
    what = clean(f"Số liệu {plain(said(period))}, do {offer.rules.source} cung cấp.")
    return f"{what} Dự kiến công bố lúc {clean(hour(due).text)}.{remark}"
