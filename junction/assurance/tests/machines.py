"""Who calls by machine in tests: tokens of organisations, and the way they send."""

from datetime import UTC, datetime

from django.test import Client

from junction.people.models import ApiToken
from junction.people.rules import hash_of
from junction.registry.models import Area, Organisation

MADE_AT, ENDS_AT = datetime(2020, 3, 1, tzinfo=UTC), datetime(2090, 1, 1, tzinfo=UTC)
API = "/api/v1/assurance/"


def machine(role, kind, area=None, *, name="", made_by="system:test"):
    """A client that sends a token of an organisation."""
    held = Area.objects.get(pk=area) if area else None
    one, _ = Organisation.objects.get_or_create(
        kind=kind, name_key=f"{role} {area}", defaults={"name": role, "area": held, "created_at": MADE_AT}
    )
    secret = f"{role} {area} {name}"
    ApiToken.objects.create(
        organisation=one, name=name or role, sha256=hash_of(secret), role=role, created_at=MADE_AT,
        created_by=made_by, expires_at=ENDS_AT,
    )  # fmt: skip
    return Client(headers={"Authorization": f"Bearer {secret}"})


def send(client, path, body, key=""):
    """Send a write with its key."""
    return client.post(
        API + path, body, content_type="application/json", headers={"Idempotency-Key": key or path}
    )
