"""What one person says who signs up as a volunteer, by whatever way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CheckTold:
    """A check that a scheme has seen, as its list says it."""

    code: str
    issuer: str
    issued_on: date
    expires_on: date | None = None
    passport_from: str = ""


@dataclass(frozen=True, slots=True)
class SignUp:
    """What one person says who signs up."""

    name: str
    email: str = ""
    phone: str = ""
    postcode: str = ""
    skills: Sequence[str] = ()
    languages: Sequence[str] = ("en",)
    hours: Sequence[str] | None = None  # None is always
    reach_km: int = 5
    capacity: int = 1
    may_be_lent: bool = False
    by_email: bool = True
    by_text: bool = True
    scheme: int | None = None  # None: the scheme of where they live
    channel: str = "web"
    source: str = ""
    check: CheckTold | None = None
    greets: bool = True
    is_confirmed: bool = False
