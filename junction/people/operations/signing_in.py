"""Audit lines for what the sign-in library does: signing in and out, failing, passwords, second factors."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.db import transaction

from junction.core.audit.operations import record
from junction.core.scope import Actor


@transaction.atomic
def record_sign_in(verb: str, *, by: Actor, now: datetime, tried: str = "", **detail: str) -> None:
    """Write one line `people.<verb>`. An address that was tried is kept as a keyed hash, never itself."""
    if tried:
        detail["tried"] = _keyed_hash(tried)
    record(at=now, by=by, verb=f"people.{verb}", subject=by.key, **detail)


def _keyed_hash(address: str) -> str:
    """A short hash of an address that only this installation can compute: it tells repeats apart."""
    keyed = hashlib.blake2b(
        address.strip().lower().encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8
    )
    return keyed.hexdigest()
