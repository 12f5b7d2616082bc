"""Extracts in reach: for who discloses for the nation, and may read every document in them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from junction.core.scope import Scope

from ..models import Document, Extract, ExtractDocument, ExtractFinding, RedactionRule, Thread, ThreadLink
from .documents import documents
from .said import in_reach
from .search import documents_holding

DISCLOSE = "record.disclose"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents an extract is to have: all of what is said must hold."""

    words: str = ""
    thread: int | None = None
    kinds: tuple[str, ...] = ()
    from_on: date | None = None
    until_on: date | None = None  # the day after the last
    people: tuple[str, ...] = ()  # any of them


def extracts(scope: Scope) -> QuerySet[Extract]:
    """Return the extracts in reach, the newest first."""
    counted = _reachable(scope).annotate(
        documents_in=Count("documents", distinct=True),
        open_findings=Count("findings", filter=Q(findings__accepted_at__isnull=True), distinct=True),
    )
    return counted.select_related("file", "thread").order_by("-made_at", "-pk")


def _reachable(scope: Scope) -> QuerySet[Extract]:
    """Return the extracts of which a scope may read every document."""
    if not scope.reach(DISCLOSE).national:
        return Extract.objects.none()
    readable = documents(scope, permission=DISCLOSE).order_by().values("pk")
    hidden = ExtractDocument.objects.filter(extract=OuterRef("pk")).exclude(document__in=readable)
    return Extract.objects.filter(~Exists(hidden)).order_by()


def _in_reach(scope: Scope, one: Extract) -> QuerySet[Extract, Any]:
    """Return the number of an extract if it is in reach: what hangs on it is read through this."""
    return _reachable(scope).filter(pk=one.pk).values("pk")


def extract(scope: Scope, extract_id: int) -> Extract:
    """Return one. Raise `Extract.DoesNotExist` out of reach."""
    return extracts(scope).get(pk=extract_id)


def threads(scope: Scope) -> list[tuple[int, str]]:
    """Return the threads in reach, by their titles."""
    return list(in_reach(scope, Thread, permission=DISCLOSE).order_by("title").values_list("pk", "title"))


def documents_of(scope: Scope, extract: Extract) -> QuerySet[ExtractDocument]:
    """Return its documents in their order, without their text; of one out of reach none."""
    found = ExtractDocument.objects.filter(extract__in=_in_reach(scope, extract))
    found = found.select_related("document__file")
    return found.defer("document__text").order_by("number")


def rules_of(scope: Scope, extract: Extract) -> QuerySet[RedactionRule]:
    """Return every rule it ever had, those taken back too; of one out of reach none."""
    return (
        RedactionRule.objects.filter(extract__in=_in_reach(scope, extract))
        .select_related("document")
        .defer("document__text")
        .order_by("pk")
    )


def rule(scope: Scope, rule_id: int) -> RedactionRule:
    """Return one rule of an extract in reach. Raise `RedactionRule.DoesNotExist`."""
    reachable = _reachable(scope).values("pk")
    return RedactionRule.objects.select_related("extract").get(pk=rule_id, extract__in=reachable)


def findings_of(scope: Scope, extract: Extract) -> QuerySet[ExtractFinding]:
    """Return what the last check found, what is open first; of one out of reach nothing."""
    found = ExtractFinding.objects.filter(extract__in=_in_reach(scope, extract))
    return found.order_by(F("accepted_at").asc(nulls_first=True), "kind", "pk")


def finding(scope: Scope, finding_id: int) -> ExtractFinding:
    """Return one finding of an extract in reach. Raise `ExtractFinding.DoesNotExist`."""
    reachable = _reachable(scope).values("pk")
    return ExtractFinding.objects.select_related("extract").get(pk=finding_id, extract__in=reachable)


def in_doubt(scope: Scope, extract: Extract) -> set[int]:
    """Return the numbers of documents of which a check found anything: they never leave as received."""
    pairs = findings_of(scope, extract).order_by().values_list("one__paper", "other__paper")
    return {number for pair in pairs for number in pair if number is not None}


def has_lost(scope: Scope, extract: Extract) -> bool:
    """Tell whether a document of an extract was destroyed, so that its bundle is not made again."""
    return documents_of(scope, extract).filter(document__destroyed_at__isnull=False).exists()


def matching(scope: Scope, wanted: Wanted, *, as_at: datetime) -> QuerySet[Document]:
    """Return the documents that an extract would have, as the record was at a moment; the oldest first."""
    found = documents(scope, permission=DISCLOSE, as_at=as_at).filter(destroyed_at__isnull=True)
    found = found.annotate(day=Coalesce("dated_on", "received_on"))
    if wanted.kinds:
        found = found.filter(kind__in=wanted.kinds)
    if wanted.from_on:
        found = found.filter(day__gte=wanted.from_on)
    if wanted.until_on:
        found = found.filter(day__lt=wanted.until_on)
    if wanted.thread:
        found = found.filter(pk__in=_on_thread(wanted.thread, as_at))
    if wanted.words.strip():
        said = documents_holding(scope, wanted.words, as_at=as_at)
        found = found.filter(Q(pk__in=said) | Q(title__icontains=wanted.words.strip()))
    if wanted.people:
        found = found.filter(_of_people(wanted.people))
    return found.order_by("day", "pk")


def _on_thread(thread: int, as_at: datetime) -> QuerySet[Document, Any]:
    """Return the documents on a thread, by themselves or by a statement."""
    still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=as_at)
    links = ThreadLink.objects.filter(still, thread=thread, added_at__lte=as_at)
    themselves = Q(pk__in=links.filter(subject_kind="document").values("subject_id"))
    said = Q(statements__in=links.filter(subject_kind="statement").values("subject_id"))
    return Document.objects.filter(themselves | said).order_by().values("pk").distinct()


def _of_people(people: tuple[str, ...]) -> Q:
    found = Q()
    for name in people:
        found |= Q(text__icontains=name) | Q(statements__sender__icontains=name) | Q(title__icontains=name)
    return Q(pk__in=Document.objects.filter(found).order_by().values("pk"))
