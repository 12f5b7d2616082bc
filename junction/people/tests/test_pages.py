"""Pages of people: the list, a person, and what is asked before a role or a token ends."""

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.people import operations
from junction.people.models import ApiToken, Invitation, Membership
from junction.people.rules import Over, hash_of
from tests.cast import head_office_of, officer_of, signed_in, user_who

pytestmark = pytest.mark.django_db
WHY = "Left the home in May"


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def officer(world):
    return signed_in(user_who("council-officer", area=world.north))


def test_the_list_is_searched_by_name_and_address_and_leads_to_a_person(world, officer):
    mo = user_who("place-manager", email="mo@ash.example", place=world.a)
    jo = user_who("place-manager", email="jo@ash.example", place=world.a)
    listed = text(officer.get(reverse("people:people")))
    assert all(reverse("people:person", args=[one.pk]) in listed for one in (mo, jo))
    found = text(officer.get(reverse("people:people"), {"q": "MO@ash"}))
    assert "mo@ash.example" in found and "jo@ash.example" not in found
    assert "Nobody was found" in text(officer.get(reverse("people:people"), {"q": "nobody"}))


def test_a_list_of_many_is_as_few_statements_as_one_of_few(world, officer, django_assert_max_num_queries):
    for _ in range(30):
        user_who("place-manager", place=world.a)
    with django_assert_max_num_queries(11):
        assert "33 in all" not in text(officer.get(reverse("people:people")))


def test_a_person_is_a_page_with_roles_now_and_before_within_reach(world, officer, now):
    mo = user_who("place-manager", place=world.a)
    Membership.objects.create(
        user=mo, role="head-office", organisation=world.group, valid_from=now, granted_at=now, granted_by="x"
    )
    ended = user_who("place-manager", place=world.a).memberships.get()
    Membership.objects.filter(pk=ended.pk).update(user=mo, valid_from="2020-01-01", valid_until="2020-02-01")
    page = text(officer.get(reverse("people:person", args=[mo.pk])))
    assert "Manager of a place: Ash House" in page
    assert "Saturday 1 February 2020" in page
    assert "Group Care" not in page  # a group that also works elsewhere is not the council's to see
    outsider = signed_in(user_who("council-officer", area=world.south))
    assert outsider.get(reverse("people:person", args=[mo.pk])).status_code == 404


def test_a_role_ends_only_after_a_page_that_says_what_follows_and_asks_why(world, officer):
    mo = user_who("place-manager", place=world.a)
    address = reverse("people:end_membership", args=[mo.memberships.get().pk])
    assert address in text(officer.get(reverse("people:person", args=[mo.pk])))
    page = text(officer.get(address))
    assert "can no longer" in page and "send returns for Ash House" not in page
    assert "They hold no other role" in page
    assert "Say why this role ends" in text(officer.post(address, {"why": " "}))
    assert mo.memberships.get().ended_at is None
    assert officer.post(address, {"why": WHY})["Location"] == reverse("people:people")
    assert mo.memberships.get().ended_at is not None
    assert AuditEntry.objects.get(verb="people.membership.ended").why == WHY
    assert officer.get(address).status_code == 404


def test_somebody_who_may_not_end_a_role_is_told_so_and_lays_down_their_own(world):
    mo, jo = (user_who("place-manager", place=world.a) for _ in range(2))
    client = signed_in(mo)
    assert client.get(reverse("people:end_membership", args=[jo.memberships.get().pk])).status_code == 403
    own = reverse("people:end_membership", args=[mo.memberships.get().pk])
    page = text(client.get(own))
    assert "Lay down your role" in page and "somebody must invite you again" in page
    client.post(own, {"why": WHY})
    assert "You hold no role" in text(client.get(reverse("people:account")))


def test_a_token_is_revoked_only_after_a_page_that_asks_why(world, now):
    by = head_office_of(world.group)
    made = operations.create_token(organisation_id=world.group.pk, name="Records", by=by, now=now)
    client = signed_in(user_who("head-office", organisation=world.group))
    address = reverse("people:revoke_token", args=[made.token.pk])
    assert "can no longer send or read anything" in text(client.get(address))
    client.post(address, {"why": ""})
    assert ApiToken.objects.get().revoked_at is None
    client.post(address, {"why": "The system was replaced"})
    assert ApiToken.objects.get().revoked_at is not None
    assert AuditEntry.objects.get(verb="people.token.revoked").why == "The system was replaced"


def test_the_list_says_what_became_of_the_letter_of_an_invitation(world, officer, now, postman):
    postman.refuses = "The mail server is away."
    sent = operations.invite(
        email="new@example.org", role="place-manager", over=Over(place_id=world.a.pk),
        by=officer_of(world.north), now=now,
    )  # fmt: skip
    Invitation.objects.update(expires_at="2090-01-01T00:00Z")  # the page reads the clock
    page = reverse("people:people")
    assert "The letter waits to be sent." in text(officer.get(page))
    postman.bring(now)
    assert "The letter waits to be sent: The mail server is away." in text(officer.get(page))
    sent.letter.state, sent.letter.problem = "failed", "The mail server refused the address."
    sent.letter.save()
    assert "could not be sent: The mail server refused the address." in text(officer.get(page))
    sent.letter.state, sent.letter.sent_at = "sent", now
    sent.letter.save()
    assert "The letter went at 10am on Monday 20 April 2020." in text(officer.get(page))


def test_my_account_says_which_second_factor_i_have(world, officer):
    assert "Authenticator app" in text(officer.get(reverse("people:account")))
    manager = signed_in(user_who("place-manager", place=world.a))
    assert "Not set up" in text(manager.get(reverse("people:account")))


def test_an_invitation_opened_as_somebody_else_says_whose_it_is_and_stays_open(world, officer):
    sent = Invitation.objects.create(
        email="new@example.org", role="place-manager", place=world.a, sha256=hash_of("secret"),
        invited_at="2020-04-20T09:00Z", invited_by="x", expires_at="2090-01-01T00:00Z",
    )  # fmt: skip
    address = reverse("people:accept_invitation", args=["secret"])
    for answer in (officer.get(address), officer.post(address, {"name": "X", "password": "three words so"})):
        assert answer.status_code == 409
        assert "It was sent to new@example.org" in text(answer) and "sign out" in text(answer)
    sent.refresh_from_db()
    assert sent.accepted_at is None


def test_who_has_a_second_factor_is_not_told_to_set_one_up(world, client):
    mo = user_who("council-officer", email="mo@example.org", area=world.north)
    Invitation.objects.create(
        email=mo.email, role="council-officer", area=world.south, sha256=hash_of("secret"),
        invited_at="2020-04-20T09:00Z", invited_by="x", expires_at="2090-01-01T00:00Z",
    )  # fmt: skip
    page = text(signed_in(mo).get(reverse("people:accept_invitation", args=["secret"])))
    assert "council officer" in page and "second factor" not in page
