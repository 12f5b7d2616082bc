"""Every door that shows what is sensitive leaves a line that names it: each page, file and API path is tried.

The world of the matrix has one document; here it is made sensitive, and all that came of it bears a word that
stands nowhere else. Whatever answer holds the word, or words of soft intelligence, or the name of somebody
supplied, or what somebody who needs help, offers it or shows a letter told of themselves, must have left the
line of its kind. A new door is tried without anybody thinking of it.
"""

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pdfplumber
import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import HttpResponseBase
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.core.personal.models import PersonalValue
from junction.record.models import (
    Action,
    Annotation,
    Ask,
    Commitment,
    Contradiction,
    Document,
    Meeting,
    Statement,
)
from junction.supply.models import EmergencyRequest, Offer, Recipient
from junction.support import models as support
from tests.access.doors import Door, doors, line_for
from tests.access.world import Member
from tests.test_access_matrix import address, ask, made, world

__all__ = ["made", "world"]  # fixtures
pytestmark = pytest.mark.django_db
MARK, NAME = "zebrafish", "Quillfeather"
MARKS = (MARK, "keeps a store of masks", "Letter of Northham")  # the last two: what is frozen or as received
HEARD = ("turns carers away", "Vans wait for hours")
TOLD: dict[str, tuple[str, dict[Any, tuple[str, ...]]]] = {  # of a line's verb: a word, and where it is
    "support.person.read": ("Quincemarsh", {
        support.Person: ("name", "phone", "email", "address"), support.Need: ("words",),
        support.NeedEvent: ("note",), support.Referral: ("words",), support.ReferralEvent: ("note",),
        support.HandOver: ("note", "why"),
    }),
    "support.letter.read": ("Larkspurton", {support.Letter: ("name",)}),
    "support.concern.read": ("Thistlewick", {support.Concern: ("words", "contact", "closed_why")}),
    "support.names.read": ("Bramblegate", {support.Offer: ("name", "email", "phone")}),
    "support.volunteer.read": ("Foxgloverly", {support.Volunteer: ("name", "email", "phone")}),
}  # fmt: skip
OF_MESSAGES = {"oversight.address.read", "oversight.message.read"}  # a letter to somebody supplied
KNOWN_TO_SHOW = {  # a few by name, so that the test cannot pass by trying nothing
    "record.document.read": {
        "record:document", "record:document-text", "record:document-file", "record:documents",
        "record:search", "record:statement", "record:commitments", "record:actions", "record:asks",
        "record:meetings", "record:meeting",
        "record:contradictions",
        "record:extract", "record:extract-document", "record:extract-search",
        "GET /api/v1/record/documents", "GET /api/v1/record/documents/{document_id}",
        "GET /api/v1/record/documents/{document_id}/statements", "GET /api/v1/record/search",
        "GET /api/v1/record/commitments", "GET /api/v1/record/meetings",
        "GET /api/v1/record/extracts/{extract_id}/statements",
    },
    "assurance.heard.read": {
        "assurance:heard", "assurance:one-heard", "GET /api/v1/assurance/soft-intelligence",
        "GET /api/v1/assurance/soft-intelligence/{number}",
    },
    "supply.names.read": {
        "supply:emergency-request", "supply:recipient", "supply:recipients", "supply:offer",
    },
    "support.person.read": {"support:need", "support:case", "support:hand-overs", "support:referral"},
    "support.letter.read": {"support:letter", "support:letter-pdf"},
    "support.concern.read": {"support:concern"},
    "support.names.read": {"support:offer"},
    "support.volunteer.read": {"support:volunteer"},
}  # fmt: skip


@pytest.fixture
def marked(world: SimpleNamespace) -> SimpleNamespace:
    """Make the document sensitive, and have its word in everything that came of it."""
    Document.objects.update(sensitivity="sensitive", title=_with("title"), text=_with("text"))
    Statement.objects.update(text=_with("text"), sought=_with("sought"))
    Annotation.objects.update(text=_with("text"))
    Contradiction.objects.update(why=_with("why"))
    _name_people()
    for word, tables in TOLD.values():
        for table, columns in tables.items():
            keys = {key for row in table.objects.values_list(*columns) for key in row if key}
            PersonalValue.objects.filter(pk__in=keys).update(value=word)
    said = {"document": Document.objects.earliest("pk"), "statement": Statement.objects.first(), "area": None}
    for kind in (Commitment, Action, Ask, Meeting):
        kind.objects.update(words=_with("words"), **said)
    return world


def _with(column: str) -> Any:
    return Concat(F(column), Value(f" {MARK}"))


def _name_people() -> None:
    """Give everybody whom supply knows one name that nobody else bears."""
    for table, columns in (
        (EmergencyRequest, ("requester", "contact", "receiver", "address", "email")),
        (Offer, ("name", "email", "phone")),
        (Recipient, ("name", "contact", "address")),
    ):
        keys = {key for row in table.objects.values_list(*columns) for key in row if key}
        assert PersonalValue.objects.filter(pk__in=keys).update(value=NAME)


def _expected(text: str) -> set[str]:
    """The verbs of the lines that an answer must have left."""
    found = {"record.document.read"} if any(mark in text for mark in MARKS) else set()
    found |= {"assurance.heard.read"} if any(said in text for said in HEARD) else set()
    found |= {verb for verb, (word, _) in TOLD.items() if word in text}
    return found | ({"supply.names.read"} if NAME in text else set())


def _text(response: HttpResponseBase) -> str:
    pieces: Any = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined] # of either kind
    content = b"".join(pieces)
    if content.startswith(b"%PDF"):
        with pdfplumber.open(BytesIO(content)) as letter:
            return " ".join(page.extract_text() for page in letter.pages)
    return content.decode(errors="replace")


def _ways(door: Door, world: SimpleNamespace) -> list[str]:
    """The addresses by which a door may be read: as its line says, searched, and as a file."""
    line = line_for(door)
    assert line is not None
    path = _admin_page(door) or address(door, line, world)
    if door.is_api:
        return [path, f"{path}?q=masks"]
    more = "&".join(f"{name}={value}" for name, value in line.query.items())
    ways = [f"{path}?{more}", f"{path}?{more}&format=csv"]
    if door.name.startswith("record:"):
        ways += [f"{path}?documents-format=csv", f"{path}?findings-format=csv", f"{path}?q=masks"]
    return ways


def _admin_page(door: Door) -> str:
    """The admin's page of one row that there is; nothing for other doors."""
    space, _, name = door.name.partition(":")
    package, _, rest = name.partition("_")
    table, _, page = rest.partition("_")
    if space != "admin" or page not in ("change", "delete", "history"):
        return ""
    row = apps.get_model(package, table)._default_manager.order_by("pk").first()
    return reverse(door.name, args=[row.pk]) if row else ""


def _is_tried(door: Door) -> bool:
    line = line_for(door)
    if line is None or not line.get or door.method not in ("", "GET"):
        return False
    if door.name.startswith("admin:"):
        return door.name.startswith(("admin:record_", "admin:assurance_heard"))
    return not door.name.startswith(("account", "mfa", "socialaccount"))


def _readers(door: Door) -> tuple[str, ...]:
    """Who reads most behind a door."""
    if door.is_api:
        return ("token-nation", "token-north") if "/support/" in door.name else ("token-nation",)
    if door.name.startswith("support:"):
        return ("officer-north", "helpline-north", "partner")
    if door.name.startswith("admin:"):
        return ("auditor",)
    return ("officer-north", "national") if door.name.startswith("supply:") else ("national",)


def _missing(door: Door, member: Member, world: SimpleNamespace) -> dict[str, set[str]]:
    """Read a door every way as one member; return the lines it left, raising where one is missing."""
    left: dict[str, set[str]] = {}
    for path in _ways(door, world):
        before = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        point = transaction.savepoint()
        text = _text(ask(member, door, path))
        lines = AuditEntry.objects.filter(pk__gt=before)
        verbs = set(lines.values_list("verb", flat=True))
        verbs |= {"supply.names.read", *TOLD} if verbs & OF_MESSAGES else set()
        verbs |= {"record.document.read"} if "record.extract.downloaded" in verbs else set()
        absent = _expected(text) - verbs
        assert not absent, f"{path} showed {member.name} what is sensitive and left no line of {absent}"
        for verb in _expected(text):
            left.setdefault(verb, set()).add(door.name)
        transaction.savepoint_rollback(point)
    return left


def test_every_door_that_shows_what_is_sensitive_leaves_a_line(marked):
    left: dict[str, set[str]] = {}
    cast = {member.name: member for member in (*marked.people, *marked.tokens)}
    for door in filter(_is_tried, doors()):
        for name in _readers(door):
            for verb, where in _missing(door, cast[name], marked).items():
                left.setdefault(verb, set()).update(where)
    for verb, known in KNOWN_TO_SHOW.items():
        assert known <= left.get(verb, set()), f"{verb}: {known - left.get(verb, set())} showed nothing"
