"""Second looks and signatures by machine: who is a second person when tokens act; the chain to the top."""

from datetime import timedelta

import pytest
from django.utils import timezone

from junction.assurance.models import SignOff, Verification
from junction.assurance.operations import refusals
from junction.assurance.operations.verifying import Found, verify_answer
from junction.assurance.rules.parties import Party
from junction.core.audit.models import AuditEntry
from junction.people.models import ApiToken
from junction.people.queries import keys_of_one_person, scope_of_user
from tests.cast import Actor, user_who

from .machines import API, machine, send
from .plans import MANCHESTER, NOW, TRAFFORD, one_of, plan, region, say, second_officer, show

pytestmark = pytest.mark.django_db
PARTY = Party(area=TRAFFORD)


@pytest.fixture
def winter(areas, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    return plan()


def look(winter, **more):
    said = {
        "requirement_id": one_of(winter, "1").pk,
        "party": TRAFFORD,
        "kind": "verified",
        "said": "Read it",
    }
    return said | more


def signed(level, verdict="agreed", said=""):
    return {"party": TRAFFORD, "level": level, "verdict": verdict, "said": said}


def test_a_second_person_verifies_and_takes_it_back(winter):
    say(one_of(winter, "1"))
    show(one_of(winter, "1"))
    nation = machine("national", "national")
    assert send(nation, "verifications", look(winter, expected_version=2), "old").status_code == 409
    made = send(nation, "verifications", look(winter, expected_version=1))
    assert made.status_code == 201 and send(nation, "verifications", look(winter)).status_code == 422
    where = f"{API}requirements/{one_of(winter, '1').pk}/of/{TRAFFORD}/verifications"
    (read,) = nation.get(where).json()
    assert (read["id"], read["version"], read["counts_until"]) == (made.json()["id"], 1, "2021-04-05")
    gone = send(nation, f"verifications/{read['id']}/withdrawal", {"why": "Another letter"})
    assert gone.status_code == 200
    assert nation.get(where).json()[0]["withdrawn_why"] == "Another letter"
    neighbour = machine("council-officer", "council", MANCHESTER)
    assert neighbour.get(where).status_code == 404
    for path, body in (
        ("verifications", look(winter)),
        (f"verifications/{read['id']}/withdrawal", {"why": "x"}),
    ):
        assert send(neighbour, path, body).status_code == 403
    assert Verification.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"kind": "liked"}, 422), ({"said": " "}, 422), ({"kind": "tested"}, 422),
     ({"looked_on": "2020-10-06"}, 422), ({"kind": "verified"}, 409), ({"requirement_id": 2**40}, 404)],
)  # fmt: skip
def test_what_cannot_be_verified_leaves_nothing(winter, wrong, status):
    say(one_of(winter, "1"))
    answer = send(machine("national", "national"), "verifications", look(winter, **wrong))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not Verification.objects.exists()


def one_who_does_all(winter):
    """Somebody who answers for Trafford and reviews the nation, with two tokens of their own making."""
    user = user_who("national", email="both@people.example")
    made = [
        machine("national", "national", name=name, made_by=user.key) for name in ("first", "second")
    ]  # fmt: skip
    return Actor(key=user.key, name="Both", scope=scope_of_user(user.pk, now=NOW)), *made


def test_who_claimed_does_not_verify_by_a_token_they_made(winter):
    person, first, second = one_who_does_all(winter)
    officer = second_officer()
    claims = Actor(key=person.key, name="Both", scope=officer.scope)
    one = one_of(winter, "1")
    say(one, by=claims)
    show(one, by=officer)
    for client in (first, second):
        answer = send(client, "verifications", look(winter))
        assert (answer.status_code, answer.json()["type"]) == (
            403,
            "urn:junction:problem:not-a-second-person",
        )
    assert not Verification.objects.exists()
    other = machine("national", "national", name="another", made_by=user_who("national").key)
    assert send(other, "verifications", look(winter)).status_code == 201


def test_who_brought_evidence_by_a_token_does_not_verify_it_in_person(winter):
    person, _first, _second = one_who_does_all(winter)
    council = machine("council-officer", "council", TRAFFORD, made_by=person.key)
    one = one_of(winter, "1")
    say(one)
    shown = {"requirement_id": one.pk, "party": TRAFFORD, "title": "Letter", "owner": "Director",
             "link": "https://example.org"}  # fmt: skip
    assert send(council, "evidence", shown).status_code == 201
    with pytest.raises(refusals.NotASecondPerson):
        verify_answer(one.pk, PARTY, Found("verified", "Read it"), by=person, now=NOW + timedelta(hours=2))
    assert verify_answer(
        one.pk, PARTY, Found("verified", "Read it"), by=region(), now=NOW + timedelta(hours=2)
    )


def test_a_person_and_their_tokens_are_one_and_what_junction_made_is_nobodys(winter):
    person, *_ = one_who_does_all(winter)
    own = keys_of_one_person(person.key)
    tokens = own - {person.key}
    assert len(tokens) == 2 and all(keys_of_one_person(key) == own for key in tokens)
    machine("national", "national", name="by Junction")
    machine("national", "national", name="by Junction too")
    for made in ApiToken.objects.filter(created_by="system:test"):
        assert keys_of_one_person(f"token:{made.pk}") == {f"token:{made.pk}"}
    assert keys_of_one_person("token:999999") == {"token:999999"}
    assert keys_of_one_person("system:test") == {"system:test"}


def test_the_chain_goes_up_by_tokens_of_different_people(winter):
    at = f"catalogues/{winter.pk}/signatures"
    maker, other = (
        user_who("national", email="maker@people.example"),
        user_who("national", email="o@people.example"),
    )
    council = machine("council-officer", "council", TRAFFORD, name="one", made_by=maker.key)
    same = machine("council-officer", "council", TRAFFORD, name="two", made_by=maker.key)
    colleague = machine("council-officer", "council", TRAFFORD, name="three", made_by=other.key)
    nation = machine(
        "national", "national", name="n", made_by=user_who("national", email="n@people.example").key
    )
    top = machine("national", "national", name="t", made_by=maker.key)
    assert send(council, at, signed("self"), "none").status_code == 409  # nothing is answered
    say(one_of(winter, "1"))
    assert send(colleague, at, signed("local"), "early").status_code == 409
    made = send(council, at, signed("self"))
    assert made.status_code == 201 and send(council, at, signed("self")).json() == made.json()
    answer = send(same, at, signed("local"))
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:junction:problem:signed-below-yourself")
    assert send(colleague, at, signed("local"), "ok").status_code == 201
    assert send(colleague, at, signed("regional"), "no").status_code == 403
    assert send(nation, at, signed("regional", "sent-back"), "bare").status_code == 422
    assert send(nation, at, signed("regional", "sent-back", "No letter"), "back").status_code == 201
    assert send(top, at, signed("national"), "skip").status_code == 409
    assert (
        send(nation, at, signed("regional"), "again").status_code == 409
    )  # the level below signs again first
    rows = council.get(API + at, {"party": TRAFFORD}).json()
    assert [(row["level"], row["verdict"]) for row in rows] == [
        ("regional", "sent-back"), ("local", "agreed"), ("self", "agreed"),
    ]  # fmt: skip
    assert (rows[0]["said"], {row["speaks"] for row in rows}) == ("No letter", {True})
    assert machine("council-officer", "council", MANCHESTER).get(API + at).json() == []
    assert SignOff.objects.count() == AuditEntry.objects.filter(verb="assurance.plan.signed").count() == 3


def test_the_chain_reaches_the_nation(winter, monkeypatch):
    at = f"catalogues/{winter.pk}/signatures"
    say(one_of(winter, "1"))
    for step, (level, role, kind, area) in enumerate((
        ("self", "council-officer", "council", TRAFFORD), ("local", "council-officer", "council", TRAFFORD),
        ("regional", "national", "national", None), ("national", "national", "national", None),
    )):  # fmt: skip
        maker = user_who(role, email=f"{level}@people.example")
        client = machine(role, kind, area, name=level, made_by=maker.key)
        monkeypatch.setattr(timezone, "now", lambda at=NOW + timedelta(hours=2 + step): at)
        assert send(client, at, signed(level)).status_code == 201, level
    assert [one.level for one in SignOff.objects.order_by("signed_at")] == [
        "self",
        "local",
        "regional",
        "national",
    ]
