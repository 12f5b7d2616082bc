"""Promises and actions in reach, and where each stands at a moment, by its days and by what was found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from junction.core.calendar import local_day
from junction.core.ownership.models import Ownership
from junction.core.ownership.queries import histories
from junction.core.ownership.rules import Span, hand_overs, owner_at
from junction.core.scope import Scope

from ..models import Action, Commitment, CommitmentFinding
from ..rules.promises import Standing, age_in_days, days_late, goes_on, promise_rules, standing
from ..rules.reading import Certainty
from .documents import SEE
from .former import as_it_was, that_had
from .keepers import names
from .said import confirmed, in_reach

ACTION = "record-action"  # the subject of its ownership


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A promise, where it stands, for how many days it has been made, and for how many it is late."""

    commitment: Commitment
    standing: Standing
    age: int
    late: int


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action and who had it until a moment."""

    action: Action
    is_closed: bool
    owner: str | None  # an actor's key
    name: str
    hand_overs: int
    late: int
    spans: list[Span]


def _by_days(today: date) -> Case:
    """Say in SQL what `rules.promises.standing` says of days."""
    to_come = When(from_on__gt=today, then=Value(str(Standing.TO_COME)))
    undated = When(until_on__isnull=True, then=Value(str(Standing.UNDATED)))
    late = When(until_on__lte=today, then=Value(str(Standing.LATE)))
    days = [late, to_come, *_going_on(today), undated]
    return Case(*days, default=Value(str(Standing.DUE)), output_field=CharField())


def _going_on(today: date) -> list[When]:
    """Say in SQL what `rules.promises.goes_on` says; nothing where no rule tells of it."""
    words = promise_rules(today).continuing
    if not words:
        return []
    is_open = Q(from_on__isnull=False, certainty=str(Certainty.OPEN))
    said = Q(until_on__isnull=True) & (is_open | Q(words__iregex=rf"\y(?:{words})\y"))
    return [When(said, then=Value(str(Standing.CONTINUES)))]


def commitments(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None, now: datetime
) -> QuerySet[Commitment]:
    """Return the promises that were confirmed at a moment, each with its `standing` then."""
    at = as_at or now
    found = CommitmentFinding.objects.filter(commitment=OuterRef("pk"), recorded_at__lte=at)
    newest = Subquery(found.order_by("-recorded_at", "-pk").values("outcome")[:1])
    rows = confirmed(scope, Commitment, permission=permission, as_at=as_at)
    return rows.annotate(standing=Coalesce(newest, _by_days(local_day(at)), output_field=CharField()))


def bound_commitments(
    scope: Scope, *, as_at: datetime | None = None, now: datetime
) -> QuerySet[Commitment]:  # fmt: skip
    """Return those of `commitments` that a figure was to judge at the moment, by their last day."""
    rows = that_had(commitments(scope, as_at=as_at, now=now), "indicator", as_at=as_at)
    return rows.order_by("until_on", "pk")


def commitment(scope: Scope, number: int, *, as_at: datetime | None = None) -> Commitment:
    """Return one, confirmed or not, as far as it was known. Raise its `DoesNotExist` out of reach."""
    return as_it_was(in_reach(scope, Commitment, as_at=as_at).get(pk=number))


def findings(scope: Scope, one: Commitment, *, at: datetime) -> list[CommitmentFinding]:
    """Return what had been found of a promise, the oldest first; of one out of reach nothing."""
    reachable = in_reach(scope, Commitment).order_by().values("pk")
    found = CommitmentFinding.objects.filter(commitment=one, commitment__in=reachable, recorded_at__lte=at)
    return list(found.select_related("statement").order_by("recorded_at", "pk"))


def with_standing(rows: Iterable[Commitment], *, at: datetime) -> list[CommitmentRow]:
    """Add what the days say to promises of `commitments`."""
    today = local_day(at)
    return [
        CommitmentRow(
            one, Standing(one.standing), age_in_days(one.made_on, today=today),  # type: ignore[attr-defined] # annotated
            days_late(one.until_on, today=today) if one.standing == Standing.LATE else 0,  # type: ignore[attr-defined] # annotated
        )
        for one in (as_it_was(row) for row in rows)
    ]  # fmt: skip


def standing_of(one: Commitment, found: Iterable[CommitmentFinding], *, at: datetime) -> Standing:
    """Return where one promise stands, by what `findings` gives."""
    outcomes = [each.outcome for each in found]
    today = local_day(at)
    is_continuing = goes_on(
        one.words, from_on=one.from_on, certainty=one.certainty, rules=promise_rules(today)
    )  # fmt: skip
    return standing(
        from_on=one.from_on, until_on=one.until_on, outcomes=outcomes, today=today,
        is_continuing=is_continuing,
    )  # fmt: skip


def actions(
    scope: Scope, *, permission: str = SEE, as_at: datetime | None = None, now: datetime
) -> QuerySet[Action]:
    """Return the actions that were confirmed at a moment, each with its `state` and `owner` then."""
    at = as_at or now
    held = Ownership.objects.filter(
        Q(owned_until__isnull=True) | Q(owned_until__gt=at), owned_from__lte=at, subject_kind=ACTION,
        subject_id=OuterRef("pk"),
    )  # fmt: skip
    rows = confirmed(scope, Action, permission=permission, as_at=as_at)
    closed = When(closed_at__lte=at, then=Value("closed"))
    late = When(until_on__lte=local_day(at), then=Value("late"))
    state = Case(closed, late, default=Value("open"), output_field=CharField())
    return rows.annotate(state=state, owner=Subquery(held.order_by("-owned_from").values("owner")[:1]))


def action(scope: Scope, number: int, *, as_at: datetime | None = None) -> Action:
    """Return one, confirmed or not. Raise its `DoesNotExist` out of reach."""
    return as_it_was(in_reach(scope, Action, as_at=as_at).get(pk=number))


def with_owners(
    scope: Scope, rows: Iterable[Action], *, own_key: str, at: datetime, now: datetime
) -> list[ActionRow]:
    """Add who had each action at a moment, in two statements."""
    many = [as_it_was(row) for row in rows]
    had = {
        number: [span for span in spans if span.owned_from <= at]
        for number, spans in histories(ACTION, [one.pk for one in many]).items()
    }
    owners = {number: owner_at(spans, at) for number, spans in had.items()}
    known = names(scope, {key for key in owners.values() if key}, own_key=own_key, now=now)
    return [_row(one, had.get(one.pk, []), owners.get(one.pk), known, at) for one in many]


def _row(one: Action, spans: list[Span], owner: str | None, known: dict[str, str], at: datetime) -> ActionRow:
    is_closed = bool(one.closed_at and one.closed_at <= at)
    late = 0 if is_closed else days_late(one.until_on, today=local_day(at))
    return ActionRow(one, is_closed, owner, known.get(owner or "", ""), hand_overs(spans), late, spans)
