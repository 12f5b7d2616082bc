"""How `--help` reads: commands by what one wants, values by what they are, examples to be copied."""

import re
from typing import Any

import typer

PANELS = {
    "Start here": ("up", "doctor", "exercise", "demo-code", "demo-volunteer"),
    "Put in and take out": ("import", "export", "series"),
    "People": ("invite", "remove-second-factor", "erase"),
    "Keep it safe": ("backup", "restore", "verify"),
    "Run its parts one by one": ("migrate", "serve", "worker"),
    "For those who change Junction": ("docs",),
}
# What is shown where a value goes, by the name of the option or argument.
PLACEHOLDERS = {
    **dict.fromkeys(("file", "seals", "export_seals", "bundle"), "FILE"),
    **dict.fromkeys(("area", "complete_for"), "AREA"),
    **dict.fromkeys(("first", "last", "listed_on", "dated"), "DAY"),
    **dict.fromkeys(("name", "question_set", "measure"), "NAME"),
    **dict.fromkeys(("days", "filed_days", "seed", "share", "workers", "threads", "concurrency"), "NUMBER"),
    **dict.fromkeys(("place", "organisation"), "NUMBER"),
    **dict.fromkeys(("title", "why", "source"), "TEXT"),
    **{name: name.upper() for name in ("address", "email", "port", "region", "role")},
    "as_at": "MOMENT",
    "folder": "FOLDER",
    "kind": "KIND",
    "marking": "published|official|sensitive",
    "head": "SHA-256",
    "key": "HEX",
    "form": "csv|xlsx",
}
WIDEST = 72  # characters of an example's line, so that it stands whole in a terminal of 80


def arranged(app: typer.Typer) -> Any:
    """Return the app as one command whose help is arranged."""
    command: Any = typer.main.get_command(app)
    in_order = {}
    for panel, names in PANELS.items():
        for name in names:
            in_order[name] = command.commands[name]
            in_order[name].rich_help_panel = panel
    command.commands = in_order | command.commands
    _tidy(command, typer.Context(command, **command.context_settings))
    return command


def _tidy(command: Any, context: typer.Context) -> None:
    command.help = with_examples(command.help or "")
    for parameter in command.get_params(context):
        takes_value = not getattr(parameter, "is_flag", False)
        parameter.metavar = PLACEHOLDERS.get(parameter.name, parameter.metavar) if takes_value else ""
    for below in getattr(command, "commands", {}).values():
        _tidy(below, context)


def with_examples(text: str) -> str:
    """Give each example lines of its own, cut where the shell lets one go on."""
    head, marked, tail = text.partition("\n\nExample")
    if not marked:
        return text
    examples = re.findall(r"`(junction[^`]*)`", tail.replace("\n", " "))
    lines = "\n".join(_cut(re.sub(r" +", " ", each)) for each in examples)
    return f"{head}\n\n{'Examples' if len(examples) > 1 else 'Example'}:\n\n```text\n{lines}\n```"


def _cut(example: str) -> str:
    lines = [""]
    for word in re.split(r" (?=--)", example):
        if len(lines[-1]) + len(word) > WIDEST:
            lines.append("  ")
        lines[-1] += word + " "
    return " \\\n".join(line.rstrip() for line in lines)
