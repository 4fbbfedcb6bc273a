"""The form in a real browser, with the real Decap and its server: what an editor enters stands in files and pages."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from bantin.audit.audit import audit
from bantin.publish.form import ADMIN, TOOLS
from bantin.publish.npm import Missing, ready
from bantin.publish.serve import start_server
from bantin.publish.store import started
from conftest import LOOPBACK, build, copy_reference

Open = Callable[..., Page]
SPOKEN = {".html", ".xml", ".json", ".txt", ".js", ".webmanifest"}
WEEK = "Tuần từ ngày 29/10 - 5/11/2021"
FILE = "content/bulletins/qr-covid/2021-11-05.md"
WRITTEN = """Tác giả: Ngọc Tú, Bích Huệ (tổng hợp)
Ngày đăng: 08/11/2021 08:00
Ảnh: cho-ba-be.png
Mô tả ảnh: Một phiên chợ đông người

Các đơn vị gửi báo cáo đúng hạn.

Số liệu đã được rà soát.

{{ ban_tin }}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_reference(tmp_path_factory.mktemp("form"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A copy of the reference sources with the form switched on, served with its own server beside it."""
    try:
        ready(ADMIN, TOOLS)
    except Missing as what:
        pytest.skip(f"biểu mẫu cần npm: {what}")
    with start_server(folder / "output", 0) as server:
        origin = f"http://{LOOPBACK}:{server.server_port}"
        with started(folder / "content", [origin]) as saving:
            done = build(folder / "output", folder, "--form", saving)
            assert done.returncode == 0, done.stdout + done.stderr
            yield origin
        server.shutdown()


def enter(page: Page, address: str, *way: str) -> None:
    """Open the form and go to an entry."""
    page.goto(f"{address}/admin/")
    page.get_by_role("button", name="Mở biểu mẫu").click()
    for step in way:
        page.get_by_role("link", name=step).click()


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a list, the last of that label."""
    page.get_by_label(label, exact=True).last.click()
    page.get_by_role("option", name=option, exact=True).click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Lưu ngay").click()
    expect(page.get_by_text("Thay đổi đã được lưu")).to_be_visible()


def test_an_editor_signs_writes_adds_a_photo_and_corrects_without_seeing_a_file(
    page_at: Open, address: str, folder: Path, serve_folder: Callable[[Path], str], tmp_path: Path
) -> None:
    picture = tmp_path / "Chợ Ba Bể.png"
    Image.new("RGB", (640, 400), "#25946f").save(picture)
    page = page_at(1280)
    enter(page, address, WEEK)
    page.get_by_role("button", name="Thêm người").click()
    name = page.get_by_label("Họ tên")
    known = name.evaluate("box => [...box.list.options].map(own => own.value)")
    assert known == ["Bích Huệ"]
    name.fill("Ngọc Tú")  # who is not known yet
    page.get_by_role("button", name="Thêm người").click()
    page.get_by_label("Họ tên").last.fill(known[0])
    choose(page, "Vai trò", "tổng hợp")
    page.get_by_role("button", name="Thêm đoạn").click()
    choose(page, "Vị trí", "Đầu bài, trước lời bản tin")
    page.get_by_label("Lời", exact=True).fill("Các đơn vị gửi báo cáo đúng hạn.\n\nSố liệu đã được rà soát.\n")
    page.get_by_role("button", name="Chọn một hình").click()
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_role("button", name="Lấy những cái đã chọn").click()  # what was sent is chosen
    page.get_by_label("Mô tả ảnh").fill("Một phiên chợ \n đông người")
    page.get_by_label("Ngày đăng").fill("2021-11-08T08:00")
    save(page)
    assert (folder / FILE).read_text(encoding="utf-8") == WRITTEN
    assert (folder / "content/images/cho-ba-be.png").read_bytes() == picture.read_bytes()

    expect(page.get_by_role("link", name="Xem trên trang")).to_have_attribute("href", "/ban-tin/qr-covid/2021-11-05/")

    # and it is there when the form is opened again; a correction joins it, and the rest stays
    page.reload()
    expect(page.get_by_label("Lời", exact=True)).to_have_value(re.compile("^Các đơn vị .*rà soát.$", re.DOTALL))
    page.get_by_role("button", name="Thêm đính chính").click()
    page.get_by_label("Ngày, giờ đính chính").fill("2021-11-09T09:05")
    for label, said in (("Nội dung sửa", "tên huyện"), ("Lý do", "gõ nhầm"), ("Người sửa", "Bích Huệ")):
        page.get_by_label(label).fill(said)
    save(page)
    corrected = "Đính chính: 09/11/2021 09:05\nNội dung sửa: tên huyện\nLý do: gõ nhầm\nNgười sửa: Bích Huệ\n\n"
    assert (folder / FILE).read_text(encoding="utf-8") == WRITTEN.replace("\n\n", f"\n{corrected}", 1)

    page.get_by_role("link", name=re.compile("Đang viết|Quét mã")).first.click()
    page.get_by_role("link", name="Tác giả").click()
    page.get_by_role("link", name="Thêm tác giả").click()
    page.get_by_label("Tên", exact=True).fill("Đặng Thị Hà")
    page.get_by_label("Chức danh").fill("Phóng viên")
    page.get_by_label("Tiểu sử").fill("Viết về y tế.")
    save(page)
    author = folder / "content/authors/dang-thi-ha.md"
    assert author.read_text(encoding="utf-8") == "Tên: Đặng Thị Hà\nChức danh: Phóng viên\n\nViết về y tế.\n"

    shown = folder / "shown"
    done = build(shown, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not (shown / "admin").exists(), "left out of a build that does not ask for it"
    page = page_at(1280)
    page.goto(f"{serve_folder(shown)}/ban-tin/qr-covid/2021-11-05/")
    read = page.locator("article").inner_text()
    for words in ("Ngọc Tú", "Bích Huệ (tổng hợp)", "Các đơn vị gửi báo cáo đúng hạn.", "tên huyện"):
        assert words in read
    expect(page.get_by_alt_text("Một phiên chợ đông người")).to_have_count(1)


@pytest.mark.usefixtures("address")
def test_no_reader_is_led_to_the_form_and_the_audit_passes_it_over(folder: Path) -> None:
    site = folder / "output"
    assert [str(problem) for outcome in audit(site) for problem in outcome.problems] == []
    texts = {path: path.read_text(encoding="utf-8") for path in site.rglob("*") if path.suffix in SPOKEN}
    assert [path for path, text in texts.items() if "admin/" in text and path.parent.name != "admin"] == []
    assert (site / "admin" / "decap-cms.js").stat().st_size > 1_000_000
