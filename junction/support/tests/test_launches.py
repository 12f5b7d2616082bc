"""Launches: stated with their lines, held against the others, decided by a person, seen as they were."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.registry.models import Area
from junction.support.models import Launch, LaunchDecision, LaunchPromise, LaunchVersion
from junction.support.operations import programme_refusals as refusals
from junction.support.operations.launches import LaunchSaid, change_launch, said_of
from junction.support.queries import launches
from junction.support.rules.launches import Promise
from tests.cast import auditor, manager_of, national, officer_of, other_officer

from .programmes import LONDON, NOW, TODAY, TRAFFORD, decide, launch, programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
HOUR, JUNE, JULY = timedelta(hours=1), date(2020, 6, 1), date(2020, 7, 1)
FORM = ("name", "address", "phone", "diet")


def gate(number, by=None, **at):
    return launches.gate((by or national()).scope, [number], now=at.pop("now", NOW), **at)[number]


def codes(number, **at):
    return [found.code for found in gate(number, **at).found]


def stands(number, by=None, **at):
    return launches.launch((by or national()).scope, number, now=at.pop("now", NOW), **at).state


def test_a_launch_keeps_its_lines_and_is_stated_anew_with_them():
    food = programme()
    first = launch(food, opens=[("People who shield", JULY)])
    number = launch(
        food, "Parcels", collects=["phone", "name"],
        promises=[Promise("shielded", "food", True, 7, JULY, "Weekly")],
        needs=[first, first], uses=["people  who SHIELD", ""], ends_on=JULY, is_final=True,
    )  # fmt: skip
    said = said_of(national(), number, now=NOW)
    assert said.collects == ("name", "phone") and said.needs == (first,)
    assert said.uses == ("people who shield",)
    assert said.promises == (Promise("shielded", "food", True, 7, JULY, "Weekly"),)
    change_launch(number, LaunchSaid("Parcels", "shielded", "web", JUNE), why="Later", by=national(),
                  now=NOW + HOUR)  # fmt: skip
    later = NOW + 2 * HOUR
    then = launches.launch(national().scope, number, as_at=NOW, now=later)
    assert [one.text for one in then.promises.all()] == ["Weekly"] and then.begins_on == date(2020, 5, 1)
    assert not launches.launch(national().scope, number, now=later).promises.all()
    assert LaunchPromise.objects.count() == 1


def test_the_gate_reads_what_is_stored():
    food = programme()
    first = launch(food, collects=FORM, opens=[("people who shield", JULY)])
    twice = launch(food, "Second register", collects=FORM)
    assert codes(twice) == ["same-data"] and gate(twice).verdict == "stop"
    uses = launch(food, "Parcels", collects=FORM, uses=["people who shield"], needs=[first], begins_on=JUNE)
    assert codes(uses) == [
        "same-data",
        "needs-late",
        "interface-withdrawn",
    ]  # the second register is not told
    decide(first), decide(twice, "refuse", now=NOW + HOUR)
    assert codes(uses, now=NOW + HOUR) == ["interface-withdrawn"]
    assert codes(uses, as_at=NOW, now=NOW + HOUR) == ["same-data", "interface-withdrawn"]


def test_an_area_below_or_around_is_the_same_people_and_another_is_not():
    food = programme()
    here = launch(food, "Here", area=TRAFFORD, collects=FORM)
    launch(food, "London", area=LONDON, collects=FORM)
    assert codes(here) == []
    nation = launch(food, "Nation", collects=FORM)
    assert [found.other for found in gate(here).found] == [nation]


def test_a_decision_is_about_what_is_stated_and_keeps_what_the_gate_said():
    food = programme()
    launch(food, collects=FORM)
    number = launch(food, "Again", collects=FORM)
    assert stands(number) == "to-decide"
    made = decide(number, why="The first ends first", saw="stop", now=NOW + HOUR)
    assert (made.goes, made.verdict, [one["code"] for one in made.findings]) == (True, "stop", ["same-data"])
    assert stands(number, now=NOW + HOUR) == "planned"
    assert stands(number, now=NOW + timedelta(days=20)) == "live"
    before = said_of(national(), number, now=NOW + HOUR)
    change_launch(number, LaunchSaid("Again", "shielded", "phone", JUNE, ends_on=JULY), why="By telephone",
                  by=national(), now=NOW + 2 * HOUR)  # fmt: skip
    assert before.channel == "web" and stands(number, now=NOW + 2 * HOUR) == "changed"
    decide(number, now=NOW + 3 * HOUR)
    assert stands(number, now=NOW + timedelta(days=90)) == "ended"
    decide(number, "withdraw", now=NOW + 4 * HOUR)
    assert stands(number, now=NOW + 5 * HOUR) == "stopped"
    assert stands(number, as_at=NOW, now=NOW + 5 * HOUR) == "to-decide"
    verbs = AuditEntry.objects.filter(subject=f"launch:{number}").order_by("pk")
    assert [one.verb.split(".")[-1] for one in verbs] == [
        "stated",
        "decided",
        "changed",
        "decided",
        "decided",
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        LaunchDecision.objects.filter(pk=made.pk).update(why="x")


def test_who_saw_another_verdict_looks_again():
    food = programme()
    number = launch(food, collects=FORM)
    launch(food, "Again", collects=FORM)
    with pytest.raises(refusals.LookAgain):
        decide(number, saw="clear")
    assert not LaunchDecision.objects.exists()


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"decision": "perhaps"}, refusals.CannotDecide),
        ({"why": " "}, refusals.CannotDecide),
        ({"decided_by": ""}, refusals.CannotDecide),
        ({"decided_on": TODAY + timedelta(days=1)}, refusals.CannotDecide),
        ({"by": officer_of(TRAFFORD)}, refusals.NotYoursToRun),
        ({"by": auditor()}, refusals.NotYoursToRun),
        ({"by": manager_of(1)}, LaunchVersion.DoesNotExist),
    ],
)
def test_what_is_no_decision_is_refused(more, refusal):
    number = launch(programme())
    with pytest.raises(refusal):
        decide(number, **more)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"title": " "}, refusals.CannotStateLaunch),
        ({"audience": "martians"}, refusals.CannotStateLaunch),
        ({"channel": "pigeon"}, refusals.CannotStateLaunch),
        ({"ends_on": date(2020, 5, 1)}, refusals.CannotStateLaunch),
        ({"collects": ["shoe size"]}, refusals.CannotStateLaunch),
        ({"area": "E99999999"}, refusals.OutsideTheProgramme),
        ({"area": None}, refusals.OutsideTheProgramme),
        ({"needs": [999_999]}, refusals.NotALaunch),
        ({"promises": [Promise("shielded", "gold", text="x")]}, refusals.CannotPromise),
        ({"promises": [Promise("shielded", "food")]}, refusals.CannotPromise),
        ({"promises": [Promise("shielded", "food", until=TODAY, text="x")]}, refusals.CannotPromise),
        ({"by": officer_of(TRAFFORD)}, refusals.NotYoursToRun),
    ],
)
def test_what_is_no_launch_is_refused(more, refusal):
    number = programme(area=TRAFFORD)
    with pytest.raises(refusal):
        launch(number, **({"area": TRAFFORD} | more))
    assert not Launch.objects.exists()


def test_a_change_has_a_reason_changes_something_and_needs_not_itself():
    number = launch(programme())
    said = said_of(national(), number, now=NOW)
    for what, why, refusal in (
        (said, "Same", refusals.NothingChanged),
        (LaunchSaid("Other", "public", "web", JUNE), " ", refusals.SayWhatChanged),
        (LaunchSaid("Other", "public", "web", JUNE, needs=[number]), "x", refusals.NotALaunch),
    ):
        with pytest.raises(refusal):
            change_launch(number, what, why=why, by=national(), now=NOW)


def test_who_does_not_reach_the_other_launch_is_not_told_its_name():
    food = programme()
    nation = launch(food, "Nation", collects=FORM)
    launch(food, "Secret of London", area=LONDON, collects=FORM)
    assert sorted(launches.titles(officer_of(TRAFFORD).scope).values()) == ["Nation"]
    passed = gate(nation, by=officer_of(TRAFFORD))
    assert [found.code for found in passed.found] == ["same-data"] and list(passed.titles) == [nation]
    assert stands(nation, by=other_officer()) == "to-decide"
    assert not launches.launches(manager_of(1).scope, now=NOW).exists()


@pytest.fixture
def at_noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW + 3 * HOUR)


def test_pages_tell_what_is_wrong_and_hide_what_is_out_of_reach(sign_in, at_noon):
    food = programme()
    nation = launch(food, "Nation", collects=FORM)
    hidden = launch(food, "Secret of London", area=LONDON, collects=FORM)
    officer = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    page = officer.get(f"/support/launches/{nation}/").content.decode()
    assert "Refused by the gate" in page and "Another launch, outside your reach" in page
    assert "Secret" not in page and "Decide about it" not in page
    assert officer.get(f"/support/launches/{hidden}/").status_code == 404
    assert officer.get(f"/support/launches/{nation}/decide/").status_code == 403
    centre = sign_in("national")
    asked = centre.get(f"/support/launches/{nation}/decide/").content.decode()
    assert "Secret of London” asks the same people for address, diet, name, telephone too" in asked


def test_a_launch_goes_through_its_pages(sign_in, at_noon):
    food = programme()
    centre = sign_in("national")
    day = {"begins_on-day": "1", "begins_on-month": "6", "begins_on-year": "2020"}
    stated = centre.post("/support/launches/add/", {
        "programme": food, "title": "Line", "audience": "public", "channel": "phone", "collects": ["name"],
        "opens": "people who rang, 2020-07-01", **day})  # fmt: skip
    number = Launch.objects.get().pk
    assert stated["Location"] == f"/support/launches/{number}/"
    assert centre.post(f"/support/launches/{number}/promise/", {
        "audience": "public", "category": "talk", "gives": "yes", "within_days": "1", "text": "A call",
        "why": "Agreed"}).status_code == 302  # fmt: skip
    form = centre.get(f"/support/launches/{number}/change/").content.decode()
    assert "people who rang, 2020-07-01" in form and "Line" in form
    promised = said_of(national(), number, now=NOW + 4 * HOUR).promises
    assert [one.text for one in promised] == ["A call"]
    row = launches.launch(national().scope, number, now=NOW + 4 * HOUR).promises.get()
    back = f"/support/launches/{number}/promise/{row.pk}/take-back/"
    assert centre.post(back, {"why": "Not yet"}).status_code == 302
    assert said_of(national(), number, now=NOW + 4 * HOUR).promises == ()
    assert centre.post(back, {"why": "Again"}).status_code == 404
    decided = {"decision": "go", "decided_by": "Board", "why": "It fits", "saw": "clear",
               "decided_on-day": "20", "decided_on-month": "4", "decided_on-year": "2020"}  # fmt: skip
    assert centre.post(f"/support/launches/{number}/decide/", decided).status_code == 302
    assert stands(number, now=NOW + 4 * HOUR) == "planned"
    assert centre.post(f"/support/launches/{number}/decide/", decided | {"saw": "stop"}).status_code == 422


def test_the_day_of_an_interface_is_asked_for_again_when_it_is_none(sign_in, at_noon):
    sent = {"programme": programme(), "title": "Line", "opens": "names, soon"}
    page = sign_in("national").post("/support/launches/add/", sent)
    assert page.status_code == 422 and "Write the line like “names, 2020-07-01”" in page.content.decode()


def test_what_goes_live_although_the_gate_refuses_it_is_counted_and_listed(sign_in, at_noon):
    food = programme()
    decide(launch(food, "First", collects=FORM)), decide(launch(food, "Second", collects=FORM))
    launch(food, "Third", area=TRAFFORD)
    centre = sign_in("national")
    page = centre.get("/support/launches/").content.decode()
    assert "Live or to be, yet refused by the gate now" in page and "of 3" in page
    listed = centre.get("/support/launches/?gate=stop").content.decode()
    assert "First" in listed and "Second" in listed and "Third" not in listed


def test_the_list_takes_as_many_statements_for_many_launches(sign_in, at_noon, django_assert_max_num_queries):
    food = programme()
    centre = sign_in("national")
    centre.get("/support/launches/")
    for size in (2, 8):
        for number in range(size):
            launch(food, f"L{size}-{number}", collects=FORM, area=TRAFFORD)
        with django_assert_max_num_queries(16):
            page = centre.get("/support/launches/").content.decode()
    assert "Refused by the gate" in page
    file = b"".join(centre.get("/support/launches/?format=csv").streaming_content).decode()
    assert file.count("Refused by the gate") == 10
