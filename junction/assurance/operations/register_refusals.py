"""How the plan register, reviews, easements and soft intelligence say no."""

from typing import ClassVar

from junction.core.refusals import Refusal


class NotYours(Refusal):
    """You may write this down only for what you answer for."""

    status: ClassVar[int] = 403


class NotYoursToReview(Refusal):
    """You may review only what lies in your own region or nation."""

    status: ClassVar[int] = 403


class CannotRegister(Refusal):
    """Choose a kind of plan that this party can have, and what is known of it, in words of the lists."""

    status: ClassVar[int] = 422


class SaySince(Refusal):
    """Say on which day it was obtained, or for which day it is promised."""

    status: ClassVar[int] = 422


class SayWhoSaid(Refusal):
    """Say who told you of it."""

    status: ClassVar[int] = 422


class StillToCome(Refusal):
    """That day is still to come. Say when it happened."""

    status: ClassVar[int] = 422


class BelowItself(Refusal):
    """A plan cannot stand below itself or below one that stands below it."""

    status: ClassVar[int] = 422


class NotHeld(Refusal):
    """Nobody holds this plan, so there is nothing to look at. Obtain it first."""


class CannotReview(Refusal):
    """Name at least one reviewer with their department, and a day by which the review is due."""

    status: ClassVar[int] = 422


class CannotFind(Refusal):
    """Grade the finding by the list, and say what you found."""

    status: ClassVar[int] = 422


class ReviewClosed(Refusal):
    """This review is finished. Begin a new one if more is to be said."""


class NotFinished(Refusal):
    """The review is not finished yet."""


class NothingFound(Refusal):
    """Grade at least one criterion before the review is finished."""


class HadTheirSay(Refusal):
    """The owner of the plan has replied already."""


class ReplyIsTheirs(Refusal):
    """The right of reply belongs to the owner of the plan, not to who reviewed it."""

    status: ClassVar[int] = 403


class SayWhy(Refusal):
    """Say why in a few words."""

    status: ClassVar[int] = 422


class AlreadyEnded(Refusal):
    """This was ended or taken back already."""


class CannotDecide(Refusal):
    """Choose a stage, parts, principles and audiences of the lists, on days that follow each other."""

    status: ClassVar[int] = 422


class CannotWriteDown(Refusal):
    """Say who said it, what they said, and how far it is believed, in grades of the lists."""

    status: ClassVar[int] = 422


class AboutOne(Refusal):
    """Choose one area, or give the CQC number of one place in your area."""

    status: ClassVar[int] = 422


class AlreadyShared(Refusal):
    """Councils see this already."""


class NotYoursToShare(Refusal):
    """Only who wrote this down, or who reviews the area, may share it or take it back."""

    status: ClassVar[int] = 403


class NotAReviewer(Refusal):
    """Choose only people from the list: those who may review this plan."""

    status: ClassVar[int] = 422
