"""Inviting, accepting, ending, asking, tokens, emergency access: the happy path, each refusal, one line."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from junction.core.audit.models import AuditEntry
from junction.core.messages import queries as outbox
from junction.core.messages.models import Message
from junction.core.personal.models import PersonalValue
from junction.core.scope import ANONYMOUS
from junction.people import operations, queries, rules
from junction.people.models import ApiToken, EmergencyAccess, Invitation, Membership, User
from junction.people.rules import Over
from junction.registry.models import Contact, Identifier
from tests.cast import administrator, head_office_of, lrf_of, manager_of, national, officer_of, user_who

pytestmark = pytest.mark.django_db
PASSWORD = "rather long words here"


def verbs() -> list[str]:
    """The lines of the log, without those that every letter leaves: its address kept, itself queued."""
    found = AuditEntry.objects.exclude(verb__in=["personal.kept", "message.queued"])
    return list(found.order_by("pk").values_list("verb", flat=True))


def secret_of(message) -> str:
    return next(line for line in message.body.splitlines() if "/invitations/" in line).split("/")[-2]


@pytest.fixture
def invited(world, now, postman):
    """An invitation to manage home A, and its secret."""
    sent = operations.invite(
        email="New@Example.org", role="place-manager", over=Over(place_id=world.a.pk),
        by=officer_of(world.north), now=now,
    )  # fmt: skip
    return sent, secret_of(postman.bring(now)[-1])


def test_an_invitation_goes_out_with_a_link_whose_hash_alone_is_kept(invited, postman):
    sent, secret = invited
    (letter,) = postman.letters
    assert (letter.to, letter.title) == ("new@example.org", "Your invitation to Junction")
    assert "as manager of a place (Ash House)" in letter.body
    assert sent.sha256 == rules.hash_of(secret)
    stored = str([list(model.objects.values()) for model in (AuditEntry, Message, PersonalValue)])
    assert secret not in stored
    assert "new@example.org" not in str(list(AuditEntry.objects.values()))
    assert verbs() == ["people.invitation.sent"]


def test_the_outbox_shows_the_letter_and_not_the_link(invited):
    sent, secret = invited
    shown = outbox.shown(sent.letter)
    assert shown.to == "new@example.org"
    assert "You are invited to Junction" in shown.body
    assert secret not in shown.body and "http" not in shown.body


def test_a_letter_that_does_not_go_is_tried_again_and_then_says_why(world, now, postman):
    postman.refuses = "The mail server is away."
    sent = operations.invite(
        email="new@example.org", role="place-manager", over=Over(place_id=world.a.pk),
        by=officer_of(world.north), now=now,
    )  # fmt: skip
    assert postman.bring(now) == []
    sent.letter.refresh_from_db()
    assert (sent.letter.state, sent.letter.problem) == ("queued", "The mail server is away.")
    postman.refuses = ""
    assert secret_of(postman.bring(now + timedelta(minutes=1))[0])


def test_a_letter_that_comes_too_late_for_its_link_is_not_sent(world, now, postman):
    operations.invite(
        email="new@example.org", role="place-manager", over=Over(place_id=world.a.pk),
        by=officer_of(world.north), now=now,
    )  # fmt: skip
    assert postman.bring(now + timedelta(days=7)) == []


def test_accepting_makes_a_user_a_member_once(invited, world, now):
    _, secret = invited
    user = operations.accept_invitation(
        secret=secret, name="New Person", password=PASSWORD, by=ANONYMOUS, now=now
    )
    held = Membership.objects.get(user=user)
    assert (held.role, held.place_id) == ("place-manager", world.a.pk)
    assert held.granted_by == "user:council-officer"
    assert user.check_password(PASSWORD)
    with pytest.raises(operations.InvitationNotOpen):
        operations.accept_invitation(secret=secret, name="X", password=PASSWORD, by=ANONYMOUS, now=now)
    assert verbs()[1:] == ["people.invitation.accepted", "people.membership.granted"]


def test_an_invitation_expires_to_the_second(invited, now):
    sent, secret = invited
    with pytest.raises(operations.InvitationNotOpen):
        operations.accept_invitation(
            secret=secret, name="X", password=PASSWORD, by=ANONYMOUS, now=sent.expires_at
        )
    assert sent.expires_at == now + timedelta(days=7)


def test_a_weak_password_makes_nobody(invited, now):
    with pytest.raises(ValidationError):
        operations.accept_invitation(secret=invited[1], name="X", password="short", by=ANONYMOUS, now=now)
    assert not User.objects.exists()
    assert Invitation.objects.get().accepted_at is None


def test_somebody_signed_in_as_another_cannot_take_an_invitation(invited, world, now):
    other = user_who("place-manager", place=world.b)
    by = manager_of(world.b)
    by = type(by)(key=other.key, name="", scope=by.scope)
    with pytest.raises(operations.InvitationForAnother):
        operations.accept_invitation(secret=invited[1], by=by, now=now)


def test_a_known_user_gains_the_role_and_keeps_his_password(invited, world, now):
    known = user_who("place-manager", email="new@example.org", place=world.b)
    with pytest.raises(operations.InvitationForAnother):  # a link alone does not sign them in
        operations.accept_invitation(secret=invited[1], name="X", password=PASSWORD, by=ANONYMOUS, now=now)
    by = type(administrator())(key=known.key, name="", scope=administrator().scope)
    operations.accept_invitation(secret=invited[1], by=by, now=now)
    assert Membership.objects.filter(user=known).count() == 2


@pytest.mark.parametrize(
    ("inviter", "role", "over"),
    [
        (lambda w: officer_of(w.north), "place-manager", lambda w: Over(place_id=w.b.pk)),  # another council
        (lambda w: officer_of(w.north), "national", lambda w: Over()),  # above
        (lambda w: officer_of(w.north), "council-officer", lambda w: Over(area_id=w.south.code)),
        (
            lambda w: officer_of(w.north),
            "head-office",
            lambda w: Over(organisation_id=w.group.pk),
        ),  # home B too
        (lambda w: manager_of(w.a), "head-office", lambda w: Over(organisation_id=w.group.pk)),
        (lambda w: manager_of(w.a), "place-manager", lambda w: Over(place_id=w.b.pk)),
        (lambda w: national(), "administrator", lambda w: Over()),
        (lambda w: lrf_of(w.north), "council-officer", lambda w: Over(area_id=w.north.code)),
        (lambda w: administrator(), "system", lambda w: Over()),
        (lambda w: administrator(), "emergency-access", lambda w: Over()),
    ],
)
def test_nobody_invites_beyond_his_reach_or_above_his_role(inviter, role, over, world, now):
    with pytest.raises(operations.CannotInvite):
        operations.invite(email="x@example.org", role=role, over=over(world), by=inviter(world), now=now)
    assert not Invitation.objects.exists()
    assert verbs() == []


def test_an_officer_of_every_council_a_group_works_in_may_invite_its_head_office(world, now):
    by = officer_of(world.north, world.south)
    operations.invite(
        email="x@example.org", role="head-office", over=Over(organisation_id=world.group.pk), by=by, now=now
    )


@pytest.mark.parametrize(
    ("role", "over"),
    [
        ("place-manager", lambda w: Over()),
        ("council-officer", lambda w: Over(area_id=w.region.code)),
        ("lrf", lambda w: Over(area_id=w.north.code)),
        ("national", lambda w: Over(place_id=w.a.pk)),
        ("place-manager", lambda w: Over(place_id=10**9)),
    ],
)
def test_a_role_is_held_only_over_what_it_is_meant_for(role, over, world, now):
    with pytest.raises(operations.WrongTarget):
        operations.invite(email="x@example.org", role=role, over=over(world), by=administrator(), now=now)


def test_a_withdrawn_invitation_no_longer_works(invited, world, now):
    operations.withdraw_invitation(invitation_id=invited[0].pk, by=officer_of(world.north), now=now)
    with pytest.raises(operations.InvitationNotOpen):
        operations.accept_invitation(secret=invited[1], name="X", password=PASSWORD, by=ANONYMOUS, now=now)


def test_inviting_again_leaves_only_the_newest_link_open(invited, world, now):
    again = {"email": "NEW@example.org", "role": "place-manager", "by": administrator(), "now": now}
    operations.invite(over=Over(place_id=world.a.pk), **again)
    with pytest.raises(operations.InvitationNotOpen):
        operations.accept_invitation(secret=invited[1], name="X", password=PASSWORD, by=ANONYMOUS, now=now)


def test_an_invitation_of_another_council_does_not_exist(invited, world, now):
    with pytest.raises(Invitation.DoesNotExist):
        operations.withdraw_invitation(invitation_id=invited[0].pk, by=officer_of(world.south), now=now)


def test_addresses_of_old_invitations_are_forgotten(invited, now):
    by = queries.system_actor("retention")
    assert operations.forget_old_invitations(by=by, now=now + timedelta(days=97)) == 0
    assert operations.forget_old_invitations(by=by, now=now + timedelta(days=98)) == 1
    assert Invitation.objects.get().email == ""


def listed_with_an_address(place, now):
    Identifier.objects.create(kind="cqc-location", value="1-900000000", place=place, recorded_at=now)
    Contact.objects.create(
        kind="email", value="held@ash.example", source="list", place=place, recorded_at=now
    )
    Contact.objects.create(
        kind="email", value="typed@x.example", source="person", place=place, recorded_at=now
    )


def test_asking_for_access_writes_only_to_the_address_the_regulator_holds(world, now, postman):
    listed_with_an_address(world.a, now)
    operations.ask_for_access(place_identifier=" 1-900000000 ", by=ANONYMOUS, now=now)
    operations.ask_for_access(place_identifier="1-999999999", by=ANONYMOUS, now=now)
    assert [letter.to for letter in postman.bring(now)] == ["held@ash.example"]
    assert verbs() == ["people.access.asked", "people.invitation.sent", "people.access.asked"]


def test_a_manager_of_people_ends_a_role_at_once(world, now):
    user = user_who("place-manager", place=world.a)
    held = user.memberships.get()
    by = officer_of(world.north)
    with pytest.raises(operations.ReasonTooShort):
        operations.end_membership(membership_id=held.pk, why=" ", by=by, now=now)
    operations.end_membership(membership_id=held.pk, why="Left the home", by=by, now=now)
    assert not queries.scope_of_user(user.pk, now=now).grants
    assert verbs() == ["people.membership.ended"]
    line = AuditEntry.objects.get()
    assert (line.why, line.detail["over"]) == ("Left the home", f"place:{world.a.pk}")


def test_a_colleague_sees_a_role_but_may_not_end_it_and_an_outsider_does_not_see_it(world, now):
    held = user_who("place-manager", place=world.a).memberships.get()
    with pytest.raises(operations.NotYours):
        operations.end_membership(membership_id=held.pk, why="x", by=manager_of(world.a), now=now)
    with pytest.raises(Membership.DoesNotExist):
        operations.end_membership(membership_id=held.pk, why="x", by=officer_of(world.south), now=now)


def test_a_token_is_shown_once_and_kept_as_a_hash(world, now):
    made = operations.create_token(
        organisation_id=world.group.pk, name="Records", by=head_office_of(world.group), now=now
    )
    kept = ApiToken.objects.get()
    assert kept.sha256 == rules.hash_of(made.secret)
    assert kept.role == "head-office"
    assert kept.expires_at == now + timedelta(days=365)
    assert made.secret not in str(list(AuditEntry.objects.values()))
    assert verbs() == ["people.token.created"]


def test_a_token_of_another_organisation_does_not_exist(world, now):
    by = head_office_of(world.group)
    other = operations.create_token(organisation_id=world.council.pk, name="Hub", by=administrator(), now=now)
    with pytest.raises(ApiToken.DoesNotExist):
        operations.revoke_token(token_id=other.token.pk, why="x", by=by, now=now)
    with pytest.raises(type(world.council).DoesNotExist):
        operations.create_token(organisation_id=world.council.pk, name="Hub", by=by, now=now)


@pytest.fixture
def officer(world):
    """A stored officer of Northham, as an actor."""
    user = user_who("council-officer", area=world.north)
    by = officer_of(world.north)
    return user, type(by)(key=user.key, name="", scope=by.scope)


REASON = "Flood at the home; its manager cannot be reached by telephone"


def test_emergency_access_is_for_some_hours_with_a_reason_its_owner_can_read(world, officer, now):
    user, by = officer
    taken = operations.take_emergency_access(
        user_id=user.pk, number="Southham", reason=REASON, by=by, now=now
    )
    assert taken.ends_at == now + timedelta(hours=4)
    assert taken.playbook == "access@2020-01-01"
    for owner in (manager_of(world.b), head_office_of(world.group), officer_of(world.south), national()):
        assert [one.reason for one in queries.emergencies(owner.scope)] == [REASON]
    assert not queries.emergencies(manager_of(world.a).scope)
    operations.end_emergency_access(emergency_id=taken.pk, by=by, now=now)
    assert verbs() == ["people.emergency-access.taken", "people.emergency-access.ended"]
    assert REASON not in str(list(AuditEntry.objects.values()))


def test_emergency_access_is_refused_without_a_role_a_reason_or_a_known_place(world, officer, now):
    user, by = officer
    take = operations.take_emergency_access
    with pytest.raises(operations.ReasonTooShort):
        take(user_id=user.pk, number="Southham", reason="urgent", by=by, now=now)
    with pytest.raises(operations.WrongTarget):
        take(user_id=user.pk, number="Nowhere", reason=REASON, by=by, now=now)
    with pytest.raises(operations.CannotTakeEmergencyAccess):
        take(user_id=user.pk, number="Southham", reason=REASON, by=manager_of(world.a), now=now)
    assert not EmergencyAccess.objects.exists()
