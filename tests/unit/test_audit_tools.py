"""What the audit makes of other tools' answers, of their absence, and of its own gates."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit import run, tools
from bantin.audit.audit import Outcome
from bantin.audit.pages import BuiltSite
from bantin.errors import Problem
from bantin.publish import npm
from bantin.publish.form import ADMIN

SITE = BuiltSite(Path("/x"), frozenset({"a/index.html", "index.html"}), "https://x.vn/")


def said(file: str, message: str) -> dict[str, object]:
    return {"type": "error", "url": f"file:/x/{file}", "message": message, "lastLine": 3, "extract": "<p>\n</p>"}


def test_the_checkers_errors_are_told_once_with_file_and_line_but_for_its_one_false_alarm() -> None:
    messages = [said("a/index.html", "Stray"), said("index.html", "Stray"), said("index.html", tools.FALSE_ALARM)]
    (problem,) = tools.nu_problems(SITE, json.dumps({"messages": messages}))
    assert (problem.file, problem.line) == ("a/index.html", 3)
    assert problem.what == "Stray (và ở 1 tệp khác)"
    assert problem.remedy == "Xem đoạn: <p> </p>"


def test_a_checker_that_does_not_answer_has_not_passed() -> None:
    (problem,) = tools.nu_problems(SITE, "Exception in thread main\nout of memory\n")
    assert problem.what == "không chạy được: out of memory"


def answer(*scores: float, shift: float = 0) -> dict[str, object]:
    names = dict(zip(tools.CATEGORIES, scores, strict=True))
    audits = {"cumulative-layout-shift": {"numericValue": shift}, "largest-contentful-paint": {"numericValue": 900}}
    fault = {"robots": {"score": 0, "title": "robots.txt is not valid", "explanation": "no file"}}
    refs = [{"id": "robots", "weight": 1}]
    return {
        "categories": {name: {"score": score, "auditRefs": refs} for name, score in names.items()},
        "audits": audits | fault,
    }


def test_lighthouse_has_to_give_a_hundred_in_the_median_of_its_runs() -> None:
    once_slow = [answer(1, 1, 1, 1), answer(0.98, 1, 1, 1), answer(1, 1, 1, 1)]
    passed = tools.lighthouse_outcome("index.html", once_slow)
    assert passed.problems == ()
    assert passed.measured == (
        "tốc độ 100, trợ năng 100, cách làm 100, tìm kiếm 100; LCP 900 ms, CLS 0.000 (index.html)"
    )
    failed = tools.lighthouse_outcome("index.html", [answer(1, 1, 1, 0.92, shift=0.01)] * 3)
    assert [own.what for own in failed.problems] == [
        "tìm kiếm: 92 điểm, phải là 100",
        "nội dung xê dịch khi mở trang (CLS 0.010)",
    ]
    assert failed.problems[0].remedy == "robots.txt is not valid: no file"


def test_without_npm_its_gates_are_skipped_in_so_many_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(npm.Missing, match="máy không có npm"):
        tools.ready_tools()
    with pytest.raises(npm.Missing, match="máy không có java"):
        tools.nu(SITE, Path("/x"))


def test_npm_installs_only_after_the_lock_has_changed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tools, "TOOLS", tmp_path / "tools")
    monkeypatch.setattr(npm.shutil, "which", lambda _name: "/bin/npm")
    installed: list[list[str]] = []

    def fake(command: list[str], **_: object) -> object:
        installed.append(command)
        return npm.subprocess.CompletedProcess(command, int(len(installed) == 1), "", "npm error network\n")

    monkeypatch.setattr(npm, "run", fake)
    with pytest.raises(npm.Missing, match="network"):
        tools.ready_tools()
    for _ in range(2):
        assert tools.ready_tools() == tmp_path / "tools"
    assert [command[1:3] for command in installed] == [["ci", "--ignore-scripts"]] * 2
    assert (tmp_path / "tools" / "package-lock.json").is_file()


SPONSORED = {"feross.org", "github.com", "opencollective.com", "paulmillr.com", "www.patreon.com"}


@pytest.mark.parametrize("folder", [tools.HERE, ADMIN], ids=["audit", "form"])
def test_a_lock_names_no_registry(folder: Path) -> None:
    wanted = json.loads((folder / "package.json").read_text("utf-8"))
    lock = (folder / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert set(re.findall(r"https?://([^/\"]+)", lock)) <= SPONSORED
    assert json.loads(lock)["packages"][""]["dependencies"] == wanted["dependencies"]


@pytest.mark.parametrize(
    ("done", "strict", "code"),
    [
        ([Outcome("a", measured="1")], True, 0),
        ([Outcome("a", (Problem("x.html", "hỏng", "sửa"),)), Outcome("b", skipped="không có npm")], False, 2),
        ([Outcome("b", skipped="không có npm")], False, 0),
        ([Outcome("b", skipped="không có npm")], True, 1),
    ],
)
def test_the_last_lines_are_the_gates_and_a_skipped_one_fails_only_when_strict(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], done: list[Outcome], code: int, *, strict: bool
) -> None:
    def outcomes(_: Path) -> Iterator[Outcome]:
        yield from done

    monkeypatch.setattr(run, "outcomes", outcomes)
    assert run.main(Path("/x"), strict=strict) == code
    printed = capsys.readouterr().out
    assert printed.splitlines()[-len(done) :] == [str(own) for own in done]
    assert ("x.html" in printed) == (code == 2)


def test_without_a_site_one_is_told_to_build_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(tmp_path, strict=False) == 2
    assert "python3 tasks.py build" in capsys.readouterr().err
