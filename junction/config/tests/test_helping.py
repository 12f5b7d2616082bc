"""What `--help` shows: every command in its panel, every value by a name, examples that can be copied."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from junction.config.commandline.helping import PANELS, arranged, with_examples
from junction.config.commandline.topics import app

JUNCTION = arranged(app)


def all_below(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    yield name, command
    for key, below in getattr(command, "commands", {}).items():
        yield from all_below(below, f"{name} {key}")


COMMANDS = dict(all_below(JUNCTION, "junction"))


def test_every_command_stands_in_a_panel_in_order():
    listed = [name for names in PANELS.values() for name in names]
    assert list(JUNCTION.commands) == listed, "name each command in a panel of helping.py"
    assert all(command.rich_help_panel in PANELS for command in JUNCTION.commands.values())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_value_is_named_and_flags_take_none(name):
    command = COMMANDS[name]
    shown = {parameter.name: parameter.metavar for parameter in command.get_params(typer.Context(command))}
    unnamed = [option for option, said in shown.items() if said is None]
    assert not unnamed, f"give each a placeholder in helping.py: {unnamed}"


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_can_be_copied_from_a_terminal_of_80(name, monkeypatch, capsys):
    asked = [*name.split()[1:], "-h"]
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.argv", ["junction", *asked])
    with pytest.raises(SystemExit):
        JUNCTION(asked, prog_name="junction")
    text = capsys.readouterr().out
    shown = [line.rstrip() for line in text.splitlines()]
    assert f"Usage: {name}" in " ".join(shown)
    help_of = COMMANDS[name].help
    if "```text" in help_of:
        for line in help_of.split("```text\n")[1].split("\n```")[0].splitlines():
            assert any(each.strip() == line.strip() for each in shown), line


def test_a_long_example_goes_on_where_the_shell_lets_it():
    file = "x" * 40 + ".csv"
    long = f"What it does.\n\nExample: `junction import places {file}\n--listed-on 2020-04-20 --dry-run`"
    assert with_examples(long).splitlines()[-4:] == [
        "```text",
        f"junction import places {file} \\",
        "  --listed-on 2020-04-20 --dry-run",
        "```",
    ]


def test_help_without_an_example_stays_as_it_is():
    assert with_examples("Take in files.") == "Take in files."
