"""Documents by how they stand towards the date until which they are kept; holds, and destructions asked for.

A hold forbids whoever it was placed by: a council's document that an inquiry of the nation holds is held for
the council too, so the condition takes no scope. Which documents and holds one reads does.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from junction.core.calendar import local_day
from junction.core.scope import Scope
from junction.people.queries import memberships
from junction.people.rules import roles
from junction.registry.queries import areas, inside

from ..models import (
    Action,
    Ask,
    Commitment,
    Decision,
    Destruction,
    Document,
    Hold,
    Meeting,
    Statement,
    Thread,
    ThreadLink,
)
from ..rules.retention import AREA, DOCUMENT, THREAD, RetentionRules
from .areas import KINDS
from .documents import documents
from .said import in_reach

RETAIN = "record.retain"
DERIVED = (Commitment, Action, Ask, Meeting, Decision)


def _in_force(as_at: datetime) -> Q:
    """Return the condition that a hold was placed and not released at a moment."""
    return Q(placed_at__lte=as_at) & (Q(released_at__isnull=True) | Q(released_at__gt=as_at))


def _held(as_at: datetime) -> Q:
    """Return the condition that a document is held at a moment, by itself, its thread or its area."""
    found = Q(pk__in=Hold.objects.filter(_in_force(as_at), reach=DOCUMENT).values("document"))
    for hold in Hold.objects.filter(_in_force(as_at)).exclude(reach=DOCUMENT).order_by("pk"):
        found |= _covered(hold, as_at=as_at)
    return found


def _covered(hold: Hold, *, as_at: datetime) -> Q:
    """Return the condition that a document is one that a hold is about."""
    if hold.reach == DOCUMENT:
        return Q(pk=hold.document_id)
    if hold.reach == AREA:
        return Q(area__in=inside([hold.area_id])) if hold.area_id else Q(pk__isnull=False)
    return _on_thread(hold, as_at)


def _on_thread(hold: Hold, as_at: datetime) -> Q:
    """A thing taken off a thread after the hold was placed stays held: else that were a way around it."""
    stays = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=hold.placed_at)
    links = ThreadLink.objects.filter(stays, thread=hold.thread_id, added_at__lte=as_at)

    def of(kind: str) -> QuerySet[ThreadLink, Any]:
        return links.filter(subject_kind=kind).values("subject_id")

    found = Q(pk__in=of("document")) | Q(pk__in=_documents(Statement, of("statement")))
    for model in DERIVED:
        found |= Q(pk__in=_documents(model, of(model._meta.model_name or "")))
    return found


def _documents(model: type[Any], numbers: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any] = model._default_manager.filter(pk__in=numbers, document__isnull=False)
    return rows.order_by().values("document")


def retained(scope: Scope, rules: RetentionRules, *, day: date, as_at: datetime) -> QuerySet[Document]:
    """Return the documents in reach, each with its `standing` on a day as it was known at a moment."""
    asked = Destruction.objects.filter(_is_open(as_at), document=OuterRef("pk"))
    standing = Case(
        When(destroyed_at__lte=as_at, then=Value("destroyed")),
        When(is_held=True, then=Value("held")),
        When(Exists(asked), then=Value("asked")),
        When(retain_until__lte=day, then=Value("past")),
        When(retain_until__lte=day + rules.soon, then=Value("soon")),
        default=Value("kept"),
        output_field=CharField(),
    )
    found = documents(scope, permission=RETAIN, as_at=as_at)
    is_held = ExpressionWrapper(_held(as_at), output_field=BooleanField())
    return found.annotate(is_held=is_held).annotate(standing=standing)


def to_decide(scope: Scope, rules: RetentionRules, *, day: date, as_at: datetime) -> QuerySet[Document]:
    """Return those of which something is to be decided or was: all but what is simply kept."""
    return retained(scope, rules, day=day, as_at=as_at).exclude(standing="kept")  # type: ignore[misc] # an annotation of `retained`


def _is_open(as_at: datetime) -> Q:
    return Q(asked_at__lte=as_at) & (Q(settled_at__isnull=True) | Q(settled_at__gt=as_at))


def holds(scope: Scope, *, as_at: datetime) -> QuerySet[Hold]:
    """Return the holds on what a scope reaches that were placed by a moment, the newest first.

    Each says `is_on`: whether it was in force then.
    """
    is_on = ExpressionWrapper(_in_force(as_at), output_field=BooleanField())
    found = Hold.objects.select_related("document", "thread", "area").defer("document__text")
    if not scope.may(RETAIN):
        return found.none()
    found = found.filter(placed_at__lte=as_at).annotate(is_on=is_on).order_by("-placed_at", "-pk")
    reach = scope.reach(RETAIN)
    mine = Q(document__in=documents(scope, permission=RETAIN).order_by().values("pk"))
    if reach.national:
        return found.filter(mine | ~Q(reach=DOCUMENT))
    return found.filter(
        mine | Q(reach=AREA, area__in=reach.areas) | Q(reach=THREAD, thread__area__in=reach.areas)
    )


def holds_on(scope: Scope, document: Document, *, as_at: datetime) -> list[Hold]:
    """Return the holds that forbid to destroy a document in reach, whoever placed them; the oldest first."""
    if not documents(scope, permission=RETAIN).filter(pk=document.pk).exists():
        return []
    every = Hold.objects.filter(_in_force(as_at)).select_related("thread", "area").order_by("placed_at", "pk")
    return [
        one for one in every if Document.objects.filter(_covered(one, as_at=as_at), pk=document.pk).exists()
    ]


def destructions(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Destruction]:
    """Return what was asked to be destroyed in reach, by a moment; the newest first."""
    readable = documents(scope, permission=RETAIN).order_by().values("pk")
    found = Destruction.objects.filter(document__in=readable)
    found = found.filter(asked_at__lte=as_at) if as_at else found
    return found.select_related("document").defer("document__text").order_by("-asked_at", "-pk")


def destruction(scope: Scope, number: int) -> Destruction:
    """Return one. Raise `Destruction.DoesNotExist` out of reach."""
    return destructions(scope).get(pk=number)


def hold(scope: Scope, number: int, *, as_at: datetime) -> Hold:
    """Return one. Raise `Hold.DoesNotExist` out of reach."""
    return holds(scope, as_at=as_at).get(pk=number)


def areas_to_hold(scope: Scope, *, on: date) -> list[tuple[str, str]]:
    """Return code and name of the areas whose documents one may hold, by name."""
    reach, found = scope.reach(RETAIN), areas(scope, on=on).filter(kind__in=KINDS)
    if not reach.national:
        found = found.filter(code__in=reach.areas)
    return list(found.order_by("name").values_list("code", "name"))


def threads_to_hold(scope: Scope) -> list[tuple[int, str]]:
    """Return number and title of the threads whose documents one may hold, by title."""
    found = in_reach(scope, Thread, permission=RETAIN).order_by("title", "pk")
    return list(found.values_list("pk", "title"))


def keepers(scope: Scope, *, now: datetime) -> list[int]:
    """Return the users in sight whose role decides on the end of documents."""
    named = [name for name, role in roles(local_day(now)).items() if RETAIN in role.permissions]
    held_now = memberships(scope, now=now).filter(role__in=named, user__is_active=True)
    return sorted(set(held_now.order_by().values_list("user_id", flat=True)))
