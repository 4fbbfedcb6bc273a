from partials import part, said


def test_the_terms_of_use_are_named_and_linked():
    given = {"title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
    (line,) = part("licence", BANTIN_LICENSE=given)
    assert said(line) == "Giấy phép sử dụng số liệu: CC BY 4.0."
    assert line.xpath("./a[@rel='license']/@href") == [given["path"]]


def test_without_terms_nothing_is_said_of_them():
    assert len(part("licence")) == 0
