"""The chain of signatures of a party: who signed at which level, what was said, and what changed since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from junction.core.scope import Scope

from ..models import Answer, Evidence, Issue, SignOff, Verification
from ..rules.book import Level
from ..rules.chain import newest
from ..rules.parties import Party
from .parties import may_answer
from .reach import ANSWER, REVIEW, reaches, within


@dataclass(frozen=True, slots=True)
class Changes:
    """What came after a signature: rows of each kind, and the requirements they are about."""

    answers: int = 0
    evidence: int = 0
    verifications: int = 0
    issues: int = 0
    expired: int = 0
    requirements: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.requirements)


def may_sign(scope: Scope, party: Party, level: Level) -> bool:
    """Tell whether one may sign at a level: the party itself, its council or forum, region, or nation."""
    if level.by == "self":
        return may_answer(scope, party)
    if level.by == "reach":
        local = Scope(grants=tuple(grant for grant in scope.grants if REVIEW not in grant.permissions))
        return reaches(local, party, ANSWER)
    return reaches(scope, party, REVIEW) and (level.by != "nation" or scope.reach(REVIEW).national)


def sign_offs(
    scope: Scope, catalogue_id: int, party: Party | None = None, *, as_at: datetime | None = None
) -> list[SignOff]:
    """Return the signatures under a catalogue in reach, the newest first."""
    found = SignOff.objects.filter(within(scope), catalogue=catalogue_id)
    found = found.filter(**party.columns) if party else found
    found = found.filter(signed_at__lte=as_at) if as_at else found
    return list(found.order_by("-signed_at", "-pk"))


def newest_of_levels(
    scope: Scope, catalogue_id: int, party: Party, *, as_at: datetime | None = None
) -> dict[str, SignOff]:
    """Return the newest signature of each level that has one."""
    return newest(sign_offs(scope, catalogue_id, party, as_at=as_at))


def changes_since(
    scope: Scope, catalogue_id: int, party: Party, *, since: datetime, until: datetime
) -> Changes:
    """Return what was said, shown, verified or opened after a moment, and what expired since."""
    if not reaches(scope, party):
        return Changes()
    of_party = {"requirement__catalogue": catalogue_id, **party.columns}
    of_answer = {f"answer__{name}": value for name, value in of_party.items()}
    found: dict[str, Any] = {
        "answers": Answer.objects.filter(**of_party, recorded_at__gt=since, recorded_at__lte=until),
        "evidence": Evidence.objects.filter(
            _either("added_at", "withdrawn_at", since, until), **of_party
        ),
        "issues": Issue.objects.filter(_either("raised_at", "closed_at", since, until), **of_party),
        "expired": Evidence.objects.filter(
            **of_party, withdrawn_at=None, added_at__lte=since,
            expires_on__gt=since.date(), expires_on__lte=until.date(),
        ),
    }  # fmt: skip
    ids = {
        name: list(rows.order_by().values_list("requirement_id", flat=True)) for name, rows in found.items()
    }
    looked = Verification.objects.filter(_either("verified_at", "withdrawn_at", since, until), **of_answer)
    ids["verifications"] = list(looked.order_by().values_list("answer__requirement_id", flat=True))
    about = frozenset(one for several in ids.values() for one in several)
    return Changes(**{name: len(several) for name, several in ids.items()}, requirements=about)


def _either(began: str, ended: str, since: datetime, until: datetime) -> Q:
    """Return the condition that a row began or ended between two moments."""
    first = Q(**{f"{began}__gt": since, f"{began}__lte": until})
    return first | Q(**{f"{ended}__gt": since, f"{ended}__lte": until})
