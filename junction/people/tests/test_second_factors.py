"""Second factors: taken away by who may, and said and logged when they can no longer be read."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.people import operations, queries
from junction.people.models import User
from junction.people.rules import second_factors_in_words
from tests.cast import administrator, manager_of, officer_of, signed_in, user_who

pytestmark = pytest.mark.django_db
PASSWORD, WHY = "rather long words here", "Lost the phone, and rang me"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


@pytest.fixture
def olive(world) -> User:
    """An officer of Northham with an app and recovery codes."""
    user = user_who("council-officer", email="olive@example.org", area=world.north)
    user.set_password(PASSWORD)
    user.save()
    Authenticator.objects.all().delete()
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def remove(user, now, by):
    return operations.remove_second_factor(user_id=user.pk, why=WHY, by=by, now=now)


def colleague(world):
    """Another officer of Northham, who could have invited Olive."""
    return officer_of(world.north)


def test_a_colleague_who_could_give_the_role_takes_the_second_factor_away(world, olive, now, postman):
    device = signed_in(olive)
    assert device.get(reverse("people:account")).status_code == 200
    remove(olive, now, colleague(world))
    assert not Authenticator.objects.filter(user=olive).exists()
    assert queries.standing_of_user(olive.pk, now=now).lacks_second_factor
    assert device.get(reverse("people:account")).status_code == 302
    line = AuditEntry.objects.get(verb="people.second-factor.taken-away")
    assert (line.subject, line.why) == (olive.key, WHY)
    assert line.detail == {"kinds": ["recovery_codes", "totp"], "sessions_ended": 1}
    (letter,) = postman.bring(now)
    assert letter.to == "olive@example.org" and "was removed by somebody who manages access" in letter.body
    with pytest.raises(operations.NoSecondFactor):
        remove(olive, now, colleague(world))


def test_who_could_not_give_every_role_may_not(world, olive, now):
    with pytest.raises(User.DoesNotExist):
        remove(olive, now, officer_of(world.south))
    with pytest.raises(operations.NotYours):
        remove(olive, now, officer_of(world.north).__class__(olive.key, "", officer_of(world.north).scope))
    manager = user_who("place-manager", place=world.a)
    with pytest.raises(operations.NotYours):
        remove(manager, now, manager_of(world.a))
    operations.grant_membership(
        user_id=olive.pk, role="national", over=operations.memberships.Over(), granted_by="system:test",
        by=administrator(), now=now,
    )  # fmt: skip
    with pytest.raises(operations.NotYours):
        remove(olive, now, colleague(world))
    with pytest.raises(operations.ReasonTooShort):
        operations.remove_second_factor(user_id=olive.pk, why=" ", by=administrator(), now=now)
    assert Authenticator.objects.filter(user=olive).count() == 2
    remove(olive, now, administrator())


def test_the_page_of_a_person_leads_to_it_for_who_may(world, olive):
    officer = signed_in(user_who("council-officer", area=world.north))
    page, address = (
        reverse(f"people:{name}", args=[olive.pk]) for name in ("person", "remove_second_factor")
    )
    shown = officer.get(page).content.decode()
    assert address in shown and "Authenticator app, recovery codes" in shown
    assert "signed out everywhere" in officer.get(address).content.decode()
    assert officer.post(address, {"why": ""}).status_code == 200
    assert officer.post(address, {"why": WHY})["Location"] == page
    assert address not in officer.get(page).content.decode()
    forum = signed_in(user_who("region", area=world.region))
    assert "Second factor" not in forum.get(page).content.decode()
    assert forum.get(address).status_code == 403


def colleague_scope():
    return officer_of("E08900001").scope


def enter(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def test_sealed_under_another_key_it_is_said_and_logged(olive, client, settings, now):
    assert queries.unreadable_second_factors(administrator().scope) == (0, 2)
    settings.SECRET_KEY = "the-key-of-another-installation-after-a-restore"
    assert enter(client, olive)["Location"].startswith(reverse("mfa_authenticate"))
    answer = client.post(reverse("mfa_authenticate"), {"code": "123456"})
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "another secret key" in page and "remove your second factor" in page
    line = AuditEntry.objects.get(verb="people.second-factor.unreadable")
    assert (line.by, line.subject) == (olive.key, olive.key)
    assert queries.unreadable_second_factors(administrator().scope) == (2, 2)
    assert queries.unreadable_second_factors(colleague_scope()) == (0, 0)
    operations.remove_second_factor(user_id=olive.pk, why=WHY, by=administrator(), now=now)
    assert client.get(reverse("mfa_authenticate"))["Location"] == "/"  # the password was right before
    assert client.get("/")["Location"] == reverse("mfa_index")


def test_the_page_of_ones_own_second_factor_says_it_too(olive, settings):
    settings.SECRET_KEY = "the-key-of-another-installation-after-a-restore"
    assert signed_in(olive).get(reverse("mfa_index")).status_code == 503


def test_too_many_wrong_codes_are_refused_for_a_while(olive, client):
    enter(client, olive)
    for _ in range(5):
        wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert wrong.status_code == 200 and "That code is not right" in wrong.content.decode()
    refused = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert refused.status_code == 429
    assert "Wait five minutes" in refused.content.decode()


def test_a_passkey_is_offered_instead_of_a_code_to_who_has_one_only(olive, client):
    enter(client, olive)
    assert "Use a passkey instead" not in client.get(reverse("mfa_authenticate")).content.decode()


def test_a_change_of_a_second_factor_asks_again_who_it_is(olive):
    for name in ("mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes"):
        answer = signed_in(olive).get(reverse(name))
        assert answer["Location"].startswith(reverse("account_reauthenticate")), name


def test_a_first_second_factor_asks_again_when_the_sign_in_is_not_fresh(world):
    client = signed_in(user_who("place-manager", place=world.a))  # of which the library has no record
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_what_is_set_up_is_said_in_words():
    assert second_factors_in_words({"totp", "recovery_codes"}) == "Authenticator app, recovery codes"
    assert second_factors_in_words(()) == "Not set up"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("account_login", ["Enter your email address", "Enter your password"]),
        ("account_reset_password", ["Enter your email address"]),
    ],
)
def test_an_empty_field_says_what_to_do(client, name, said):
    page = client.post(reverse(name), {}).content.decode()
    assert all(sentence in page for sentence in said) and "This field is required" not in page
