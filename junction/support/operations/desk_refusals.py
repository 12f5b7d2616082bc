"""Why something cannot be done at the desk: the sentence people read."""

from junction.core.refusals import Refusal


class HasAnother(Refusal):
    """You have another case in hand. Finish it, hand it over, or say that you take this one as well."""


class TakeItFirst(Refusal):
    """This case is not yours. Take it first, so that nobody else rings as well."""


class NotADisposition(Refusal):
    """Choose what came of the call."""

    status = 422


class SayWhen(Refusal):
    """Say when to ring back: a time that is still to come, within 30 days."""

    status = 422


class SayWhereTo(Refusal):
    """Say to which register it goes, and the number it has there."""

    status = 422


class NotThere(Refusal):
    """Nothing open of that number is there for this place. Choose one of those shown, or make one there."""

    status = 422


class SayTo(Refusal):
    """Choose one agent or one hub, and say in a sentence what they should know."""

    status = 422


class OfferedAlready(Refusal):
    """This case is offered to somebody already. Wait for their answer, or take it back."""


class NotYoursToAnswer(Refusal):
    """This is not offered to you, or it was answered already."""


class LetGoMeanwhile(Refusal):
    """Whoever offered you this case has let go of it, and somebody else has it now. You need do nothing."""


class NotARecurrence(Refusal):
    """Say how often: every so many days, or a rule such as FREQ=WEEKLY;BYDAY=MO,TH."""

    status = 422


class ComesAgainAlready(Refusal):
    """This need comes again already. End that first."""


class NotAHub(Refusal):
    """Give the hub a name of its own and a council in your reach."""

    status = 422


class HubIsClosed(Refusal):
    """This hub is closed, or closes tonight. Open another in its place."""


class NotAWeek(Refusal):
    """Give each day its hours, or leave both empty where the hub is closed."""

    status = 422


class NotALetter(Refusal):
    """Choose the letter, a council in your reach, and write the name it is for."""

    status = 422


class IsWithdrawn(Refusal):
    """This letter is withdrawn already."""


class CannotAskForLetter(Refusal):
    """A letter was asked for already, or is there. Otherwise ring the helpline for one."""


class NotAnOutcome(Refusal):
    """Choose what came of it."""

    status = 422


class NotSafeNow(Refusal):
    """This way may not be used any more, or they were forgotten. Say that it could not be done."""
