"""The gates that other tools are asked for: the Nu HTML checker (Java) and Lighthouse (Node), both by npm."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from statistics import median
from typing import Any

from audit.browser import FLAGS
from bantin.audit.audit import Outcome, grouped
from bantin.audit.pages import BuiltSite, count
from bantin.errors import Problem
from bantin.publish.npm import Missing, last_line, ready, run

HERE = Path(__file__).resolve().parent
TOOLS = HERE.parent.parent / ".tools" / "audit"
FALSE_ALARM = "CSS: “paint-order”: Property “paint-order” doesn't exist."
"""SVG 2 and every browser have this property; the checker's list of CSS properties does not."""
CATEGORIES = {
    "performance": "tốc độ",
    "accessibility": "trợ năng",
    "best-practices": "cách làm",
    "seo": "tìm kiếm",
}
RUNS = 3


def ready_tools() -> Path:
    """The folder with the locked npm packages.

    Raises:
        Missing: when there is no npm, or it cannot install.
    """
    return ready(HERE, TOOLS)


def nu(site: BuiltSite, tools: Path) -> Outcome:
    """Every page in the Nu HTML checker.

    Raises:
        Missing: when there is no Java.
    """
    java = shutil.which("java")
    if java is None:
        raise Missing("máy không có java")
    jar = tools / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = [java, "-jar", str(jar), "--errors-only", "--format", "json", "--skip-non-html", str(site.folder)]
    done = run(command, seconds=600)
    pages = sum(file.endswith(".html") for file in site.files)
    return Outcome("Nu HTML", nu_problems(site, done.stderr), f"{count(pages)} trang")


def nu_problems(site: BuiltSite, answer: str) -> tuple[Problem, ...]:
    """What the checker's JSON says that is so."""
    try:
        messages = json.loads(answer)["messages"]
    except (ValueError, KeyError):
        return (Problem("index.html", f"không chạy được: {last_line(answer)}", "Chạy vnu.jar bằng tay để xem."),)
    kept = [said for said in messages if said["message"] != FALSE_ALARM]
    first = {said["message"]: " ".join(said.get("extract", "").split()) for said in reversed(kept)}
    return grouped(
        Problem(
            os.path.relpath(said["url"].removeprefix("file:"), site.folder).replace(os.sep, "/"),
            said["message"],
            f"Xem đoạn: {first[said['message']]}",
            line=said.get("lastLine"),
        )
        for said in kept
    )


def lighthouse(address: str, file: str, browser: str, tools: Path) -> Outcome:
    """A page in Lighthouse as a phone: the median of three runs has to be 100 in all four categories."""
    command = shutil.which("lighthouse", path=str(tools / "node_modules" / ".bin"))
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    flags = f"--chrome-flags={' '.join(['--headless=new', *FLAGS, *root])}"
    page = f"{address}/{file.removesuffix('index.html')}"
    answers = []
    for _ in range(RUNS):
        done = run([str(command), page, "--quiet", "--output=json", flags], seconds=180, CHROME_PATH=browser)
        try:
            answers.append(json.loads(done.stdout))
        except ValueError:
            what = f"không chạy được: {last_line(done.stderr)}"
            return Outcome("Lighthouse", (Problem(file, what, "Chạy lighthouse bằng tay để xem."),))
    return lighthouse_outcome(file, answers)


def lighthouse_outcome(file: str, answers: list[dict[str, Any]]) -> Outcome:
    """What some runs say together."""
    scores = {name: median(own["categories"][name]["score"] or 0 for own in answers) for name in CATEGORIES}
    shift, paint = (
        median(own["audits"][name]["numericValue"] for own in answers)
        for name in ("cumulative-layout-shift", "largest-contentful-paint")
    )
    problems = [
        Problem(file, f"{CATEGORIES[name]}: {100 * score:.0f} điểm, phải là 100", _why(answers[-1], name))
        for name, score in scores.items()
        if score < 1
    ]
    if shift:
        problems.append(
            Problem(file, f"nội dung xê dịch khi mở trang (CLS {shift:.3f})", "Cho mọi phần đủ chỗ từ đầu.")
        )
    told = ", ".join(f"{CATEGORIES[name]} {100 * score:.0f}" for name, score in scores.items())
    return Outcome("Lighthouse", tuple(problems), f"{told}; LCP {paint:.0f} ms, CLS {shift:.3f} ({file})")


def _why(answer: dict[str, Any], category: str) -> str:
    """The audits of a category that are not content."""
    asked = [own["id"] for own in answer["categories"][category]["auditRefs"] if own["weight"]]
    audits = [answer["audits"][name] for name in asked]
    return "; ".join(
        ": ".join(filter(None, (own["title"], own.get("explanation") or own.get("displayValue"))))
        for own in audits
        if own["score"] is not None and own["score"] < 1
    )
