"""The story language's own words, Vietnamese without marks, over Jinja's."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

BLOCKS = {"neu": "if", "hoac_neu": "elif", "khong_thi": "else", "het": "endif"}
OPERATORS = {"va": "and", "hoac": "or", "khong": "not"}


class VietnameseBlocks(Extension):
    """`{% neu … %}…{% khong_thi %}…{% het %}`, and `va`, `hoac`, `khong` in conditions."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Each of the language's words as the word that Jinja knows."""
        opened = False
        before = ""
        for token in stream:
            if token.type == "name":
                words = BLOCKS if opened else {} if before in {"dot", "pipe"} else OPERATORS
                yield Token(token.lineno, token.type, words.get(token.value, token.value))
            else:
                yield token
            opened, before = token.type == "block_begin", token.type
