"""Why something about a need cannot be done: the sentence people read."""

from junction.core.refusals import Refusal


class NotAnswered(Refusal):
    """Some questions are not answered, or an answer is none of those offered. Begin again."""

    status = 422


class UnknownCouncil(Refusal):
    """Choose the council of where the help is needed."""

    status = 422


class NoConsent(Refusal):
    """Say that the person agrees, or cannot be asked and would."""

    status = 422


class NotAPhoneNumber(Refusal):
    """This is no telephone number. Write it with its area code, such as 01632 960 001."""

    status = 422


class OneOrTheOther(Refusal):
    """A need is either a person's or a place's."""

    status = 422


class NotYours(Refusal):
    """Your role does not reach this need."""

    status = 403


class LooksLikeAnother(Refusal):
    """An open need of this person is there already. Look at it first; state this one again if
    it is another.
    """


class LookLikeOthers(Refusal):
    """Some rows are of somebody of whom the place has stated an open need already. Look at those first;
    send the rows again, as another, where they are.
    """


class IsOver(Refusal):
    """This need is closed already."""


class NotARule(Refusal):
    """This is none of the codes of the rules in force."""

    status = 422


class SayWhy(Refusal):
    """Say why."""

    status = 422


class NothingChanges(Refusal):
    """Nothing of this is different from what is written down."""

    status = 422


class NothingToReach(Refusal):
    """A way is called safe that there is no number or address for. Write it down, or take the tick away."""

    status = 422


class AskFirst(Refusal):
    """Ask “do you still need this?” first, and write down the answer."""


class AlreadyClosed(Refusal):
    """Somebody has closed this already."""


class EmploysNobody(Refusal):
    """Say how many personal assistants they employ: one or more. Hours a week are a number."""

    status = 422
