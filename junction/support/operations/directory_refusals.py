"""Why something about the directory cannot be done, in the words people read."""

from junction.core.refusals import Refusal


class NotYourDirectory(Refusal):
    """You may not keep the directory of this area. Ask whoever manages access for you."""

    status = 403


class NotYourService(Refusal):
    """You may not change this service: it is kept by another organisation or council."""

    status = 403


class AreaNotKnown(Refusal):
    """There is no such area. Give its code, such as E08000009."""

    status = 422


class SourceOfAnother(Refusal):
    """A source of this name belongs to another area. Give yours another name."""


class TooManyServices(Refusal):
    """The file has more services than can be taken at once. Send it in parts."""

    status = 422


class NameAndStatus(Refusal):
    """Give the service a name, an organisation and a status."""

    status = 422


class AssuredInFuture(Refusal):
    """The day on which it was checked cannot be still to come."""

    status = 422


class CellsNotRight(Refusal):
    """Some of what you wrote cannot be right. Nothing was stored."""

    status = 422


class NotInForce(Refusal):
    """This service was withdrawn. Set its status to active first."""
