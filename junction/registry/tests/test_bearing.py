"""How a place is reached and by which numbers it is known: added, changed, ended, withdrawn."""

from datetime import timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.registry import operations, queries
from junction.registry.models import Contact, Identifier, Place
from junction.registry.rules.contacts import ContactKind, ContactNotValid, clean_contact
from junction.registry.rules.identifiers import IdentifierNotValid
from tests.cast import holder, officer_of, other_officer

from .factories import KNOWN_AT, PlaceFactory

pytestmark = pytest.mark.django_db
BY = holder("system", Reach(national=True))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("phone", "+44 161 496 0000", "0161 496 0000"),
        ("email", "Office@Home.Example", "office@home.example"),
        ("website", "www.home.example", "http://www.home.example"),
    ],
)
def test_a_contact_is_kept_in_one_form(kind, typed, kept):
    assert clean_contact(ContactKind(kind), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("phone", "999 999"), ("email", "office"), ("website", "javascript:alert(1)"), ("phone", "")],
)
def test_what_reaches_nobody_is_refused_with_advice(kind, typed):
    with pytest.raises(ContactNotValid, match="such as"):
        clean_contact(ContactKind(kind), typed)


def add(place, now, *, value="0161 496 0000", kind="phone", label="", by=BY):
    return operations.add_contact(place_id=place.pk, kind=kind, value=value, label=label, by=by, now=now)


def shown(place):
    return [(one.kind, one.value, one.label) for one in queries.contacts_of(BY.scope, place)]


def test_a_contact_is_added_once_and_its_value_is_not_in_the_log(now):
    place = PlaceFactory()
    by = officer_of(place.area)
    add(place, now, label="Night desk", by=by)
    assert shown(place) == [("phone", "0161 496 0000", "Night desk")]
    line = AuditEntry.objects.get(verb="registry.contact.added")
    assert (line.subject, line.by, line.detail) == (f"place:{place.pk}", by.key, {"kind": "phone"})
    with pytest.raises(operations.ContactKnown):
        add(place, now, value="01614960000")
    with pytest.raises(ContactNotValid):
        add(place, now, value="12")
    with pytest.raises(Place.DoesNotExist):
        add(place, now, by=other_officer())


def test_a_changed_contact_is_a_new_one_and_the_old_one_ends(now):
    place = PlaceFactory()
    held, later = add(place, now), now + timedelta(hours=1)
    about = {"place_id": place.pk, "contact_id": held.pk, "by": BY, "now": later}
    operations.change_contact(value="0161 496 0000", label="", **about)
    assert not AuditEntry.objects.filter(verb="registry.contact.changed")
    operations.change_contact(value="0161 496 0001", label="Office", **about)
    assert shown(place) == [("phone", "0161 496 0001", "Office")]
    held.refresh_from_db()
    assert (held.ended_at, held.ended_by) == (later, BY.key)
    assert AuditEntry.objects.filter(verb="registry.contact.changed").count() == 1


def test_changing_a_contact_refuses(now):
    place = PlaceFactory()
    held, other = add(place, now), add(place, now, value="0161 496 0001")
    about = {"place_id": place.pk, "label": "", "by": BY, "now": now}
    with pytest.raises(operations.ContactKnown):
        operations.change_contact(contact_id=held.pk, value=other.value, **about)
    with pytest.raises(ContactNotValid):
        operations.change_contact(contact_id=held.pk, value="x", **about)
    elsewhere = add(PlaceFactory(), now)
    with pytest.raises(Contact.DoesNotExist):
        operations.change_contact(contact_id=elsewhere.pk, value="0161 496 0002", **about)
    with pytest.raises(Place.DoesNotExist):
        operations.change_contact(
            contact_id=held.pk, value="0161 496 0002", **about | {"by": other_officer()}
        )


def test_a_contact_ends(now):
    place = PlaceFactory()
    held = add(place, now)
    about = {"place_id": place.pk, "contact_id": held.pk, "by": BY, "now": now}
    with pytest.raises(operations.NoReason):
        operations.end_contact(why=" ", **about)
    operations.end_contact(why="The line is cut", **about)
    assert shown(place) == []
    line = AuditEntry.objects.get(verb="registry.contact.ended")
    assert (line.why, line.detail) == ("The line is cut", {"kind": "phone"})
    with pytest.raises(Contact.DoesNotExist):
        operations.end_contact(why="Again", **about)


def test_contacts_of_a_merged_place_can_be_changed_where_they_are_shown(now):
    kept, gone = PlaceFactory(), PlaceFactory()
    held = add(gone, now)
    operations.merge_places(kept_id=kept.pk, gone_id=gone.pk, why="One building", by=BY, now=now)
    about = {"place_id": kept.pk, "contact_id": held.pk, "label": "", "by": BY, "now": now}
    assert operations.change_contact(value="0161 496 0001", **about).place == gone
    assert shown(kept) == [("phone", "0161 496 0001", "")]


def test_an_identifier_is_added_once(now):
    place = PlaceFactory()
    about = {"kind": "uprn", "value": "0100012345678", "by": BY, "now": now}
    operations.add_identifier(place_id=place.pk, **about)
    assert queries.place_by_identifier(BY.scope, "uprn", "100012345678") == place
    with pytest.raises(operations.IdentifierTaken):
        operations.add_identifier(place_id=PlaceFactory().pk, **about)
    with pytest.raises(IdentifierNotValid):
        operations.add_identifier(place_id=place.pk, **about | {"kind": "cqc-location", "value": "1-12345"})
    with pytest.raises(Place.DoesNotExist):
        operations.add_identifier(place_id=place.pk, **about | {"by": other_officer()})


def test_a_wrong_identifier_is_withdrawn_and_free_for_the_right_place(now):
    place = PlaceFactory()
    held = operations.add_identifier(place_id=place.pk, kind="ods", value="RM3", by=BY, now=now)
    about = {"place_id": place.pk, "identifier_id": held.pk, "by": BY, "now": now}
    with pytest.raises(operations.NoReason):
        operations.withdraw_identifier(why="", **about)
    operations.withdraw_identifier(why="It is the trust's", **about)
    assert queries.place_by_identifier(BY.scope, "ods", "RM3") is None
    line = AuditEntry.objects.get(verb="registry.identifier.withdrawn")
    assert (line.why, line.detail) == ("It is the trust's", {"kind": "ods", "value": "RM3"})
    operations.add_identifier(place_id=PlaceFactory().pk, kind="ods", value="RM3", by=BY, now=now)
    with pytest.raises(Identifier.DoesNotExist):
        operations.withdraw_identifier(why="Again", **about)


def test_the_number_of_a_registration_stays(now):
    place = PlaceFactory(registration__recorded_at=KNOWN_AT)
    number = place.identifiers.get()
    with pytest.raises(operations.IdentifierIsRegistered):
        operations.withdraw_identifier(place_id=place.pk, identifier_id=number.pk, why="x", by=BY, now=now)
