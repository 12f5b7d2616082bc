"""Make an extract: its documents are those found now, frozen with the moment at which the record is read."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ...models import Extract, ExtractDocument, Thread
from ...queries.extracts import DISCLOSE, Wanted, matching
from ...queries.said import in_reach
from ...rules.disclosure.rules import State, disclosure_rules
from .preparing import ask_search
from .refusals import MayNotDisclose


class NothingFound(Refusal):
    """Nothing in the record fits. Ask for fewer words, other kinds or a longer period."""

    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True)
class Wish:
    """What an extract is called, what and whom it is for, and which documents it is to have."""

    title: str
    purpose: str
    made_for: str
    wanted: Wanted
    with_originals: bool = False


@transaction.atomic
def make_extract(wish: Wish, *, by: Actor, now: datetime) -> Extract:
    """Make it. Raise `MayNotDisclose`, `NothingFound`, `Thread.DoesNotExist`."""
    if not by.scope.reach(DISCLOSE).national:
        raise MayNotDisclose
    asked = wish.wanted
    if asked.thread is not None:
        in_reach(by.scope, Thread).get(pk=asked.thread)
    found = list(matching(by.scope, asked, as_at=now))
    if not found:
        raise NothingFound
    made = Extract.objects.create(
        title=wish.title.strip(), purpose=wish.purpose.strip(), made_for=wish.made_for.strip(),
        words=asked.words.strip(), thread_id=asked.thread, kinds=list(asked.kinds), from_on=asked.from_on,
        until_on=asked.until_on, people=list(asked.people), with_originals=wish.with_originals,
        as_at=now, made_at=now, made_by=by.key, state=State.PREPARING,
    )  # fmt: skip
    ExtractDocument.objects.bulk_create(
        ExtractDocument(
            extract=made,
            document=one,
            number=number,
            title=one.title,
            source=one.source,
            dated_on=one.dated_on,
        )
        for number, one in enumerate(found, start=1)
    )
    ask_search(made.pk, by=by)
    record(
        at=now, by=by, verb="record.extract.made", subject=f"extract:{made.pk}",
        playbook=disclosure_rules(local_day(now)).reference, documents=len(found),
    )  # fmt: skip
    return made
