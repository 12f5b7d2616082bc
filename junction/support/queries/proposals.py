"""Proposals for new provision in reach, with what was decided and found, who has them, and their figures."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from junction.core.calendar import LOCAL, local_day
from junction.core.ownership.models import Ownership
from junction.core.scope import Scope
from junction.core.searching.queries import holding
from junction.people.models import Membership
from junction.people.queries import memberships, system_actor
from junction.people.rules import roles
from junction.registry.models import AreaInside

from ..models import Proposal, ProposalDecision, ProposalOutcome, ProposalReminder
from ..rules.proposals import Change, Evidence, change_of, gap_days
from ..rules.unmet import UnmetRules, unmet_rules
from .needs import SEE
from .unmet import unmet_by_day
from .unmet_areas import Looked, areas_to_look_at, look_at
from .unmet_demand import demand, supplied

PROPOSE = "support.propose"
SUBJECT = "provision-proposal"
PROPOSED, MEASURED = "proposed", "measured"


def proposals(scope: Scope, *, as_at: datetime | None = None, now: datetime) -> QuerySet[Any]:
    """Return proposals of areas in reach, each with its `state`, `begins_on` and `owner` at a moment."""
    at = as_at or now
    newest = ProposalDecision.objects.filter(proposal=OuterRef("pk"), recorded_at__lte=at).order_by("-pk")
    found = ProposalOutcome.objects.filter(decision=OuterRef("newest"), measured_at__lte=at)
    held = Ownership.objects.filter(
        Q(owned_until__isnull=True) | Q(owned_until__gt=at), owned_from__lte=at, subject_kind=SUBJECT,
        subject_id=OuterRef("pk"),
    )  # fmt: skip
    measured = found.annotate(state=Value(MEASURED)).values("state")[:1]
    return (
        Proposal.objects.filter(_within(scope), proposed_at__lte=at)
        .select_related("area")
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .annotate(
            begins_on=Subquery(newest.values("begins_on")[:1]),
            state=Coalesce(
                Subquery(measured), Subquery(newest.values("decision")[:1]), Value(PROPOSED)
            ),
            owner=Subquery(held.order_by("-owned_from").values("owner")[:1]),
        )
    )  # fmt: skip


def proposal(scope: Scope, number: int, *, as_at: datetime | None = None, now: datetime) -> Any:
    """Return one proposal. Raise `Proposal.DoesNotExist` out of reach."""
    return proposals(scope, as_at=as_at, now=now).get(pk=number)


def searched(scope: Scope, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Narrow proposals, read within a scope, to those that say all of what is sought."""
    return holding(rows, words, "what", "why", "area__name")


def decisions(scope: Scope, one: Proposal, *, at: datetime) -> list[ProposalDecision]:
    """Return what was decided on a proposal in reach by then, the newest first, each with its outcome."""
    found = one.decisions.filter(recorded_at__lte=at).select_related("outcome")
    return list(found.order_by("-pk"))


def may_act(scope: Scope, area: str | None) -> bool:
    """Tell whether one proposes and decides for an area (none: the nation)."""
    reach = scope.reach(PROPOSE)
    return reach.national or (area is not None and area in reach.areas)


def areas_to_propose_for(scope: Scope, *, on: date) -> list[tuple[str, str]]:
    """Return code and name of the areas one may propose for."""
    return [pair for pair in areas_to_look_at(scope, on=on) if may_act(scope, pair[0])]


def could_own(scope: Scope, area: str | None, *, now: datetime) -> list[tuple[str, str]]:
    """Return key and name of whoever may have a proposal for an area: there, around it, for the nation."""
    carrying = [name for name, role in roles(local_day(now)).items() if PROPOSE in role.permissions]
    held: QuerySet[Membership] = memberships(system_actor("proposals").scope, now=now).filter(
        role__in=carrying, user__is_active=True
    )
    around = AreaInside.objects.filter(descendant=area).values("ancestor_id")
    nation = Q(area__isnull=True, organisation__isnull=True, place__isnull=True)
    found = held.filter(nation | Q(area__in=around)).order_by().values_list("user_id", "user__name")
    return sorted({f"user:{number}": name for number, name in found}.items(), key=lambda pair: pair[1])


def evidence(scope: Scope, area: str | None, category: str, *, now: datetime) -> Evidence:
    """Return how it stands with a kind of need in an area in reach, now."""
    looked, rules = _looked(scope, area, at=now), unmet_rules(local_day(now))
    days = rules.outcome_days
    found = list(unmet_by_day(scope, looked, rules=rules, first_on=looked.day - timedelta(days=days - 1)))
    here = {cell: count for cell, count in found[-1][1].items() if cell.category == category}
    by_day = gap_days(found, rules=rules, category=category)
    asked = demand(scope, looked, rules=rules, first_on=looked.day - timedelta(days=rules.trend_days - 1))
    there_is = supplied(scope, looked, [category])[category]
    reasons: dict[str, int] = {}
    for cell, count in here.items():
        reasons[cell.reason] = reasons.get(cell.reason, 0) + count
    return Evidence(
        unmet=by_day[looked.day], by_reason=reasons, mean=round(sum(by_day.values()) / days, 2), days=days,
        stated=asked.stated.get(category, 0), open=asked.open.get(category, 0),
        services=there_is.services, programmes=there_is.programmes,
    )  # fmt: skip


def to_measure(scope: Scope, *, today: date, rules: UnmetRules) -> list[ProposalDecision]:
    """Return the newest decisions of proposals in reach whose days are over and that are not measured."""
    begun_by = today - timedelta(days=rules.outcome_days)
    newest = ProposalDecision.objects.filter(proposal=OuterRef("proposal")).order_by("-pk").values("pk")[:1]
    found = ProposalDecision.objects.filter(
        pk=Subquery(newest), begins_on__lte=begun_by, outcome__isnull=True,
        proposal__in=Proposal.objects.filter(_within(scope)).values("pk"),
    )  # fmt: skip
    return list(found.select_related("proposal").order_by("pk"))


def measured(scope: Scope, decision: ProposalDecision, *, now: datetime, rules: UnmetRules) -> Change:
    """Return how many were not met before and after what was agreed began."""
    began, one = decision.begins_on, decision.proposal
    if began is None:
        raise ValueError("nothing was to begin")
    looked = _looked(scope, one.area_id, at=now)
    first_on = began - timedelta(days=rules.outcome_days)
    found = list(unmet_by_day(scope, looked, rules=rules, first_on=first_on))
    days = gap_days(found, rules=rules, category=one.category)
    return change_of(days, begins_on=began, length=rules.outcome_days)


def counted(scope: Scope, *, own_key: str, now: datetime) -> dict[str, int]:
    """Return how many proposals in reach wait for a decision, how many of these one has oneself, and how many
    of one's own are late, in one statement.
    """
    own, past = Q(owner=own_key), Q(proposed_at__lt=late_before(scope, now=now))
    waiting = proposals(scope, now=now).filter(state=PROPOSED)
    return waiting.aggregate(
        waiting=Count("pk"), own=Count("pk", filter=own), own_late=Count("pk", filter=own & past)
    )


def late_before(scope: Scope, *, now: datetime) -> datetime:
    """Return the moment before which a proposal was made whose decision is late. No secret."""
    today = local_day(now)
    first_on = today - timedelta(days=unmet_rules(today).decide_days)
    return datetime.combine(first_on, time(), LOCAL)


def late(scope: Scope, rows: QuerySet[Any], *, now: datetime) -> QuerySet[Any]:
    """Narrow proposals, read within a scope, to those whose decision is late."""
    return rows.filter(state=PROPOSED, proposed_at__lt=late_before(scope, now=now))


def to_remind(scope: Scope, *, now: datetime) -> list[Any]:
    """Return late proposals in reach whose present owner was not told so, each with its owner."""
    told = ProposalReminder.objects.filter(proposal=OuterRef("pk"), owner=OuterRef("owner"))
    found = late(scope, proposals(scope, now=now), now=now).filter(~Exists(told), owner__isnull=False)
    return list(found.order_by("pk"))


def of_owner(scope: Scope, rows: QuerySet[Any], code: str, *, own_key: str) -> QuerySet[Any]:
    """Narrow proposals, read within a scope, to those that "me" or "others" have."""
    return rows.filter(owner=own_key) if code == "me" else rows.exclude(owner=own_key)


def owner_keys(scope: Scope, rows: Iterable[Any]) -> set[str]:
    """Return the keys of those who have proposals that were read within a scope."""
    return {row.owner for row in rows if row.owner}


def _looked(scope: Scope, area: str | None, *, at: datetime) -> Looked:
    found = look_at(scope, area or "", at=at)
    if found is None or not found.is_exact:
        raise Proposal.DoesNotExist
    return found


def _within(scope: Scope) -> Q:
    reach = scope.reach(SEE)
    return Q() if reach.national else Q(area__in=reach.areas)
