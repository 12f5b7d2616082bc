"""Erasing a person: nothing personal is left, nothing that was done is lost, and nobody comes in again."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.core.audit.operations import chain
from junction.core.audit.queries import verify
from junction.core.personal import operations as personal
from junction.core.personal import queries as kept
from junction.people import operations, queries
from junction.people.models import ApiToken, EmergencyAccess, Invitation, Membership, User
from junction.people.rules import Over
from tests.cast import administrator, head_office_of, officer_of, signed_in, user_who

pytestmark = pytest.mark.django_db
ADDRESS, NAME = "zelda.quince@example.org", "Zelda Quince"
WHY = "Left in May and asked for it"


@pytest.fixture
def zelda(world, now):
    """Somebody with a role, a session, a token, an invitation, an emergency and a line in the log."""
    user = user_who("head-office", email=ADDRESS, organisation=world.group)
    user.name = NAME
    user.set_password("rather long words here")
    user.save()
    Invitation.objects.create(
        email=ADDRESS, role="head-office", organisation=world.group, sha256="0" * 64, invited_at=now,
        invited_by="system:test", expires_at=now + timedelta(days=7), accepted_at=now, accepted_by=user,
    )  # fmt: skip
    EmergencyAccess.objects.create(
        user=user, area=world.south, reason="Flood", started_at=now,
        ends_at=now + timedelta(hours=4), playbook="x",
    )  # fmt: skip
    by = head_office_of(world.group)
    by = type(by)(key=user.key, name=NAME, scope=by.scope)
    operations.create_token(organisation_id=world.group.pk, name="Records", by=by, now=now)
    return user


def erase(user, now, by=None):
    return operations.erase_person(user_id=user.pk, why=WHY, by=by or administrator(), now=now)


def everything_stored() -> str:
    """Every row of every table as text."""
    words = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.managed and model._meta.db_table in connection.introspection.table_names(cursor):
                cursor.execute(f'SELECT t::text FROM "{model._meta.db_table}" t')
                words += [row[0] for row in cursor.fetchall()]
    return "\n".join(words)


def test_nothing_personal_is_left_in_any_table(zelda, now):
    client = signed_in(zelda)
    personal.keep(ADDRESS, kind="email", by=administrator(), now=now)
    assert ADDRESS in everything_stored()
    erase(zelda, now)
    left = everything_stored()
    assert ADDRESS not in left
    assert NAME not in left
    assert client.get(reverse("people:account")).status_code == 302


def test_what_was_done_stays_and_the_chain_holds(zelda, now):
    before = AuditEntry.objects.count()
    erase(zelda, now)
    assert AuditEntry.objects.count() > before
    assert Membership.objects.get(user=zelda).ended_at == now
    assert EmergencyAccess.objects.get(user=zelda).reason == "Flood"
    (line,) = AuditEntry.objects.filter(verb="people.person.erased")
    assert (line.subject, line.why, line.detail) == (zelda.key, WHY, {"roles_ended": 1, "tokens_revoked": 1})
    chain()
    assert verify().is_intact


def test_nobody_signs_in_or_calls_as_an_erased_person(zelda, now, client):
    erase(zelda, now)
    answer = client.post(reverse("account_login"), {"login": ADDRESS, "password": "rather long words here"})
    assert answer.status_code == 200
    assert not EmailAddress.objects.filter(user=zelda).exists()
    assert ApiToken.objects.get().revoked_at == now
    assert not queries.scope_of_user(zelda.pk, now=now).grants
    zelda.refresh_from_db()
    assert (zelda.name, zelda.is_active) == (kept.ERASED, False)


def test_an_open_invitation_to_the_address_dies_and_a_new_one_makes_a_new_person(world, zelda, now):
    operations.invite(
        email=ADDRESS,
        role="place-manager",
        over=Over(place_id=world.a.pk),
        by=officer_of(world.north),
        now=now,
    )
    erase(zelda, now)
    assert not Invitation.objects.exclude(email="").exists()
    fresh = User.objects.create(email=ADDRESS, name="Zelda again")
    assert fresh.pk != zelda.pk


def test_only_an_administrator_erases_and_not_themselves_and_only_once(world, zelda, now):
    with pytest.raises(operations.NotYours):
        erase(zelda, now, by=head_office_of(world.group))
    with pytest.raises(User.DoesNotExist):
        erase(zelda, now, by=officer_of(world.south))
    boss = administrator()
    boss = type(boss)(key=zelda.key, name="", scope=boss.scope)
    with pytest.raises(operations.CannotEraseYourself):
        erase(zelda, now, by=boss)
    with pytest.raises(operations.ReasonTooShort):
        operations.erase_person(user_id=zelda.pk, why=" ", by=administrator(), now=now)
    assert User.objects.get(pk=zelda.pk).email == ADDRESS
    erase(zelda, now)
    with pytest.raises(operations.AlreadyErased):
        erase(zelda, now)


def test_the_page_asks_first_and_then_erases(world, zelda):
    admin = signed_in(user_who("administrator"))
    address = reverse("people:erase_person", args=[zelda.pk])
    assert address in admin.get(reverse("people:person", args=[zelda.pk])).content.decode()
    page = admin.get(address).content.decode()
    assert NAME in page
    assert "cannot be undone" in page
    refused = admin.post(address, {"why": WHY})
    assert refused.status_code == 200
    assert User.objects.get(pk=zelda.pk).name == NAME
    assert admin.post(address, {"why": WHY, "sure": "on"}).status_code == 302
    assert User.objects.get(pk=zelda.pk).name == kept.ERASED
    assert NAME not in admin.get(reverse("people:people")).content.decode()
    assert "was erased at" in admin.get(reverse("people:person", args=[zelda.pk])).content.decode()
    manager = signed_in(user_who("head-office", organisation=world.group))
    assert manager.get(address).status_code == 404
