"""Do a request once: insert the key first, do the work, keep the answer, all in one transaction.

Two requests with one key at the same moment: the second waits on the first one's row and then reads its
answer. A request that fails leaves no key, so it may be sent again. A function in the database may do the
same insert.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from junction.core.refusals import Refusal

from .models import IdempotencyKey

KEPT = timedelta(hours=48)  # a caller that was cut off tries again within minutes; two days covers a weekend


class KeyUsedForAnotherRequest(Refusal):
    """This idempotency key was used for another request. Send a new key with each new request."""

    status = 422


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered, now or the first time."""

    status: int
    body: Any
    is_replayed: bool = False


def request_hash(*, method: str, path: str, body: bytes) -> str:
    """Return what makes two requests the same."""
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), body])).hexdigest()


@transaction.atomic
def answer_once(
    *, caller: str, key: str, request_hash: str, now: datetime, work: Callable[[], tuple[int, Any]]
) -> Answer:
    """Run `work` unless this caller's key was answered before; raise `KeyUsedForAnotherRequest`.

    `work` returns status and JSON body, and runs inside this transaction. Two statements beside its own.
    """
    kept = _claim(caller, key, request_hash, now)
    if kept is not None:
        return kept
    status, body = work()
    IdempotencyKey.objects.filter(caller=caller, key=key).update(status=status, body=body)
    return Answer(status, body)


def forget_expired(now: datetime) -> int:
    """Remove keys that are past their time; return how many."""
    return IdempotencyKey.objects.filter(expires_at__lte=now).delete()[0]


def _claim(caller: str, key: str, request_hash: str, now: datetime) -> Answer | None:
    """Take the key, or return what was answered under it. The conflicting row makes a second caller wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_idempotencykey (caller, key, request_hash, created_at, expires_at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (caller, key) DO UPDATE"
            " SET request_hash = excluded.request_hash, status = NULL, body = NULL,"
            "     created_at = excluded.created_at, expires_at = excluded.expires_at"
            " WHERE core_idempotencykey.expires_at <= excluded.created_at RETURNING id",
            [caller, key, request_hash, now, now + KEPT],
        )
        if cursor.fetchone():
            return None
        cursor.execute(
            "SELECT request_hash, status, body FROM core_idempotencykey WHERE caller = %s AND key = %s",
            [caller, key],
        )
        found, status, body = cursor.fetchone() or (None, 0, None)
    if found != request_hash:
        raise KeyUsedForAnotherRequest
    return Answer(status, json.loads(body) if isinstance(body, str) else body, is_replayed=True)
