"""Documents by the command line: one answer for every kind, a folder that goes on where it was broken off."""

import json

import pytest
from typer.testing import CliRunner

from junction.config.commandline.topics import app
from junction.record.models import Document, Statement

pytestmark = pytest.mark.django_db
CHAT = "[03/03/2020, 18:23:21] Ann Ash: Are you on it?\n[03/03/2020, 18:29:40] Bo Birch: I am. NR\n"
TABLE = (
    "Ref\tItem\tOrganisation\tCategory\tEvidence\n"
    "1\tKeep a store\tLocal Authority\tPPE\tUnderway - from November\n"
    "\tCheck the store\tNHS Organisation\tPPE\tComplete\n"
    "3\tTell homes\tLocal Authority\tPPE\t\n"
)


def run(*arguments):
    answer = CliRunner().invoke(app, ["import", *map(str, arguments), "--json"])
    return answer.exit_code, json.loads(answer.stdout)


def test_messages_answer_with_second_sender_and_marks(tmp_path):
    file = tmp_path / "chat.txt"
    file.write_text(CHAT, encoding="utf-8")
    code, said = run("messages", file, "--dry-run")
    asked, told = said["records"]
    assert code == 0 and (asked["at"], asked["sender"]) == ("2020-03-03T18:23:21+00:00", "Ann Ash")
    assert (told["lines"], [mark["code"] for mark in told["redactions"]]) == ([2], ["NR"])
    assert not Document.objects.exists()


def test_a_table_answers_with_references_organisations_and_status(tmp_path):
    file = tmp_path / "plan.txt"
    file.write_text(TABLE, encoding="utf-8")
    code, said = run("action-plan", file, "--dated", "2020-10-29", "--title", "Winter plan")
    rows = [one for one in said["records"] if one["kind"] == "row"]
    assert code == 0 and [(row["ref"], row["ref_inferred"]) for row in rows] == [
        ("1", False), ("2", True), ("3", False),
    ]  # fmt: skip
    assert rows[0]["organisations"] == ["Local authority"] and rows[0]["status_class"] == "underway"
    assert rows[0]["dates"][0]["from"] == "2020-11-01" and rows[2]["status_class"] is None
    kept = Document.objects.get()
    assert (kept.title, kept.statements.filter(kind="row").count()) == ("Winter plan", 3)


def test_what_cannot_be_opened_is_refused_with_its_reason(tmp_path):
    file = tmp_path / "empty.pdf"
    file.write_bytes(b"%PDF-1.7\nnothing")
    code, said = run("plan", file)
    assert code == 1 and said["errors"] == 1 and said["findings"][0]["message"]
    assert not Document.objects.exists()


def test_a_folder_goes_on_where_it_was_broken_off(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"1.1 We will keep store {name}.\n", encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7\nnothing")
    runner = CliRunner()
    first = runner.invoke(app, ["import", "documents", str(tmp_path), "--kind", "plan"])
    assert first.exit_code == 1 and "Kept 2; known already 0; not read 1." in first.stderr
    assert "c.pdf" in first.stderr
    statements = Statement.objects.count()
    (tmp_path / "c.pdf").unlink()
    again = runner.invoke(app, ["import", "documents", str(tmp_path), "--kind", "plan"])
    assert again.exit_code == 0 and "Kept 0; known already 2; not read 0." in again.stderr
    assert Document.objects.count() == 2 and Statement.objects.count() == statements
