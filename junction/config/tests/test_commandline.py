"""The command line: what it answers, and how it ends."""

import json
import re

import pytest
import typer
from typer.testing import CliRunner

from junction.config.commandline.imports import run_import
from junction.config.commandline.reports import print_report
from junction.config.commandline.topics import app
from junction.core.imports import Finding, ImportRefused, ImportReport, Severity

WRONG = Finding(3, "beds", "<many>", "not-a-number", Severity.ERROR, "Beds is a whole number.")
runner = CliRunner()


def run(*arguments: str) -> tuple[int, str]:
    result = runner.invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def every_command() -> list[str]:
    return sorted(typer.main.get_group(app).commands)


def test_help_names_every_command():
    code, text = run("--help")
    assert code == 0
    for name in every_command():
        assert name in text


@pytest.mark.parametrize(
    "command", app.registered_commands, ids=lambda command: command.name or command.callback.__name__
)
def test_every_command_teaches_by_an_example(command):
    assert re.search(r"Example", command.callback.__doc__ or ""), "its help shows no example"


def test_a_report_is_one_object_for_programs(capsys):
    print_report(ImportReport(rows=2, created=1, findings=[WRONG]), as_json=True)
    answer = json.loads(capsys.readouterr().out)
    assert (answer["rows"], answer["created"], answer["errors"]) == (2, 1, 1)
    assert answer["checks"] == {"not-a-number": 1}
    assert answer["findings"][0]["value"] == "<many>"


def test_a_report_is_a_table_for_people(capsys):
    print_report(ImportReport(rows=2, created=1, findings=[WRONG]), as_json=False, dry_run=True)
    text = capsys.readouterr().out
    assert "2 rows: 1 created" in text
    assert "Beds is a whole number." in text
    assert "nothing was stored" in text


def test_errors_are_shown_before_any_number_of_warnings(capsys):
    odd = Finding(2, "beds", "9", "odd", Severity.WARNING, "Look again.")
    print_report(ImportReport(rows=90, findings=[*[odd] * 80, WRONG]), as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Error in row 3, beds “<many>”: Beds is a whole number."
    assert "… and 51 more; --json prints them all." in lines
    assert "      80 × warning odd" in lines


def test_a_value_from_a_file_is_shown_as_it_is(capsys):
    odd = Finding(1, "name", "[red]Oak[/]", "odd", Severity.NOTE, "Look at [this].")
    print_report(ImportReport(rows=1, findings=[odd]), as_json=False)
    text = capsys.readouterr().out
    assert "[red]Oak[/]" in text
    assert "[this]" in text


def test_a_refused_file_ends_with_one_and_its_report(capsys):
    with pytest.raises(BaseException) as ended, run_import(as_json=True, dry_run=False):
        raise ImportRefused(ImportReport(rows=2, findings=[WRONG]))
    assert getattr(ended.value, "exit_code", None) == 1
    assert json.loads(capsys.readouterr().out)["errors"] == 1


@pytest.mark.django_db
def test_doctor_finds_what_is_missing_and_says_how_to_mend_it():
    code, text = run("doctor", "--json")
    answers = {answer["check"]: answer for answer in json.loads(text)}
    assert code == 1
    assert answers["database"]["state"] == "well"
    assert answers["tables"]["state"] == "well"
    assert answers["jobs"]["mend"] == "junction worker"
    assert all(answer["mend"] for answer in answers.values() if answer["state"] != "well")


@pytest.mark.django_db
def test_doctor_speaks_to_people_too():
    _, text = run("doctor")
    assert "junction worker" in text


@pytest.mark.django_db(transaction=True)
def test_an_untouched_log_verifies():
    code, text = run("verify", "--json")
    assert code == 0
    assert json.loads(text)["intact"] is True


@pytest.mark.django_db
def test_an_invitation_needs_an_address_and_a_role_people_hold():
    for arguments in (["bo", "--role", "national"], ["bo@x.example", "--role", "system"]):
        code, text = run("invite", *arguments)
        assert code == 1
        assert "address" in text or "no role system" in text


@pytest.mark.django_db
def test_the_first_administrator_finds_the_letter_before_any_worker_runs(tmp_path, settings):
    settings.OUTBOX = tmp_path / "outbox"
    code, text = run("invite", "ada@example.gov.uk", "--role", "administrator")
    assert code == 0, text
    (letter,) = settings.OUTBOX.iterdir()
    assert str(settings.OUTBOX) in text.replace("\n", "")
    assert "/invitations/" in letter.read_text()


@pytest.mark.django_db
def test_a_refused_import_is_still_one_object(tmp_path):
    file = tmp_path / "returns.csv"
    file.write_text("place,about_on\n1-1,2020-04-01\n")
    result = runner.invoke(app, ["import", "returns", str(file), "--question-set", "nope", "--json"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["checks"] == {"unknown-question-set": 1}


@pytest.mark.django_db
def test_a_template_that_cannot_be_written_is_refused_in_words(tmp_path):
    code, text = run("export", "places-template", str(tmp_path / "nowhere" / "places.csv"))
    assert code == 1
    assert "could not be written" in text


@pytest.mark.django_db
def test_a_server_without_tables_is_refused_in_words(monkeypatch, settings):
    """An embedded database gets its tables by itself; a server of somebody's own is never changed unasked."""
    settings.EMBEDDED = False
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan", lambda self, targets: ["one"]
    )
    code, text = run("verify")
    assert code == 1
    assert "junction migrate" in text
