"""Stocktakes: called with a region's directors, who came, what was said and put right, what an ask became."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from junction.assurance.models import NationalIssue, Stocktake, StocktakePoint
from junction.assurance.operations import owning
from junction.assurance.operations import raising_refusals as refusals
from junction.assurance.operations import stocktakes as operations
from junction.assurance.operations.register_refusals import StillToCome
from junction.assurance.operations.stocktakes import Called, CarriedOn, PointSaid
from junction.assurance.queries import stocktakes as queries
from junction.assurance.rules.stocktakes import stocktake_rules
from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.record.models import Ask
from junction.registry.models import Area, AreaInside
from tests.cast import auditor, holder, national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TODAY, HOUR = date(2020, 4, 20), timedelta(hours=1)
TRAFFORD, MANCHESTER, NORTH_WEST = "E08000009", "E08000003", "E12000002"


@pytest.fixture(autouse=True)
def known_areas(areas):
    for code in (TRAFFORD, MANCHESTER):
        AreaInside.objects.get_or_create(
            ancestor_id=NORTH_WEST, descendant_id=code, defaults={"valid_from": date(1974, 4, 1)}
        )


def region():
    return holder("region", Reach(areas=frozenset({NORTH_WEST, TRAFFORD, MANCHESTER})), key="user:region")


def call(*, by=None, now=NOW, **more):
    values = {"region": NORTH_WEST, "title": "April stocktake", "held_on": TODAY, "councils": [TRAFFORD],
              "others": ["Chair of the association"]}  # fmt: skip
    return operations.call_stocktake(Called(**(values | more)), by=by or region(), now=now)


def point(one, kind="ask", *, by=None, now=NOW, **more):
    values = {"text": "Who pays for agency staff?", "area": TRAFFORD} | more
    return operations.write_point(one.pk, PointSaid(kind, **values), by=by or region(), now=now)


def stands(one, *, now=NOW, as_at=None, by=None):
    return queries.stocktakes((by or national()).scope, as_at=as_at, now=now).get(pk=one.pk)


def carry(said, to="national-issue", *, by=None, **more):
    values = {"title": "Agency staff", "theme": "workforce"} | more
    return operations.carry_on(said.pk, CarriedOn(to, **values), by=by or region(), now=NOW)


def test_it_is_written_up_within_two_working_days():
    assert stocktake_rules(TODAY).write_up_by(date(2020, 4, 24)) == date(2020, 4, 28)


def test_who_came_and_what_was_said_write_it_up_as_each_moment_knew_it(areas):
    one = call(held_on=date(2020, 4, 22))
    assert stands(one).state == "to-come"
    held = datetime(2020, 4, 22, 9, tzinfo=UTC)
    assert stands(one, now=held).state == "held"
    assert stands(one, now=held + timedelta(days=3)).state == "late"
    guest = one.guests.get(area=TRAFFORD)
    for work in (
        lambda: operations.say_who_came(one.pk, [guest.pk], by=region(), now=NOW),
        lambda: point(one),
    ):
        with pytest.raises(StillToCome):
            work()
    assert operations.say_who_came(one.pk, [guest.pk], by=region(), now=held) == 1
    first = point(one, now=held)
    row = stands(one, now=held)
    assert (row.state, row.invited, row.came, row.asks, row.carried) == ("written-up", 2, 1, 1, 0)
    point(one, now=held + HOUR, text="Who pays for nurses of agencies?", corrects=first.pk)
    texts = [
        [
            row.text
            for row in queries.stocktake(
                region().scope, one.pk, as_at=at, now=held + 9 * HOUR
            ).points_by_then
        ]
        for at in (held, held + HOUR)
    ]  # fmt: skip
    assert texts == [["Who pays for agency staff?"], ["Who pays for nurses of agencies?"]]
    assert stands(one, now=held + HOUR).asks == 1
    with pytest.raises(StocktakePoint.DoesNotExist):  # it was put right already
        point(one, now=held + 2 * HOUR, corrects=first.pk)


def test_an_ask_becomes_a_national_issue_and_an_ask_of_the_record_once_each(areas):
    one = call()
    said = point(one)
    made = carry(said)
    issue = NationalIssue.objects.get(pk=made.number)
    assert (issue.text, issue.raisings.get().area_id) == (said.text, TRAFFORD)
    asked = Ask.objects.get(pk=carry(said, "record-ask", finder="Private office").number)
    assert asked.words == said.text and "Trafford" in asked.asked_by
    assert asked.steps.get().finder == "Private office"
    assert (stands(one).asks, stands(one).carried) == (1, 1)
    for to in ("national-issue", "record-ask"):
        with pytest.raises(refusals.CarriedAlready):
            carry(said, to)
    with pytest.raises(refusals.NotAnAsk):
        carry(point(one, "challenge"))
    with pytest.raises(refusals.NotAnAsk):
        carry(point(one), "poem")
    again = point(one)
    with pytest.raises(refusals.RaisedAlready):
        carry(again)
    assert not again.carried.exists()


def test_the_region_and_the_nation_read_and_keep_it_and_nobody_else(areas):
    one = call()
    for by, reads in ((national(), True), (region(), True), (auditor(), True), (officer_of(TRAFFORD), False),
                      (other_officer(), False)):  # fmt: skip
        assert queries.stocktakes(by.scope, now=NOW).exists() == reads
    for by in (officer_of(TRAFFORD), auditor(), other_officer()):
        with pytest.raises(refusals.NotYoursToKeep):
            call(by=by)
    with pytest.raises(refusals.NotYoursToKeep):
        point(one, by=auditor())
    with pytest.raises(Stocktake.DoesNotExist):
        point(one, by=officer_of(TRAFFORD))
    with pytest.raises(refusals.NotAtYourDesk):
        owning.take_thing("stocktake", one.pk, by=auditor(), now=NOW)
    owning.take_thing("stocktake", one.pk, by=region(), now=NOW)
    assert stands(one).owner == "user:region"


@pytest.mark.parametrize(
    ("work", "refusal"),
    [
        (lambda one: call(title=" "), refusals.CannotCall),
        (lambda one: call(councils=["E08000025"]), refusals.CannotCall),
        (lambda one: call(councils=[], others=[" "]), refusals.CannotCall),
        (lambda one: point(one, "song"), refusals.CannotWritePoint),
        (lambda one: point(one, text=" "), refusals.CannotWritePoint),
        (lambda one: point(one, area="E08000025"), refusals.CannotWritePoint),
        (lambda one: operations.say_who_came(one.pk, [0], by=region(), now=NOW), refusals.NotAGuest),
    ],
)
def test_what_cannot_be_written_leaves_nothing(areas, work, refusal):
    one = call()
    lines = AuditEntry.objects.count()
    with pytest.raises(refusal):
        work(one)
    assert AuditEntry.objects.count() == lines and Stocktake.objects.count() == 1


def test_who_came_is_said_once_and_what_was_said_stays(areas):
    one = call()
    point(one)
    operations.say_who_came(one.pk, [], by=region(), now=NOW)
    with pytest.raises(refusals.WhoCameIsKnown):
        operations.say_who_came(one.pk, [], by=region(), now=NOW)
    for change in (lambda: one.guests.update(came=True), lambda: one.points.update(text="Else"),
                   lambda: Stocktake.objects.update(title="Else")):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_pages_call_write_up_and_carry_on(areas, sign_in, django_assert_max_num_queries):
    lead = sign_in("region", area=Area.objects.get(pk=NORTH_WEST))
    officer = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    form = lead.post(reverse("assurance:choose-region"), {"region": NORTH_WEST})["Location"]
    assert "Trafford" in lead.get(form).content.decode() and officer.get(form).status_code == 404
    sent = {
        "title": "April",
        "held_on": "2020-04-20",
        "councils": [TRAFFORD, MANCHESTER],
        "others": "A chair\n\n",
    }
    page = lead.post(form, sent)["Location"]
    one = Stocktake.objects.get()
    came = [str(guest.pk) for guest in one.guests.filter(area=TRAFFORD)]
    assert one.guests.count() == 3
    assert lead.post(reverse("assurance:say-who-came", args=[one.pk]), {"came": came}).status_code == 302
    add = reverse("assurance:write-point", args=[one.pk])
    assert lead.post(add, {"kind": "ask", "area": TRAFFORD, "text": "Who pays?"})["Location"] == page
    said = StocktakePoint.objects.get()
    right = f"{add}?corrects={said.pk}"
    assert "Who pays?" in lead.get(right).content.decode()
    assert lead.post(right, {"kind": "ask", "area": "", "text": "Who pays agencies?"}).status_code == 302
    body = lead.get(page).content.decode()
    assert "Who pays agencies?" in body and "Who pays?" not in body and "Carry it on" in body
    assert "&lt;" not in body and "&lt;" not in lead.get(reverse("assurance:stocktakes")).content.decode()
    carry_on = reverse("assurance:carry-on", args=[StocktakePoint.objects.latest("pk").pk])
    assert lead.post(carry_on, {"to": "national-issue", "title": "", "theme": ""}).status_code == 422
    values = {"to": "national-issue", "title": "Agencies", "theme": "money"}
    assert lead.post(carry_on, values)["Location"] == page
    assert "A national issue" in lead.get(page).content.decode()
    listed = reverse("assurance:stocktakes")
    assert officer.get(page).status_code == 404 and "April" not in officer.get(listed).content.decode()
    for number in range(4):
        call(title=f"Number {number}")
    with django_assert_max_num_queries(20):
        found = lead.get(f"{listed}?state=written-up&q=agencies&owner=nobody").content.decode()
        assert "Written up" in found
    assert "April" in found and "Number 1" not in found
    rows = b"".join(lead.get(f"{listed}?format=csv").streaming_content).decode()
    assert rows.count("Number") == 4 and "Written up" in rows
