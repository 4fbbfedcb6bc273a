from partials import part, said


def test_each_author_is_named_with_the_role_and_linked_where_there_is_a_page():
    bylines = [{"name": "Bích Huệ", "url": "tac-gia/bich-hue/", "role": "tổng hợp"}, {"name": "Tổ <biên tập>"}]
    lines = part("byline", bylines=bylines).xpath("./p[@class='byline']")
    assert [said(line) for line in lines] == ["Bích Huệ (tổng hợp)", "Tổ <biên tập>"]
    assert lines[0].xpath("./a[@rel='author']/@href") == ["../tac-gia/bich-hue/"]
    assert not lines[1].xpath("./a")
