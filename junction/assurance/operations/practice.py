"""Write down a council's practice-quality review of a week, signed by post. A correction is another row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.playbook import NoRuleInForce
from junction.core.scope import Actor

from ..models import PracticeReview
from ..queries import easements
from ..queries.parties import may_answer
from ..queries.reach import ANSWER
from ..rules.parties import Party
from ..rules.practice import PracticeRules, practice_rules
from . import learning_refusals as refusals
from .register_refusals import NotYours


@dataclass(frozen=True, slots=True)
class Practice:
    """What was looked at on a day, what was found, what changes, what comes next, and who signs by post."""

    area: str
    reviewed_on: date
    frameworks: Sequence[str]
    found: str
    signer: str
    changes: str = ""
    next_steps: str = ""


@transaction.atomic
def review_practice(said: Practice, *, why: str = "", by: Actor, now: datetime) -> PracticeReview:
    """Write it down. Raise `NotYours`, `CannotReviewPractice`, `NoSuchWeek`, `CorrectIt` (say why)."""
    today = local_day(now)
    council = easements.councils(by.scope, day=today, permission=ANSWER).filter(pk=said.area)
    if not may_answer(by.scope, Party(area=said.area)) or not council.select_for_update().exists():
        raise NotYours
    rules, week = _week(said.reviewed_on, today=today)
    strange = set(said.frameworks) - set(rules.frameworks)
    if strange or not said.frameworks or not said.found.strip() or said.signer not in rules.signers:
        raise refusals.CannotReviewPractice
    before = PracticeReview.objects.filter(area=said.area, week_on=week, superseded_at=None)
    if before.exists() and not why.strip():
        raise refusals.CorrectIt
    corrects = before.update(superseded_at=now)
    made = PracticeReview.objects.create(
        area_id=said.area, week_on=week, reviewed_on=said.reviewed_on, frameworks=list(said.frameworks),
        found=said.found.strip(), changes=said.changes.strip(), next_steps=said.next_steps.strip(),
        signer=said.signer, why=why.strip() if corrects else "", playbook=rules.reference, recorded_at=now,
        recorded_by=by.key,
    )  # fmt: skip
    record(
        at=now, by=by, verb=f"assurance.practice.{'corrected' if corrects else 'reviewed'}",
        subject=f"area:{said.area}", why=made.why, playbook=rules.reference, practice=made.pk,
        week_on=week.isoformat(), signer=made.signer,
    )  # fmt: skip
    return made


def _week(day: date, *, today: date) -> tuple[PracticeRules, date]:
    try:
        rules = practice_rules(day)
    except NoRuleInForce:
        raise refusals.NoSuchWeek from None
    week = rules.week_of(day)
    if week is None or day > today:
        raise refusals.NoSuchWeek
    return rules, week
