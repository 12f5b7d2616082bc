"""A case made on the phone and taken by who makes it, in one transaction: both, or nothing stands."""

from datetime import datetime

from django.db import transaction

from junction.core.scope import Actor

from .desk import take_case
from .employer_cases import EmployerAsks, open_employer_case
from .needs import Made, Stated, state_need


@transaction.atomic
def state_and_take(stated: Stated, *, is_another: bool = False, by: Actor, now: datetime) -> Made:
    """State a caller's need and take it, beside what one has in hand. Raise as `state_need`, `take_case`."""
    return _taken(state_need(stated, by=by, now=now, is_another=is_another), by, now)


@transaction.atomic
def open_and_take_employer(asked: EmployerAsks, *, by: Actor, now: datetime) -> Made:
    """Open a case of who employs carers and take it. Raise as `open_employer_case` and `take_case`."""
    return _taken(open_employer_case(asked, by=by, now=now), by, now)


def _taken(made: Made, by: Actor, now: datetime) -> Made:
    take_case(made.need.pk, is_second=True, by=by, now=now)
    return made
