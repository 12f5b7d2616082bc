"""Instant offers for what is urgent: a few are asked at once, the first to accept has it; else the next.

A state machine without a clock: every step is given the moment and returns the new state and what is to be
done. Nobody is asked twice. Who does not answer in time is not waited for, but may still accept as long as
nobody else has: the need is urgent. Who accepts too late is told so, since they would otherwise set out.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum


class Answer(StrEnum):
    """Where one offer stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"  # no answer in time
    WITHDRAWN = "withdrawn"  # somebody else accepted, or the need is gone


class Do(Enum):
    """What the caller is to tell a helper."""

    ASK = "ask"
    GIVE = "give"  # it is theirs
    WITHDRAW = "withdraw"  # it is no longer offered


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to be told to one helper."""

    do: Do
    helper: int
    until: datetime | None = None  # of ASK: when the answer is waited for no longer


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer to one helper."""

    helper: int
    until: datetime
    answer: Answer = Answer.WAITING


class NotAsked(LookupError):
    """This helper was not asked."""


class AlreadyAnswered(ValueError):
    """This offer was answered already."""


@dataclass(frozen=True, slots=True)
class Offers:
    """The offers of one need: those made, in order, and who is next, the best first."""

    following: tuple[int, ...]  # ids of helpers not yet asked
    at_once: int  # how many are waited for at the same time
    patience: timedelta
    made: tuple[Offer, ...] = ()

    @property
    def taken_by(self) -> int | None:
        """Return who accepted."""
        return next((offer.helper for offer in self.made if offer.answer is Answer.ACCEPTED), None)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody may still accept."""
        hopeful = (Answer.WAITING, Answer.LAPSED)
        return self.taken_by is None and (
            bool(self.following) or any(offer.answer in hopeful for offer in self.made)
        )

    @property
    def is_exhausted(self) -> bool:
        """Tell whether nobody has it, is waited for or is left to ask: then a person has to look."""
        waited_for = any(offer.answer is Answer.WAITING for offer in self.made)
        return self.taken_by is None and not self.following and not waited_for

    @property
    def next_due_at(self) -> datetime | None:
        """Return when `look` is to be called next, if nothing comes before."""
        return min((offer.until for offer in self.made if offer.answer is Answer.WAITING), default=None)


Stepped = tuple[Offers, tuple[Step, ...]]


def offer(ranked: list[int], *, at_once: int, patience: timedelta, now: datetime) -> Stepped:
    """Ask the first helpers of a list, best first. Raise `ValueError` for a helper who stands in it twice."""
    if at_once < 1 or patience <= timedelta(0) or len(set(ranked)) < len(ranked):
        raise ValueError("at least one at once, some patience, and each helper once")
    return look(Offers(tuple(ranked), at_once, patience), now=now)


def look(offers: Offers, *, now: datetime) -> Stepped:
    """Let offers lapse whose time is over, and ask the next in their place."""
    if offers.taken_by is not None:
        return offers, ()
    made = tuple(
        replace(each, answer=Answer.LAPSED) if each.answer is Answer.WAITING and each.until <= now else each
        for each in offers.made
    )
    room = offers.at_once - sum(each.answer is Answer.WAITING for each in made)
    asked, following = offers.following[:room], offers.following[room:]
    until = now + offers.patience
    new = tuple(Offer(helper, until) for helper in asked)
    steps = tuple(Step(Do.ASK, helper, until) for helper in asked)
    return replace(offers, made=made + new, following=following), steps


def accept(offers: Offers, helper: int) -> Stepped:
    """Give it to this helper, and take it back from the others; or tell them that it is gone."""
    answer = _answer(offers, helper)
    if offers.taken_by is not None:
        return offers, (Step(Do.GIVE if offers.taken_by == helper else Do.WITHDRAW, helper),)
    if answer is Answer.WITHDRAWN:
        return offers, (Step(Do.WITHDRAW, helper),)
    if answer is Answer.DECLINED:
        raise AlreadyAnswered
    others = [each.helper for each in offers.made if _still_may(each) and each.helper != helper]
    made = tuple(
        replace(each, answer=Answer.ACCEPTED if each.helper == helper else Answer.WITHDRAWN)
        if _still_may(each)
        else each
        for each in offers.made
    )
    steps = (Step(Do.GIVE, helper), *(Step(Do.WITHDRAW, each) for each in others))
    return replace(offers, made=made, following=()), steps


def decline(offers: Offers, helper: int, *, now: datetime) -> Stepped:
    """Note that this helper will not, and ask the next. After it was taken there is nothing to decline."""
    answer = _answer(offers, helper)
    if answer is Answer.ACCEPTED:
        raise AlreadyAnswered
    if offers.taken_by is not None or answer in (Answer.DECLINED, Answer.WITHDRAWN):
        return offers, ()
    made = tuple(
        replace(each, answer=Answer.DECLINED) if each.helper == helper else each for each in offers.made
    )
    return look(replace(offers, made=made), now=now)


def withdraw(offers: Offers) -> Stepped:
    """Take every offer back: the need is gone, or is met another way."""
    if offers.taken_by is not None:
        raise AlreadyAnswered
    steps = tuple(Step(Do.WITHDRAW, each.helper) for each in offers.made if _still_may(each))
    made = tuple(replace(each, answer=Answer.WITHDRAWN) if _still_may(each) else each for each in offers.made)
    return replace(offers, made=made, following=()), steps


def _still_may(offer: Offer) -> bool:
    return offer.answer in (Answer.WAITING, Answer.LAPSED)


def _answer(offers: Offers, helper: int) -> Answer:
    for each in offers.made:
        if each.helper == helper:
            return each.answer
    raise NotAsked
