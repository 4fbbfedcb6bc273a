"""The story language's own words, Vietnamese without marks, over Jinja's."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

BLOCKS = {"neu": "if", "hoac_neu": "elif", "khong_thi": "else", "het": "endif"}
STRANGE = "?"
"""What marks a tag's name that is not one of ours."""
OPERATORS = {"va": "and", "hoac": "or", "khong": "not"}


class VietnameseBlocks(Extension):
    """`{% neu … %}…{% khong_thi %}…{% het %}`, and `va`, `hoac`, `khong` in conditions."""

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
