"""Whatever the history - gaps, silence, units without a row, ranks - what is published of it gives it back."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from proved import found
from restored import histories, made, restore, said
from unit.test_proof_random import EXAMPLES, UNITS, WEEKS, written

RANKS = st.lists(st.sampled_from(["", "1", "2", "3", "không công bố"]), min_size=len(UNITS), max_size=len(UNITS))
WITHOUT = st.sets(st.sampled_from(UNITS), max_size=2)


def ranked(folder: Path, ranks: list[str], without: set[str]) -> None:
    """Let the office state ranks, whatever the values, and leave units out of its newest file."""
    dataset = folder / "data" / "thu"
    toml = (dataset / "dataset.toml").read_text(encoding="utf-8")
    toml = toml.replace('column = "Ca"\n', 'column = "Ca"\nrank = "Hạng"\n') + 'rank = "off"\nabsent = "off"\n'
    (dataset / "dataset.toml").write_text(toml, encoding="utf-8")
    files = sorted(dataset.glob("*-*.csv"))
    for path in files:
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        left = without if path == files[-1] else set()
        kept = [f"{row},{rank}" for row, rank in zip(rows, [*ranks, ""], strict=True) if row.split(",")[0] not in left]
        path.write_text("\n".join([f"{head},Hạng", *kept]) + "\n", encoding="utf-8")


@settings(max_examples=EXAMPLES, deadline=None)
@given(WEEKS, RANKS, WITHOUT)
def test_any_history_survives_being_published(weeks, ranks, without):
    with tempfile.TemporaryDirectory() as root:
        offices, again = Path(root) / "offices", Path(root) / "again"
        written(weeks, offices)
        ranked(offices, ranks, without)
        (before,) = made(offices)
        history = histories([before])
        (after,) = made(restore(offices, again, history))
        assert [said(one) for one in after.bulletins] == [said(one) for one in before.bulletins]
        assert found(again, Path(root) / "output") == []
        second = histories([after])
        assert histories(made(restore(offices, Path(root) / "third", second))) == second
