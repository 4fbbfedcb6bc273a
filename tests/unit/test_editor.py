import unicodedata

import pytest
from PIL import Image

from bantin.editorial import Byline, EditorFile, Part, Photo, Standing
from bantin.errors import ProblemsFound
from bantin.ingest.editor import read_editor_file
from photographs import photograph


@pytest.fixture
def read(tmp_path):
    images = tmp_path / "images"
    (images / "2021").mkdir(parents=True)
    for name in ("images/a.png", "images/2021/b.png", "images/.hidden.png", "images/Ảnh.JPG", "outside.png"):
        Image.new("RGB", (6, 4)).save(tmp_path / name)
    (images / "c.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="5"/>', encoding="utf-8")
    (images / "no-size.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    for name in ("text.png", "a.heic", "a.gif", "a.txt"):
        (images / name).write_text("không phải ảnh", encoding="utf-8")
    (images / "link.png").symlink_to(tmp_path / "outside.png")
    (images / "folder").symlink_to(tmp_path)
    photograph(images / "turned.jpg", (1600, 1200), 6)

    def read(text, encoding="utf-8") -> EditorFile:
        path = tmp_path / "2021-11-12.md"
        path.write_bytes(text.encode(encoding))
        return read_editor_file(path, "content/x.md", images)

    return read


@pytest.fixture
def faults(read):
    def faults(text) -> list[tuple[int | None, str]]:
        with pytest.raises(ProblemsFound) as caught:
            read(text)
        return [(problem.line, problem.what) for problem in caught.value.problems]

    return faults


MARKED = "Tác giả: Bích Huệ\nNgày đăng: 17/11/2021\nẢnh: a.png\nChú thích: Quét mã\nMô tả ảnh: Một người\n"
UNMARKED = "tac gia: Bích Huệ\nNGAY DANG:17/11/2021\nanh: a.png\nchu thich: Quét mã\nmo ta anh: Một người\n"
ENGLISH = "Author: Bích Huệ\nDate: 17/11/2021\nImage: a.png\nCaption: Quét mã\nAlt: Một người\n"
BODY = "\nĐoạn *trước*.\n\n{{ ban_tin }}\n\nĐoạn sau.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("fields", [MARKED, UNMARKED, ENGLISH], ids=["marked", "unmarked", "english"])
def test_a_file_is_read_however_an_editor_types_and_saves_it(read, fields, form, end, encoding):
    written = read(unicodedata.normalize(form, fields + BODY).replace("\n", end), encoding)
    assert written.bylines == (Byline("Bích Huệ"),)
    assert written.published.isoformat() == "2021-11-17T00:00:00+07:00"
    assert written.photo == Photo("a.png", "Quét mã", "Một người", 6, 4)
    said = [(part.place, unicodedata.normalize("NFC", part.text)) for part in written.parts]
    assert said == [("dau_bai", "Đoạn *trước*."), ("cuoi_bai", "Đoạn sau.")]


def test_without_a_place_for_the_bulletin_the_words_come_after_it(read):
    written = read("Tác giả: A\n\nMột đoạn.\n\nHai đoạn.\n")
    assert written.parts == (Part("cuoi_bai", "Một đoạn.\n\nHai đoạn."),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("17/11/2021", "2021-11-17T00:00:00"),
        ("7/1/2022 8:05", "2022-01-07T08:05:00"),
        ("2021-11-17", "2021-11-17T00:00:00"),
        ("2021-11-17  16:30", "2021-11-17T16:30:00"),
    ],
)
def test_a_date_is_read_in_four_forms_as_of_vietnam(read, text, told):
    assert read(f"Ngày đăng: {text}\n\n").published.isoformat() == told + "+07:00"


@pytest.mark.parametrize("text", ["31/11/2021", "11/17/2021", "17.11.2021", "17/11/21", "thứ sáu", "17/11/2021 25:00"])
def test_what_is_no_date_is_refused_at_its_line(faults, text):
    assert faults(f"Tác giả: A\nNgày đăng: {text}\n\n") == [(2, f"“{text}” không phải là ngày.")]


@pytest.mark.parametrize(
    ("text", "bylines"),
    [
        ("Bích Huệ", [("Bích Huệ", "")]),
        ("Bích Huệ, Ngọc Tú (tổng hợp)", [("Bích Huệ", ""), ("Ngọc Tú", "tổng hợp")]),
        ("A (ảnh); B ( biên  tập ) ;", [("A", "ảnh"), ("B", "biên tập")]),
        ("Ngọc Tú (ảnh, tổng hợp), C", [("Ngọc Tú", "ảnh, tổng hợp"), ("C", "")]),
        ("A (ảnh) và B", [("A", "ảnh"), ("B", "")]),
        ("Vàng Và, B (ảnh và bài)", [("Vàng Và", ""), ("B", "ảnh và bài")]),
    ],
)
def test_several_may_sign_each_with_a_role(read, text, bylines):
    assert [(byline.name, byline.role) for byline in read(f"Tác giả: {text}\n\n").bylines] == bylines


@pytest.mark.parametrize("text", ["Ngọc Tú (tổng hợp", "A (ảnh) B", "(ảnh)", "A, , B"])
def test_a_signature_that_cannot_be_read_is_told_and_not_lost(faults, text):
    assert [line for line, _ in faults(f"Tác giả: {text}\n\n")] == [1]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Tác gải: A", "không hiểu dòng “Tác gải: A”. Có phải “Tác giả” không?"),
        ("Tóm lược: A", "không hiểu dòng “Tóm lược: A”."),
        ("Các đơn vị gửi báo cáo.", "không hiểu dòng “Các đơn vị gửi báo cáo.”."),
        ("AUTHOR: B", "mục “AUTHOR” có hai lần."),
    ],
)
def test_an_unknown_or_double_field_is_told_with_its_line(faults, line, what):
    assert any(
        place == 2 and told.startswith(what.removesuffix(".")) for place, told in faults(f"Tác giả: A\n{line}\n\nĐoạn.")
    )


def test_two_places_for_the_bulletin_are_refused(faults):
    ((_, what),) = faults("\n{{ ban_tin }}\n\na\n\n{{ban_tin}}\n")
    assert what == "{{ ban_tin }} có nhiều hơn một lần."


@pytest.mark.parametrize("code", ["{% neu a %}", "Theo {# ghi chú #} thì", "{%raw%}"])
def test_template_code_in_an_editors_words_is_refused_at_its_line(faults, code):
    ((line, what),) = faults(f"Tác giả: A\n\n{{{{ ban_tin }}}}\n\nĐoạn một.\n{code}\n")
    assert line == 6
    assert "không dùng được trong lời của biên tập viên" in what


@pytest.mark.parametrize("name", ["Tiêu đề", "loi dan", "Title"])
def test_so_it_is_in_a_title_or_lead(faults, name):
    ((line, what),) = faults(f"Tác giả: A\n{name}: Nay {{% neu a %}}\n\nĐoạn.\n")
    assert (line, what) == (2, "“{% neu a %}” không dùng được ở đây.")


def test_words_stand_at_the_points_that_lines_name_each_with_its_line(read):
    written = read(
        "Tác giả: A\n\nĐầu.\n\n{{ sau_mot }}\n\nMột,\nhai.\n\n{{ban_tin}}\nCuối.\n"
        "\n{{ sau_mot }}\n  Ba.\n{{ trong }}\n\n"
    )
    assert written.parts == (
        Part("dau_bai", "Đầu."),
        Part("sau_mot", "Một,\nhai."),
        Part("cuoi_bai", "Cuối."),
        Part("sau_mot", "  Ba."),
    )
    assert [part.line for part in written.parts] == [3, 7, 11, 14]


@pytest.mark.parametrize(
    ("text", "standing"),
    [("nháp", Standing.DRAFT), ("Đã đăng", Standing.PUBLISHED), ("draft", Standing.DRAFT), ("", Standing.PUBLISHED)],
)
def test_a_draft_is_one_by_its_status(read, text, standing):
    assert read(f"Trạng thái: {text}\n\n").standing is standing


def test_an_unknown_status_is_refused_with_the_closest(faults):
    assert faults("Trạng thái: nhápp\n\n") == [(1, "không hiểu trạng thái “nhápp”. Có phải “nháp” không?")]


def test_what_is_withdrawn_says_why(faults, read):
    assert faults("Trạng thái: đã rút\n\n") == [(1, "bản tin rút mà chưa nói vì sao.")]
    assert read("Trạng thái: đã rút\n" + CORRECTED.partition("\n")[2] + "\n").standing is Standing.WITHDRAWN


def test_an_embargo_is_a_moment(read, faults):
    assert read("Không đăng trước: 17/11/2021 17:00\n\n").embargo.isoformat() == "2021-11-17T17:00:00+07:00"
    assert faults("Embargo: mai\n\n") == [(1, "“mai” không phải là ngày.")]


@pytest.mark.parametrize("text", ["", "\ufeff", " \n\n\t\n"])
def test_an_emptied_file_is_told_and_not_taken_for_one_that_says_nothing(faults, text):
    ((_, what),) = faults(text)
    assert what == "tệp trống, không có tên tác giả hay lời nào."


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", ">>>>>>> nhanh", "Đoạn\0 hỏng"])
def test_a_file_that_is_mixed_or_broken_is_told_at_its_line(faults, line):
    assert faults(f"Tác giả: A\n\nĐoạn.\n{line}\nĐoạn.\n") == [
        (4, "dòng này là dấu vết của tệp hỏng hay của hai bản trộn lẫn.")
    ]


def test_a_name_with_marks_is_found_however_its_file_system_spells_it(read, tmp_path):
    (tmp_path / "images" / "Ảnh.JPG").rename(tmp_path / "images" / unicodedata.normalize("NFD", "Ảnh  hai.JPG"))
    photo = read("Ảnh: Ảnh hai.JPG\nMô tả ảnh: x\n\n").photo
    assert photo.path == unicodedata.normalize("NFD", "Ảnh  hai.JPG")


@pytest.mark.parametrize(("name", "size"), [("a.png", (6, 4)), ("2021/b.png", (6, 4)), ("c.svg", (8, 5))])
def test_a_picture_is_measured(read, name, size):
    photo = read(f"Ảnh: {name}\nMô tả ảnh: x\n\n").photo
    assert (photo.path, photo.width, photo.height) == (name, *size)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../outside.png",
            "2021/../../outside.png",
            "{}/outside.png",
            "..\\outside.png",
            "C:\\anh\\ba.png",
            "C:/ba.png",
        ),
        *("2021/./b.png", "/a.png", "a.png/", "a.png\0.svg", "2021", "mat-roi.webp", "link.png", "folder/outside.png"),
        *(".hidden.png", "a.png:stream"),
    ],
)
def test_a_picture_outside_the_folder_or_not_there_is_refused(faults, tmp_path, name):
    name = name.format(tmp_path)
    ((line, what),) = faults(f"Tác giả: A\nẢnh: {name}\nMô tả ảnh: x\n\n")
    assert line == 2
    assert what.startswith(f"không có ảnh “{name}”.")


@pytest.mark.parametrize(
    ("name", "right"), [("A.PNG", "a.png"), ("2021/B.png", "2021/b.png"), ("c.sgv", "c.svg"), ("ảnh.jpg", "Ảnh.JPG")]
)
def test_a_picture_named_in_other_letters_is_told_its_right_name(faults, name, right):
    what = f"không có ảnh “{name}”. Có phải “{right}” không?"
    assert faults(f"Ảnh: {name}\nMô tả ảnh: x\n\n") == [(1, what)]


@pytest.mark.parametrize("name", ["text.png", "no-size.svg"])
def test_what_is_no_picture_or_has_no_size_is_refused(faults, name):
    ((line, what),) = faults(f"Ảnh: {name}\nMô tả ảnh: x\n\n")
    assert line == 1
    assert what.startswith(f"ảnh “{name}”: không đọc được")


@pytest.mark.parametrize("name", ["a.heic", "a.gif", "a.txt"])
def test_a_picture_of_a_kind_that_is_not_published_is_refused(faults, name):
    what = f"ảnh “{name}”: không phải ảnh JPEG, PNG, WebP hay SVG nên không đăng được."
    assert faults(f"Ảnh: {name}\nMô tả ảnh: x\n\n") == [(1, what)]


def test_a_photo_is_told_in_the_size_and_position_that_it_is_published_in(read):
    photo = read("Ảnh: turned.jpg\nMô tả ảnh: x\n\n").photo
    assert (photo.width, photo.height) == (1200, 900)


def test_a_picture_needs_words_for_those_who_cannot_see_it(faults):
    assert faults("Tác giả: A\nẢnh: a.png\n\n") == [(2, "ảnh chưa có mục “Mô tả ảnh”.")]


# Tags and corrections -----------------------------------------------------------------------------------

CORRECTED = (
    "Tác giả: A\n"
    "Đính chính: 22/11/2021\nNội dung sửa: số lượt quét toàn tỉnh.\nLý do: cộng thiếu\nNgười sửa: Bích Huệ\n"
    "dinh chinh: 19/11/2021 09:00\nnoi dung sua: số điểm của huyện Ba Bể, v.v.\nly do: Sở gửi bổ sung\nnguoi sua: A\n"
)


@pytest.mark.parametrize("name", ["Thẻ", "the", "Tags"])
def test_topics_are_separated_by_commas_or_semicolons(read, name):
    assert read(f"{name}: giá cả ,  chợ; Covid-19,\n\n").tags == ("giá cả", "chợ", "Covid-19")


def test_a_topic_that_would_have_no_address_is_refused(faults):
    assert faults("Tác giả: A\nThẻ: giá cả, ++\n\n") == [(2, "thẻ “++” không có chữ cái hay chữ số nào.")]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_corrections_are_read_in_order_of_time_each_with_its_four_parts(read, form):
    first, second = read(unicodedata.normalize(form, CORRECTED)).corrections
    assert (first.moment.isoformat(), first.what, first.why, first.by) == (
        "2021-11-19T09:00:00+07:00",
        "số điểm của huyện Ba Bể, v.v",  # its full stop is put back where it is printed
        "Sở gửi bổ sung",
        "A",
    )
    assert (second.moment.isoformat(), second.what, second.line) == (
        "2021-11-22T00:00:00+07:00",
        "số lượt quét toàn tỉnh",
        2,
    )


def test_corrections_may_be_written_with_english_names(read):
    (one,) = read("Correction: 2021-11-19\nWhat: a\nWhy: b\nBy: c\n\n").corrections
    assert (one.what, one.why, one.by) == ("a", "b", "c")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Lý do: b\n", [(1, "mục “Lý do” không thuộc đính chính nào.")]),
        (
            "Tác giả: A\nĐính chính: hôm qua\nNội dung sửa: a\nNgười sửa:\n",
            [
                (2, "“hôm qua” không phải là ngày đính chính."),
                (2, "đính chính này chưa có mục “Lý do”."),
                (2, "đính chính này chưa có mục “Người sửa”."),
            ],
        ),
        (
            "Đính chính: 19/11/2021\nNội dung sửa: a\nLý do: b\nLý do: c\nNgười sửa: d\n",
            [(4, "mục “Lý do” có hai lần.")],
        ),
        ("Đính chính: 19/11/2021\nNội dung sửa: a\nLí zo: b\nLý do: c\nNgười sửa: d\n", None),
    ],
)
def test_a_correction_that_is_not_whole_is_told_with_its_line_and_not_published(faults, text, told):
    found = faults(f"{text}\nĐoạn.\n")
    assert found == told if told else found[0][0] == 3
