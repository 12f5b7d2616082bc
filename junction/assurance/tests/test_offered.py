"""Expert help: a council states a need, its region or the nation offers help, somebody judges it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from junction.assurance.models import HelpNeed, HelpOffer
from junction.assurance.operations import offered as operations
from junction.assurance.operations import owning
from junction.assurance.operations import raising_refusals as refusals
from junction.assurance.operations.offered import Offered
from junction.assurance.queries import offered as queries
from junction.assurance.rules.offered import help_rules, months_after
from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.registry.models import Area, AreaInside
from tests.cast import auditor, holder, manager_of, national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)  # a Monday
TODAY = date(2020, 4, 20)
TRAFFORD, MANCHESTER, NORTH_WEST = "E08000009", "E08000003", "E12000002"


@pytest.fixture(autouse=True)
def known_areas(areas):
    for code in (TRAFFORD, MANCHESTER):
        AreaInside.objects.get_or_create(
            ancestor_id=NORTH_WEST, descendant_id=code, defaults={"valid_from": date(1974, 4, 1)}
        )


def region():
    return holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD, MANCHESTER})), key="user:region")


def need(council=TRAFFORD, *, by=None, now=NOW, **more):
    values = {"theme": "market", "text": "Two groups are about to fail"} | more
    return operations.state_need(council, **values, by=by or officer_of(council), now=now)


def offer(one, *, by=None, now=NOW, **more):
    values = {"text": "Two advisers", "given_by": "The association", "from_on": TODAY} | more
    return operations.offer_help(one.pk, Offered(**values), by=by or region(), now=now)


def judge(one, outcome="met", *, by=None, now=NOW, text="It held"):
    return operations.say_what_helped(
        one.pk, outcome=outcome, text=text, by=by or officer_of(TRAFFORD), now=now
    )


def stands(one, *, now=NOW, as_at=None):
    return queries.help_needs(national().scope, as_at=as_at, now=now).get(pk=one.pk)


@pytest.mark.parametrize(
    ("day", "ends"),
    [(date(2020, 4, 20), date(2020, 7, 20)), (date(2020, 11, 30), date(2021, 2, 28)),
     (date(2019, 11, 30), date(2020, 2, 29)), (date(2020, 12, 1), date(2021, 3, 1))],
)  # fmt: skip
def test_three_months_end_on_the_same_day_or_the_last_of_a_short_month(day, ends):
    assert months_after(day, 3) == help_rules(TODAY).until(day) == ends


def test_a_need_waits_is_helped_is_over_and_is_judged(areas):
    one = need()
    assert (stands(one).state, one.answer_by, one.region_id) == ("waiting", date(2020, 4, 23), NORTH_WEST)
    assert (
        not stands(one, now=NOW + timedelta(days=3)).is_late
        and stands(one, now=NOW + timedelta(days=4)).is_late
    )
    offer(one, now=NOW + timedelta(days=1))
    assert stands(one, now=NOW + timedelta(days=2)).state == "running"
    assert stands(one, as_at=NOW, now=NOW + timedelta(days=2)).state == "waiting"
    assert stands(one, now=datetime(2020, 7, 19, 12, tzinfo=UTC)).state == "running"
    assert stands(one, now=datetime(2020, 7, 20, 12, tzinfo=UTC)).state == "over"
    for outcome in ("partly", "met"):
        judge(one, outcome, now=datetime(2020, 7, 21, 12, tzinfo=UTC))
    assert stands(one, now=datetime(2020, 7, 22, 12, tzinfo=UTC)).state == "met"
    assert offer(one, last_on=TODAY).until_on == date(2020, 4, 21)


def test_the_council_its_region_and_the_nation_read_it_and_only_those_above_offer(areas):
    one = need()
    for by, reads in ((officer_of(TRAFFORD), True), (region(), True), (national(), True),
                      (other_officer(), False), (auditor(), False), (manager_of(1), False)):  # fmt: skip
        assert queries.help_needs(by.scope, now=NOW).exists() == reads, by.name
    with pytest.raises(refusals.NotAtYourDesk):
        offer(one, by=officer_of(TRAFFORD))
    with pytest.raises(HelpNeed.DoesNotExist):
        offer(one, by=other_officer())
    with pytest.raises(refusals.NotAtYourDesk):
        owning.take_thing("help-need", one.pk, by=officer_of(TRAFFORD), now=NOW)
    owning.take_thing("help-need", one.pk, by=region(), now=NOW)
    assert stands(one).owner == "user:region"


def test_needs_are_counted_by_kind_and_region(areas):
    judge(need()), need(MANCHESTER), need(theme="data")
    name = Area.objects.get(pk=NORTH_WEST).name
    assert queries.collated(national().scope, now=NOW) == [
        {"theme": "data", "name": name, "open": 1, "all": 1},
        {"theme": "market", "name": name, "open": 1, "all": 2},
    ]  # fmt: skip
    assert [row["all"] for row in queries.collated(officer_of(MANCHESTER).scope, now=NOW)] == [1]


def test_the_lead_of_a_region_is_the_last_named_from_its_day_on(areas):
    for post, day in (("First", 20), ("Second", 22)):
        operations.name_lead(NORTH_WEST, post=post, reached_by="lead@example.org", from_on=date(2020, 4, day),
                             by=national(), now=NOW)  # fmt: skip
    assert queries.leads(now=NOW)[NORTH_WEST].post == "First"
    assert queries.leads(now=NOW + timedelta(days=2))[NORTH_WEST].post == "Second"
    for by, post, refusal in ((officer_of(TRAFFORD), "X", refusals.NotYoursToKeep),
                              (region(), " ", refusals.CannotName)):  # fmt: skip
        with pytest.raises(refusal):
            operations.name_lead(NORTH_WEST, post=post, reached_by="x", from_on=TODAY, by=by, now=NOW)


@pytest.mark.parametrize(
    ("work", "refusal"),
    [
        (lambda one: need(by=other_officer()), refusals.NotYoursToRaise),
        (lambda one: need(theme="weather"), refusals.CannotState),
        (lambda one: need(text=" "), refusals.CannotState),
        (lambda one: need(NORTH_WEST, by=region()), refusals.CannotState),
        (lambda one: offer(one, text=" "), refusals.CannotOffer),
        (lambda one: offer(one, last_on=date(2020, 4, 19)), refusals.CannotOffer),
        (lambda one: judge(one, "grand"), refusals.CannotSay),
        (lambda one: judge(one, text=" "), refusals.CannotSay),
    ],
)
def test_what_cannot_be_done_leaves_nothing(areas, work, refusal):
    one = need()
    lines = AuditEntry.objects.count()
    with pytest.raises(refusal):
        work(one)
    assert AuditEntry.objects.count() == lines and HelpNeed.objects.count() == 1


def test_the_database_refuses_to_change_what_was_offered(areas):
    offer(need())
    for rows in (HelpOffer.objects, HelpNeed.objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(text="Else")


def test_pages_state_offer_and_judge(areas, sign_in, django_assert_max_num_queries):
    officer = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    lead = sign_in("region", area=Area.objects.get(pk=NORTH_WEST))
    named = {
        "region": NORTH_WEST,
        "post": "Lead of care",
        "reached_by": "nw@example.org",
        "from_on": "2020-04-01",
    }
    assert lead.post(reverse("assurance:name-lead"), named).status_code == 302
    sent = {"council": TRAFFORD, "theme": "market", "text": "Two groups fail"}
    page = officer.post(reverse("assurance:state-need"), sent)["Location"]
    one = HelpNeed.objects.get()
    assert "Lead of care must find one" in officer.get(page).content.decode()
    offered = reverse("assurance:offer-help", args=[one.pk])
    values = {"text": "Advisers", "given_by": "The association", "from_on": "2020-04-20"}
    assert officer.post(offered, values).status_code == 422
    assert lead.post(offered, values)["Location"] == page
    assert "19 Jul 2020" in officer.get(page).content.decode()
    judged = {"outcome": "met", "text": "It held"}
    assert officer.post(reverse("assurance:say-what-helped", args=[one.pk]), judged)["Location"] == page
    for number in range(4):
        need(text=f"Need {number}", now=NOW)
    listed = reverse("assurance:help-needs")
    with django_assert_max_num_queries(20):
        found = lead.get(f"{listed}?state=met&theme=market&q=groups&owner=nobody&late=no").content.decode()
    assert "Two groups fail" in found and "Need 1" not in found and "&lt;" not in found
    rows = b"".join(lead.get(f"{listed}?format=csv").streaming_content).decode()
    assert rows.count("Need ") == 4
    counted = lead.get(reverse("assurance:collated-needs")).content.decode()
    assert "The market and failing providers" in counted and "nw@example.org" in counted
