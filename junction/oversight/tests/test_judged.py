"""Promises are judged by figures: kept, late, not yet, or not to be known."""

from datetime import UTC, date, datetime, timedelta
from math import inf, nan

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from junction.core.audit.models import AuditEntry
from junction.oversight.queries.promises import bound_promises, judged_promises
from junction.oversight.rules.judging import Judgement, day_judged, judged
from junction.oversight.views.promises import in_short
from junction.record.operations.confirming import SayMore
from junction.record.operations.promises import bind_commitment
from junction.record.operations.writing import Promise, Where, write_commitment
from junction.registry.models import Area
from tests.cast import national, officer_of, other_officer

from .conftest import DAY, NEWCASTLE, NOON

TODAY = date(2020, 4, 20)
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD = "E08000009"


@pytest.mark.parametrize(
    ("value", "target_is", "until_on", "says"),
    [
        (95.0, "at-least", TODAY, Judgement.KEPT),
        (94.9, "at-least", TODAY, Judgement.LATE),
        (94.9, "at-least", date(2020, 4, 21), Judgement.NOT_YET),
        (94.9, "at-least", None, Judgement.NOT_YET),
        (94.9, "at-most", TODAY, Judgement.KEPT),
        (95.1, "at-most", TODAY, Judgement.LATE),
        (nan, "at-most", TODAY, Judgement.CANNOT_BE_KNOWN),
        (95.0, "", TODAY, Judgement.CANNOT_BE_KNOWN),
    ],
)
def test_what_a_figure_says(value, target_is, until_on, says):
    assert judged(value, target=95, target_is=target_is, until_on=until_on, today=TODAY) is says


@given(st.floats(allow_nan=False), st.sampled_from(["at-least", "at-most"]), st.none() | st.dates())
def test_the_unknown_is_never_kept_and_the_best_always_is(value, target_is, until_on):
    best = inf if target_is == "at-least" else -inf
    asked = {"target": value, "target_is": target_is, "until_on": until_on, "today": TODAY}
    assert judged(nan, **asked) is Judgement.CANNOT_BE_KNOWN
    assert judged(best, **asked) is Judgement.KEPT
    assert day_judged(until_on, today=TODAY) <= TODAY


def promise(**named):
    said = Promise("All homes report", "Trafford", date(2020, 4, 1), **named)
    return write_commitment(said, Where(TRAFFORD), by=national(), now=NOW)


def bound(**named):
    one = promise(**named)
    bind_commitment(
        one.pk, indicator="completeness", target=95.0, target_is="at-least", by=officer_of(TRAFFORD), now=NOW
    )
    return one


@pytest.mark.django_db
def test_a_figure_that_nobody_knows_or_that_is_not_yours_judges_nothing(areas):
    one = bound()
    for actor in (officer_of(TRAFFORD), national()):
        (row,) = judged_promises(actor.scope, bound_promises(actor.scope, now=NOW), now=NOW)
        assert (row.commitment.pk, row.judgement) == (one.pk, Judgement.CANNOT_BE_KNOWN)
        assert row.figure.name == "Returns filed"
    assert not bound_promises(other_officer().scope, now=NOW).exists()
    (unseen,) = judged_promises(other_officer().scope, bound_promises(national().scope, now=NOW), now=NOW)
    assert unseen.of is None


@pytest.mark.django_db
def test_a_promise_is_bound_to_a_figure_by_who_keeps_it(areas):
    one = bound()
    line = AuditEntry.objects.get(verb="record.commitment.bound")
    assert (line.detail["indicator"], line.detail["target"]) == ("completeness", 95.0)
    with pytest.raises(type(one).DoesNotExist):
        bind_commitment(one.pk, indicator="x", target=1, target_is="at-least", by=other_officer(), now=NOW)
    for wrong in ({"indicator": " "}, {"target_is": "about"}):
        with pytest.raises(SayMore):
            bind_commitment(
                one.pk, **({"indicator": "x", "target": 1.0, "target_is": "at-most"} | wrong),
                by=national(), now=NOW,
            )  # fmt: skip


@pytest.mark.django_db
def test_the_pages_of_judged_promises(areas, sign_in, django_assert_max_num_queries):
    one = promise()
    officer = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    address = reverse("oversight:bind-promise", args=[one.pk])
    typed = {"figure": "completeness", "target": "95", "target_is": "at-least"}
    assert officer.post(address, typed | {"target": "many"}).status_code == 422
    assert officer.post(address, typed).status_code == 302
    with django_assert_max_num_queries(16):
        page = officer.get(reverse("oversight:judged-promises")).content.decode()
    assert "All homes report" in page and "at least 95" in page and "Cannot be known" in page
    assert "What the figure says" in officer.get(reverse("record:commitment", args=[one.pk])).content.decode()
    told = officer.get(reverse("oversight:judged-promise", args=[one.pk])).content.decode()
    assert "Returns filed" in told and "at least 95" in told and "Cannot be known" in told
    drops = write_commitment(
        Promise("Drops for the LRF", "Trafford", TODAY), Where(TRAFFORD), by=national(), now=NOW
    )
    listed = officer.get(reverse("oversight:suggested-figures")).content.decode()
    assert "Drops for the LRF" in listed and "At least one" not in listed and "at least 1" in listed
    leads_to = reverse("oversight:bind-promise", args=[drops.pk]) + "?proposed=drops"
    assert f'href="{leads_to}"' in listed
    filled = officer.get(leads_to).content.decode()
    assert 'value="supply-drops" selected' in filled and "It promises drops" in filled
    outsider = sign_in("council-officer", area=Area.objects.get(code="E08000025"))
    assert "All homes report" not in outsider.get(reverse("oversight:judged-promises")).content.decode()
    assert outsider.get(address).status_code == 404


@pytest.mark.django_db
def test_the_figure_of_the_last_day_judges_as_it_was_known(north_east):
    by, later = national(), NOON + timedelta(days=3)
    said = Promise("Half report", "Newcastle", DAY, until_on=DAY + timedelta(days=1))
    half = write_commitment(said, Where(NEWCASTLE), by=by, now=NOON)
    most = write_commitment(said, Where(NEWCASTLE), by=by, now=NOON)
    for one, target in ((half, 50), (most, 51)):
        bind_commitment(
            one.pk, indicator="completeness", target=target, target_is="at-least", by=by, now=NOON
        )

    def says(as_at, actor=by):
        rows = bound_promises(actor.scope, as_at=as_at, now=later)
        found = judged_promises(actor.scope, rows, as_at=as_at, now=later)
        return [(str(row.judgement), row.value, row.of) for row in found]

    assert says(None) == [("kept", 50.0, DAY), ("late", 50.0, DAY)]
    assert says(NOON) == [("kept", 50.0, DAY), ("not-yet", 50.0, DAY)]
    assert says(None, officer_of(NEWCASTLE)) == says(None)


@pytest.mark.django_db
def test_a_promise_is_judged_by_the_figure_it_was_bound_to_at_the_moment(areas):
    one, hour = promise(), timedelta(hours=1)
    for at, code in ((NOW + hour, "completeness"), (NOW + 3 * hour, "beds")):
        bind_commitment(one.pk, indicator=code, target=9.0, target_is="at-least", by=national(), now=at)

    def figures_then(as_at):
        rows = bound_promises(national().scope, as_at=as_at, now=NOW + 5 * hour)
        return [row.figure.code for row in judged_promises(national().scope, rows, as_at=as_at, now=NOW)]

    moments = (NOW, NOW + 2 * hour, NOW + 4 * hour, None)
    assert [figures_then(at) for at in moments] == [[], ["completeness"], ["beds"], ["beds"]]


def test_a_long_promise_is_broken_off_between_words_and_says_so():
    said = in_short("drops of equipment " * 20)
    assert len(said) <= 200 and said.endswith(("drops…", "of…", "equipment…"))
    assert in_short("Drops for the forum") == "Drops for the forum"


@pytest.mark.django_db
def test_a_promise_of_home_care_is_not_judged_by_the_returns_of_care_homes(north_east):
    by, said = national(), Promise("Home care reports", "Newcastle", DAY)
    for code in ("completeness", "completeness:care-home-daily", "completeness:home-care-daily"):
        one = write_commitment(said, Where(NEWCASTLE), by=by, now=NOON)
        bind_commitment(one.pk, indicator=code, target=50, target_is="at-least", by=by, now=NOON)
    rows = judged_promises(by.scope, bound_promises(by.scope, now=NOON), now=NOON)
    assert {row.figure.name: (str(row.judgement), row.question_set) for row in rows} == {
        "Returns filed": ("kept", "care-home-daily"),
        "Returns filed: Care homes": ("kept", "care-home-daily"),
        "Returns filed: Home care": ("cannot-be-known", "home-care-daily"),
    }
