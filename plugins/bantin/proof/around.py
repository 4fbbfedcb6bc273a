"""What a page says around its figures: titles, leads and counts; by addresses, not by looks."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from babel.dates import get_month_names

from bantin.ingest.phrases import without_phrases
from bantin.proof.known import Known
from bantin.proof.machines import SIZE
from bantin.proof.marks import day_texts
from bantin.proof.page import Element, Page, inner, text_of
from bantin.proof.told import Told
from bantin.vietnamese import clean

TITLES = frozenset({"og:title", "og:image:alt"})
LEADS = frozenset({"description", "og:description"})
HEADS = ".//meta[(@name or @property) and not(@name='viewport' or @name='theme-color' or starts-with(@name, 'DC.'))]"
SIZES = dict(zip(("og:image:width", "og:image:height"), SIZE, strict=True))
WEEKDAYS = (
    {"T2Thứ Hai", "MoMonday"},
    {"T3Thứ Ba", "TuTuesday"},
    {"T4Thứ Tư", "WeWednesday"},
    {"T5Thứ Năm", "ThThursday"},
    {"T6Thứ Sáu", "FrFriday"},
    {"T7Thứ Bảy", "SaSaturday"},
    {"CNChủ Nhật", "SuSunday"},
)
ADDRESS_OR_DAY = re.compile(r"https?://\S*|\d{4}-\d\d-\d\d(?:T[\d:+.]*)?")


def shown(url: str, title: str, known: Known) -> list[Told]:
    """The bulletins that the page of an address is about, the newest first."""
    everyone, found = known.newest_first, list[Told]()
    match url.strip("/").split("/"):
        case ["luu-tru", *when]:
            found = [told for told in everyone if [f"{told.published:%Y}", f"{told.published:%m}"][: len(when)] == when]
        case ["ban-tin", slug]:
            found = [told for told in everyone if told.dataset.slug == slug]
        case ["chuyen-muc", _]:
            found = [told for told in everyone if told.dataset.category == title]
        case ["tac-gia", who]:
            found = [told for told in everyone if any(own.person.slug == who for own in told.signed)]
        case ["chu-de", tag]:
            found = [told for told in everyone if tag in told.tags]
        case ["" | "tac-gia" | "chu-de"]:
            found = everyone
    return found


def check_around(page: Page, known: Known) -> None:
    """Every title and lead, wherever it stands, is that of the bulletin that it speaks of."""
    told = known.told.get(page.url)
    if told:
        page.expect_only(inner(page.tree, ".//h1"), told.title)
        check_lead(page, inner(page.tree, ".//p[@class='lead']"), told)
        _for_machines(page, told)
    for element in inner(page.tree, ".//li[@data-bulletin] | .//article[@data-bulletin]"):
        own = known.told.get(element.get("data-bulletin"))
        if own is None:
            page.fault(element, text_of(element), "không có bản tin nào ở địa chỉ này.")
            continue
        page.expect_only(inner(element, "./*[self::h2 or self::h3 or self::h4]"), own.title)
        for text in inner(element, "./p[not(@class) or @class='lead']"):
            page.expect(text, own.lead)


def check_lead(page: Page, elements: list[Element], told: Told) -> None:
    """The one lead; how its last sentence ends does not matter, for it may be the page's last."""
    if [unended(text_of(element)) for element in elements] != [unended(told.lead)]:
        page.fault((*elements, page.tree)[0], "".join(map(text_of, elements[:1])), f"phải là “{told.lead}”.")


def unended(text: str) -> str:
    """A text without its last sentence's end."""
    return clean(text).rstrip(" ./…")


def _for_machines(page: Page, told: Told) -> None:
    """Titles and descriptions for machines are those for readers, and nothing else in the page's head has a digit."""
    names = [*told.phrases, *told.tags.values(), clean(told.title), clean(told.lead)]
    for element in inner(page.tree, HEADS):
        key, text = element.get("name") or element.get("property"), element.get("content", "")
        if key in TITLES | LEADS:
            if clean(text) != clean(told.title if key in TITLES else told.lead):
                page.fault(element, text, f"phải là “{told.title if key in TITLES else told.lead}”.")
        elif key in SIZES:
            if text != str(SIZES[key]):
                page.fault(element, text, f"phải là {SIZES[key]}.")
        elif re.search(r"\d", without_phrases(ADDRESS_OR_DAY.sub("", clean(text)), names)):
            page.fault(element, text, "có chữ số không rõ nguồn.")
        page.claim(element, "content")


def check_digits(page: Page, known: Known, names: Iterable[str]) -> None:
    """Report the digits that nothing has accounted for: no figure, no day, no name, no address, no count."""
    title = clean("".join(map(text_of, inner(page.tree, ".//h1")[:1])))
    for element, slot, text in page.unclaimed():
        said = ADDRESS_OR_DAY.sub("", clean(text))
        if element.tag == "meta" or slot in {"value", "content"} or not re.search(r"\d", said):
            continue
        url, called = _spoken_of(page, element, title)
        if re.search(r"\d", without_phrases(said, [*_accounted(url, called, known), *names])):
            page.fault(element, text, "có chữ số không rõ nguồn.")


def _accounted(url: str, called: str, known: Known) -> Iterator[str]:
    """What may be said with digits of what an address leads to: its title and day, its year and month, its size."""
    told = known.told.get(url)
    if told:
        yield clean(told.title)
        yield from day_texts(told.published.date().isoformat())
    count = len(shown(url, called, known))
    yield from (f"{count} {word}" for word in ("bản tin", "bulletins", "bulletin"))
    _, *when = url.strip("/").split("/") if url.startswith("luu-tru/") else [""]
    for year, *months in [when] if when else []:
        for month in months[:1]:
            yield from (f"{word} {int(month)}{own}" for word in ("Tháng", "tháng") for own in (f"/{year}", ""))
        yield from (f"{word} {year}" for word in ("Năm", "năm", "Year", "year", *get_month_names(locale="en").values()))
        yield f"{year}:"  # said after a month, for those who hear it


def _spoken_of(page: Page, element: Element, title: str) -> tuple[str, str]:
    """The address and title that a text speaks of: of the link that it stands in or beside, else the page's own."""
    for node in (element, *element.iterancestors()):
        links = [node] if node.tag == "a" else inner(node, "./a[@href]") if node.tag in {"h2", "li"} else []
        if links:
            return page.target(links[0]), clean(links[0].text or "")
    return page.url, title


def check_month(page: Page, known: Known) -> None:
    """The calendar of a month's page: all of its days under their weekdays, and a link on those with bulletins."""
    _, *when = page.url.strip("/").split("/")
    for table in inner(page.tree, ".//table[@class='calendar']"):
        first = date.fromisoformat("-".join((*when, "01"))) if len(when) == 2 else None
        if first is None:
            page.fault(table, "lịch", "không thuộc trang của một tháng nào.")
            continue
        counts = Counter(told.published.date() for told in shown(page.url, "", known))
        for head, wanted in zip(inner(table, "./thead//th"), WEEKDAYS, strict=True):
            page.claim(head)
            if clean(text_of(head)) not in wanted:
                page.fault(head, text_of(head), f"phải là “{min(wanted, key=len)}”.")
        cells = inner(table, "./tbody/tr/td")
        for place, cell in enumerate(cells):
            day = first + timedelta(days=place - first.weekday())
            inside, count = day.month == first.month, counts[day]
            page.claim(cell)
            said = [
                re.findall(r"\d+", text_of(cell)),
                [own.get("datetime") for own in inner(cell, ".//time")],
                [own.get("href") for own in inner(cell, ".//a")],
            ]
            numbers = [str(day.day)] * inside + [str(count)] * (count > 0)
            if said != [numbers, [day.isoformat()] * inside, [f"#ngay-{day.day}"] * (count > 0)]:
                page.fault(
                    cell, text_of(cell), f"phải là ngày {day.day}, {count} bản tin." if inside else "phải trống."
                )
        if len(cells) < first.weekday() + monthrange(first.year, first.month)[1]:
            page.fault(table, "lịch", "thiếu ngày.")
        for day in counts:
            listed = inner(page.tree, f".//*[@id='ngay-{day.day}']//li[@data-bulletin]")
            if sorted(own.get("data-bulletin") for own in listed) != sorted(
                told.url for told in shown(page.url, "", known) if told.published.date() == day
            ):
                page.fault(table, f"ngày {day.day}", "danh sách bản tin của ngày này không đúng.")
