"""How proposals for new provision say no."""

from typing import ClassVar

from junction.core.refusals import Refusal


class NotYoursToPropose(Refusal):
    """You may propose and decide only for your own areas."""

    status: ClassVar[int] = 403


class CannotPropose(Refusal):
    """Choose a kind of need, and say what is proposed and why."""

    status: ClassVar[int] = 422


class NotAnOwner(Refusal):
    """Choose somebody who proposes or decides for this area."""

    status: ClassVar[int] = 422


class CannotDecideOnIt(Refusal):
    """Choose what was decided, say why, by which post and on which day up to today.

    What is agreed has a first day, not before the day of the decision.
    """

    status: ClassVar[int] = 422


class MeasuredAlready(Refusal):
    """Its outcome was measured. Make another proposal where more is needed."""


class SayWhyHandedOver(Refusal):
    """Say why it is handed over."""

    status: ClassVar[int] = 422
