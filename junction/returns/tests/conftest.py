"""What the tests of returns share: two homes of one council, their people, and a full day's answers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from junction.registry.models import Area, Place, Registration
from junction.registry.rules.places import PlaceDetails
from junction.returns.rules.judging import Filing
from tests.cast import manager_of, officer_of, other_officer

DAY = date(2020, 4, 20)
ANSWERS: dict[str, Any] = {
    "beds": 40,
    "occupied": 36,
    "reserved": 1,
    "vacancies_admitting": 3,
    "vacancies_closed": 0,
    "admitting": True,
    "suspected_new": 0,
    "confirmed_new": 0,
    "confirmed_total": 2,
    "staff_employed": 50,
    "staff_agency": 2,
    "staff_absent_covid": 1,
    "staff_absent_other": 1,
    "rating_overall": "green",
    **{f"stock_{item}": 600 for item in ("aprons", "gloves", "masks", "eye_protection", "gowns")},
    **{f"daily_use_{item}": 40 for item in ("aprons", "gloves", "masks", "eye_protection", "gowns")},
}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The months of the tests exist beforehand, as they do in production."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT returns_make_partitions('2020-01-01', '2021-01-31')")
        cursor.execute("SELECT returns_make_partitions('2026-11-01', '2026-11-30')")


@pytest.fixture
def council(db) -> Area:
    return Area.objects.get_or_create(
        code="E08000009", defaults={"kind": "unitary", "name": "Trafford", "started_on": date(1974, 4, 1)}
    )[0]


def make_place(council: Area, name: str, now, beds: int | None = 40, service_type: str = "residential-home"):
    details = PlaceDetails(
        name=name, service_type=service_type, area=council.code, council=council.code, beds=beds
    )
    made = Place.of(details, now=now - timedelta(days=90))
    made.save()
    Registration.of(details, made, now=now - timedelta(days=90)).save()
    return made


@pytest.fixture
def place(council, now) -> Place:
    return make_place(council, "Ash House", now)


@pytest.fixture
def second_place(council, now) -> Place:
    return make_place(council, "Beech House", now)


@pytest.fixture
def manager(place):
    return manager_of(place)


@pytest.fixture
def officer(council):
    return officer_of(council)


@pytest.fixture
def stranger():
    return other_officer()


@pytest.fixture
def filing(place):
    """Make a filing of the place, sound unless told otherwise."""

    def make(*, on=DAY, of=place, change=None, without=(), **kwargs) -> Filing:
        answers = {code: a for code, a in (ANSWERS | (change or {})).items() if code not in without}
        return Filing(
            **{
                "place_id": of.pk,
                "question_set": "care-home-daily",
                "about_on": on,
                "answers": answers,
                "channel": "api",
            }
            | kwargs
        )

    return make
