"""Pages of docs/reference, written from the code they describe, so that they cannot go stale.

`junction docs` writes them; `junction docs --check`, a part of `make check`, fails when one is stale.
"""

from .reference_pages import HOUSE, PAGES

FOLDER = HOUSE.parent / "docs" / "reference"
NOTICE = "<!-- Written by `junction docs`; change the code it describes instead. -->"


def pages() -> dict[str, str]:
    """Each generated page's name and what it should say."""
    return {name: f"{NOTICE}\n\n{write()}\n" for name, write in PAGES.items()}


def stale() -> list[str]:
    """The pages that differ from what the code says."""
    kept = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    should = pages()
    return sorted(name for name in kept.keys() | should.keys() if kept.get(name) != should.get(name))


def write_pages() -> list[str]:
    """Write every page that differs, remove what no code describes; return the names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed, should = stale(), pages()
    for name in changed:
        if name in should:
            (FOLDER / name).write_text(should[name], encoding="utf-8")
        else:
            (FOLDER / name).unlink()
    return changed
