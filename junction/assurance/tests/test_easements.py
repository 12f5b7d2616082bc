"""Care Act easements: what a decision lacks by the guidance, that silence is not "none", who was told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from junction.assurance.models import Easement
from junction.assurance.operations import register_refusals as refusals
from junction.assurance.operations.easements import Decision, decide_stage, end_stage, tell
from junction.assurance.queries import easements as queries
from junction.assurance.rules.easements import Decided, easement_rules, gaps
from junction.core.audit.models import AuditEntry
from junction.registry.models import Area
from tests.cast import national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD, ON = "E08000009", date(2020, 4, 18)
RULES = easement_rules(ON)
TOLD = dict.fromkeys(("dhsc", "providers", "mps"), False) | dict.fromkeys(("people", "carers"), True)
WHOLE = Decided(
    "3", True, True, True, ("dass", "psw", "lead-member", "nhs"), ("respect",), TOLD, ON + timedelta(days=14)
)


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        ({}, []),
        ({"reason": False, "evidence": False, "impact": False}, ["reason", "evidence", "impact"]),
        ({"parts": ("psw", "lead-member", "nhs")}, ["decider"]),
        ({"parts": ("dass", "psw", "nhs")}, ["consulted"]),
        ({"principles": ()}, ["principles"]),
        ({"told": {**TOLD, "carers": False}}, ["not-accessible"]),
        ({"told": {code: form for code, form in TOLD.items() if code != "mps"}}, ["told"]),
        ({"review_on": None}, ["review"]),
        ({"stage": "2", "told": {}, "parts": (), "principles": (), "impact": False}, []),
        ({"stage": "2", "reason": False, "review_on": None}, ["reason", "review"]),
        ({"stage": "1", "reason": False, "told": {}, "parts": (), "review_on": None}, []),
    ],
)
def test_what_a_decision_lacks(change, lacking):
    assert gaps(replace(WHOLE, **change), RULES, day=ON) == lacking


def test_a_review_is_overdue_the_day_after_it_was_due():
    assert gaps(WHOLE, RULES, day=ON + timedelta(days=14)) == []
    assert gaps(WHOLE, RULES, day=ON + timedelta(days=15)) == ["review-overdue"]


def decide(stage="3", by=None, now=NOW, **more):
    said = {"area": TRAFFORD, "stage": stage, "decided_on": ON, "reason": "Half of the staff are ill"}
    return decide_stage(Decision(**(said | more)), by=by or officer_of(TRAFFORD), now=now)


def test_silence_differs_from_saying_none(areas):
    rows = queries.overview(national().scope, day=NOW.date())
    assert rows.count() > 100 and not rows.filter(easement_number__isnull=False).exists()
    made = decide("1", reason="")
    assert rows.get(pk=TRAFFORD).easement_number == made.pk
    assert queries.overview(national().scope, day=NOW.date(), as_at=NOW - timedelta(minutes=1)).filter(
        easement_number__isnull=False
    ).count() == 0  # fmt: skip


def test_a_later_decision_takes_the_place_of_the_one_before_which_stays(areas):
    first = decide("3")
    second = decide("2", now=NOW + timedelta(days=1))
    assert [one.pk for one in queries.current(officer_of(TRAFFORD).scope)] == [second.pk]
    assert [one.pk for one in queries.current(officer_of(TRAFFORD).scope, as_at=NOW)] == [first.pk]
    assert AuditEntry.objects.filter(verb="assurance.easement.decided").count() == 2
    with pytest.raises(refusals.AlreadyEnded):
        end_stage(first.pk, ended_on=ON, why="Over", by=officer_of(TRAFFORD), now=NOW)
    end_stage(second.pk, ended_on=ON, why="Staff are back", by=officer_of(TRAFFORD), now=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Easement.objects.filter(pk=first.pk).update(reason="Another")


def test_only_the_council_itself_decides_and_only_what_can_be(areas):
    for by in (other_officer(), national()):
        with pytest.raises(refusals.NotYours):
            decide(by=by)
    for wrong, refusal in (
        ({"stage": "5"}, refusals.CannotDecide),
        ({"parts": ("mayor",)}, refusals.CannotDecide),
        ({"principles": ("luck",)}, refusals.CannotDecide),
        ({"decided_on": date(2020, 3, 30)}, refusals.CannotDecide),
        ({"review_on": ON}, refusals.CannotDecide),
        ({"decided_on": date(2020, 4, 21)}, refusals.StillToCome),
    ):
        with pytest.raises(refusal):
            decide(**wrong)
    one = decide()
    said = {"audience": "people", "told_on": ON, "how": "Easy read", "by": officer_of(TRAFFORD), "now": NOW}
    for wrong, refusal in (
        ({"audience": "press"}, refusals.CannotDecide),
        ({"told_on": date(2020, 4, 21)}, refusals.StillToCome),
        ({"how": " "}, refusals.SayWhy),
        ({"by": national()}, refusals.NotYours),
    ):
        with pytest.raises(refusal):
            tell(one.pk, **(said | wrong))
    for wrong, refusal in (
        ({"why": " "}, refusals.SayWhy),
        ({"ended_on": date(2020, 4, 17)}, refusals.StillToCome),
    ):
        with pytest.raises(refusal):
            end_stage(
                one.pk, **({"ended_on": ON, "why": "x", "by": officer_of(TRAFFORD), "now": NOW} | wrong)
            )


def test_pages_show_who_stands_where_and_what_is_missing(areas, sign_in, django_assert_max_num_queries):
    officer = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    overview = reverse("assurance:easements")
    assert "Nothing said" in officer.get(overview).content.decode()
    form = reverse("assurance:decide-stage", args=[TRAFFORD])
    sent = {"stage": "3", "decided_on": "2020-04-18", "reason": "Half are ill", "parts": ["dass"],
            "principles": ["respect"]}  # fmt: skip
    page = officer.get(officer.post(form, sent)["Location"]).content.decode()
    assert "Not everybody who is to be told was told" in page and "No day is set" in page
    one = Easement.objects.get()
    told = {"audience": "people", "told_on": "2020-04-18", "how": "A letter"}
    officer.post(reverse("assurance:tell-of-easement", args=[one.pk]), told)
    page = officer.get(reverse("assurance:easement", args=[one.pk])).content.decode()
    assert "A letter" in page and "accessible form" in page
    with django_assert_max_num_queries(30):
        nation = sign_in("national").get(f"{overview}?stands=lacking").content.decode()
    assert "Trafford" in nation and "Barnsley" not in nation
    officer.post(
        reverse("assurance:end-easement", args=[one.pk]), {"ended_on": "2020-04-19", "why": "All are back"}
    )
    assert "All are back" in officer.get(reverse("assurance:easement", args=[one.pk])).content.decode()
    assert officer.get(reverse("assurance:decide-stage", args=["E08000025"])).status_code == 404
