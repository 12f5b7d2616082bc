"""How the registers that lead upwards say no."""

from typing import ClassVar

from junction.core.refusals import Refusal


class NotYoursToRaise(Refusal):
    """You may raise this only for your own area, or for a provider in it."""

    status: ClassVar[int] = 403


class NotAtYourDesk(Refusal):
    """This is answered somewhere else. You may read it, not settle it."""

    status: ClassVar[int] = 403


class CannotRaise(Refusal):
    """Say in a few words what it is, then what is wrong, and choose a theme of the list."""

    status: ClassVar[int] = 422


class RaisedAlready(Refusal):
    """This looks like an issue that was raised already. Join that one, or say that yours is another."""


class JoinedAlready(Refusal):
    """This issue was raised for them already."""


class CannotRule(Refusal):
    """Say who decided, on which day, and why."""

    status: ClassVar[int] = 422


class CannotRespond(Refusal):
    """Say what was answered, which post said so and on which day; only a promise has a day to come."""

    status: ClassVar[int] = 422


class NotRuled(Refusal):
    """Nobody has decided that this needs one national answer. Decide that first, or write down a promise."""


class CannotPublish(Refusal):
    """Choose to whom, and say how and on which day it was published."""

    status: ClassVar[int] = 422


class NoAnswer(Refusal):
    """There is no answer to publish: a promise is none."""


class PublishedAlready(Refusal):
    """This answer was published to them already."""


class CannotOwn(Refusal):
    """Choose somebody who may settle this, and say why it goes to them."""

    status: ClassVar[int] = 422


class NameAFinder(Refusal):
    """Say which post must find it a home now, and why you let it go."""

    status: ClassVar[int] = 422


class IsOver(Refusal):
    """This is settled, so nobody needs to have it."""


class CannotEscalate(Refusal):
    """Say what is needed, of which kind, and by when: a moment still to come."""

    status: ClassVar[int] = 422


class NoCouncil(Refusal):
    """Nobody knows the council of this place, so there is nobody to ask. Mend its address first."""


class SayWhyUp(Refusal):
    """Say why it cannot be met here."""

    status: ClassVar[int] = 422


class AtTheTop(Refusal):
    """It is at the top of the ladder. Say that it is met, or that it cannot be met."""


class CannotSay(Refusal):
    """Choose what came of it, and say it in words."""

    status: ClassVar[int] = 422


class NotYoursToKeep(Refusal):
    """Stocktakes are kept by the region they are of, and by the nation."""

    status: ClassVar[int] = 403


class CannotCall(Refusal):
    """Say what it is called, and invite at least one director of the region or another post."""

    status: ClassVar[int] = 422


class NotAGuest(Refusal):
    """Only who was invited can have come. Look at the list again."""

    status: ClassVar[int] = 422


class WhoCameIsKnown(Refusal):
    """It is written down already who came."""


class CannotWritePoint(Refusal):
    """Choose what it is, of which council of the region, and say it in words."""

    status: ClassVar[int] = 422


class NotAnAsk(Refusal):
    """Only what was asked of the centre is carried on, to a national issue or to the record."""

    status: ClassVar[int] = 422


class CarriedAlready(Refusal):
    """This ask was carried on there already."""


class CannotState(Refusal):
    """Choose a council and a theme of the list, and say what is needed."""

    status: ClassVar[int] = 422


class CannotName(Refusal):
    """Say which post leads, and how it is reached."""

    status: ClassVar[int] = 422


class CannotOffer(Refusal):
    """Say what is offered, who gives it, and a last day that is not before the first."""

    status: ClassVar[int] = 422
