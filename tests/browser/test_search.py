"""Search in a real browser: the right bulletin first, on the shipped site and among a thousand made ones."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect

from bantin.proof.index import AUTHOR, DATASET, LABELS, TEXT, TITLE, YEAR
from bantin.publish.search import Record, write_index

QR = "Toàn tỉnh có 1.393 điểm quét mã QR phòng, chống dịch Covid-19"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Open = Callable[..., Page]


@pytest.fixture
def address(site: Path, serve_folder: Callable[[Path], str]) -> str:
    return serve_folder(site)


def searched(page: Page, address: str, query: str) -> list[str]:
    """The titles found for what a reader types, the first ten."""
    page.goto(f"{address}/tim-kiem/")
    page.get_by_role("searchbox").fill(query)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#ket-qua [role=status] p:visible")).not_to_have_text("Đang tìm…")
    return titles(page)


def titles(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("#ket-qua h2").all_inner_texts()]


def count(page: Page) -> int:
    return int(page.locator("#ket-qua .count").inner_text().removesuffix(" bản tin"))


def asked_for(page: Page) -> list[str]:
    """The files that a page asks for from now on."""
    found: list[str] = []

    def note(request: Request) -> None:
        found.append(request.url)

    page.on("request", note)
    return found


ASKED = [
    ("điểm quét mã QR phòng", QR),
    ("diem quet ma qr phong", QR),
    ("1393", QR),
    ("1.393", QR),
    ("45.536", QR),
    ("45536 luot", QR),
    ("20,94", QR),
    ("20.94%", QR),
    ("Pác Nặm Chợ Đồn 1.393", QR),
    ('"rà soát, mở thêm điểm quét"', QR),
    ("gia xang", "Giá xăng RON 95-III giảm còn 23.900 đồng/lít"),
    ("RON 95", "Giá xăng RON 95-III giảm còn 23.900 đồng/lít"),
    ("giá thịt", "Giá thịt lợn hơi tăng lên 50.500 đồng/kg"),
    ("thủ tục hành chính", "Các huyện, thành phố tiếp nhận 3.401 hồ sơ thủ tục hành chính trong tuần"),
    ("diem quet", QR),
]


def test_the_right_bulletin_comes_first(page_at: Open, address: str) -> None:
    page = page_at(1280)
    found = {query: searched(page, address, query)[0] for query, _ in ASKED}
    assert found == dict(ASKED)


@pytest.mark.parametrize("query", ["bac kan", "BẮC KẠN", unicodedata.normalize("NFD", "BẮC KẠN"), "Bắc Kạn", "cho don"])
def test_a_place_is_found_however_it_is_typed(page_at: Open, address: str, query: str) -> None:
    page = page_at(1280)
    found = searched(page, address, query)
    assert found
    page.locator("#ket-qua h2 a").first.click()
    name = "Chợ Đồn" if query == "cho don" else "Bắc Kạn"
    expect(page.locator("article")).to_contain_text(name)


def test_words_that_were_asked_for_are_marked(page_at: Open, address: str) -> None:
    page = page_at(1280)
    searched(page, address, "diem quet 1393")
    assert page.locator("#ket-qua h2 mark").all_inner_texts() == ["1.393", "điểm", "quét"]
    searched(page, address, "diem quet")
    first = page.locator("#ket-qua li").first
    assert first.locator("mark").all_inner_texts() == ["điểm", "quét"] * (first.locator("mark").count() // 2)
    assert titles(page)[0].startswith("Toàn tỉnh có 1.393 điểm quét"), "shown as it is written"


def test_a_result_says_when_and_of_what_it_is_and_what_is_only_illustrative(page_at: Open, address: str) -> None:
    page = page_at(1280)
    searched(page, address, "1393")
    head = page.locator("#ket-qua li .meta")
    expect(head).to_have_text("17/11/2021 · Quét mã QR phòng, chống dịch Covid-19")
    assert head.locator("time").get_attribute("datetime") == "2021-11-17"
    searched(page, address, "giá xăng")
    expect(page.locator("#ket-qua li .meta").first).to_contain_text("Số liệu minh họa")


def test_nothing_of_the_index_is_loaded_before_a_reader_types(page_at: Open, address: str) -> None:
    page = page_at(1280)
    asked = asked_for(page)
    page.goto(f"{address}/tim-kiem/", wait_until="networkidle")
    page.get_by_role("searchbox").focus()
    assert not [url for url in asked if "pagefind" in url]
    page.get_by_role("searchbox").type("giá")
    expect(page.locator("#ket-qua h2").first).to_be_visible()
    files = {url.partition("/pagefind/")[2].partition("/")[0].partition("?")[0] for url in asked if "pagefind" in url}
    assert "pagefind.js" in files
    assert not {name for name in files if "ui" in name or "worker" in name}


def test_results_are_narrowed_by_dataset_year_and_author(page_at: Open, address: str) -> None:
    page = page_at(1280)
    searched(page, address, "mã QR")
    everything = count(page)
    page.get_by_label("Bộ số liệu").select_option("qr-covid")
    expect(page.locator("#ket-qua .count")).to_have_text("2 bản tin")
    assert everything > 2
    page.get_by_label("Tác giả").select_option("Bích Huệ")
    expect(page.locator("#ket-qua .count")).to_have_text("1 bản tin")
    page.get_by_label("Năm đăng").select_option("2021")
    expect(page.locator("#ket-qua .count")).to_have_text("1 bản tin")
    page.get_by_role("searchbox").fill("")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#ket-qua .count")).to_have_text("1 bản tin")


def test_a_search_is_shared_by_its_address_and_found_again_on_going_back(page_at: Open, address: str) -> None:
    page = page_at(1280)
    page.goto(f"{address}/tim-kiem/?q=gi%C3%A1+th%E1%BB%8Bt&bo-so-lieu=gia-thi-truong&nam=2021")
    expect(page.get_by_role("searchbox")).to_have_value("giá thịt")
    expect(page.get_by_label("Bộ số liệu")).to_have_value("gia-thi-truong")
    expect(page.locator("#ket-qua .count")).to_have_text("12 bản tin")
    page.get_by_role("searchbox").fill("giá xăng")
    page.wait_for_url("**/tim-kiem/?q=gi%C3%A1+x%C4%83ng&bo-so-lieu=gia-thi-truong&nam=2021")
    expect(page.locator("#ket-qua h2").first).to_contain_text("xăng")
    page.locator("#ket-qua h2 a").first.click()
    expect(page.locator("article")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("giá xăng")
    expect(page.locator("#ket-qua h2").first).to_contain_text("xăng")


def test_the_last_question_wins_however_quickly_it_is_typed(page_at: Open, address: str) -> None:
    page = page_at(1280)
    page.goto(f"{address}/tim-kiem/")
    box = page.get_by_role("searchbox")
    for query in ("giá", "thủ tục", "không có ở đâu", "1.393"):
        box.fill(query)
        box.press("Enter")
    expect(page.locator("#ket-qua h2")).to_have_text([QR])
    page.wait_for_timeout(600)
    assert titles(page) == [QR]


def test_ten_at_a_time_and_more_on_demand_by_keyboard(page_at: Open, address: str) -> None:
    page = page_at(390)
    found = searched(page, address, "toàn tỉnh")
    assert len(found) == 10
    assert count(page) > 10
    page.get_by_role("button", name="Xem thêm").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ket-qua h2")).to_have_count(min(20, count(page)))
    expect(page.locator("#ket-qua li:nth-child(11) a")).to_be_focused()
    assert titles(page)[:10] == found
    assert len(set(page.locator("#ket-qua h2 a").evaluate_all("links => links.map(link => link.href)"))) == len(
        titles(page)
    )


def test_without_a_result_the_archive_is_offered(page_at: Open, address: str) -> None:
    page = page_at(390)
    assert searched(page, address, "khongcotunaonhuvay") == []
    expect(page.get_by_role("status").filter(has_text="Không có bản tin nào")).to_be_visible()
    page.get_by_role("link", name="xem kho lưu trữ mọi bản tin").click()
    assert page.url == f"{address}/luu-tru/"


@pytest.mark.parametrize("lost", ["**/pagefind/pagefind.js*", "**/*.pagefind", "**/*.pf_index", "**/*.pf_fragment"])
def test_an_index_that_does_not_come_is_told_and_asked_for_again(page_at: Open, address: str, lost: str) -> None:
    page = page_at(390, watch=False)
    page.route(lost, lambda route: route.abort())
    assert searched(page, address, "giá thịt") == []
    expect(page.get_by_text("Không tải được chỉ mục tìm kiếm")).to_be_visible()
    assert page.get_by_text("Không có bản tin nào").is_hidden()
    page.unroute(lost)
    page.get_by_role("button", name="Tìm kiếm").click()
    expect(page.locator("#ket-qua h2").first).to_contain_text("Giá thịt")


def test_without_javascript_the_page_says_so_and_leads_to_the_archive(page_at: Open, address: str) -> None:
    page = page_at(390, javascript=False)
    page.goto(f"{address}/tim-kiem/?q=1393")
    expect(page.get_by_text("Tìm kiếm cần JavaScript")).to_be_visible()
    assert page.get_by_role("button").count() == 0
    page.get_by_role("link", name="Xem kho lưu trữ mọi bản tin").click()
    assert page.url == f"{address}/luu-tru/"


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
@pytest.mark.parametrize("query", ["diem quet", "khongcotunaonhuvay"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    page_at: Open, address: str, width: int, scheme: str, query: str
) -> None:
    page = page_at(width, color_scheme=scheme)
    page.add_init_script("localStorage.setItem('bantin-size', '36')" if query == "diem quet" else "")
    searched(page, address, query)
    found = Axe().run(page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()
    overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0


# A thousand bulletins ------------------------------------------------------------------------------------------

PLACES = ("Bạch Thông", "Chợ Mới", "Chợ Đồn", "Ba Bể", "Na Rì", "Ngân Sơn", "Pác Nặm")
WHAT = ("lượt khám bệnh", "hồ sơ", "ca sốt xuất huyết", "điểm bán xăng dầu")


def made(number: int) -> Record:
    """One of a thousand weekly bulletins: each names three places, and all the province in their text."""
    one, two, three = (PLACES[(number * step + number // 7) % 7] for step in (1, 2, 4))
    what, dataset = WHAT[number % 4], f"bo-{number % 4}"
    value = f"{number // 1000 + 2}.{number % 1000:03d}"
    title = f"Huyện {one} có {value} {what}"
    if number == 416:
        title = f"Thành phố Bắc Kạn có {value} {what}"
    if number == 3:
        title = "Toàn tỉnh có 1.393 điểm quét mã QR"
    lead = f"Trong tuần, {one} dẫn đầu, tiếp theo là {two}; bác sĩ các huyện ghi nhận {value} {what}."
    text = f"{lead} Tại {three}, cùng thành phố Bắc Kạn, cán bộ tiếp tục kiểm tra." if number % 5 else lead
    day = f"{2003 + number // 52}-{number % 52 // 5 + 1:02d}-{number % 28 + 1:02d}T17:00:00+07:00"
    runs = (
        *((TITLE, title), (DATASET, dataset), (YEAR, day[:4]), (AUTHOR, "Ban biên tập")),
        *((TEXT, title), (TEXT, text), (LABELS, what)),
    )
    url = f"ban-tin/{dataset}/{number}/"
    return Record(url, runs, {"title": title, "lead": lead, "date": day, "dataset": what})


@pytest.fixture(scope="module")
def thousand(site: Path, tmp_path_factory: pytest.TempPathFactory, serve_folder: Callable[[Path], str]) -> str:
    """The search page with the index of a thousand bulletins, in a folder of its server; its address."""
    root = tmp_path_factory.mktemp("thousand")
    for name in (
        "tim-kiem/index.html",
        "theme/search.js",
        "theme/bantin.js",
        "theme/icon.svg",
        "sw.js",
        "ngoai-tuyen/index.html",
    ):
        target = root / "abc" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((site / name).read_bytes())
    write_index([made(number) for number in range(1000)], root / "abc" / "pagefind")
    return f"{serve_folder(root)}/abc"


ASKED_OF_THOUSAND = [
    ("bac kan", "Thành phố Bắc Kạn có 2.416 lượt khám bệnh"),
    (unicodedata.normalize("NFD", "BẮC KẠN"), "Thành phố Bắc Kạn có 2.416 lượt khám bệnh"),
    ("thanh pho bac kan", "Thành phố Bắc Kạn có 2.416 lượt khám bệnh"),
    ("2416", "Thành phố Bắc Kạn có 2.416 lượt khám bệnh"),
    ("1393", "Toàn tỉnh có 1.393 điểm quét mã QR"),
    ("1.393", "Toàn tỉnh có 1.393 điểm quét mã QR"),
    ("diem quet", "Toàn tỉnh có 1.393 điểm quét mã QR"),
    ("quet qr 1393", "Toàn tỉnh có 1.393 điểm quét mã QR"),
]


def test_among_a_thousand_the_right_one_comes_first(page_at: Open, thousand: str) -> None:
    page = page_at(1280)
    found = {query: searched(page, thousand, query)[0] for query, _ in ASKED_OF_THOUSAND}
    assert found == dict(ASKED_OF_THOUSAND)


@pytest.mark.parametrize(
    ("query", "place"), [("cho don", "Chợ Đồn"), ("CHỢ MỚI", "Chợ Mới"), ("bach thong", "Bạch Thông")]
)
def test_among_a_thousand_titles_come_before_texts_and_the_newest_first(
    page_at: Open, thousand: str, query: str, place: str
) -> None:
    page = page_at(1280)
    found = searched(page, thousand, query)
    assert [place in title for title in found] == [True] * 10
    days = page.locator("#ket-qua time").evaluate_all("times => times.map(time => time.dateTime)")
    newest = sorted(
        (own.shown["date"][:10] for own in map(made, range(1000)) if place in own.shown["title"]), reverse=True
    )
    assert days == newest[:10]


def test_among_a_thousand_a_phrase_comes_before_its_words(page_at: Open, thousand: str) -> None:
    page = page_at(1280)
    searched(page, thousand, "bac kan")
    named = [own for own in map(made, range(1000)) if "Bắc Kạn" in "".join(text for _, text in own.runs)]
    assert count(page) >= len(named)
    searched(page, thousand, "“bac kan”")
    assert count(page) == len(named), "in quotes, nothing but the phrase"


def test_among_a_thousand_the_first_search_asks_for_little(page_at: Open, thousand: str) -> None:
    page = page_at(1280)
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())) if "/pagefind/" in answer.url else None)
    searched(page, thousand, "bac kan")
    assert sum(sizes) < 400_000, sizes
