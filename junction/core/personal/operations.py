"""Keep, change and erase personal values. The audit line has the key and the kind, never the value.

Nothing of a write around one of these stands without it: none has a savepoint of its own.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from junction.core.audit.operations import Entry, record, record_many
from junction.core.scope import Actor

from .models import PersonalValue

BATCH = 5_000  # rows of one statement


@transaction.atomic(savepoint=False)
def keep(value: str, *, kind: str, by: Actor, now: datetime, retention_until: date | None = None) -> str:
    """Keep one value and return its key, which facts may store. `retention_until` is the day it is erased."""
    key = secrets.token_hex(16)
    PersonalValue.objects.create(
        key=key, kind=kind, value=value, kept_at=now, retention_until=retention_until
    )
    record(at=now, by=by, verb="personal.kept", subject=f"personal:{key}", kind=kind)
    return key


@transaction.atomic(savepoint=False)
def keep_many(
    values: Sequence[str],
    *,
    kind: str | Sequence[str],
    by: Actor,
    now: datetime,
    retention_until: date | None = None,
) -> list[str]:
    """Keep any number of values, of one kind or each of its own, in as many statements as one; return their
    keys, in order.
    """
    kinds = [kind] * len(values) if isinstance(kind, str) else kind
    keys = [secrets.token_hex(16) for _ in values]
    PersonalValue.objects.bulk_create(
        (
            PersonalValue(key=key, kind=one, value=value, kept_at=now, retention_until=retention_until)
            for key, one, value in zip(keys, kinds, values, strict=True)
        ),
        batch_size=BATCH,
    )
    entries = [Entry(f"personal:{key}", {"kind": one}) for key, one in zip(keys, kinds, strict=True)]
    record_many(at=now, by=by, verb="personal.kept", entries=entries)
    return keys


@transaction.atomic(savepoint=False)
def change(key: str, value: str, *, by: Actor, now: datetime) -> bool:
    """Put another value in place; False when there is none under the key or it is erased."""
    changed = PersonalValue.objects.filter(key=key, erased_at__isnull=True).update(value=value)
    if changed:
        record(at=now, by=by, verb="personal.changed", subject=f"personal:{key}")
    return bool(changed)


@transaction.atomic(savepoint=False)
def retain(keys: Iterable[str], *, until: date, by: Actor, now: datetime) -> int:
    """Keep values until a later day, since they are still needed; return how many. Never shortens."""
    kept = PersonalValue.objects.filter(key__in=list(keys), erased_at__isnull=True, retention_until__lt=until)
    extended = list(kept.values_list("key", flat=True))
    kept.update(retention_until=until)
    entries = [Entry(f"personal:{key}", {"until": until.isoformat()}) for key in extended]
    record_many(at=now, by=by, verb="personal.retained", entries=entries)
    return len(extended)


@transaction.atomic(savepoint=False)
def erase(key: str, *, by: Actor, now: datetime, why: str = "") -> bool:
    """Destroy one value; facts that hold the key then read "erased". False when nothing was there."""
    erased = PersonalValue.objects.filter(key=key, erased_at__isnull=True).update(value=None, erased_at=now)
    if erased:
        record(at=now, by=by, verb="personal.erased", subject=f"personal:{key}", why=why)
    return bool(erased)


@transaction.atomic(savepoint=False)
def erase_value(value: str, *, by: Actor, now: datetime, why: str = "") -> int:
    """Destroy this value under every key that holds it, such as a person's address; return how many."""
    held = PersonalValue.objects.filter(value=value, erased_at__isnull=True)
    keys = list(held.values_list("key", flat=True))
    held.update(value=None, erased_at=now)
    for key in keys:
        record(at=now, by=by, verb="personal.erased", subject=f"personal:{key}", why=why)
    return len(keys)


@transaction.atomic(savepoint=False)
def erase_expired(*, today: date, by: Actor, now: datetime) -> int:
    """Destroy every value whose retention has ended; return how many."""
    due = PersonalValue.objects.select_for_update(skip_locked=True).filter(
        retention_until__lte=today, erased_at__isnull=True
    )
    keys = list(due.values_list("key", flat=True))
    PersonalValue.objects.filter(key__in=keys).update(value=None, erased_at=now)
    entries = [Entry(f"personal:{key}") for key in keys]
    record_many(at=now, by=by, verb="personal.expired", entries=entries)
    return len(keys)
