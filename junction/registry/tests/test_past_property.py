"""After any changes, in any order and by any road, each moment shows exactly what was live at that moment."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junction.core.refusals import Refusal
from junction.core.scope import Reach
from junction.registry import operations, queries
from junction.registry.models import Merge, Place, Registration, as_known
from tests.cast import NOW as START
from tests.cast import holder

from .factories import PlaceFactory
from .test_past import listed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
BY = holder("system", Reach(national=True))
NUMBERS = ("1-100000777", "1-100000888")
POSTCODES = ("M33 4RZ", "SK1 3XE")
COUNCILS = ("Trafford", "Stockport")

corrections = st.tuples(st.just("correct"), st.integers(0, 2), st.sampled_from(["A", "B"]), st.integers(1, 3))
lists = st.tuples(
    st.just("list"),
    st.integers(0, 1),
    st.sampled_from(["A", "C"]),
    st.integers(1, 3),
    st.sampled_from(COUNCILS),
)
closings = st.tuples(st.sampled_from(["close", "reopen"]), st.integers(0, 2))
merges = st.tuples(st.sampled_from(["merge", "undo"]), st.integers(0, 2), st.integers(0, 2))
steps = st.lists(
    st.tuples(st.integers(0, 2), st.one_of(corrections, lists, closings, merges)), min_size=1, max_size=8
)


def change(now: Any, what: str, *said: Any) -> None:
    """Do one thing to the places there are; what is refused changes nothing."""
    places: list[int] = list(Place.objects.order_by("pk").values_list("pk", flat=True))
    first = places[said[0] % len(places)]
    because = {"why": "x", "by": BY, "now": now}
    doing: dict[str, Callable[[], object]] = {
        "correct": lambda: operations.correct_place(
            place_id=first, details={"name": said[1], "beds": said[2]}, **because
        ),
        "list": lambda: listed(
            now, date(2020, 4, 1), location_id=NUMBERS[said[0]], postcode=POSTCODES[said[0]],
            name=said[1], beds=said[2], area_name=said[3],
        ),
        "close": lambda: operations.close_place(place_id=first, closed_on=now.date(), **because),
        "reopen": lambda: operations.reopen_place(place_id=first, opened_on=None, **because),
        "merge": lambda: operations.merge_places(
            kept_id=first, gone_id=places[said[1] % len(places)], **because
        ),
        "undo": lambda: operations.undo_merge(merge_id=Merge.objects.latest("pk").pk, **because),
    }  # fmt: skip
    with suppress(Refusal, ObjectDoesNotExist):
        doing[what]()


def rows(model: Any, as_at: Any) -> dict[int, dict[str, Any]]:
    """Every detail of which the past is kept, by number."""
    kept = {field.column for field in model.pasts.rel.related_model._meta.concrete_fields} - {"id"}
    names = {field.attname for field in model._meta.concrete_fields} & kept
    return {row.pop("pk"): row for row in as_known(model, as_at).order_by().values("pk", *names)}


def picture(as_at: Any) -> tuple[Any, ...]:
    """Everything that is known of places: the tables, and the open places with where they lie."""
    found = queries.places(BY.scope, as_at=as_at).order_by("pk")
    if as_at is None:
        found = found.filter(closed_on__isnull=True)
    return rows(Place, as_at), rows(Registration, as_at), list(found.values_list("pk", "name", "council_id"))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_every_moment_shows_what_was_live_then(steps):
    with transaction.atomic():
        PlaceFactory(name="Z")
        now, lived = START, {}
        for minutes, step in steps:
            now += timedelta(minutes=minutes)  # none: two changes at one moment, of which the later counts
            change(now, *step)
            lived[now] = picture(None)
        for moment, (places, registrations, open_then) in lived.items():
            then = picture(moment)
            assert {pk: then[0][pk] for pk in places} == places
            assert {pk: then[1][pk] for pk in registrations} == registrations
            assert then[2] == open_then
        transaction.set_rollback(True)
