"""What is pinned is what is asked for: every dependency, with hashes, and not where it was fetched."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.M)


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    return {plain(match[0]) for match in found if match}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(file: str) -> set[str]:
    return {plain(name) for name in PINNED.findall((ROOT / "requirements" / file).read_text())}


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def test_everything_asked_for_is_pinned():
    extras = project()["optional-dependencies"]
    run = names(project()["dependencies"]) | names(extras["assets"]) | names(extras["install"])
    assert run <= pinned("run.txt"), "run: make lock"
    assert run | names(extras["dev"]) <= pinned("all.txt"), "run: make lock"


def test_running_it_needs_no_development_tools():
    assert not {"pytest", "ruff", "mypy", "playwright", "uv"} & pinned("run.txt")
    assert pinned("run.txt") < pinned("all.txt")


def test_every_pin_has_a_hash_and_no_address():
    for file in ("run.txt", "all.txt"):
        text = (ROOT / "requirements" / file).read_text()
        assert text.count("--hash=sha256:") >= len(PINNED.findall(text))
        assert "://" not in text
