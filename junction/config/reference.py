"""Pages of docs/reference, written from the code they describe, so that they cannot go stale.

`junction docs` writes them; `junction docs --check`, a part of `make check`, fails when one is stale.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from junction.core.playbook import RuleBook, load

HOUSE = Path(__file__).resolve().parents[1]
FOLDER = HOUSE.parent / "docs" / "reference"
NOTICE = "<!-- Written by `junction docs`; change the code it describes instead. -->"


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; cells keep to one line."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    for row in rows:
        lines.append(
            "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
        )
    return "\n".join(lines)


def rule_books() -> list[tuple[str, RuleBook]]:
    """Every rule book of every package, with the package's name."""
    return [(path.parts[-3], load(path)) for path in sorted(HOUSE.glob("*/playbook/*.toml"))]


def rules_page() -> str:
    rows = [
        [f"`{book.name}`", package, version.version, version.in_force_from.isoformat(), version.source]
        for package, book in rule_books()
        for version in book.versions
    ]
    return "\n\n".join(
        [
            "# Dated rules",
            "Every rule book and version, and what it rests on. The day of the event chooses the version.",
            table(["rule book", "package", "version", "in force from", "source"], rows),
        ]
    )


def doors(patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = "") -> Iterator[list[str]]:
    """Address and name of every door below these patterns."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (space, pattern.namespace) if part)
            if pattern.namespace != "admin":
                yield from doors(pattern.url_patterns, address, inner)
        else:
            name = ":".join(part for part in (space, pattern.name) if part)
            yield [f"`/{address.replace('^', '').replace('$', '')}`", f"`{name}`" if name else ""]


def addresses_page() -> str:
    rows = sorted(doors(get_resolver().url_patterns))
    return "\n\n".join(
        [
            "# Addresses",
            "Every address and its name. Pages with figures take `as_at` (a moment) and `on` (a day).",
            table(["address", "name"], rows),
        ]
    )


PAGES: dict[str, Callable[[], str]] = {"rules.md": rules_page, "addresses.md": addresses_page}


def pages() -> dict[Path, str]:
    """Each generated page's path and what it should say."""
    return {FOLDER / name: f"{NOTICE}\n\n{write()}\n" for name, write in PAGES.items()}


def stale() -> list[Path]:
    """The pages that differ from what the code says."""
    return [path for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]


def write_pages() -> list[Path]:
    """Write every page that differs; return those written."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = stale()
    for path in changed:
        path.write_text(pages()[path], encoding="utf-8")
    return changed
