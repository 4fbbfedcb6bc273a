"""Whatever the history - gaps, ties, noughts, silence, words for absence - the sentences told of it are proved."""

import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from histories import CHARTS, UNITS, written
from proved import found

EXAMPLES = int(os.environ.get("BANTIN_FUZZ", "0")) // 10 or 25
CELL = st.one_of(
    st.integers(0, 4).map(str),
    st.integers(0, 2500).map(str),
    st.sampled_from(["", "", "không có số liệu", "không công bố", "không áp dụng", "không phát sinh", "3 (sơ bộ)"]),
)
LEVEL = st.one_of(st.integers(1, 4).map(str), st.just(""))
ROWS = st.lists(st.tuples(CELL, CELL, LEVEL), min_size=len(UNITS), max_size=len(UNITS))
WEEKS = st.lists(st.one_of(st.none(), ROWS), min_size=1, max_size=6).filter(lambda weeks: weeks[-1] is not None)


@settings(max_examples=EXAMPLES, deadline=None)
@given(WEEKS)
def test_the_sentences_of_any_history_are_proved(weeks):
    with tempfile.TemporaryDirectory() as folder:
        written(weeks, Path(folder))
        assert found(Path(folder), Path(folder) / "output") == []


@settings(max_examples=max(5, EXAMPLES // 5), deadline=None)
@given(WEEKS)
def test_the_charts_of_any_history_are_proved(weeks):
    with tempfile.TemporaryDirectory() as folder:
        written(weeks, Path(folder), CHARTS)
        assert found(Path(folder), Path(folder) / "output", drawn=True) == []
