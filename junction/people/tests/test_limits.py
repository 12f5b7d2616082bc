"""How often one may try: signing in, codes, passkeys, letters, invitations. Past it 429, and in words."""

import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from junction.core.messages.models import Message
from junction.people.models import Invitation
from tests.cast import signed_in, user_who

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch):
    """No limit is left over, and however slow the machine, every try falls into one moment."""
    cache.clear()
    still = SimpleNamespace(time=lambda: 1_587_373_200.0, monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr("allauth.core.internal.ratelimit.time", still)


def knock(client, name: str, times: int, args: tuple = (), **sent: str) -> list[int]:
    return [client.post(reverse(name, args=args), sent).status_code for _ in range(times)]


def is_said(answer) -> bool:
    return answer.status_code == 429 and "Please wait a moment" in answer.content.decode()


def test_signing_in_is_limited_for_an_ip_address_whatever_addresses_it_tries(client):
    """Ten wrong passwords a minute, whoever they are for."""
    tried = [{"login": f"{number}@example.org", "password": "x"} for number in range(11)]
    answers = [client.post(reverse("account_login"), sent) for sent in tried]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert "Wait five minutes" in answers[-1].content.decode()


def test_letters_to_one_address_are_limited_known_or_not(world, client):
    user = user_who("place-manager", place=world.a)
    for email in (user.email, "nobody@example.org"):
        assert knock(client, "account_reset_password", 6, email=email) == [302] * 5 + [429]
    assert is_said(client.post(reverse("account_reset_password"), {"email": user.email}))
    assert Message.objects.count() == 10


def test_letters_asked_for_from_one_ip_address_are_limited(client):
    answers = [
        client.post(reverse("account_reset_password"), {"email": f"{n}@example.org"}) for n in range(21)
    ]
    assert [one.status_code for one in answers] == [302] * 20 + [429]


@pytest.mark.parametrize("number", ["1-900000000", "1-999999999"])
def test_asking_for_access_to_one_service_is_limited_known_or_not(world, client, number):
    assert knock(client, "people:ask_for_access", 4, number=number) == [302] * 3 + [429]
    assert is_said(client.post(reverse("people:ask_for_access"), {"number": f" {number} "}))


def test_invitations_of_one_person_are_limited(world):
    client = signed_in(user_who("council-officer", area=world.north))
    sent = {"email": "new@example.org", "role": "council-officer", "over": f"area:{world.north.code}"}
    assert knock(client, "people:invite", 21, **sent) == [302] * 20 + [429]
    assert is_said(client.post(reverse("people:invite"), sent))
    assert Invitation.objects.count() == 20
    assert client.get(reverse("people:invite")).status_code == 200


def test_links_are_not_tried_out(client):
    tried = [client.get(reverse("people:accept_invitation", args=[f"made-up-{n}"])) for n in range(31)]
    assert [one.status_code for one in tried] == [410] * 30 + [429]
    assert is_said(tried[-1])


def test_passkeys_are_limited_for_an_ip_address(client):
    assert knock(client, "mfa_login_webauthn", 11, credential="{}") == [302] * 10 + [429]


def test_confirming_who_one_is_is_limited(world):
    user = user_who("place-manager", place=world.a)
    user.set_password("rather long words here")
    user.save()
    client = signed_in(user)
    assert knock(client, "account_reauthenticate", 11, password="x") == [200] * 10 + [429]


def test_the_first_code_of_an_app_is_limited(world, client):
    user = user_who("council-officer", area=world.north)
    user.set_password("rather long words here")
    user.save()
    Authenticator.objects.all().delete()
    client.post(reverse("account_login"), {"login": user.email, "password": "rather long words here"})
    client.get(reverse("mfa_activate_totp"))
    assert knock(client, "mfa_activate_totp", 6, code="000000") == [200] * 5 + [429]
