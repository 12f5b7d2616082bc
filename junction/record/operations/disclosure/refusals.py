"""What refuses at more than one step of a disclosure."""

from typing import ClassVar

from junction.core.refusals import Refusal
from junction.core.scope import Actor

from ...models import Extract
from ...queries.extracts import extract, extracts
from ...rules.disclosure.rules import State


class MayNotDisclose(Refusal):
    """Only who discloses the record for the nation may make an extract."""

    status: ClassVar[int] = 403


class ExtractMovedOn(Refusal):
    """The extract has moved on meanwhile: it is being checked or released, or has left."""


class NotReadyToLeave(Refusal):
    """Check the extract first, and mend or accept everything the check found."""


class LostADocument(Refusal):
    """A document of this extract was destroyed when its time was over. The bundle that left stays."""


def locked(extract_id: int, *states: State, by: Actor) -> Extract:
    """Return an extract in reach and in one of the states, locked.

    Raise `Extract.DoesNotExist`, `ExtractMovedOn`.
    """
    extract(by.scope, extract_id)
    found = Extract.objects.select_for_update().get(pk=extract_id)
    if found.state not in states:
        raise ExtractMovedOn
    return found


def at_work(extract_id: int, state: State, *, by: Actor) -> Extract | None:
    """Return what a job is to work at; none where it has moved on, or who asked may no longer disclose it."""
    found = Extract.objects.filter(pk=extract_id, state=state).first()
    if found is not None and not extracts(by.scope).filter(pk=extract_id).exists():
        give_back(extract_id, by=by)
        return None
    return found


def give_back(extract_id: int, *, by: Actor) -> None:
    """Put an extract whose job could not be done where its check can be asked for again."""
    assert by is not None
    working = Extract.objects.filter(pk=extract_id, state__in=(State.CHECKING, State.RELEASING))
    working.update(state=State.PREPARING, checked_at=None, checkpoint={}, seal={})


def progress_of(extract_id: int, state: State, done: int, of: int) -> None:
    """Tell how far a job is, outside of any transaction."""
    Extract.objects.filter(pk=extract_id, state=state).update(done=done, of=of)
