"""Where a postcode is: by the register, else by homes and services near; a person is only in a square."""

from datetime import date

import pytest

from junction.core.scope import ANONYMOUS
from junction.registry.models import Area, Postcode
from junction.registry.tests.factories import PlaceFactory
from junction.support.queries.where import Near, council_at, near, whereabouts
from junction.support.rules.where import coarse, outward_of
from junction.support.tests.needs import MANCHESTER, TRAFFORD

pytestmark = pytest.mark.django_db
DAY, NOBODY = date(2020, 4, 20), ANONYMOUS.scope


def home(postcode, council=TRAFFORD, at=(-2.3211, 53.4244)):
    return PlaceFactory(
        postcode=postcode, council_id=council, area_id=council, longitude=at[0], latitude=at[1]
    )


def test_the_register_is_certain_and_a_home_is_a_guess(areas):
    Postcode.objects.create(postcode="M33 7ZF", area_id=TRAFFORD, longitude=-2.3211, latitude=53.4244)
    home("M16 1AA", at=(-2.2711, 53.4644))
    found = near(NOBODY, ["m33 7zf", "M16 9ZZ", "M16", "nowhere", ""], on=DAY)
    assert found == {
        "m33 7zf": Near(TRAFFORD, True, -2.3, 53.4),
        "M16 9ZZ": Near(TRAFFORD, False, -2.2711, 53.4644),
        "M16": Near(TRAFFORD, False, -2.2711, 53.4644),
    }
    assert council_at(NOBODY, "nowhere", on=DAY) == Near("", False, None, None)


def test_a_council_that_is_no_more_is_not_named(areas):
    home("M33 1AA"), home("M33 2AA"), home("M33 3AA", council=MANCHESTER)
    Area.objects.filter(pk=TRAFFORD).update(ended_on=date(2020, 4, 1))
    assert council_at(NOBODY, "M33 9ZZ", on=DAY).council == MANCHESTER
    Area.objects.filter(pk=MANCHESTER).update(ended_on=date(2020, 4, 1))
    assert council_at(NOBODY, "M33 9ZZ", on=DAY).council == ""


def test_a_person_is_never_shown_nearer_than_a_square_of_kilometres():
    assert coarse(-2.3211, 53.4244) == (-2.3, 53.4)
    assert coarse(-2.2711, 53.4499) == (-2.3, 53.4)


def test_what_somebody_typed_as_a_postcode_is_in_no_log(caplog):
    assert council_at(NOBODY, "7 Nightjar Row, ask for Ottoline", on=DAY).council == ""
    assert (outward_of("M33"), outward_of("M3Z 7ZQQ"), caplog.records) == ("M33", "", [])


def test_a_service_is_where_its_postcode_is(areas):
    Postcode.objects.create(postcode="M33 7ZF", area_id=TRAFFORD, longitude=-2.3211, latitude=53.4244)
    home("M16 1AA")
    exact, guessed = (whereabouts(NOBODY, code, on=DAY) for code in ("M33 7ZF", "M16 1AB"))
    assert (exact.longitude, exact.is_exact, exact.council) == (-2.3211, True, TRAFFORD)
    assert (guessed.is_exact, guessed.council) == (False, TRAFFORD)
    assert whereabouts(NOBODY, "M16", on=DAY) is None  # a half is no postcode
