"""How programmes, their links, calls of the front line and launches say no."""

from typing import ClassVar

from junction.core.refusals import Refusal


class NotYoursToRun(Refusal):
    """Programmes and launches are kept by the national team. You may read them."""

    status: ClassVar[int] = 403


class CannotStateProgramme(Refusal):
    """Say what it is called, what for, of which department, and a last day that is not before the first."""

    status: ClassVar[int] = 422


class SayWhatChanged(Refusal):
    """Say why it is changed: the reason is kept beside what it was."""

    status: ClassVar[int] = 422


class NothingChanged(Refusal):
    """This is what it says already."""


class CannotProvide(Refusal):
    """Choose at least one kind of need of the list, how people get it, and a last day after the first."""

    status: ClassVar[int] = 422


class OutsideTheProgramme(Refusal):
    """The programme does not run in that area, or not on those days."""

    status: ClassVar[int] = 422


class WiderThanThat(Refusal):
    """It offers, enables or launches something outside that area. Withdraw or change that first."""


class GoneAlready(Refusal):
    """This was withdrawn already."""


class CannotLink(Refusal):
    """Choose two programmes, and say what they are brought together for and which post did so."""

    status: ClassVar[int] = 422


class LinkedAlready(Refusal):
    """These two are linked for that already. Write down what came of it there."""


class CannotSayResult(Refusal):
    """Choose what came of it, and say it in words."""

    status: ClassVar[int] = 422


class NotYourFrontLine(Refusal):
    """You may write down calls only of your own area."""

    status: ClassVar[int] = 403


class CannotWriteCall(Refusal):
    """Choose who spoke and what about, say it in words, and the day of the call, which is not to come."""

    status: ClassVar[int] = 422


class CannotStateLaunch(Refusal):
    """Say what it is called, for whom, by which channel, and a last day after the first."""

    status: ClassVar[int] = 422


class CannotPromise(Refusal):
    """Choose to whom it is promised and what, say it in words, and an end after the launch begins."""

    status: ClassVar[int] = 422


class NotALaunch(Refusal):
    """What it replaces or needs must be other launches that you can see."""

    status: ClassVar[int] = 422


class CannotDecide(Refusal):
    """Choose what was decided, and say which post did so, on which day up to today, and why."""

    status: ClassVar[int] = 422


class LookAgain(Refusal):
    """The gate says something else now than what you saw. Look at it again, then decide."""
