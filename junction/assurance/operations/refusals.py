"""How assurance says no."""

from typing import ClassVar

from junction.core.refusals import Refusal


class MayNotAnswer(Refusal):
    """You answer only for your own council, forum, region, provider or home."""

    status: ClassVar[int] = 403


class MayNotReview(Refusal):
    """You may review only what lies in your own region or nation."""

    status: ClassVar[int] = 403


class MayNotSet(Refusal):
    """Only the national team sets what plans ask."""

    status: ClassVar[int] = 403


class NotAsked(Refusal):
    """This requirement is not asked of you, or is not asked any more. Look at the list again."""

    status: ClassVar[int] = 422


class CannotAnswer(Refusal):
    """Say how far it is, what came of it and how deep you looked, each in a word of the list."""

    status: ClassVar[int] = 422


class AnsweredSince(Refusal):
    """Somebody has answered this since you opened it. Look at their answer before you send yours."""


class CannotAddEvidence(Refusal):
    """Give the evidence a title, who answers for it, and one of a file, a link or a quote."""

    status: ClassVar[int] = 422


class WrongDays(Refusal):
    """The evidence expires before it counts, or was received on a day that is still to come."""

    status: ClassVar[int] = 422


class WithdrawnAlready(Refusal):
    """This was taken back already."""


class NeedsReason(Refusal):
    """Say why in a few words."""

    status: ClassVar[int] = 422


class NotASecondPerson(Refusal):
    """You gave this answer or its evidence yourself. Somebody else must verify it."""

    status: ClassVar[int] = 403


class NothingToVerify(Refusal):
    """There is no evidence in force that could be verified. Ask for evidence first."""


class NoExercise(Refusal):
    """Say which exercise tested it."""

    status: ClassVar[int] = 422


class CannotSign(Refusal):
    """Choose a level and a verdict of the list; say what is the matter unless you agree."""

    status: ClassVar[int] = 422


class NotSignedBelow(Refusal):
    """The level below has not signed yet, or has sent it back. It signs first."""


class SignedBelowYourself(Refusal):
    """You signed for the level below yourself. Somebody else must sign at this one."""

    status: ClassVar[int] = 403


class NothingAnswered(Refusal):
    """Nothing is answered yet, so there is nothing to put a name to."""


class NotADraft(Refusal):
    """This catalogue is published. Begin a new version of it, or withdraw single requirements."""


class CannotSet(Refusal):
    """Give the requirement a text, whom it asks, and a theme, a strength and a kind of the lists."""

    status: ClassVar[int] = 422


class HasNoRequirements(Refusal):
    """A catalogue without requirements asks nothing of anybody. Add some first."""


class ReplacedAlready(Refusal):
    """Another published version replaces that one already. Begin from the newest version."""
