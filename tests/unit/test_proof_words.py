"""Words around figures: what is true passes, what is not is found, whichever half of it was typed by hand."""

import json
from datetime import date, timedelta

import pytest
from tests.unit.test_proof_random import written

from proved import found

UP = [[("3", "5", "1")] * 4, [("3", "5", "1"), ("4", "9", "2"), ("3", "5", "1"), ("3", "5", "1")]]
DOWN = UP[::-1]
NOT_FINAL = [UP[0], [("3", "5", "1"), ("9 (sơ bộ)", "9", "2"), ("3", "5", "1"), ("3", "5", "1")]]
TIED = [[("1", "0", "1"), ("1", "0", "1"), ("0", "0", "2"), ("0", "1", "2")]]


def findings(sentence, weeks, folder):
    written(weeks, folder)
    story = f"Tiêu đề: Thử\n---\nTrong {{{{ ky }}}}, có {{{{ ca }}}}.\n\n{sentence}\n"
    (folder / "data/thu/story.md").write_text(story, encoding="utf-8")
    last = date(2021, 10, 3) + timedelta(weeks=len(weeks))
    return [problem for problem in found(folder, folder / "output") if f"{last}/" in problem]


@pytest.mark.parametrize(
    ("sentence", "weeks"),
    [
        ('{{ ca | tron("chục") }} mới được ghi nhận.', UP),
        ('{{ ca | dem("tăng") }} tăng, {{ ca | dem("giảm") }} giảm, {{ ca | dem("không đổi") }} không đổi.', UP),
        ('Các nơi {{ nang | deu(">= 0") }}.', UP),
        ('Số ca mắc tăng ở {{ ca | don_vi("tăng") }}.', UP),
        ("Nhiều nhất là {{ ca | dan_dau }}; {{ nang | khoang }}.", UP),
        ("{{ cap | theo_muc }}. Đông nhất là {{ ca | dan_dau(2) }}.", TIED),
        ("Số ca mắc tăng lên {{ ca }}.", UP),
        ("Số ca mắc đã giảm, còn {{ ca }}.", DOWN),
        ('Cụ thể, {{ ca | thay_doi }}. Có nơi {{ ca | muc("tăng") }}.', UP),
        ('Cụ thể, {{ nang | thay_doi }}. Có nơi {{ nang | muc("tăng") }}.', NOT_FINAL),
        ("Từ thứ Hai, huyện Ba Bể và cả bốn bên góp một phần công sức.", UP),
        ("Ca bệnh có {{ nang }}, {{ nang | phan_so(ca) }}, {{ nang | ty_le(ca) }}.", UP),
    ],
)
def test_what_is_true_is_proved(sentence, weeks, tmp_path):
    assert findings(sentence, weeks, tmp_path) == []


@pytest.mark.parametrize(
    ("sentence", "weeks", "says"),
    [
        ("Số ca mắc tăng lên {{ ca }}.", DOWN, "tăng"),
        ("Số ca mắc không tăng, là {{ ca }}.", UP, "câu phủ định không chứng minh được"),
        ("Đã có hơn {{ ca }}.", UP, "đứng trước con số đúng"),
        ('Huyện Ba Bể có {{ ca | cua("Na Rì") }}.', UP, "con số này là của huyện Na Rì"),
        ("Ít nhất là {{ ca | dan_dau }}.", UP, "đây là số cao nhất"),
        ("Các nơi khác giữ nguyên, dịch tăng mạnh.", UP, "không có con số nào chứng minh"),
        ('Số ca giảm ở {{ ca | don_vi("tăng") }}.', UP, "giảm"),
        ("Có hai mươi ca mới.", UP, "“hai mươi ca”: số lượng viết bằng chữ"),
        ("Dịch có ở cả ba huyện.", UP, "“ba huyện”: số lượng viết bằng chữ"),
        ("Số ca gấp đôi dự báo.", UP, "“gấp đôi”: số lượng viết bằng chữ"),
        ("Phần lớn là người già, hơn một phần ba là trẻ em.", UP, "“một phần ba”: số lượng viết bằng chữ"),
    ],
)
def test_what_is_not_true_is_found(sentence, weeks, says, tmp_path):
    assert any(says in problem for problem in findings(sentence, weeks, tmp_path))


@pytest.mark.parametrize(
    "phrases", [[], ["chương trình tăng thu"], ["chương trình tăng thu", "ba địa phương giáp ranh"]]
)
def test_names_that_are_declared_may_have_such_words(phrases, tmp_path):
    written(UP, tmp_path)
    rules = tmp_path / "data/thu/dataset.toml"
    declared = json.dumps(phrases, ensure_ascii=False)
    rules.write_text(f"phrases = {declared}\n{rules.read_text(encoding='utf-8')}", encoding="utf-8")
    sentence = "Chương trình tăng thu có ở ba địa phương giáp ranh."
    story = f"Tiêu đề: Thử\n---\nTrong {{{{ ky }}}}, có {{{{ ca }}}}.\n\n{sentence}\n"
    (tmp_path / "data/thu/story.md").write_text(story, encoding="utf-8")
    wrong = [problem for problem in found(tmp_path, tmp_path / "output") if "2021-10-10/" in problem]
    assert len(wrong) == 2 - len(phrases)
