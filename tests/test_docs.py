"""The documentation is true: generated pages are fresh, links lead somewhere, named commands exist."""

import re
from pathlib import Path

import pytest

from junction.config import reference

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("junction/**/*.md")])
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)(?:#[^)]*)?\)")


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_generated_pages_say_what_the_code_says():
    assert not reference.stale(), "run: junction docs"


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_links_lead_to_files_that_exist(page):
    targets = [
        t for t in LINK.findall(page.read_text("utf-8")) if "://" not in t and not t.startswith("mailto:")
    ]
    assert not [target for target in targets if not (page.parent / target).exists()]


def test_the_make_targets_that_are_named_exist():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    known = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    named = {t for page in PAGES for t in re.findall(r"`make ([a-z-]+)", page.read_text("utf-8"))}
    named |= {t for page in PAGES for t in re.findall(r"^make ([a-z-]+)", page.read_text("utf-8"), re.M)}
    assert named <= known


def test_decisions_are_numbered_once_and_say_what_follows():
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [path.name[:4] for path in decisions if path.name != "README.md"]
    assert len(numbers) == len(set(numbers))
    for path in decisions:
        if path.name != "README.md":
            assert "Consequences" in path.read_text("utf-8"), short(path)


def test_the_glossary_is_in_order():
    lines = (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines()
    words = [line.split("|")[1].strip().lower() for line in lines if line.startswith("| ")][1:]
    assert words == sorted(words)
