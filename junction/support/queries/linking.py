"""Whom teams of link workers support, in reach of the team alone; and how many, for a council's figures.

A council's officers and its helpline see figures, never who a team supports or what they told it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Coalesce

from junction.core.personal.queries import ERASED, values
from junction.core.reading.rules import seen
from junction.core.scope import Scope
from junction.core.searching.queries import holding

from ..models import LinkCase, LinkStep, Referral
from ..models.referrals import STANDING
from ..rules.linking import LinkRules
from ..rules.unmet_figures import Cell
from .needs import OPEN, READ, Told, for_helpers
from .unmet_areas import Looked

LINK = "support.link"
SUBJECT = "support-link"
HELPLINE = "helpline"  # beside the outcomes of the rules: the helpline ended it


@dataclass(frozen=True, slots=True)
class Written:
    """One step, and the words of it where there are any."""

    step: LinkStep
    words: str


def link_cases(scope: Scope, *, as_at: datetime | None = None, sought: str = "") -> QuerySet[LinkCase]:
    """Return whom one's teams support or supported, with `is_over`, `then_worker` and `then_due`; with
    `as_at`, whom they had taken on by then, as it stood.
    """
    reach = scope.reach(LINK)
    mine = Q() if reach.national else Q(team__in=reach.organisations)
    found = holding(LinkCase.objects.filter(mine), sought, "referral__reference", "referral__need__reference")
    found = found.select_related(
        "referral__need__person", "referral__need__area", "referral__service", "team"
    )
    if as_at is None:
        return found.annotate(is_over=_over(None), then_worker=F("worker"), then_due=F("contact_due_on"))
    steps = LinkStep.objects.filter(case=OuterRef("pk"), at__lte=as_at).order_by("-at", "-pk")
    taken = steps.filter(kind__in=(LinkStep.Kind.BEGUN, LinkStep.Kind.TAKEN_OVER))
    return found.filter(begun_at__lte=as_at).annotate(
        is_over=_over(as_at),
        then_worker=Coalesce(Subquery(taken.values("by")[:1], output_field=CharField()), F("worker")),
        then_due=Subquery(steps.values("contact_due_on")[:1], output_field=DateField()),
    )


def _over(at: datetime | None) -> Case:
    """Whether the team ended the support, or the helpline: it took the referral back or closed the need."""
    by_team = Q(ended_at__isnull=False)
    by_referral = ~Q(referral__state__in=STANDING)
    by_need = ~Q(referral__need__state__in=OPEN)
    if at is not None:
        by_team &= Q(ended_at__lte=at)
        by_referral &= Q(referral__state_at__lte=at)
        by_need &= Q(referral__need__state_at__lte=at)
    then = When(by_team | by_referral | by_need, then=True)
    return Case(then, default=False, output_field=BooleanField())


def one_link_case(scope: Scope, number: int) -> LinkCase:
    """Return one of them. Raise `LinkCase.DoesNotExist`."""
    return link_cases(scope).get(pk=number)


def steps_of(scope: Scope, one: LinkCase, *, as_at: datetime | None = None) -> list[Written]:
    """Return what happened to one that was read within a scope, newest first, with its words."""
    rows = one.steps.select_related("service").order_by("-at", "-pk")
    found = list(rows.filter(at__lte=as_at) if as_at else rows)
    known = values([step.note for step in found if step.note])
    if known:
        seen(READ, one.referral.need_id, "link-worker")
    return [Written(step, known.get(step.note, ERASED) if step.note else "") for step in found]


def who_are_supported(scope: Scope, found: Sequence[LinkCase]) -> dict[int, Told]:
    """Return by case who they are, of cases that were read within a scope and go on, in one statement;
    nobody whose address is protected.
    """
    needs = {one.pk: one.referral.need for one in found if one.goes_on}
    told = for_helpers(scope, list(needs.values()))
    return {number: told[need.pk] for number, need in needs.items() if need.pk in told}


def waiting(scope: Scope, *, sought: str = "") -> QuerySet[Referral]:
    """Return what was referred to one's teams of a person, still stands, and nobody has taken on."""
    reach = scope.reach(LINK)
    mine = Q() if reach.national else Q(keeper__in=reach.organisations)
    found = Referral.objects.filter(mine, state__in=STANDING, link_case=None, need__person__isnull=False)
    found = holding(found, sought, "reference", "need__reference", "service__name")
    return found.select_related("service", "need__area").order_by("limit_at", "pk")


def may_begin(scope: Scope, one: Referral) -> bool:
    """Tell whether one's team may take on who was referred to it and is not taken on yet."""
    return waiting(scope).filter(pk=one.pk).exists()


def late(scope: Scope, rows: QuerySet[Any], *, on: date) -> QuerySet[Any]:
    """Narrow what was read within a scope to those whose next contact was due before a day."""
    return rows.filter(is_over=False, then_due__lt=on)


def late_untold(scope: Scope, *, on: date) -> QuerySet[LinkCase]:
    """Return those in reach whose next contact is late, of which the team was not told since it is."""
    rows = late(scope, link_cases(scope), on=on)
    return rows.filter(Q(late_told_on=None) | Q(late_told_on__lte=F("contact_due_on"))).order_by("team", "pk")


def link_figures(scope: Scope, looked: Looked, *, since: datetime, rules: LinkRules) -> dict[Cell, int]:
    """Return how many people of an area one may look at were supported or not any more and by which outcome,
    and how many contacts since a moment were at a distance or face to face, by council; "-" is no reason.
    """
    cases = LinkCase.objects.filter(begun_at__lte=looked.at)
    steps = LinkStep.objects.filter(kind=LinkStep.Kind.CONTACT, reached=True, at__gt=since, at__lte=looked.at)
    if looked.councils is not None:
        cases = cases.filter(referral__need__area__in=looked.councils)
        steps = steps.filter(case__referral__need__area__in=looked.councils)
    outcome = Case(
        When(ended_at__lte=looked.at, then=F("outcome")), When(is_over=True, then=Value(HELPLINE)),
        default=Value("-"),
    )  # fmt: skip
    cases = cases.order_by().annotate(is_over=_over(looked.at)).annotate(why=outcome)
    found = Counter[Cell]()
    for area, why, count in cases.values_list("referral__need__area", "why", Count("pk")):
        found[Cell(area, "supported" if why == "-" else "ended", why)] += count
    ways = steps.order_by().values_list("case__referral__need__area", "way", Count("pk"))
    for area, way, count in ways:
        is_remote = way in rules.ways and rules.ways[way].remote
        found[Cell(area, "contacts", "remote" if is_remote else "face-to-face")] += count
    return dict(found)
