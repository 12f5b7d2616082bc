"""Letters of confirmation: who is asked, in time or late, who has not, and that money may wait for them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.record.models import Confirmation, ConfirmationRequest
from junction.record.operations import confirmations as operations
from junction.record.operations.confirmations import Asked, Letter, ask_confirmation, confirm
from junction.record.operations.confirming import SayMore
from junction.record.queries import confirmations as queries
from junction.record.rules.confirmations import confirmation_rules, state_of
from junction.registry.models import Area
from tests.cast import manager_of, national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 10, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2020, 11, 5, 9, 0, tzinfo=UTC)
TRAFFORD, BIRMINGHAM, DUE = "E08000009", "E08000025", date(2020, 10, 31)
ASKED = Asked(
    "Winter plan letter", "That a winter plan is in place", "council", DUE, gates="Second instalment"
)
RULES = confirmation_rules(NOW.date())


def ask(by=None, now=NOW, **more):
    return ask_confirmation(Asked(**{**{n: getattr(ASKED, n) for n in ASKED.__slots__}, **more}),
                            by=by or national(), now=now)  # fmt: skip


def letter(**more):
    said = {"area": TRAFFORD, "sent_on": date(2020, 10, 31), "received_on": date(2020, 11, 2),
            "signed_by": "Chief executive"}  # fmt: skip
    return Letter(**(said | more))


@pytest.mark.parametrize(
    ("sent_on", "day", "state"),
    [
        (None, DUE, "waiting"),
        (None, date(2020, 11, 1), "missing"),
        (DUE, date(2020, 12, 1), "in-time"),
        (date(2020, 11, 1), date(2020, 12, 1), "late"),
    ],
)
def test_where_one_stands_follows_from_the_days(sent_on, day, state):
    assert state_of(DUE, sent_on, day=day) == state


def test_each_council_stands_somewhere_as_at_any_moment(areas):
    one = ask()
    day = LATER.date()
    total = queries.counted(national().scope, one, RULES, day=day)
    assert total["missing"] == sum(total.values()) > 100
    confirm(one.pk, letter(key_issues="Staff"), by=officer_of(TRAFFORD), now=LATER)
    late = letter(area=BIRMINGHAM, sent_on=date(2020, 11, 3), received_on=date(2020, 11, 3))
    confirm(one.pk, late, by=other_officer(), now=LATER)
    counts = queries.counted(national().scope, one, RULES, day=day)
    assert (counts["in-time"], counts["late"], counts["missing"]) == (1, 1, total["missing"] - 2)
    before = queries.counted(national().scope, one, RULES, day=day, as_at=LATER - timedelta(hours=1))
    assert before == total
    own = queries.counted(officer_of(TRAFFORD).scope, one, RULES, day=day)
    assert sum(own.values()) == own["in-time"] == 1


def test_money_can_wait_for_a_letter(areas):
    one = ask()
    scope = officer_of(TRAFFORD).scope
    assert not queries.is_confirmed(scope, one.pk, TRAFFORD)
    confirm(one.pk, letter(), by=officer_of(TRAFFORD), now=LATER)
    assert queries.is_confirmed(scope, one.pk, TRAFFORD)
    assert not queries.is_confirmed(scope, one.pk, TRAFFORD, as_at=LATER - timedelta(minutes=1))
    assert queries.is_confirmed(scope, one.pk, TRAFFORD, as_at=LATER)
    for who, area in ((scope, BIRMINGHAM), (manager_of(1).scope, TRAFFORD)):
        with pytest.raises(ConfirmationRequest.DoesNotExist):
            queries.is_confirmed(who, one.pk, area)


def test_a_letter_written_twice_is_one_and_a_corrected_one_is_a_new_version(areas):
    one = ask()
    first = confirm(one.pk, letter(), by=officer_of(TRAFFORD), now=LATER)
    assert confirm(one.pk, letter(), by=officer_of(TRAFFORD), now=LATER).pk == first.pk
    confirm(one.pk, letter(key_issues="Beds"), by=officer_of(TRAFFORD), now=LATER + timedelta(hours=1))
    assert [row.key_issues for row in queries.letters(national().scope, one, TRAFFORD)] == ["Beds", ""]
    assert not queries.letters(other_officer().scope, one, TRAFFORD)
    assert AuditEntry.objects.filter(verb="record.confirmation.received").count() == 2
    for row in Confirmation.objects.all():
        with pytest.raises(DatabaseError), transaction.atomic():
            Confirmation.objects.filter(pk=row.pk).update(signed_by="x")


def test_requests_and_letters_are_refused_with_a_reason(areas):
    with pytest.raises(operations.MayNotAsk):
        ask(by=officer_of(TRAFFORD))
    for wrong in ({"title": " "}, {"asks": ""}, {"asked_of": "x"}, {"due_on": date(2020, 10, 1)}):
        with pytest.raises(operations.CannotAsk):
            ask(**wrong)
    one = ask()
    for wrong, refusal in (
        (letter(area=BIRMINGHAM), operations.MayNotConfirm),
        (letter(received_on=date(2020, 10, 30)), operations.WrongDays),
        (letter(received_on=date(2020, 11, 6)), operations.WrongDays),
        (letter(sent_on=date(2020, 10, 19)), operations.WrongDays),
        (letter(signed_by=" "), SayMore),
    ):
        with pytest.raises(refusal):
            confirm(one.pk, wrong, by=officer_of(TRAFFORD), now=LATER)
    with pytest.raises(operations.NotAskedHere):
        confirm(one.pk, letter(area="E12000002"), by=national(), now=LATER)
    with pytest.raises(operations.MayNotAsk):
        operations.withdraw_request(one.pk, why="x", by=officer_of(TRAFFORD), now=LATER)
    with pytest.raises(SayMore):
        operations.withdraw_request(one.pk, why=" ", by=national(), now=LATER)
    operations.withdraw_request(one.pk, why="Overtaken", by=national(), now=LATER)
    assert not queries.requests(national().scope).exists()
    assert queries.requests(national().scope, as_at=NOW).exists()


def test_a_request_of_a_region_asks_only_those_inside_it(areas):
    one = ask(area="E12000002")
    codes = set(queries.asked(national().scope, one, RULES, day=NOW.date()).values_list("code", flat=True))
    assert TRAFFORD in codes and BIRMINGHAM not in codes
    assert queries.requests(officer_of(TRAFFORD).scope).exists()
    assert not queries.requests(other_officer().scope).exists()


def test_pages_say_that_it_is_due_on_a_saturday_and_who_has_not(
    areas, sign_in, django_assert_max_num_queries
):
    one = ask()
    officer = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    address = reverse("record:confirmation-request", args=[one.pk])
    with django_assert_max_num_queries(30):
        page = officer.get(address).content.decode()
    assert "Saturday 31 October 2020" in page and "2 November 2020" in page and "Missing" in page
    sent = {"sent_on": "2020-10-31", "received_on": "2020-11-02", "signed_by": "Chief executive"}
    form = reverse("record:write-letter", args=[one.pk, TRAFFORD])
    assert officer.post(form, sent | {"received_on": "2020-10-30"}).status_code == 422
    assert officer.post(form, sent)["Location"] == address
    assert "Confirmed in time" in officer.get(address).content.decode()
    assert officer.get(reverse("record:write-letter", args=[one.pk, BIRMINGHAM])).status_code == 404
    nation = sign_in("national")
    assert "Trafford" in nation.get(f"{address}?state=in-time").content.decode()
    file = b"".join(nation.get(f"{address}?format=csv").streaming_content).decode("utf-8-sig")
    assert file.count("missing") > 100
    made = {"title": "Another", "asks": "That all is well", "asked_of": "forum", "due_on": "2099-01-01"}
    nation.post(reverse("record:ask-confirmation"), made)
    assert ConfirmationRequest.objects.filter(title="Another").exists()
