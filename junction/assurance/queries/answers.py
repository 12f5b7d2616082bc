"""Answers, evidence, verifications and issues of parties in reach, with their history."""

from datetime import datetime

from django.db.models import Q, QuerySet

from junction.core.scope import Scope

from ..models import Answer, Evidence, Issue, Verification, known_at
from ..rules.parties import Party, party_of_row
from .reach import reaches, within


def answers(scope: Scope, *, as_at: datetime | None = None) -> QuerySet[Answer]:
    """Return the answers that are, or at a moment were, current."""
    current = known_at(as_at, added="recorded_at", ended="superseded_at")
    return Answer.objects.filter(current).filter(within(scope))


def versions(
    scope: Scope, requirement_id: int, party: Party, *, as_at: datetime | None = None
) -> QuerySet[Answer]:
    """Return every version of one answer, the newest first."""
    found = Answer.objects.filter(within(scope), requirement=requirement_id, **party.columns)
    found = found.filter(recorded_at__lte=as_at) if as_at else found
    return found.select_related("statement", "carried_from__requirement__catalogue").order_by("-version")


def current_answer(scope: Scope, requirement_id: int, party: Party, *, lock: bool = False) -> Answer:
    """Return what a party in reach says now. Raise `Answer.DoesNotExist`."""
    found = answers(scope).filter(requirement=requirement_id, **party.columns)
    return (found.select_for_update(of=("self",)) if lock else found).get()


def evidence(
    scope: Scope,
    requirement_id: int | None = None,
    party: Party | None = None,
    *,
    as_at: datetime | None = None,
    with_withdrawn: bool = False,
) -> QuerySet[Evidence]:
    """Return evidence in reach, the newest first; also what was taken back, when asked."""
    added = Q(added_at__lte=as_at) if as_at else Q()
    found = Evidence.objects.filter(added if with_withdrawn else known_at(as_at)).filter(within(scope))
    if requirement_id is not None:
        found = found.filter(requirement=requirement_id)
    found = found.filter(**party.columns) if party else found
    return found.select_related("file", "snapshot", "statement").order_by("-added_at", "-pk")


def one_evidence(scope: Scope, evidence_id: int) -> Evidence:
    """Return one piece, withdrawn or not. Raise `Evidence.DoesNotExist` out of reach."""
    found = Evidence.objects.filter(within(scope)).select_related(
        "file", "snapshot", "statement", "requirement"
    )
    return found.get(pk=evidence_id)


def verifications(
    scope: Scope, requirement_id: int, party: Party, *, as_at: datetime | None = None
) -> QuerySet[Verification]:
    """Return what second persons found of every version of an answer, the newest first."""
    if not reaches(scope, party):
        return Verification.objects.none()
    of_party = {f"answer__{name}": value for name, value in party.columns.items()}
    found = Verification.objects.filter(answer__requirement=requirement_id, **of_party)
    found = found.filter(verified_at__lte=as_at) if as_at else found
    return found.select_related("answer").order_by("-verified_at", "-pk")


def one_verification(scope: Scope, verification_id: int) -> Verification:
    """Return one. Raise `Verification.DoesNotExist` out of reach."""
    found = Verification.objects.select_related("answer").get(pk=verification_id)
    answer = found.answer
    if not reaches(scope, party_of_row(answer)):
        raise Verification.DoesNotExist
    return found


def issues(
    scope: Scope,
    requirement_id: int | None = None,
    party: Party | None = None,
    *,
    as_at: datetime | None = None,
) -> QuerySet[Issue]:
    """Return what was raised in reach, closed or not, the newest first."""
    found = Issue.objects.filter(within(scope))
    found = found.filter(raised_at__lte=as_at) if as_at else found
    found = found.filter(requirement=requirement_id) if requirement_id is not None else found
    found = found.filter(**party.columns) if party else found
    return found.select_related("statement").order_by("-raised_at", "-pk")


def one_issue(scope: Scope, issue_id: int) -> Issue:
    """Return one. Raise `Issue.DoesNotExist` out of reach."""
    return Issue.objects.filter(within(scope)).select_related("requirement").get(pk=issue_id)
