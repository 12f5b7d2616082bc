"""Why something about a referral cannot be done, in the words people read."""

from junction.core.refusals import Refusal


class NoConsentToRefer(Refusal):
    """Ask whether they agree that the service is told who they are, and say so. Nothing was sent."""

    status = 422


class NotReferable(Refusal):
    """This service takes no referrals here: it is not active, or nobody answers for it. Ring it instead."""

    status = 422


class AlreadyReferred(Refusal):
    """This need stands with this service already. Wait for its answer, or take the referral back."""


class AnsweredBefore(Refusal):
    """This referral was answered, taken back or has lapsed meanwhile. Load the page again."""


class NeedIsOver(Refusal):
    """The need is over: it was met, closed or withdrawn meanwhile. There is nothing to answer."""


class NoSuchReason(Refusal):
    """Choose why you decline. Whoever rings them next has to know."""

    status = 422


class SayWhyBack(Refusal):
    """Say why you take it back."""

    status = 422


class NotAWay(Refusal):
    """The service cannot be had in this way. Choose one of those it lists."""

    status = 422
