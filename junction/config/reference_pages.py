"""What the pages of docs/reference say, one function a page."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from django.urls import URLPattern, URLResolver, get_resolver

from junction.core.playbook import RuleBook, load
from junction.registry.rules.service_types import LABELS, ServiceType

if TYPE_CHECKING:
    from junction.returns.rules.questions import QuestionSet

HOUSE = Path(__file__).resolve().parents[1]


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; cells keep to one line."""
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    for row in rows:
        cells = [str(cell).replace("|", "\\|").replace("\n", " ") for cell in row]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", *parts])


def rule_books() -> list[tuple[str, RuleBook]]:
    """Every rule book of every package, with the package's name."""
    return [(path.parts[-3], load(path)) for path in sorted(HOUSE.glob("*/playbook/*.toml"))]


def rules() -> str:
    rows = [
        [f"`{book.name}`", package, version.version, version.in_force_from.isoformat(), version.source]
        for package, book in rule_books()
        for version in book.versions
    ]
    return page(
        "Dated rules",
        "Every rule book and version, and what it rests on. The day of the event chooses the version.",
        table(["rule book", "package", "version", "in force from", "source"], rows),
    )


def doors(patterns: list[Any], prefix: str = "", space: str = "") -> Iterator[list[str]]:
    """Address and name of every door below these patterns; the admin's many like ones are left out."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (space, pattern.namespace) if part)
            if pattern.namespace != "admin":
                yield from doors(pattern.url_patterns, address, inner)
        elif isinstance(pattern, URLPattern):
            name = ":".join(part for part in (space, pattern.name) if part)
            yield [f"`/{address.replace('^', '').replace('$', '')}`", f"`{name}`" if name else ""]


def addresses() -> str:
    return page(
        "Addresses",
        "Every address and its name. Pages with figures take `as_at` (a moment) and `on` (a day).",
        table(["address", "name"], sorted(doors(get_resolver().url_patterns))),
    )


def commands() -> str:
    from junction.config.commandline.topics import app

    return page(
        "Commands",
        "`junction COMMAND --help` says more.",
        *_commands(typer.main.get_command(app), "junction"),
    )


def _commands(command: Any, name: str) -> Iterator[str]:
    """Help and options of a command, then of those below it."""
    below = getattr(command, "commands", {})
    text = "\n\n".join(part.strip() for part in (command.help or "").split("\n\n"))
    if name != "junction":
        options = [
            [f"`{'`, `'.join(p.opts)}`", p.help or ""] for p in command.params if getattr(p, "help", "")
        ]
        yield "\n\n".join(
            [f"## {name}", text, *([table(["option", "what it does"], options)] if options else [])]
        )
    for key in sorted(below):
        yield from _commands(below[key], f"{name} {key}")


def roles() -> str:
    version = load(HOUSE / "people" / "playbook" / "roles.toml").versions[-1]
    held = version.values["roles"]
    rows = [
        [
            f"`{name}`",
            role["title"],
            ", ".join(role["over"]) or "",
            "yes" if role["second_factor"] else "no",
            ", ".join(f"`{permission}`" for permission in role["permissions"]),
        ]
        for name, role in held.items()
    ]
    return page(
        "Roles",
        f"In force from {version.in_force_from.isoformat()}. What a role allows, over what it is held.",
        table(["role", "title", "held over", "second factor", "permissions"], rows),
    )


def questions() -> str:
    from junction.returns.rules.questions import question_set_names, read_question_set

    parts = []
    for name in question_set_names():
        for version in load(HOUSE / "returns" / "playbook" / f"{name}.toml").versions:
            asked = read_question_set(name, version.version)
            rows = [[f"`{q.column}`", q.text, q.kind, q.unit, f"`{q.measure}`" if q.measure else ""]
                    for q in asked.questions]  # fmt: skip
            title = f"## {name}, from {version.in_force_from.isoformat()}"
            parts.append(f"{title}\n\n{asked.title}. {version.source}. {_asked_of(asked)}\n\n"
                         + table(["column", "question", "kind", "unit", "measure"], rows))  # fmt: skip
    return page("Question sets", "What is asked, since when, and which measure each answer feeds.", *parts)


def _asked_of(asked: "QuestionSet") -> str:
    """Say of whom a set is asked with no incident; what incidents add is in their playbooks."""
    if not asked.standing:
        return "Asked only while an incident asks for it, of whom its playbook says."
    kinds = [LABELS[ServiceType(kind)].lower() for kind in asked.service_types]
    return f"Asked always of: {', '.join(kinds)}." if kinds else "Asked of nobody in particular."


def figures() -> str:
    version = load(HOUSE / "returns" / "playbook" / "indicators.toml").versions[-1]
    rows = [
        [
            f"`{one['code']}`",
            one["name"],
            one["unit"],
            f"`{one['value']}`" + (f" over `{one['over']}`" if one.get("over") else ""),
            one["source"],
        ]
        for one in version.values["indicator"]
    ]
    return page(
        "Figures",
        f"Every indicator, defined once; in force from {version.in_force_from.isoformat()}.",
        table(["code", "name", "unit", "formula", "source"], rows),
    )


PAGES: dict[str, Callable[[], str]] = {
    "addresses.md": addresses,
    "commands.md": commands,
    "figures.md": figures,
    "question-sets.md": questions,
    "roles.md": roles,
    "rules.md": rules,
}
