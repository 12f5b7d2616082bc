"""Why something about volunteers is refused: the docstring of each is what people see."""

from junction.core.refusals import Refusal


class NoScheme(Refusal):
    """No scheme takes volunteers there at present. Look again in some days, or ask your council."""


class NotYourScheme(Refusal):
    """This scheme is not one of yours. Choose one for your own area."""

    status = 403


class NoContact(Refusal):
    """An email address or a mobile telephone number is needed, so that you can sign in and hear of tasks."""

    status = 422


class NoSuchNumber(Refusal):
    """This is no telephone number. Give it with its area code, such as 07700 900 123."""

    status = 422


class PostcodeNotKnown(Refusal):
    """Nothing is known near this postcode. Check it, or give another one nearby."""

    status = 422


class NotAChoice(Refusal):
    """One of the choices is none of the list. Look at the list and choose again."""

    status = 422


class SayName(Refusal):
    """A name is needed, so that people know who comes."""

    status = 422


class WrongCode(Refusal):
    """This code is not right, or its time is over. Ask for another one."""

    status = 422


class NotYetConfirmed(Refusal):
    """Sign in once with the link or the code we sent, so that we know how to reach you."""


class CheckNotInForce(Refusal):
    """This check is no longer relied on, or its date is in the future. Look at its dates."""

    status = 422


class AlreadyWithdrawn(Refusal):
    """This was withdrawn already."""


class SayWhy(Refusal):
    """Say why. It is kept with what you do."""

    status = 422


class TooLate(Refusal):
    """Somebody else has this task by now, or it is no longer needed. Thank you for being there."""


class CheckNeeded(Refusal):
    """This task asks for a check that you have not shown, or that is past its day. Show yours to your scheme
    and say yes again, or say no so that somebody else is asked.
    """


class CannotCross(Refusal):
    """You were inside another place of care of late. To keep infection from travelling, somebody else goes to
    this one. Say no, so that they are asked.
    """


class NotAsked(Refusal):
    """This volunteer was not asked for this task. Choose one of those who were."""

    status = 422


class NotOfAPerson(Refusal):
    """This task is for an organisation, not for a person."""


class AlreadyAnswered(Refusal):
    """You have answered this already."""


class NotYours(Refusal):
    """This task is not yours."""

    status = 404


class NotNow(Refusal):
    """This task is not at a stage at which that can be done. The page shows how it stands."""


class FullToday(Refusal):
    """You have as many tasks as you said you would take in a day."""


class RunsAlready(Refusal):
    """A matching for this area is under way. Its page shows how far it is."""


class NotYourArea(Refusal):
    """This area is not one of yours."""

    status = 403


class BadSpan(Refusal):
    """The end must come after the beginning, and not be over already."""

    status = 422


class NobodyToLend(Refusal):
    """Nobody in this scheme may be asked: they do not wish it, lack the skill or are asked for those days."""


class NotTheBorrower(Refusal):
    """The scheme that would borrow them answers this."""

    status = 403


class LoanIsAnswered(Refusal):
    """This loan was answered, taken back or has lapsed meanwhile. Load the page again."""


class LoanIsOver(Refusal):
    """This loan does not run, or has ended already."""


class NoSuchReason(Refusal):
    """Choose one of the reasons."""

    status = 422


class SchemeNamedSo(Refusal):
    """There is a scheme of this name already."""


class DemandIsClosed(Refusal):
    """This was closed already."""


class SchemeOfNobody(Refusal):
    """There is no such organisation. Add it under Organisations first."""

    status = 422
