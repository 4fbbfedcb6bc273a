from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from bantin.model import Figure, Moment
from bantin.proof.article import pattern, words
from bantin.publish.markup import line_html, markdown_html, with_end_mark


def test_a_line_is_escaped_and_its_figures_and_days_keep_their_values():
    figure = Figure(Decimal("1393.50"), "1.393,50", "<điểm>", "points", "06", "level", "", (), date(2021, 11, 12))
    line = ("<b>{{ a }}</b> & “", figure, "” đến ", Moment(date(2021, 11, 5), "5/11"))
    assert line_html(line) == (
        '&lt;b&gt;{{ a }}&lt;/b&gt; &amp; “<data value="1393.50">1.393,50</data>” đến '
        '<time datetime="2021-11-05">5/11</time>'
    )


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "javascript&#58;alert(1)",
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "java&#x09;script:alert(1)",
    ],
)
@pytest.mark.parametrize("form", ["[chữ]({})", "[chữ][1]\n\n[1]: {}"])
def test_a_link_that_would_run_a_script_is_only_its_words(form, target):
    page = html.fromstring(str(markdown_html(form.format(target))))
    links = [link.get("href", "") for link in page.iter("a")]
    assert not [link for link in links if "script" in link.lower() or "data:" in link.lower()]
    assert "chữ" in page.text_content()


@pytest.mark.parametrize(
    "target", ["https://backan.gov.vn/?a=1&b=2", "/luu-tru/", "#so-lieu", "tel:02093870000", "mailto:a@b.vn"]
)
def test_a_link_to_where_readers_can_go_stays(target):
    assert html.fromstring(str(markdown_html(f"[chữ]({target})"))).xpath("//a/@href") == [target]


@pytest.mark.parametrize("text", ["[chữ](http://[sai)", "[chữ]()", "[chữ](http://x:y:z)"])
def test_a_broken_link_does_not_stop_a_build(text):
    assert "chữ" in markdown_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b onclick='x'>đậm</b>",
        "<!-- ẩn -->",
        "<?php x ?>",
        "a <img src=x> b",
        "<div>\n\n*a*",
    ],
)
def test_raw_html_is_shown_as_text(text):
    page = html.fromstring(f"<main>{markdown_html(text)}</main>")
    assert {element.tag for element in page.iter()} <= {"main", "p", "em"}
    assert page.text_content().split() == text.replace("*", "").split()


def test_an_editors_picture_in_the_text_is_only_its_words():
    assert (
        markdown_html("Xem ![một <người>](https://a.vn/x.png) đây") == "<p>Xem <span>một &lt;người&gt;</span> đây</p>"
    )


@pytest.mark.parametrize(("text", "tag"), [("# Đầu", "h2"), ("Đầu\n===", "h2"), ("## Đầu", "h2"), ("### Đầu", "h3")])
def test_no_heading_stands_beside_the_pages_title(text, tag):
    assert markdown_html(text) == f"<{tag}>Đầu</{tag}>"


END = '<span class="end">./.</span>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một.\n\nHai.", f"<p>Một.</p>\n<p>Hai{END}</p>"),
        ("- Một.\n- Hai.", f"<ul>\n<li>Một.</li>\n<li>Hai{END}</li>\n</ul>"),
        ("> Hai", f"<blockquote>\n<p>Hai{END}</p>\n</blockquote>"),
        ("Một *hai.*", f"<p>Một <em>hai{END}</em></p>"),
        ("Hai?", f"<p>Hai?{END}</p>"),
        ("Hai./.", f"<p>Hai{END}</p>"),
    ],
)
def test_the_last_sentence_ends_with_the_end_mark_inside_its_paragraph(text, expected):
    assert with_end_mark(markdown_html(text)) == expected


# What the proof takes for an editor's words is what readers read --------------------------------------------

RUNS = (
    *(
        "Các đơn vị",
        "gửi *báo cáo*",
        "_đúng_ hạn",
        "**ngay**",
        "`1.393 điểm`",
        "a_b, a\\_b",
        "5 < 6 & 7",
        "&amp; &#49;",
    ),
    *('[chữ](http://a.vn/1 "tên")', "[chữ][1]", "[1]", "![ảnh](a.png)", "<http://a.vn/2>", "http://a.vn", "<b>đậm</b>"),
    *("<script>alert(1)</script>", "<!-- ẩn -->", "1.393", "[a](x(y))", "\\*sao\\*", "***", "“{{ points }}”"),
)
STARTS = ("", "# ", "## ", "- ", "1. ", "> ", "    ", "[1]: http://b.vn/3\n", "***\n")
BLOCKS = st.tuples(st.sampled_from(STARTS), st.lists(st.sampled_from(RUNS), min_size=1, max_size=4).map(" ".join))


@given(st.lists(BLOCKS.map("".join), max_size=5).map("\n\n".join))
def test_the_proof_reads_an_editors_markdown_as_readers_do(text):
    made = html.fragment_fromstring(str(markdown_html(text.replace("{{ points }}", "1.393 điểm"))), create_parent="div")
    assert pattern(text).fullmatch(" ".join(words(made.text_content())))
