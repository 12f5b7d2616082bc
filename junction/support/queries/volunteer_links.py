"""What opens a volunteer's own pages: a link they are sent, the session that follows; both have an end.

Nothing of either is kept here. One more in `Volunteer.sessions` ends all of them at once.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from junction.core.scope import Scope

from ..models import Volunteer
from .volunteers import own

LINK, SESSION = "support.volunteer.link", "support.volunteer.session"


@dataclass(frozen=True, slots=True)
class Opened:
    """Whose link it is, and the offer it leads to, if any."""

    volunteer: Volunteer
    offer: int | None = None


def signed(scope: Scope, one: Volunteer, *, use: str, until: datetime, offer: int | None = None) -> str:
    """Return what opens a volunteer's pages until a moment."""
    said = {"v": one.pk, "s": one.sessions, "u": int(until.timestamp())} | ({"o": offer} if offer else {})
    return Signer(salt=use).sign_object(said, serializer=_Plain, compress=False)


def opened(scope: Scope, written: str, *, use: str, now: datetime) -> Opened | None:
    """Return whose it is; None where it was not signed here, its time is over, or it was ended."""
    try:
        said = Signer(salt=use).unsign_object(written, serializer=_Plain)
    except (BadSignature, ValueError, UnicodeError):
        return None
    if datetime.fromtimestamp(said["u"], tz=UTC) <= now:
        return None
    found = own(scope, said["v"], said["s"])
    return Opened(found, said.get("o")) if found else None


def link_to(scope: Scope, one: Volunteer, *, until: datetime, offer: int | None = None) -> str:
    """Return the address that opens a volunteer's pages, or an offer among them."""
    token = signed(scope, one, use=LINK, until=until, offer=offer)
    return settings.PUBLIC_ADDRESS + reverse("support:volunteer-link", args=[token])


class _Plain:
    """As short as can be."""

    def dumps(self, said: object) -> bytes:
        return json.dumps(said, separators=(",", ":")).encode()

    def loads(self, data: bytes) -> dict[str, int]:
        found: dict[str, int] = json.loads(data)
        return found
