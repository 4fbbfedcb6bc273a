"""The story language's own words, Vietnamese without marks, over Jinja's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.parser import Parser

BLOCKS = {"neu": "if", "hoac_neu": "elif", "khong_thi": "else", "het": "endif", "diem": "diem"}
STRANGE = "?"
"""What marks a tag's name that is not one of ours."""
POINT = re.compile("\ue005([^\ue005]*)\ue005")
"""What a point of the story is in its text until paragraphs are made."""
NAMED_POINT = re.compile(r"\{%-?\s*diem\s+([a-z_]+)\s*-?%\}")
"""A point as a story names it."""
OPERATORS = {"va": "and", "hoac": "or", "khong": "not"}


class VietnameseBlocks(Extension):
    """`{% neu … %}…{% khong_thi %}…{% het %}`, `va`, `hoac`, `khong` in conditions, and `{% diem ten %}`."""

    tags = {"diem"}  # noqa: RUF012 - Jinja's own attribute

    def parse(self, parser: Parser) -> nodes.Node:
        """A point, where editors may put words of their own."""
        line = next(parser.stream).lineno
        name = str(parser.stream.expect("name").value)
        return nodes.Output([nodes.TemplateData(f"\n\n\ue005{name}\ue005\n\n", lineno=line)], lineno=line)

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Each of the language's words as the word that Jinja knows."""
        opened = False
        before = ""
        for token in stream:
            if token.type == "name":
                if opened:
                    word = BLOCKS.get(token.value, token.value + STRANGE)  # Jinja's own tags are none of ours
                else:
                    word = token.value if before in {"dot", "pipe"} else OPERATORS.get(token.value, token.value)
                yield Token(token.lineno, token.type, word)
            else:
                yield token
            opened, before = token.type == "block_begin", token.type
