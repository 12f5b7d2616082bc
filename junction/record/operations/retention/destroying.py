"""Destroy a document whose time is over: one person asks, another carries it out or refuses.

All of it is one transaction: words, layers and rows go, the line, the hash and the places stay. The bytes
leave the disk once that is committed (`core.files`), so a crash in the middle leaves the document as it was.
"""

from datetime import datetime

from django.db import IntegrityError, connection, transaction

from junction.core.audit.operations import record
from junction.core.calendar import local_day
from junction.core.files import operations as files
from junction.core.scope import Actor
from junction.people.queries import keys_of_one_person

from ...models import Destruction, Document
from ...queries.documents import documents
from ...queries.retention import RETAIN, holds_on
from ...queries.retention import destruction as find_destruction
from ...rules.handling import handling_rules
from ...rules.retention import DESTROYED, REFUSED, is_past, retention_rules
from ..confirming import SayWhy
from .erasing import counted, erase
from .needing import needs
from .refusals import AlreadySettled, AskedAlready, IsDestroyed, IsHeld, IsNeeded, NotTheSecond, NotYetPast


def what_goes(document_id: int, *, by: Actor, now: datetime) -> dict[str, int]:
    """Return how much of each would go; nothing is changed. Raise `Document.DoesNotExist` out of reach."""
    document = documents(by.scope, permission=RETAIN).get(pk=document_id)
    rules = retention_rules(local_day(now))
    stay = rules.words_stay(kind=document.kind, sensitivity=document.sensitivity)
    return counted(document, confirmed_stay=stay)


@transaction.atomic
def ask_destruction(document_id: int, *, why: str, by: Actor, now: datetime) -> Destruction:
    """Ask for it. Raise `Document.DoesNotExist` out of reach, `SayWhy`, and whatever forbids it."""
    document = _locked(document_id, by=by)
    if not why.strip():
        raise SayWhy
    _refuse_unripe(document, by=by, now=now)
    try:
        with transaction.atomic():
            asked = Destruction.objects.create(
                document=document, why=why.strip()[:1000], asked_at=now, asked_by=by.key
            )
    except IntegrityError as error:
        raise AskedAlready from error
    record(
        at=now, by=by, verb="record.destruction.asked", subject=f"document:{document.pk}", why=asked.why,
        playbook=retention_rules(local_day(now)).reference, destruction=asked.pk,
    )  # fmt: skip
    return asked


@transaction.atomic
def refuse_destruction(number: int, *, why: str, by: Actor, now: datetime) -> Destruction:
    """Keep it after all; who asked may take it back. Raise `SayWhy`, `AlreadySettled`."""
    if not why.strip():
        raise SayWhy
    asked = _open(number, by=by)
    _settle(asked, REFUSED, note=why.strip()[:1000], by=by, now=now)
    record(
        at=now, by=by, verb="record.destruction.refused", subject=f"document:{asked.document_id}",
        why=asked.note, destruction=asked.pk,
    )  # fmt: skip
    return asked


@transaction.atomic
def destroy(number: int, *, by: Actor, now: datetime) -> Destruction:
    """Carry it out. Raise `NotTheSecond`, `AlreadySettled`, and whatever forbids it by now."""
    asked = _open(number, by=by)
    rules = retention_rules(local_day(now))
    if rules.second_person and asked.asked_by in keys_of_one_person(by.key):
        raise NotTheSecond
    document = _locked(asked.document_id, by=by)
    _no_new_holds()
    _refuse_unripe(document, by=by, now=now)
    stay = rules.words_stay(kind=document.kind, sensitivity=document.sensitivity)
    sha256, asked.gone = document.sha256, erase(document, confirmed_stay=stay)
    _leave_the_line(document, now=now)
    asked.bytes_stay = not files.give_up(sha256, by=by, now=now)
    _settle(asked, DESTROYED, by=by, now=now)
    record(
        at=now, by=by, verb="record.document.destroyed", subject=f"document:{document.pk}", why=asked.why,
        playbook=rules.reference, destruction=asked.pk, sha256=sha256, asked_by=asked.asked_by,
        received_on=document.received_on.isoformat(), gone=asked.gone, bytes_stay=asked.bytes_stay,
    )  # fmt: skip
    return asked


def _locked(document_id: int, *, by: Actor) -> Document:
    documents(by.scope, permission=RETAIN).get(pk=document_id)
    return Document.objects.select_for_update().defer("text").get(pk=document_id)


def _open(number: int, *, by: Actor) -> Destruction:
    find_destruction(by.scope, number)
    asked = Destruction.objects.select_for_update().get(pk=number)
    if asked.settled_at:
        raise AlreadySettled
    return asked


def _no_new_holds() -> None:
    """Wait for holds that are being placed, and let none be placed until this is done."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE record_hold IN SHARE MODE")


def _refuse_unripe(document: Document, *, by: Actor, now: datetime) -> None:
    if document.destroyed_at:
        raise IsDestroyed
    if not is_past(document.retain_until, day=local_day(now)):
        raise NotYetPast
    if holds_on(by.scope, document, as_at=now):
        raise IsHeld
    if any(needs(document, by=by, now=now)):
        raise IsNeeded


def _settle(asked: Destruction, outcome: str, *, note: str = "", by: Actor, now: datetime) -> None:
    asked.settled_at, asked.settled_by, asked.outcome, asked.note = now, by.key, outcome, note
    asked.save()


def _leave_the_line(document: Document, *, now: datetime) -> None:
    """Empty the row but for its kind, dates, source, marking and hash, and whose it is."""
    kind = handling_rules(local_day(now)).kinds[document.kind]
    document.destroyed_at, document.destroyed_sha256 = now, document.sha256
    document.file, document.text, document.page_starts, document.properties = None, "", [], {}
    document.title = f"{kind.title}, destroyed"
    document.save()
