"""Closing a place and opening it again: what ends, what begins, what was known in between."""

from datetime import date, timedelta

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.registry import operations, queries
from junction.registry.models import Closing, Place, RegistrationLink
from tests.cast import head_office_of, holder, manager_of, officer_of, other_officer

from .factories import AreaFactory, OrganisationFactory, PlaceFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
BY = holder("system", Reach(national=True))
HOUR = timedelta(hours=1)


def close(place, now, *, by=BY, on=None, why="Shut for good"):
    return operations.close_place(place_id=place.pk, closed_on=on or now.date(), why=why, by=by, now=now)


def reopen(place, now, *, by=BY, on=None, why="They only moved the beds"):
    return operations.reopen_place(place_id=place.pk, opened_on=on, why=why, by=by, now=now)


def live(place):
    return list(queries.registrations(BY.scope, place).filter(ended_recorded_at=None))


def test_closing_ends_what_is_registered_there_and_leaves_one_line(now):
    place, other = PlaceFactory(), PlaceFactory()
    by = officer_of(place.area)
    close(place, now, by=by)
    assert [one.place for one in queries.live_registrations(BY.scope)] == [other]
    assert place.registrations.get().registered_until == now.date()
    line = AuditEntry.objects.get(verb="registry.place.closed")
    assert (line.subject, line.why, line.detail) == (
        f"place:{place.pk}",
        "Shut for good",
        {"on": "2020-04-20"},
    )
    closing = queries.closings_of(by.scope, place).get()
    assert (closing.closed_on, closing.closed_by, closing.why) == (now.date(), by.key, "Shut for good")
    assert not queries.closings_of(other_officer().scope, place)


def test_a_closed_place_is_out_of_reach_of_its_provider_but_not_of_its_manager(now):
    place = PlaceFactory(registration__organisation=OrganisationFactory())
    provider = head_office_of(place.registrations.get().organisation).scope
    close(place, now)
    assert not queries.places(provider)
    assert list(queries.places(manager_of(place).scope)) == [place]
    reopen(place, now + HOUR)
    assert list(queries.places(provider)) == [place]


def test_closing_refuses(now):
    place = PlaceFactory(registration__registered_from=date(2019, 5, 1))
    with pytest.raises(operations.NoReason):
        close(place, now, why=" ")
    with pytest.raises(operations.DayIsToCome):
        close(place, now, on=now.date() + timedelta(days=1))
    with pytest.raises(operations.ClosedTooEarly):
        close(place, now, on=date(2019, 4, 30))
    for outsider in (other_officer(), manager_of(place)):
        with pytest.raises(Place.DoesNotExist):
            close(place, now, by=outsider)
    close(place, now)
    with pytest.raises(operations.PlaceIsClosed):
        close(place, now)
    assert AuditEntry.objects.filter(verb="registry.place.closed").count() == 1


def test_a_mistaken_closing_is_undone_and_what_was_known_in_between_stays(now):
    place = PlaceFactory(registration__registered_from=date(2019, 5, 1))
    registration = place.registrations.get()
    earlier = RegistrationFactory(name="Before", place=PlaceFactory())
    RegistrationLink.objects.create(
        predecessor=earlier, successor=registration, predecessor_identifier=earlier.identifier,
        successor_identifier=registration.identifier, recorded_at=now,
    )  # fmt: skip
    close(place, now)
    reopen(place, now + HOUR)
    place.refresh_from_db()
    assert place.closed_on is None
    (again,) = live(place)
    assert (again.identifier, again.registered_from) == (registration.identifier, date(2019, 5, 1))
    known = {
        minutes: queries.places(BY.scope, as_at=now + timedelta(minutes=minutes)).filter(pk=place.pk).exists()
        for minutes in (-1, 30, 90)
    }
    assert known == {-1: True, 30: False, 90: True}
    (shown,) = queries.history(BY.scope, place)
    assert (shown.registration, shown.known_at) == (again, registration.recorded_at)
    assert [link.predecessor for link in shown.followed] == [earlier]
    line = AuditEntry.objects.get(verb="registry.place.reopened")
    assert (line.why, line.detail) == ("They only moved the beds", {"on": "", "was_a_mistake": True})


def test_a_second_mistake_is_undone_as_the_first(now):
    place = PlaceFactory()
    for day in range(2):
        close(place, now + timedelta(days=day))
        reopen(place, now + timedelta(days=day) + HOUR)
    (shown,) = queries.history(BY.scope, place)
    assert [shown.registration] == live(place)
    assert all(one.was_a_mistake for one in queries.closings_of(BY.scope, place))


def test_closing_and_reopening_twice_within_one_moment_begins_each_registration_once(now):
    place = PlaceFactory()
    numbers = [one.identifier for one in live(place)]
    for _ in range(3):
        close(place, now)
        reopen(place, now)
    assert [one.identifier for one in live(place)] == numbers


def test_a_place_that_opens_again_shows_that_it_was_closed(now):
    place = PlaceFactory()
    close(place, now, on=date(2020, 4, 10))
    reopen(place, now + HOUR, on=date(2020, 4, 15))
    before, after = [one.registration for one in queries.history(BY.scope, place)]
    assert (before.registered_until, after.registered_from) == (date(2020, 4, 10), date(2020, 4, 15))
    assert not Closing.objects.get().was_a_mistake


def test_what_had_ended_before_the_closing_does_not_begin_again(now):
    place = PlaceFactory()
    RegistrationFactory(place=place, registered_until=date(2020, 4, 2), ended_recorded_at=now - HOUR)
    before = live(place)
    close(place, now)
    reopen(place, now + HOUR)
    assert [one.identifier for one in live(place)] == [one.identifier for one in before]


def test_a_closing_by_a_list_is_taken_back(now):
    place = PlaceFactory(
        closed_on=date(2020, 4, 10),
        registration__registered_until=date(2020, 4, 10),
        registration__ended_recorded_at=now - HOUR,
    )
    reopen(place, now, by=officer_of(place.area))
    assert len(live(place)) == 1
    closing = Closing.objects.get()
    assert (closing.closed_by, closing.was_a_mistake) == ("", True)


def test_reopening_refuses(now):
    place = PlaceFactory()
    with pytest.raises(operations.PlaceIsOpen):
        reopen(place, now)
    close(place, now, on=date(2020, 4, 10))
    with pytest.raises(operations.NoReason):
        reopen(place, now, why="")
    with pytest.raises(operations.DayIsToCome):
        reopen(place, now, on=now.date() + timedelta(days=1))
    with pytest.raises(operations.OpenedTooEarly):
        reopen(place, now, on=date(2020, 4, 9))
    with pytest.raises(Place.DoesNotExist):
        reopen(place, now, by=other_officer())


def test_a_registration_that_goes_on_elsewhere_does_not_begin_again(now):
    place = PlaceFactory()
    number = place.registrations.get().identifier
    close(place, now)
    elsewhere = RegistrationFactory(place=PlaceFactory(registration=False), identifier=number)
    with pytest.raises(operations.CannotReopenPlace):
        reopen(place, now + HOUR)
    elsewhere.delete()
    reopen(place, now + HOUR)


def test_places_merged_into_it_close_and_open_with_it(now):
    area = AreaFactory()
    kept, gone = PlaceFactory(area=area), PlaceFactory(area=area)
    merge = operations.merge_places(kept_id=kept.pk, gone_id=gone.pk, why="One building", by=BY, now=now)
    close(kept, now + HOUR)
    assert set(Place.objects.values_list("closed_on", flat=True)) == {now.date()}
    reopen(kept, now + 2 * HOUR)
    assert set(Place.objects.values_list("closed_on", flat=True)) == {None}
    close(kept, now + 3 * HOUR)
    operations.undo_merge(merge_id=merge.pk, why="Two homes", by=BY, now=now + 4 * HOUR)
    reopen(gone, now + 5 * HOUR)
    assert [one.place for one in queries.live_registrations(BY.scope)] == [gone]
