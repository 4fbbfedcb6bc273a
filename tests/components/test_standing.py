"""What editors see of a bulletin that readers do not get; readers never."""

from types import SimpleNamespace

import pytest
from markupsafe import Markup

from partials import part, said

HELD = Markup('<time datetime="2021-11-19T17:00">19/11/2021 17:00</time>')

NOT_HELD = Markup("")


def view(*, is_draft: bool = False, held_html: Markup = NOT_HELD) -> SimpleNamespace:
    return SimpleNamespace(is_draft=is_draft, held_html=held_html)


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (view(is_draft=True), "Chỉ thấy khi xem trước: đây là bản nháp, bạn đọc chưa thấy."),
        (view(is_draft=True, held_html=HELD), "Chỉ thấy khi xem trước: đây là bản nháp, bạn đọc chưa thấy."),
        (view(held_html=HELD), "Chỉ thấy khi xem trước: bạn đọc sẽ thấy bản tin này từ 19/11/2021 17:00."),
        (view(), ""),
    ],
)
def test_it_says_what_readers_do_not_see_yet(own, words):
    assert said(part("standing", view=own)) == words
