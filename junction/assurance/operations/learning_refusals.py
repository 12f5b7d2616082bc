"""How learning reviews and practice-quality reviews say no."""

from typing import ClassVar

from junction.core.refusals import Refusal


class NotYourCouncil(Refusal):
    """Only the council of the place writes this down."""

    status: ClassVar[int] = 403


class CannotOpen(Refusal):
    """Choose the kind of outbreak, and say on which day it began and, if it is over, when."""

    status: ClassVar[int] = 422


class OpenAlready(Refusal):
    """This outbreak is written down already. Look for it in the list."""


class CannotHold(Refusal):
    """Say when the review was held, after the outbreak began, and whose part was played in it."""

    status: ClassVar[int] = 422


class NotHeldYet(Refusal):
    """Say first that the review was held. Lessons come out of it."""


class CannotLearn(Refusal):
    """Say what was learned, and choose a theme and for whom it is, of the lists."""

    status: ClassVar[int] = 422


class NoAction(Refusal):
    """An action has words and an owner; its days come after it has both."""

    status: ClassVar[int] = 422


class CannotShare(Refusal):
    """Choose a level and a way of the lists, and say where and by whom it was shared."""

    status: ClassVar[int] = 422


class SharedThere(Refusal):
    """It is written down already that this was shared there on that day."""


class NotYoursToHear(Refusal):
    """Only who sits at that level, or who shared it, says that it was discussed there."""

    status: ClassVar[int] = 403


class NotAnItem(Refusal):
    """Only what was put to a forum, a board or scrutiny is discussed there."""

    status: ClassVar[int] = 422


class DiscussedAlready(Refusal):
    """It is written down already that this was discussed."""


class CannotReviewPractice(Refusal):
    """Choose which frameworks were looked at and who signs, and say what was found."""

    status: ClassVar[int] = 422


class NoSuchWeek(Refusal):
    """That day lies before the first week in which practice is reviewed, or is still to come."""

    status: ClassVar[int] = 422


class CorrectIt(Refusal):
    """This week has a review. If it is to be corrected, say why."""
