"""Signing up: one row for each person, nothing personal in it; and who sees whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from junction.core.audit.models import AuditEntry
from junction.core.imports import Finding, ImportRefused, Severity
from junction.core.imports.parts import Parts, RunningReport
from junction.core.personal.models import PersonalValue
from junction.core.scope import ANONYMOUS, NOBODY, Reach
from junction.support.files.volunteers import read_volunteers
from junction.support.models import VettingSeen, Volunteer, WantedMessage
from junction.support.operations import volunteer_import
from junction.support.operations import volunteer_refusals as refusals
from junction.support.operations.volunteer_import import import_volunteers
from junction.support.operations.volunteers import SignedUp, add_scheme, sign_up, sign_up_many
from junction.support.queries import volunteers as queries
from junction.support.rules.signing_up import CheckTold
from junction.support.tests.volunteers import (
    CHECK,
    MANCHESTER,
    NOW,
    ONE,
    SYSTEM,
    TRAFFORD,
    place_postcodes,
    scheme,
    signed_up,
)
from tests.cast import manager_of, national, officer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trafford(areas):
    place_postcodes()
    return scheme()


def test_who_signs_up_stands_by_keys_and_bits_and_is_greeted(trafford):
    came = sign_up(replace(ONE, hours=["0-morning", "6-evening"]), by=ANONYMOUS, now=NOW)
    one = Volunteer.objects.get()
    assert (came.volunteer, came.is_known) == (one.pk, False)
    assert (one.scheme, one.area_id, one.skills, one.languages) == (trafford, TRAFFORD, 0b11, 1)
    assert one.hours == 1 | 1 << 20 and (one.longitude, one.latitude) == (-2.32, 53.42)
    assert (one.by_email, one.by_text, one.state) == (True, True, "signed-up")
    assert "Vera" not in str(vars(one)) and "vera" not in str(vars(one))
    assert queries.told(NOBODY, one) == queries.Told("Vera Volunteer", "vera@example.org", "07700 900777")
    kept = PersonalValue.objects.values_list("kind", "retention_until")
    assert set(kept) == {(f"volunteer-{kind}", date(2021, 4, 20)) for kind in ("name", "email", "phone")}
    line = AuditEntry.objects.get(verb="support.volunteer.signed-up")
    assert line.by == "anonymous" and line.playbook == "volunteers@2020-03-24"
    assert line.detail["area"] == TRAFFORD and "Vera" not in str(line.detail)
    assert AuditEntry.objects.filter(verb="personal.kept").count() == 3
    assert WantedMessage.objects.get().kind == "welcome"


def test_an_address_known_before_adds_nobody_and_changes_nothing(trafford):
    first = sign_up(ONE, by=ANONYMOUS, now=NOW)
    again = sign_up(replace(ONE, name="Another", email="VERA@example.org ", skills=[]), by=ANONYMOUS, now=NOW)
    assert again == SignedUp(first.volunteer, is_known=True)
    assert queries.told(NOBODY, Volunteer.objects.get()).name == "Vera Volunteer"
    assert PersonalValue.objects.count() == 3 and WantedMessage.objects.count() == 2
    twice = [replace(ONE, email="two@example.org")] * 2
    came = sign_up_many(twice, by=ANONYMOUS, now=NOW)
    assert [one.is_known for one in came] == [False, True] and came[0].volunteer == came[1].volunteer


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"name": " "}, refusals.SayName),
        ({"email": "", "phone": ""}, refusals.NoContact),
        ({"phone": "12"}, refusals.NoSuchNumber),
        ({"postcode": "ZZ9 9ZZ"}, refusals.PostcodeNotKnown),
        ({"postcode": "M1 1AA"}, refusals.NoScheme),
        ({"skills": ["alchemy"]}, refusals.NotAChoice),
        ({"hours": ["7-morning"]}, refusals.NotAChoice),
        ({"check": replace(CHECK, code="secret")}, refusals.NotAChoice),
        ({"check": replace(CHECK, issued_on=date(2020, 4, 21))}, refusals.CheckNotInForce),
        ({"check": CheckTold("basic", "DBS", date(2016, 1, 1))}, refusals.CheckNotInForce),
    ],
)
def test_what_is_wrong_with_one_leaves_nothing_of_it_and_the_others_are_taken(trafford, more, refusal):
    with pytest.raises(refusal):
        sign_up(replace(ONE, **more), by=ANONYMOUS, now=NOW)
    assert not Volunteer.objects.exists() and not PersonalValue.objects.exists()
    came = sign_up_many([replace(ONE, **more), replace(ONE, email="other@x.org")], by=ANONYMOUS, now=NOW)
    assert isinstance(came[0], refusal) and came[1].volunteer == Volunteer.objects.get().pk


def test_hundreds_are_as_few_statements_as_one(trafford):
    many = [replace(ONE, email=f"v{number}@example.org") for number in range(300)]
    with CaptureQueriesContext(connection, ) as for_one:  # fmt: skip
        sign_up(ONE, by=ANONYMOUS, now=NOW)
    with CaptureQueriesContext(connection) as for_many:
        sign_up_many(many, by=ANONYMOUS, now=NOW)
    assert len(for_one) == len(for_many) and Volunteer.objects.count() == 301


def test_the_nation_takes_whom_no_council_takes_and_a_scheme_is_named_by_its_keeper(trafford):
    nation = add_scheme("The nation", area="", by=national(), now=NOW)
    signed_up(1, postcode="M1 1AA")
    assert Volunteer.objects.get().scheme == nation
    officer = officer_of(TRAFFORD)
    mine = replace(ONE, scheme=trafford.pk, channel="import", check=CHECK)
    assert sign_up(mine, by=officer, now=NOW).volunteer == Volunteer.objects.first().pk
    seen = VettingSeen.objects.get()
    assert (seen.check_code, seen.expires_on, seen.seen_by) == ("identity", date(2025, 3, 6), officer.key)
    for by, wrong in ((officer, nation.pk), (officer_of(MANCHESTER), trafford.pk), (officer, None)):
        with pytest.raises(refusals.NotYourScheme):
            sign_up(replace(mine, scheme=wrong), by=by, now=NOW)
    with pytest.raises(refusals.NotYourArea):
        add_scheme("Another", area="", by=officer, now=NOW)
    with pytest.raises(refusals.SchemeNamedSo):
        add_scheme("The nation", area=TRAFFORD, by=officer, now=NOW)


def test_a_keeper_sees_their_own_area_and_nobody_else_anybody(trafford):
    number = signed_up()
    mine, other = officer_of(TRAFFORD), officer_of(MANCHESTER)
    assert queries.one_volunteer(mine.scope, number).pk == number
    assert queries.volunteers(national().scope).count() == 1
    for by in (other, manager_of(1), ANONYMOUS):
        assert not queries.volunteers(by.scope).exists() and not queries.schemes(by.scope).exists()
    assert queries.who(mine.scope, queries.one_volunteer(mine.scope, number)).email == "vera0@example.org"
    assert queries.who(manager_of(1).scope, Volunteer.objects.get()) is None


def test_a_check_seen_is_never_changed(trafford):
    sign_up(replace(ONE, scheme=trafford.pk, check=CHECK), by=SYSTEM, now=NOW)
    for change in ({"check_code": "enhanced"}, {"expires_on": date(2030, 1, 1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            VettingSeen.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        VettingSeen.objects.all().delete()
    VettingSeen.objects.update(withdrawn_at=NOW + timedelta(days=1), withdrawn_by="user:1", withdrawn_why="x")


def test_the_scope_of_a_partner_is_no_keepers(trafford):
    signed_up()
    partner = Reach(organisations=frozenset({1}))
    from tests.cast import holder

    assert not queries.volunteers(holder("support-partner", partner).scope).exists()


def listed(*lines: str):
    head = "name,postcode,email,skills,check,check_issuer,check_date,reach_km"
    return read_volunteers("\n".join([head, *lines]).encode(), filename="list.csv")


def test_a_list_says_each_wrong_cell_and_takes_the_rest(trafford):
    table = listed(
        "Ann,M33 7ZF,ann@x.org,errands; talk,identity,Post Office,2020-04-01,10",
        "Bob,M33 7ZF,bob@x.org,alchemy,,,,", "Cy,ZZ9 9ZZ,cy@x.org,talk,,,,", "Di,M33 7ZF,ann@x.org,talk,,,,",
        "Ed,M33 7ZF,ed@x.org,talk,identity,Post Office,,", "Flo,M33 7ZF,flo@x.org,,,,,900",
    )  # fmt: skip
    told = []
    given = {"scheme": trafford.pk, "by": officer_of(TRAFFORD), "now": NOW}
    dry = import_volunteers(table, dry_run=True, **given)
    assert (dry.created, dry.unchanged, dry.errors) == (1, 1, 4) and not Volunteer.objects.exists()
    report = import_volunteers(table, tell=lambda done, of: told.append((done, of)), **given)
    assert report.summary() == dry.summary() and told == [(6, 6)]
    found = [(one.row, one.column, one.check) for one in report.findings]
    assert sorted(found) == [(3, "skills", "not-right"), (4, "", "postcode-not-known"),
                             (6, "check_date", "not-right"), (7, "reach_km", "not-right")]  # fmt: skip
    assert VettingSeen.objects.get().volunteer == Volunteer.objects.get()
    again = import_volunteers(table, **given)
    assert (again.created, again.unchanged) == (0, 2)
    with pytest.raises(ImportRefused):
        import_volunteers(table, partial=False, **given)
    with pytest.raises(refusals.NotYourScheme):
        import_volunteers(table, scheme=trafford.pk, by=officer_of(MANCHESTER), now=NOW)


def test_a_list_that_was_cut_off_goes_on_where_it_stood(trafford, monkeypatch):
    monkeypatch.setattr(volunteer_import, "CHUNK", 2)
    names = ("ann", "bob", "cy", "ann", "di", "ed", "flo")
    table = listed(
        *(f"{name},M33 7ZF,{name}@x.org,talk,,,," for name in names), "Gus,M33,gus@x.org,alchemy,,,,"
    )
    given = {"scheme": trafford.pk, "by": officer_of(TRAFFORD), "now": NOW}
    dry = import_volunteers(table, dry_run=True, **given)
    assert (dry.rows, dry.created, dry.unchanged, dry.errors) == (8, 6, 1, 1)

    class CutOff(Exception):
        pass

    def cut_off(done, of):
        if done == 4:
            raise CutOff

    parts = Parts()
    with pytest.raises(CutOff):
        import_volunteers(table, parts=parts, tell=cut_off, **given)
    assert Volunteer.objects.count() == 3
    report = import_volunteers(table, parts=Parts(RunningReport.going_on(parts.report.so_far())), **given)
    assert report.summary() == dry.summary() and Volunteer.objects.count() == 6
    assert [(one.row, one.column) for one in report.findings] == [(9, "skills")]


def test_memory_of_an_import_does_not_grow_with_the_list(trafford):
    """Findings that nobody takes are held up to a limit, and counted beyond it."""
    report = RunningReport()
    wrong = Finding(2, "skills", "alchemy", "not-right", Severity.ERROR, "This is none of the list.")
    for _ in range(3):
        report.found([wrong] * 50_000)
    assert (report.errors, len(report.findings), report.summary()["checks"]) == (
        150_000, 100_000, {"not-right": 150_000})  # fmt: skip
