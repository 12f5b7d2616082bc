"""The doors of access: signing in, second factor, new passwords, invitations by link, asking for access."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.template import engines
from django.template.loader import get_template
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.people.models import User
from junction.people.urls import sign_in as sign_in_doors
from tests.cast import signed_in, user_who

pytestmark = pytest.mark.django_db
PASSWORD = "rather long words here"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def enter(client, user: User, password: str = PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


def verbs() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_manager_signs_in_and_out_and_both_leave_a_line(world, client):
    user = with_password(user_who("place-manager", place=world.a))
    assert enter(client, user)["Location"] == "/"
    client.post(reverse("account_logout"))
    assert verbs() == ["people.sign-in.succeeded", "people.sign-out"]
    assert user.email not in str(list(AuditEntry.objects.values()))


def test_a_failed_sign_in_says_the_same_for_a_known_and_an_unknown_address(world, client):
    user = with_password(user_who("place-manager", place=world.a))
    known = enter(client, user, password="wrong").content.decode()
    unknown = client.post(
        reverse("account_login"), {"login": "no@example.org", "password": "wrong"}
    ).content.decode()
    said = "That email address and password do not go together."
    assert said in known
    assert said in unknown
    assert verbs() == ["people.sign-in.failed"] * 2
    assert user.email not in str(list(AuditEntry.objects.values()))


def test_too_many_wrong_passwords_are_refused_for_a_while(world, client):
    user = with_password(user_who("place-manager", place=world.a))
    for _ in range(5):
        assert enter(client, user, password="wrong").status_code == 200
    refused = enter(client, user)
    assert refused.status_code == 429
    assert "Wait five minutes" in refused.content.decode()


def test_staff_without_a_second_factor_are_led_to_it_before_anything_else(world, client):
    user = with_password(user_who("council-officer", area=world.north))
    Authenticator.objects.all().delete()
    enter(client, user)
    for name in ("people:account", "people:people", "core:style-guide"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_index"), name
    assert "needs a second factor" in client.get(reverse("mfa_index")).content.decode()


def test_staff_set_up_an_app_get_recovery_codes_and_need_a_code_next_time(world, client):
    user = with_password(user_who("council-officer", area=world.north))
    Authenticator.objects.all().delete()
    enter(client, user)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.findall(r"Key: <code>(\w+)</code>", page)[0]
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get(reverse("people:people")).status_code == 200
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert stored != secret  # encrypted
    client.post(reverse("account_logout"))
    assert enter(client, user)["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("people:people"))["Location"].startswith(reverse("account_login"))


def test_a_second_factor_added_or_removed_leaves_a_line(world):
    user = user_who("council-officer", area=world.north)
    factor = Authenticator.objects.get(user=user)
    for signal in (authenticator_added, authenticator_removed):  # the library tells after its commit
        signal.send(sender=Authenticator, request=None, user=user, authenticator=factor)
    assert verbs() == ["people.second-factor.added", "people.second-factor.removed"]


def test_place_managers_may_do_without(world):
    client = signed_in(user_who("place-manager", place=world.a))
    assert client.get(reverse("people:account")).status_code == 200


@pytest.mark.parametrize("known", [True, False])
def test_a_forgotten_password_is_answered_alike_and_never_in_silence(world, client, postman, known):
    user = with_password(user_who("place-manager", place=world.a))
    answer = client.post(
        reverse("account_reset_password"), {"email": user.email if known else "no@example.org"}, follow=True
    )
    assert "What happens next" in answer.content.decode()
    (letter,) = postman.bring_now()
    assert ("/password/new/" in letter.body) is known
    assert ("There is no account with this address" in letter.body) is not known


def test_a_link_to_a_new_password_works_once(world, client, postman):
    user = with_password(user_who("place-manager", place=world.a))
    client.post(reverse("account_reset_password"), {"email": user.email})
    letter = postman.bring_now()[0]
    link = next(word for word in letter.body.split() if "/password/new/" in word)
    path = link.removeprefix("http://localhost:8000")
    form = client.get(path, follow=True)
    new = "quite other words then"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert "This link no longer works" in client.get(path, follow=True).content.decode()
    assert "people.password.reset" in verbs()
    assert "Your password was set anew" in postman.bring_now()[-1].body


def test_an_invitation_is_accepted_by_its_link_and_signs_the_new_person_in(world, client, postman):
    officer = signed_in(user_who("council-officer", area=world.north))
    sent = {"email": "new@example.org", "role": "place-manager", "over": f"place:{world.a.pk}"}
    wrong = officer.post(reverse("people:invite"), sent)
    sent |= {"over": "", "number": "Northham"}
    assert "not held over that" in officer.post(reverse("people:invite"), sent).content.decode()
    assert "valid choice" in wrong.content.decode()
    manager = signed_in(user_who("place-manager", place=world.a))
    manager.post(reverse("people:invite"), {**sent, "over": f"place:{world.a.pk}", "number": ""})
    letter = postman.bring_now()[-1]
    path = next(word for word in letter.body.split() if "/invitations/" in word).partition(":8000")[2]
    assert "Ash House" in client.get(path).content.decode()
    short = client.post(path, {"name": "New", "password": "short"}).content.decode()
    assert "too short" in short
    client.post(path, {"name": "New Person", "password": PASSWORD})
    assert "Manager of a place: Ash House" in client.get(reverse("people:account")).content.decode()
    assert client.get(path).status_code == 410


@pytest.mark.parametrize("number", ["1-900000000", "1-999999999"])
def test_asking_for_access_is_answered_alike(world, client, number):
    answer = client.post(reverse("people:ask_for_access"), {"number": number})
    assert answer["Location"] == reverse("people:asked_for_access")
    assert "within an hour" in client.get(answer["Location"]).content.decode()


def test_a_new_token_is_shown_once(world):
    client = signed_in(user_who("head-office", organisation=world.group))
    sent = {"organisation": world.group.pk, "name": "Records", "days": 30}
    made = client.post(reverse("people:create_token"), sent).content.decode()
    assert "junction_" in made
    listed = client.get(reverse("people:tokens")).content.decode()
    assert "Records" in listed
    assert "junction_" not in listed.replace("junction_secret", "")


PAGES_OF_THE_LIBRARY = [
    "account/login",
    "account/logout",
    "account/account_inactive",
    "account/reauthenticate",
    "account/password_change",
    "account/password_reset",
    "account/password_reset_done",
    "account/password_reset_from_key",
    "account/password_reset_from_key_done",
    "mfa/index",
    "mfa/authenticate",
    "mfa/reauthenticate",
    "mfa/totp/activate_form",
    "mfa/totp/deactivate_form",
    "mfa/recovery_codes/index",
    "mfa/recovery_codes/generate",
    "mfa/webauthn/add_form",
    "mfa/webauthn/authenticator_list",
    "mfa/webauthn/authenticator_confirm_delete",
    "mfa/webauthn/edit_form",
    "mfa/webauthn/reauthenticate",
    "socialaccount/login",
    "socialaccount/login_cancelled",
    "socialaccount/authentication_error",
]


def test_no_page_of_the_library_itself_can_be_reached():
    """Each address of the sign-in library that exists here has a page of ours, and no other exists."""
    for name in PAGES_OF_THE_LIBRARY:
        assert get_template(f"{name}.html").backend is engines["jinja2"], name
    views = {door.callback.view_class for door in sign_in_doors if hasattr(door.callback, "view_class")}
    shown = {view.template_name for view in views if getattr(view, "template_name", None)}
    assert shown <= {f"{name}.html" for name in PAGES_OF_THE_LIBRARY} | {"mfa/recovery_codes/download.txt"}


@pytest.mark.parametrize("path", ["/accounts/signup/", "/signup/", "/accounts/login/", "/accounts/email/"])
def test_nobody_can_sign_up(client, path):
    assert client.get(path).status_code == 404
