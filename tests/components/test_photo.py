from types import SimpleNamespace

import pytest

from partials import part, said

PHOTO = {
    "path": "2021/quét mã #1.jpg",
    "width": 800,
    "height": 450,
    "alt": 'Mã "QR"',
    "caption": "Quét mã",
    "credit": "",
}


def test_a_photo_says_its_size_so_that_nothing_moves_and_what_it_shows():
    figure = part("photo", photo=SimpleNamespace(**PHOTO))
    (image,) = figure.xpath("./figure/img")
    assert (image.get("width"), image.get("height"), image.get("alt")) == ("800", "450", 'Mã "QR"')
    assert image.get("src") == "../images/2021/qu%C3%A9t%20m%C3%A3%20%231.jpg"
    assert said(figure.xpath("./figure/figcaption")[0]) == "Quét mã"


@pytest.mark.parametrize(
    ("caption", "credit", "told"),
    [
        ("Quét mã", "Ngọc Tú", "Quét mã. Ảnh: Ngọc Tú."),
        ("Ai quét mã?", "<b>", "Ai quét mã? Ảnh: <b>."),
        ("Quét mã.", "TTXVN.", "Quét mã. Ảnh: TTXVN."),
        ("", "Ngọc Tú", "Ảnh: Ngọc Tú."),
    ],
)
def test_who_took_it_stands_after_the_caption(caption, credit, told):
    figure = part("photo", photo=SimpleNamespace(**PHOTO | {"caption": caption, "credit": credit}))
    assert said(figure.xpath("./figure/figcaption")[0]) == told


def test_without_a_caption_there_is_none():
    assert not part("photo", photo=SimpleNamespace(**PHOTO | {"caption": ""})).xpath(".//figcaption")
