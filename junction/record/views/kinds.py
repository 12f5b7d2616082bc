"""What can be proposed, as its pages name it, from promises to meetings; the form that puts one right."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.http import Http404

from junction.core.pages.tables import Column
from junction.core.pages.words import short_day, short_moment
from junction.record.forms.meetings import CorrectMeeting
from junction.record.forms.promises import CorrectAsk, Typed, WriteAction, WriteCommitment

from .showing import last_day, last_on


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its words, the address of one, the form, and the columns of its proposals."""

    name: str
    one: str
    many: str
    address: str
    form: type[Typed]
    initial: Callable[[Any], dict[str, Any]]
    columns: tuple[Column, ...]


def _short(day: date | None) -> str | None:
    return short_day(day) if day else None


def _named(*names: str) -> Callable[[Any], dict[str, Any]]:
    def initial(row: Any) -> dict[str, Any]:
        said = {name: getattr(row, name) for name in names}
        return said | ({"last_on": last_on(row)} if "from_on" in names else {})

    return initial


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "commitments": Kind(
            "commitments", "commitment", "Commitments", "record:commitment", WriteCommitment,
            _named("words", "promised_by", "promised_to", "made_on", "from_on", "measure"),
            (
                Column("who", "Who", lambda row: row.promised_by, sort="promised_by"),
                Column("to", "To whom", lambda row: row.promised_to or None),
                Column("made", "Made", lambda row: _short(row.made_on), sort="made_on"),
                Column("due", "Last day", last_day, sort="until_on"),
            ),
        ),
        "actions": Kind(
            "actions", "action", "Actions", "record:action", WriteAction,
            _named("words", "owner_said", "asked_on", "from_on"),
            (
                Column("who", "Who, as it was said", lambda row: row.owner_said or None, sort="owner_said"),
                Column("asked", "Asked", lambda row: _short(row.asked_on), sort="asked_on"),
                Column("due", "Last day", last_day, sort="until_on"),
            ),
        ),
        "asks": Kind(
            "asks", "ask", "Asks", "record:ask", CorrectAsk, _named("words", "asked_by", "asked_at"),
            (
                Column("who", "Who asked", lambda row: row.asked_by, sort="asked_by"),
                Column("asked", "Asked", lambda row: short_moment(row.asked_at), sort="asked_at"),
                Column("answer", "Answer, as proposed", lambda row: row.answer or None),
            ),
        ),
        "meetings": Kind(
            "meetings", "meeting", "Meetings", "record:meeting", CorrectMeeting,
            _named("words", "group", "place", "held_on", "starts_at", "asked_by", "asked_at"),
            (
                Column("who", "Who asked", lambda row: row.asked_by, sort="asked_by"),
                Column("asked", "Asked", lambda row: short_moment(row.asked_at), sort="asked_at"),
                Column("group", "Which meeting", lambda row: row.group or None, sort="group"),
                Column("held", "When", lambda row: _short(row.held_on), sort="held_on"),
            ),
        ),
    }
)  # fmt: skip


def kind_of(name: str) -> Kind:
    """Return a kind by the word of its address."""
    if name not in KINDS:
        raise Http404
    return KINDS[name]
