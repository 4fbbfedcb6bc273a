"""How long reading takes: whole minutes, counted of what stands on the page."""

import re
from pathlib import Path

import pytest
from lxml import html
from markupsafe import Markup

from bantin.ingest.archive import read_archive
from bantin.proof.beside import SYLLABLES_A_MINUTE as PROVED
from bantin.proof.verify import Proof
from bantin.publish.beside import SYLLABLES_A_MINUTE, Beside
from conftest import CORRECTED

PAGE = f"{CORRECTED}index.html"


class Read(Beside):
    """A text to be read, without a bulletin."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def read_html(self) -> Markup:
        """The text."""
        return Markup(self.text)  # noqa: S704 - the test's own


@pytest.mark.parametrize(
    ("syllables", "minutes"), [(0, 1), (1, 1), (220, 1), (329, 1), (330, 2), (549, 2), (550, 3), (2200, 10)]
)
def test_it_is_the_nearest_minute_and_never_none(syllables: int, minutes: int) -> None:
    assert SYLLABLES_A_MINUTE == PROVED == 220
    assert Read("<p>tiếng</p> – \u00a0" * syllables).minutes == minutes


def test_every_article_says_it_and_another_number_is_found(corrected: Path) -> None:
    output = corrected / "output"
    proof = Proof(output, corrected / "data", read_archive(corrected / "data", corrected / "content"))
    for path in sorted(output.glob("ban-tin/*/*/index.html")):
        (said,) = html.document_fromstring(path.read_bytes()).xpath("//span[@class='reading']/text()")
        assert re.fullmatch(r"Đọc khoảng [1-9] phút", said)
    content = (output / PAGE).read_bytes().decode()
    (minutes,) = re.findall(r"Đọc khoảng (\d) phút", content)
    assert int(minutes) > 1, "its editor wrote several paragraphs"
    problems = proof.file(PAGE, content.replace(f"khoảng {minutes}", f"khoảng {int(minutes) + 1}").encode())
    assert any(f"thời gian đọc phải là {minutes} phút" in problem.what for problem in problems)
