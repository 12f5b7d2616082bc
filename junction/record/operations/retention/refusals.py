"""What refuses to hold, to release or to destroy."""

from typing import ClassVar

from junction.core.refusals import Refusal


class NotYetPast(Refusal):
    """The date until which the document is kept is not yet over."""


class IsHeld(Refusal):
    """The document is held for an inquiry or a case: it may not be destroyed until the hold is released."""


class IsDestroyed(Refusal):
    """The document was destroyed already. Its page shows when and by what reason."""


class IsNeeded(Refusal):
    """Something still needs the document, such as an extract that has not left. Its page says what."""


class AskedAlready(Refusal):
    """Somebody has asked already that it be destroyed. A second person carries it out or refuses."""


class NotTheSecond(Refusal):
    """You asked for this yourself. A second person has to carry it out."""

    status: ClassVar[int] = 403


class AlreadySettled(Refusal):
    """It was carried out or refused already. The page shows how it stands now."""


class MayNotHold(Refusal):
    """You may hold only what you answer for: documents in your reach, their threads, your areas."""

    status: ClassVar[int] = 403


class SayWhichAndWhy(Refusal):
    """Say what is held, for which matter, and why."""

    status: ClassVar[int] = 422


class AlreadyReleased(Refusal):
    """The hold was released already."""
