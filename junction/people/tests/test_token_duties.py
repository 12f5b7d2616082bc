"""A token that is made for one duty may do that and nothing else, and no person may hold its role."""

import pytest

from junction.people import operations, queries, rules
from junction.people.rules import Over
from tests.cast import administrator

pytestmark = pytest.mark.django_db


def test_a_token_is_made_for_one_duty_and_may_nothing_else(world, now):
    made = operations.create_token(
        organisation_id=world.council.pk, name="Texts", duty="text-gateway", by=administrator(), now=now
    )
    scope = queries.actor_of_token(rules.hash_of(made.secret), now=now).scope
    assert {one for grant in scope.grants for one in grant.permissions} == {"support.text"}
    with pytest.raises(operations.NotItsDuty):  # a provider brings no texts of people in need
        operations.create_token(
            organisation_id=world.group.pk, name="Texts", duty="text-gateway", by=administrator(), now=now
        )
    with pytest.raises(operations.NotItsDuty):
        operations.create_token(
            organisation_id=world.council.pk, name="Texts", duty="national", by=administrator(), now=now
        )
    with pytest.raises(operations.WrongTarget):  # and no person holds it
        operations.invite(
            email="a@people.example", role="text-gateway", over=Over(area_id=world.north.code),
            by=administrator(), now=now,
        )  # fmt: skip
