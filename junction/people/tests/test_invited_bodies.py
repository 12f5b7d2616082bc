"""Who works for a voluntary body is invited by the number that it was written down with."""

import pytest

from junction.people.queries.lookups import over_with_number
from junction.registry.operations import add_body
from tests.cast import NOW, national

pytestmark = pytest.mark.django_db


def test_the_number_of_a_body_leads_to_it(areas):
    body = add_body("Beckside Friends", area="E08000009", number="1157093", by=national(), now=NOW)
    assert over_with_number("1157093").organisation_id == body.pk
    assert over_with_number("9999999") is None
