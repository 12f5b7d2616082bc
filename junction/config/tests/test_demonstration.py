"""Demo sign-ins: warned of when something real comes in, and taken away by one command."""

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from junction.config.commandline.topics import app
from junction.core.audit.models import AuditEntry
from junction.core.scope import Actor
from junction.people.models import Membership, User
from junction.people.operations import (
    DEMONSTRATION_PASSWORD,
    DemonstrationPerson,
    make_demonstration_people,
)
from junction.people.queries import system_actor
from junction.people.rules import Over
from tests.cast import signed_in, user_who

pytestmark = pytest.mark.django_db
WARNED = "demo sign-ins, whose password everybody may know"


def run(*arguments: str) -> str:
    return " ".join(CliRunner().invoke(app, list(arguments)).output.split())


@pytest.fixture
def demo(now) -> list[User]:
    by: Actor = system_actor("exercise")
    cast = [
        DemonstrationPerson(f"{role}@demo.example", f"Demo {role}", role, Over())
        for role in ("national", "auditor")
    ]
    return make_demonstration_people(cast, by=by, now=now)


def test_one_command_takes_the_demo_sign_ins_away_and_nobody_comes_in_as_them(demo, client):
    real = user_who("national", email="nat@example.gov.uk")
    assert run("exercise", "end-sign-ins") == "2 demo sign-ins were taken away."
    answer = client.post(
        reverse("account_login"), {"login": "national@demo.example", "password": DEMONSTRATION_PASSWORD}
    )
    assert answer.status_code == 200
    assert not User.objects.filter(email__endswith="@demo.example").exists()
    assert Membership.objects.filter(ended_at=None).get().user == real
    assert AuditEntry.objects.filter(verb="people.person.erased").count() == 2
    assert run("exercise", "end-sign-ins") == "There are no demo sign-ins."


def test_who_invites_or_imports_beside_demo_sign_ins_is_warned(demo, tmp_path, settings):
    settings.OUTBOX = tmp_path / "outbox"
    file = tmp_path / "places.csv"
    file.write_text("name\n")
    invite = ("invite", "ada@example.gov.uk", "--role", "administrator")
    take_in = ("import", "places", str(file))
    assert f"2 {WARNED}" in run(*invite) and "junction exercise end-sign-ins" in run(*take_in)
    run("exercise", "end-sign-ins")
    assert WARNED not in run(*invite) + run(*take_in)


def test_who_invites_on_the_page_is_warned_too(demo, areas):
    client = signed_in(user_who("council-officer", area_id="E08000009"))
    sent = {"email": "bo@trafford.example", "role": "council-officer", "over": "area:E08000009"}
    page = client.post(reverse("people:invite"), sent, follow=True).content.decode()
    assert "There are 2 demo sign-ins here" in page and "junction exercise end-sign-ins" in page
