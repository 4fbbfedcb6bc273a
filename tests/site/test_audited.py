"""The shipped site passes the audit's gates that need only files; `.ci/run` puts it through the others."""

from pathlib import Path

from bantin.audit.audit import audit


def test_the_shipped_site_passes(site: Path) -> None:
    done = audit(site)
    assert [str(problem) for outcome in done for problem in outcome.problems] == []
    assert [outcome.name for outcome in done] == ["liên kết", "nguồn tin", "dung lượng", "chính sách", "ảnh"]
    assert f"{len(list(site.rglob('*.html')))} trang" in done[0].measured


def test_the_reference_bulletin_alone_passes_too(reference_site: Path) -> None:
    assert [str(problem) for outcome in audit(reference_site) for problem in outcome.problems] == []
