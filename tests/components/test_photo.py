from types import SimpleNamespace

from partials import part, said

PHOTO = {"path": "quet ma.jpg", "width": 800, "height": 450, "alt": 'Mã "QR"', "caption": "Quét mã"}


def test_a_photo_says_its_size_so_that_nothing_moves_and_what_it_shows():
    figure = part("photo", photo=SimpleNamespace(**PHOTO))
    (image,) = figure.xpath("./figure/img")
    assert (image.get("width"), image.get("height"), image.get("alt")) == ("800", "450", 'Mã "QR"')
    assert said(figure.xpath("./figure/figcaption")[0]) == "Quét mã"


def test_without_a_caption_there_is_none():
    assert not part("photo", photo=SimpleNamespace(**PHOTO | {"caption": ""})).xpath(".//figcaption")
