"""Authors' pages: what their files say, and of each role just the bulletins that they signed with it."""

from __future__ import annotations

from bantin.editorial import ROLES, Author
from bantin.proof.article import pattern, words
from bantin.proof.known import Known
from bantin.proof.page import Page, inner, text_of
from bantin.proof.people import Person
from bantin.proof.photos import size_of
from bantin.vietnamese import clean

HEADS = dict(
    zip(
        ROLES,
        (
            {"Tác giả", "Author"},
            {"Ảnh", "Photographer"},
            {"Tổng hợp", "Compiler"},
            {"Biên tập", "Editor"},
            {"Nguồn", "Source"},
        ),
        strict=True,
    )
)
"""How each role is called at the head of its bulletins."""


def check_profile(page: Page, known: Known) -> None:
    """Check and claim what an author's page has of its own, and the positions on the list of authors."""
    people = {person.slug: person for person in known.people.values()}
    match page.url.strip("/").split("/"):
        case ["tac-gia"]:
            rows = inner(page.tree, ".//ul[@class='months']/li")
            given = [page.target(link).strip("/").rpartition("/")[2] for row in rows for link in inner(row, "./a")]
            if sorted(given) != sorted({own.person.slug for told in known.told.values() for own in told.signed}):
                page.fault(page.tree, "danh sách tác giả", "thiếu hoặc thừa người.")
            for row, slug in zip(rows, given, strict=False):
                author = people[slug].author if slug in people else None
                said = [author.position] if author and author.position else []
                page.expect_all(inner(row, ".//span[@class='position']"), said, f"chức danh của {slug}")
        case ["tac-gia", slug] if slug in people:
            page.expect_only(inner(page.tree, ".//h1"), people[slug].name)
            _check_said(page, people[slug].author or Author(slug, "", ""), known)
            _check_signed(page, people[slug], known)
        case ["tac-gia", slug]:
            page.fault(page.tree, slug, "không ai đã ký có địa chỉ này.")


def _check_said(page: Page, author: Author, known: Known) -> None:
    """Position, photo, ways to reach them and biography are those of the file."""
    page.expect_all(inner(page.tree, ".//p[@class='position']"), [author.position] * bool(author.position), "chức danh")
    ways = {
        f"mailto:{author.email}": author.email,
        f"tel:{''.join(own for own in author.phone if own in '+0123456789')}": author.phone,
        author.contact: author.contact,
    }
    ways = {address: text for address, text in ways.items() if text}
    links = inner(page.tree, ".//ul[contains(@class, 'contact')]//a")
    page.expect_all(links, [*ways.values()], "cách liên hệ")
    for link, address in zip(links, ways, strict=False):
        if link.get("href") != address:
            page.fault(link, link.get("href", ""), f"phải dẫn đến {address}.")
    photos = inner(page.tree, ".//figure[@class='photo']//img")
    if [clean(photo.get("alt", "")) for photo in photos] != ([author.photo.alt] if author.photo else []):
        page.fault(page.tree, "ảnh", "không đúng ảnh của người này.")
    for photo in photos:
        page.claim(photo, "alt")
        width, height = size_of(author.photo, known) if author.photo else (0, 0)
        if (photo.get("width"), photo.get("height")) != (str(width), str(height)):
            page.fault(photo, photo.get("src", ""), f"cỡ ảnh phải là {width} × {height}.")
    bodies = inner(page.tree, ".//main//div[@class='body']")
    said = " ".join(word for body in bodies for word in words(text_of(body)))
    if not pattern(author.biography).fullmatch(said):
        page.fault((*bodies, page.tree)[0], "phần giới thiệu", f"khác với {author.file or 'không có gì'}.")
    for body in bodies:
        page.claim(body)


def _check_signed(page: Page, person: Person, known: Known) -> None:
    """The bulletins under each role, the newest first."""
    sections = inner(page.tree, ".//section[@class='signed']")
    wanted = {
        role: [
            told
            for told in known.newest_first
            if any(own.person == person and role in own.roles for own in told.signed)
        ]
        for role in ROLES
    }
    roles = [role for role in ROLES if wanted[role]]
    if len(sections) != len(roles):
        page.fault(page.tree, "vai trò", f"phải có các vai trò: {', '.join(roles)}.")
    for section, role in zip(sections, roles, strict=False):
        head = "".join(map(text_of, inner(section, "./h2")))
        listed = [item.get("data-bulletin") for item in inner(section, ".//li[@data-bulletin]")]
        days = [known.told[url].published for url in listed if url in known.told]
        if clean(head) not in HEADS[role]:
            page.fault(section, head, f"phải là “{min(HEADS[role], key=len)}”.")
        if sorted(listed) != sorted(told.url for told in wanted[role]) or days != sorted(days, reverse=True):
            page.fault(section, head, "thiếu, thừa hoặc sai thứ tự bản tin.")
