"""The history of a bulletin: when it was published and when it was corrected, the newest last."""

from pathlib import Path

from lxml import html

from bantin.ingest.archive import read_archive
from bantin.proof.verify import Proof
from conftest import CORRECTED

PAGE = f"{CORRECTED}index.html"


def rows(output: Path, path: str) -> list[tuple[str, str]]:
    found = html.document_fromstring((output / path).read_bytes()).xpath("//article/section[@class='history']/ol/li")
    return [(" ".join(own.text_content().split()), own.find("time").get("datetime")) for own in found]


def test_each_moment_is_listed_a_day_without_an_hour_as_a_day(corrected: Path) -> None:
    assert rows(corrected / "output", PAGE) == [
        ("Đăng: 17/11/2021", "2021-11-17"),
        ("Đính chính: 19/11/2021 09:05", "2021-11-19T09:05"),
        ("Đính chính: 22/12/2021", "2021-12-22"),
    ]
    assert rows(corrected / "output", "ban-tin/qr-covid/2021-11-05/index.html") == [
        ("Đăng: 5/11/2021 17:00", "2021-11-05T17:00")
    ]


def test_an_altered_or_missing_moment_is_found(corrected: Path) -> None:
    proof = Proof(corrected / "output", corrected / "data", read_archive(corrected / "data", corrected / "content"))
    content = (proof.output / PAGE).read_bytes().decode()
    for was, now in (
        ("19/11/2021 09:05<", "19/11/2021 09:50<"),
        ('datetime="2021-11-19T09:05"', 'datetime="2021-11-19T09:06"'),
        ("<li>Đăng: <time", "<li>Đăng lần 2: <time"),
        ('<li>Đính chính: <time datetime="2021-12-22">22/12/2021</time></li>\n', ""),
    ):
        assert was in content
        assert proof.file(PAGE, content.replace(was, now).encode())
