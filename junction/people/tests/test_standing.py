"""What a user or a token may see: by role, by day, with and without a second factor; one query each."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator

from junction.people import queries
from junction.people.models import ApiToken, EmergencyAccess, Membership, User
from junction.people.operations import create_token, revoke_token
from junction.registry import queries as registry
from junction.registry.models import Organisation
from tests.cast import head_office_of, national

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return User.objects.create(email="pat@example.org", name="Pat")


def hold(user, role, now, **over):
    return Membership.objects.create(
        user=user, role=role, valid_from=date(2020, 4, 1), granted_at=now, granted_by="system:test", **over
    )


def with_second_factor(user):
    Authenticator.objects.create(user=user, type="totp", data={})


def names(scope) -> set[str]:
    return set(registry.places(scope).values_list("name", flat=True))


def test_a_manager_sees_his_place_and_nothing_else(world, user, now):
    hold(user, "place-manager", now, place=world.a)
    assert names(queries.scope_of_user(user.pk, now=now)) == {"Ash House"}


def test_a_head_office_sees_every_place_registered_to_its_organisation(world, user, now):
    hold(user, "head-office", now, organisation=world.group)
    assert names(queries.scope_of_user(user.pk, now=now)) == {"Ash House", "Beech House"}


def test_an_officer_sees_his_council_and_a_region_the_councils_inside_it(world, user, now):
    with_second_factor(user)
    hold(user, "council-officer", now, area=world.south)
    assert names(queries.scope_of_user(user.pk, now=now)) == {"Beech House", "Cedar House"}
    hold(user, "region", now, area=world.region)
    assert names(queries.scope_of_user(user.pk, now=now)) == {"Ash House", "Beech House", "Cedar House"}


def test_a_staff_role_without_a_second_factor_sees_nothing(world, user, now):
    hold(user, "council-officer", now, area=world.south)
    standing = queries.standing_of_user(user.pk, now=now)
    assert standing.lacks_second_factor
    assert names(standing.scope) == set()


def test_roles_do_not_mix_their_reach(world, user, now):
    with_second_factor(user)
    hold(user, "place-manager", now, place=world.a)
    hold(user, "council-officer", now, area=world.south)
    scope = queries.scope_of_user(user.pk, now=now)
    assert set(registry.places(scope, permission="returns.chase").values_list("name", flat=True)) == {
        "Beech House", "Cedar House",
    }  # fmt: skip


def test_a_role_counts_from_its_first_day_until_the_day_before_its_end(world, user, now):
    held = hold(user, "place-manager", now, place=world.a)
    held.valid_until = date(2020, 4, 20)
    held.save()
    assert names(queries.scope_of_user(user.pk, now=now)) == set()
    assert names(queries.scope_of_user(user.pk, now=now - timedelta(days=1))) == {"Ash House"}


def test_emergency_access_opens_until_it_ends_and_only_for_reading(world, user, now):
    with_second_factor(user)
    EmergencyAccess.objects.create(
        user=user, place=world.c, reason="x", started_at=now, ends_at=now + timedelta(hours=4), playbook="x"
    )
    scope = queries.scope_of_user(user.pk, now=now)
    assert names(scope) == {"Cedar House"}
    assert not scope.may("returns.file")
    assert names(queries.scope_of_user(user.pk, now=now + timedelta(hours=4))) == set()


def test_a_scope_costs_one_query(world, user, now, django_assert_num_queries):
    hold(user, "place-manager", now, place=world.a)
    hold(user, "head-office", now, organisation=world.group)
    with django_assert_num_queries(1):
        queries.scope_of_user(user.pk, now=now)


def test_a_token_sees_what_its_organisation_runs_in_one_query(world, now, django_assert_num_queries):
    made = create_token(
        organisation_id=world.group.pk, name="Records", by=head_office_of(world.group), now=now
    )
    with django_assert_num_queries(1):
        actor = queries.actor_of_token(made.token.sha256, now=now)
    assert actor.key == f"token:{made.token.pk}"
    assert names(actor.scope) == {"Ash House", "Beech House"}
    assert actor.scope.may("returns.file")
    assert not actor.scope.may("people.invite")
    assert not actor.scope.may("tokens.manage")
    made.token.refresh_from_db()
    assert made.token.last_used_on == date(2020, 4, 20)


def test_a_token_of_a_council_sees_its_area(world, now):
    from tests.cast import administrator

    made = create_token(organisation_id=world.council.pk, name="Hub", by=administrator(), now=now)
    assert names(queries.actor_of_token(made.token.sha256, now=now).scope) == {"Ash House"}


@pytest.mark.parametrize("role", ["support-partner", "link-worker"])
def test_a_token_of_a_charity_reaches_the_charity_and_not_the_area_it_is_in(world, now, role):
    area = world.council.area
    charity = Organisation.objects.create(
        kind="voluntary", name="Aid", name_key="aid", area=area, created_at=now
    )
    ApiToken.objects.create(
        organisation=charity, name="Aid", sha256="a" * 64, role=role, created_at=now,
        created_by="system:test", expires_at=now + timedelta(days=9),
    )  # fmt: skip
    reach = queries.actor_of_token("a" * 64, now=now).scope.reach("support.refer")
    assert (reach.organisations, reach.areas, reach.national) == (frozenset({charity.pk}), frozenset(), False)


def test_a_token_revoked_expired_or_unknown_is_nobody(world, now):
    by = head_office_of(world.group)
    made = create_token(organisation_id=world.group.pk, name="Records", days=10, by=by, now=now)
    assert queries.actor_of_token("0" * 64, now=now) is None
    assert queries.actor_of_token(made.token.sha256, now=now + timedelta(days=10)) is None
    revoke_token(token_id=made.token.pk, why="Replaced", by=by, now=now)
    assert queries.actor_of_token(made.token.sha256, now=now) is None


def test_the_national_team_sees_all(world):
    assert names(national().scope) == {"Ash House", "Beech House", "Cedar House"}
