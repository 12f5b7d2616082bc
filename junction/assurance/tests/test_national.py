"""National issues: raised once, joined by others, decided, promised without a day, answered and published."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from junction.assurance.models import NationalIssue, NationalResponse, Raising
from junction.assurance.operations import national as operations
from junction.assurance.operations import owning
from junction.assurance.operations import raising_refusals as refusals
from junction.assurance.operations.national import Answered, Raised
from junction.assurance.operations.register_refusals import StillToCome
from junction.assurance.queries import national as queries
from junction.assurance.queries.owners import homes
from junction.assurance.rules.national import days_over, national_rules
from junction.assurance.rules.parties import Party
from junction.core.audit.models import AuditEntry
from junction.core.ownership.operations import CannotTake
from junction.core.scope import Actor, Reach
from junction.registry.models import Area, Identifier
from junction.registry.tests.factories import PlaceFactory
from tests.cast import auditor, holder, manager_of, national, officer_of, other_officer, user_who

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)  # a Monday
TODAY, TRAFFORD, MANCHESTER, NORTH_WEST = date(2020, 4, 20), "E08000009", "E08000003", "E12000002"
SECOND = Actor(key="user:second", name="Second", scope=national().scope)


def region():
    return holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD, MANCHESTER})), key="user:region")


@pytest.fixture
def home(areas):
    made = PlaceFactory(name="Ash", area_id=TRAFFORD, council_id=TRAFFORD)
    Identifier.objects.create(kind="cqc-location", value="1-123456789", place=made, recorded_at=NOW)
    return made


def raise_one(party=None, *, by=None, now=NOW, **more):
    values = {
        "title": "Indemnity of care homes that take people from hospital",
        "text": "Insurers exclude the virus from cover",
        "theme": "indemnity",
    }
    said = Raised(party or Party(area=TRAFFORD), **(values | more))
    return operations.raise_national_issue(said, by=by or officer_of(TRAFFORD), now=now)


def rule(one, needs_one=True, *, by=None, now=NOW, **more):
    values = {"decided_by": "Director general", "decided_on": TODAY, "why": "Every council asks"}
    return operations.rule_on_issue(
        one.pk, needs_one=needs_one, **(values | more), by=by or national(), now=now
    )


def respond(one, kind="promise", text="We look at it and answer in due course", *, by=None, now=NOW, **more):
    said = Answered(kind, text, "The Minister", more.pop("said_on", TODAY), **more)
    return operations.respond_to_issue(one.pk, said, by=by or national(), now=now)


def publish(one, audience="councils", *, by=None, now=NOW, how="By letter"):
    return operations.publish_answer(
        one.pk, audience=audience, published_on=TODAY, how=how, by=by or national(), now=now
    )


def stands(one, *, now=NOW, as_at=None, by=None):
    return queries.issues((by or national()).scope, as_at=as_at, now=now).get(pk=one.pk)


def test_limits_are_working_days_of_the_playbook():
    rules = national_rules(TODAY)
    assert rules.decide_by(TODAY) == date(2020, 4, 22) and rules.decide_by(date(2020, 4, 24)) == date(
        2020, 4, 28
    )
    assert rules.answer_by(TODAY) == date(2020, 5, 4)  # ten working days; 8 May is the bank holiday
    assert set(rules.for_providers) == {"providers", "public"}
    assert [days_over(on, today=TODAY) for on in (date(2020, 4, 17), TODAY, None)] == [3, 0, 0]


def test_an_issue_goes_from_raised_to_published_and_each_moment_can_be_seen_again(areas):
    one = raise_one()
    moments = [("to-decide", NOW)]
    hour = timedelta(hours=1)
    for number, (state, work) in enumerate(
        [
            ("undated", lambda at: respond(one, now=at)),
            ("undated", lambda at: rule(one, now=at)),
            ("promised", lambda at: respond(one, due_on=date(2020, 4, 30), now=at)),
            ("answered", lambda at: respond(one, "answer", "The state stands behind them", now=at)),
            ("published", lambda at: publish(one, now=at)),
            ("answered", lambda at: respond(one, "answer", "For hospitals' patients too", now=at)),
            ("local", lambda at: rule(one, False, now=at)),
        ],
        start=1,
    ):
        work(NOW + number * hour)
        moments.append((state, NOW + number * hour))
    for state, at in moments:
        assert stands(one, as_at=at, now=NOW + timedelta(days=9)).state == state
    assert [row.text for row in queries.issue(national().scope, one.pk, now=NOW + 9 * hour).said_by_then] == [
        "For hospitals' patients too", "The state stands behind them",
        "We look at it and answer in due course", "We look at it and answer in due course",
    ]  # fmt: skip


def test_it_is_late_by_the_day_that_counts(areas):
    one = raise_one()

    def late_on(day):
        return stands(one, now=datetime(2020, day[0], day[1], 12, tzinfo=UTC)).is_late

    assert not late_on((4, 22)) and late_on((4, 23))  # two working days to decide
    rule(one)
    assert not late_on((5, 4)) and late_on((5, 5))  # ten to answer
    respond(one)
    assert not late_on((5, 4)) and late_on((5, 5))  # "in due course" does not stop that clock
    respond(one, due_on=date(2020, 6, 1))
    assert not late_on((6, 1)) and late_on((6, 2))
    respond(one, "answer", "Here it is")
    assert not late_on((7, 1))


def test_a_like_issue_is_joined_and_not_raised_twice(areas):
    first = raise_one()
    again = {"title": "Indemnity for care homes taking people from hospital", "by": officer_of(MANCHESTER),
             "party": Party(area=MANCHESTER)}  # fmt: skip
    with pytest.raises(refusals.RaisedAlready) as refused:
        raise_one(**again)
    assert refused.value.about == {"alike": [first.pk]}
    other = raise_one(
        title="Vetting of new staff takes three weeks", text="Checks are slow", theme="workforce"
    )
    operations.join_national_issue(first.pk, Party(area=MANCHESTER), by=officer_of(MANCHESTER), now=NOW)
    with pytest.raises(refusals.JoinedAlready):
        operations.join_national_issue(first.pk, Party(area=MANCHESTER), by=region(), now=NOW)
    assert stands(first).raised_times == 2 and stands(other).raised_times == 1
    assert raise_one(**again, is_new=True).pk not in (first.pk, other.pk)


def test_a_provider_is_raised_for_by_its_council_and_reads_it_then_or_once_it_is_published(home):
    manager, other = manager_of(home), PlaceFactory(name="Oak", area_id=MANCHESTER, council_id=MANCHESTER)
    one, another = (
        raise_one(Party(place=home.pk)),
        raise_one(title="Car tax of carers", text="Mileage", is_new=True),
    )
    for party, by in (
        (Party(place=home.pk), manager), (Party(place=other.pk), officer_of(TRAFFORD)),
        (Party(area=MANCHESTER), officer_of(TRAFFORD)), (Party(organisation=1), national()),
        (Party(area=TRAFFORD), auditor()),
    ):  # fmt: skip
        with pytest.raises(refusals.NotYoursToRaise):
            raise_one(party, by=by)
    seen = queries.issues(manager.scope, now=NOW)
    assert set(seen) == {one}
    rule(another), respond(another, "answer", "Yes"), publish(another, "councils")
    assert set(queries.issues(manager.scope, now=NOW)) == {one}
    publish(another, "providers", now=NOW + timedelta(hours=2))
    assert set(queries.issues(manager.scope, now=NOW + timedelta(hours=3))) == {one, another}
    assert set(queries.issues(manager.scope, as_at=NOW + timedelta(hours=1), now=NOW)) == {one}
    assert queries.raisings(other_officer().scope, one.pk, at=NOW) == []
    assert [row.place for row in queries.raisings(officer_of(TRAFFORD).scope, one.pk, at=NOW)] == [home]


@pytest.mark.parametrize(
    ("work", "refusal"),
    [
        (lambda one: rule(one, by=region()), refusals.NotAtYourDesk),
        (lambda one: respond(one, by=officer_of(TRAFFORD)), refusals.NotAtYourDesk),
        (lambda one: publish(one, by=region()), refusals.NotAtYourDesk),
        (lambda one: rule(one, why=" "), refusals.CannotRule),
        (lambda one: rule(one, decided_by=" "), refusals.CannotRule),
        (lambda one: rule(one, decided_on=date(2020, 4, 21)), StillToCome),
        (lambda one: respond(one, "guess"), refusals.CannotRespond),
        (lambda one: respond(one, text=" "), refusals.CannotRespond),
        (lambda one: respond(one, said_on=date(2020, 4, 21)), StillToCome),
        (lambda one: respond(one, due_on=date(2020, 4, 19)), refusals.CannotRespond),
        (lambda one: respond(one, "answer", due_on=date(2020, 5, 1)), refusals.CannotRespond),
        (lambda one: respond(one, "answer"), refusals.NotRuled),
        (lambda one: publish(one), refusals.NoAnswer),
        (lambda one: raise_one(theme="weather"), refusals.CannotRaise),
        (lambda one: raise_one(title=" "), refusals.CannotRaise),
        (
            lambda one: owning.take_thing("national-issue", one.pk, by=region(), now=NOW),
            refusals.NotAtYourDesk,
        ),
    ],
)
def test_what_cannot_be_done_leaves_nothing(areas, work, refusal):
    one = raise_one()
    lines = AuditEntry.objects.count()
    with pytest.raises(refusal):
        work(one)
    assert AuditEntry.objects.count() == lines and not NationalResponse.objects.exists()


def test_an_answer_is_published_to_each_once_and_to_nobody_the_list_does_not_know(areas):
    one = raise_one()
    rule(one), respond(one, "answer", "Yes"), publish(one)
    for audience, how, refusal in (
        ("councils", "Again", refusals.PublishedAlready), ("moon", "By rocket", refusals.CannotPublish),
        ("forums", " ", refusals.CannotPublish),
    ):  # fmt: skip
        with pytest.raises(refusal):
            publish(one, audience, how=how)


def test_it_has_one_owner_or_somebody_who_must_find_it_one(areas):
    one, own = raise_one(), user_who("national")

    def home(at):
        found = homes(national().scope, "national-issue", {one.pk: NOW}, finder="The lead", own_key="",
                      at=at, now=NOW + timedelta(days=9))  # fmt: skip
        return found[one.pk]

    later = [NOW + timedelta(hours=number) for number in range(6)]
    assert (home(later[0]).owner, home(later[0]).finder) == (None, "The lead")
    owning.take_thing("national-issue", one.pk, by=SECOND, now=later[1])
    with pytest.raises(CannotTake):
        owning.take_thing("national-issue", one.pk, by=national(), now=later[1])
    with pytest.raises(refusals.CannotOwn):
        owning.hand_over_thing("national-issue", one.pk, to="user:999", why="Off", by=SECOND, now=later[2])
    owning.hand_over_thing("national-issue", one.pk, to=own.key, why="Off duty", by=SECOND, now=later[2])
    with pytest.raises(refusals.NameAFinder):
        owning.release_thing("national-issue", one.pk, finder=" ", why="Off", by=SECOND, now=later[3])
    owning.release_thing(
        "national-issue", one.pk, finder="The night lead", why="Off", by=SECOND, now=later[3]
    )
    assert [home(at).owner for at in later[1:5]] == ["user:second", own.key, None, None]
    assert [home(at).hand_overs for at in later[1:5]] == [0, 1, 1, 1]
    assert home(later[4]).finder == "The night lead" and home(later[4]).since == later[3]
    assert stands(one, as_at=later[2]).owner == own.key and stands(one, now=later[4]).owner is None
    rule(one, False)
    with pytest.raises(refusals.IsOver):
        owning.take_thing("national-issue", one.pk, by=SECOND, now=later[5])


def test_the_database_refuses_to_change_what_was_said(areas):
    one = raise_one()
    rule(one), respond(one, "answer", "Yes"), publish(one)
    with pytest.raises(DatabaseError), transaction.atomic():
        NationalIssue.objects.update(title="Another")
    for rows in (one.raisings, one.rulings, one.responses, one.responses.get().publications):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().delete()


def test_each_write_has_its_line_in_the_log(areas):
    one = raise_one()
    rule(one), respond(one, "answer", "Secret words"), publish(one)
    said = AuditEntry.objects.filter(subject=f"national-issue:{one.pk}").order_by("pk")
    verbs = [entry.verb.removeprefix("assurance.national-issue.") for entry in said]
    assert verbs == ["raised", "ruled", "responded", "published"]
    assert not any("Secret" in str(vars(entry)) for entry in said)


def test_pages_raise_show_what_is_alike_join_and_answer(home, sign_in, django_assert_max_num_queries):
    officer = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    nation, manager = sign_in("national"), sign_in("place-manager", place=home)
    form, listed = reverse("assurance:raise-national-issue"), reverse("assurance:national-issues")
    sent = {"title": "Indemnity of homes", "text": "Cover ends", "theme": "indemnity", "area": TRAFFORD}
    page = officer.post(form, sent)["Location"]
    again = officer.post(form, sent | {"area": "", "place": "1-123456789"})
    body = again.content.decode()
    assert again.status_code == 422 and "These look alike" in body and "None of the issues" in body
    one = NationalIssue.objects.get()
    join = reverse("assurance:join-national-issue", args=[one.pk])
    assert officer.post(join, {"place": "1-123456789", "note": "Cover ends in May"})["Location"] == page
    assert officer.post(join, {"area": TRAFFORD}).status_code == 422
    assert officer.post(join, {"area": TRAFFORD, "place": "1-123456789"}).status_code == 422
    assert "Cover ends in May" in manager.get(page).content.decode()
    assert {manager.get(address).status_code for address in (form, join)} == {403}
    at = [one.pk]
    ruled = {"needs_one": "yes", "decided_by": "Director", "decided_on": "2020-04-20", "why": "All ask"}
    said = {"kind": "promise", "text": "In due course", "said_by": "Minister", "said_on": "2020-04-20"}
    for name, values in (("rule-on-issue", ruled), ("respond-to-issue", said)):
        assert officer.post(reverse(f"assurance:{name}", args=at), values).status_code == 422
        assert nation.post(reverse(f"assurance:{name}", args=at), values).status_code == 302
    assert "No day said" in nation.get(page).content.decode()
    owned = ["national-issue", one.pk]
    assert nation.post(reverse("assurance:take-thing", args=owned), {}).status_code == 302
    assert "You, since" in nation.get(page).content.decode()
    release = {"finder": "The night lead", "why": "Off duty"}
    assert nation.post(reverse("assurance:release-thing", args=owned), release).status_code == 302
    assert "The night lead must find one" in nation.get(page).content.decode()
    assert nation.get(reverse("assurance:take-thing", args=["weather", 1])).status_code == 404
    for number in range(4):
        raise_one(title=f"Issue {number}", text="Other", is_new=True)
    with django_assert_max_num_queries(18):
        found = nation.get(f"{listed}?state=undated&late=no&owner=nobody&q=indemnity").content.decode()
    assert "Indemnity of homes" in found and "Issue 1" not in found
    rows = b"".join(nation.get(f"{listed}?theme=indemnity&format=csv").streaming_content).decode()
    assert rows.count("Issue ") == 4 and "An answer is promised, no day said" in rows
    assert Raising.objects.filter(issue=one).count() == 2
