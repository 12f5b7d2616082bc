"""Pages and API of who keeps volunteers: each in reach of whom it should be, in few statements, by one key
once.
"""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.models import Area, Organisation
from junction.support.models import Demand, Loan, MatchingRun, Scheme, Task, VettingSeen, Volunteer
from junction.support.operations.matching import ask_matching, match
from junction.support.tests.volunteers import (
    MANCHESTER,
    SYSTEM,
    TRAFFORD,
    need_of,
    place_postcodes,
    ready,
    scheme,
)

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/support"


@pytest.fixture
def now():
    return timezone.now()  # noqa: TID251 - doors read the clock, so what is compared does too


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


@pytest.fixture
def officer(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))


@pytest.fixture
def machine(areas, now):
    council = Organisation.objects.create(
        kind="council", name="Trafford", name_key="trafford", area_id=TRAFFORD, created_at=now
    )
    ApiToken.objects.create(
        organisation=council, name="desk", sha256=hash_of("desk"), role="council-officer", created_at=now,
        created_by="system:test", expires_at=now + timedelta(days=1),
    )  # fmt: skip
    return Client(headers={"Authorization": "Bearer desk"})


def post(machine, path, body, key="a"):
    headers = {"Idempotency-Key": f"{path}{key}"}
    return machine.post(ROOT + path, json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.parametrize("path", ["volunteers", "tasks", "matching", "demand", "schemes"])
def test_lists_are_as_many_statements_for_many_as_for_few(trafford, officer, now, path):
    counts = []
    for first, many in ((0, 1), (100, 12)):
        for number in range(many):
            ready(first + number, now=now)
            need_of(now=now)
        match(ask_matching(TRAFFORD, by=SYSTEM, now=now).pk, by=SYSTEM, now=now)
        officer.get(f"/support/{path}/")
        with CaptureQueriesContext(connection) as seen:
            assert officer.get(f"/support/{path}/").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] and counts[1] <= 20


def test_the_file_of_volunteers_names_nobody_and_another_council_sees_none(trafford, officer, sign_in, now):
    ready(1, now=now)
    file = officer.get("/support/volunteers/?format=csv").getvalue().decode()
    assert "V-" in file and "Identity" in file and "Vera" not in file and "example.org" not in file
    other = sign_in("council-officer", area=Area.objects.get(code=MANCHESTER))
    assert "V-" not in other.get("/support/volunteers/").content.decode()
    number = Volunteer.objects.get().pk
    assert other.get(f"/support/volunteers/{number}/").status_code == 404
    page = officer.get(f"/support/volunteers/{number}/").content.decode()
    assert "Vera 1" in page and AuditEntry.objects.filter(verb="support.volunteer.read").count() == 1


def test_a_coordinator_begins_a_scheme_lends_and_asks_for_matching(trafford, officer, now):
    manchester = scheme("Manchester Helps", MANCHESTER)
    ready(1, may_be_lent=True, now=now)
    assert (
        officer.post("/support/schemes/new/", {"name": "Sale Together", "area": TRAFFORD}).status_code == 302
    )
    assert officer.post("/support/schemes/new/", {"name": "X", "area": MANCHESTER}).status_code == 422
    day, back = now + timedelta(days=1), now + timedelta(days=5)
    dates = {f"{name}-{place}": str(part) for name, at in (("starts_on", day), ("ends_on", back))
             for place, part in (("day", at.day), ("month", at.month), ("year", at.year))}  # fmt: skip
    sent = {"lender": trafford.pk, "borrower": manchester.pk, "people": 3, **dates}
    assert officer.post("/support/schemes/lend/", sent).status_code == 302, Loan.objects.count()
    assert officer.post(f"/support/schemes/loans/{Loan.objects.get().pk}/withdraw/").status_code == 302
    assert Loan.objects.get().state == "withdrawn"
    assert officer.post("/support/matching/", {"area": TRAFFORD}).status_code == 302
    assert "Waiting" in officer.get(f"/support/matching/{MatchingRun.objects.get().pk}/").content.decode()
    assert officer.post("/support/matching/", {"area": MANCHESTER}).status_code == 422


def test_by_machine_each_row_says_what_came_of_it_and_one_key_does_it_once(trafford, machine, now):
    one = {"name": "Api", "email": "api@example.org", "postcode": "M33 7ZF", "skills": ["errands"],
           "check": {"code": "identity", "issuer": "Post Office", "issued_on": str(now.date())}}  # fmt: skip
    body = {
        "scheme": trafford.pk,
        "volunteers": [one, {**one, "postcode": "ZZ9 9ZZ", "email": "b@x.org"}, one],
    }
    first = post(machine, "/volunteers", body)
    assert [row["problem"] for row in first.json()] == ["", "postcode-not-known", ""]
    assert [row["is_known"] for row in first.json()] == [False, False, True]
    assert post(machine, "/volunteers", body).json() == first.json() and Volunteer.objects.count() == 1
    number = first.json()[0]["volunteer"]
    assert VettingSeen.objects.get().volunteer_id == number
    listed = machine.get(f"{ROOT}/volunteers").json()
    assert [row["id"] for row in listed] == [number] and "Api" not in str(listed)
    check = {"code": "standard", "issuer": "DBS", "issued_on": str(now.date())}
    assert post(machine, f"/volunteers/{number}/checks", check).status_code == 201
    assert post(machine, "/volunteers/999999/checks", check).status_code == 404
    assert [one["name"] for one in machine.get(f"{ROOT}/schemes").json()] == ["Trafford Together"]


def test_by_machine_volunteers_are_asked_for_and_matched(trafford, machine, now):
    asker = f"organisation:{Organisation.objects.get(name='Trafford').pk}"
    body = {
        "asker": asker,
        "kind": "packing",
        "people": 2,
        "opens_at": now.isoformat(),
        "where": "Beck Hall",
        "closes_at": (now + timedelta(days=1)).isoformat(),
        "postcode": "M33 7ZF",
        "what": "Pack",
    }
    assert post(machine, "/demand", body).status_code == 201 and Demand.objects.get().people == 2
    assert post(machine, "/demand", {**body, "asker": "organisation:1"}, "b").status_code == 403
    assert len(machine.get(f"{ROOT}/tasks").json()) == 2 == Task.objects.count()
    run = post(machine, "/matchings", {"area": TRAFFORD}).json()["id"]
    assert machine.get(f"{ROOT}/matchings/{run}").json()["state"] == "waiting"
    assert post(machine, "/matchings", {"area": TRAFFORD}, "b").status_code == 409
    assert post(machine, "/matchings", {"area": MANCHESTER}, "c").status_code == 403
    assert machine.get(f"{ROOT}/demand").json()[0]["taken"] == 0
    ready(1, now=now, may_be_lent=True)
    loan = {"lender": trafford.pk, "borrower": trafford.pk, "people": 1, "starts_on": "2040-01-01",
            "ends_on": "2040-02-01"}  # fmt: skip
    assert post(machine, "/loans", loan).status_code == 403
    other = Scheme.objects.create(name="Other", added_at=now, added_by="x")
    offered = post(machine, "/loans", {**loan, "borrower": other.pk, "skills": ["talk"]}, "b")
    assert (
        offered.status_code == 201
        and post(machine, "/loans", {**loan, "skills": ["no"]}, "c").status_code == 403
    )
    root = f"/loans/{offered.json()['id']}"
    shown = machine.get(f"{ROOT}{root}").json()
    assert (shown["state"], shown["skills"], shown["were_asked"]) == ("offered", ["talk"], 0)
    assert machine.get(f"{ROOT}/loans", {"side": "borrower"}).json() == []
    assert machine.get(f"{ROOT}/loans", {"state": "offered"}).json() == [shown]
    assert post(machine, f"{root}/agree", {}, "d").status_code == 403  # the borrower's to say
    assert post(machine, f"{root}/withdraw", {}, "e").json() == {"state": "withdrawn"}
    assert post(machine, f"{root}/end", {"why": "other"}, "f").status_code == 409
    assert machine.get(f"{ROOT}/loans/999999").status_code == 404
