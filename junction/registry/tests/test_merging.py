"""Merging two places and taking it back, deciding proposals, correcting a place."""

import pytest

from junction.core.audit.models import AuditEntry
from junction.core.scope import Reach
from junction.registry import operations, queries
from junction.registry.models import Place, Proposal, RegistrationLink
from tests.cast import head_office_of, holder, manager_of, national, other_officer

from .factories import AreaFactory, OrganisationFactory, PlaceFactory

pytestmark = pytest.mark.django_db
BY = holder("system", Reach(national=True))


def merge(kept, gone, now, why="One building"):
    return operations.merge_places(kept_id=kept.pk, gone_id=gone.pk, why=why, by=BY, now=now)


def undo(one, now):
    return operations.undo_merge(merge_id=one.pk, why="Two after all", by=BY, now=now)


def picture():
    return sorted(Place.objects.values_list("id", "merged_into", "name", "closed_on"))


def test_after_a_merge_the_kept_place_answers_for_both(now):
    kept, gone = PlaceFactory(), PlaceFactory()
    merge(kept, gone, now)
    assert list(queries.places(BY.scope)) == [kept]
    assert queries.place(BY.scope, gone.pk) == kept
    number = gone.identifiers.get().value
    assert queries.place_by_identifier(BY.scope, "cqc-location", number) == kept
    assert queries.registrations(BY.scope, kept).count() == 2
    assert AuditEntry.objects.get(verb="registry.places.merged").subject == f"place:{kept.pk}"


def test_undoing_restores_exactly_in_any_order(now):
    one, two, three = PlaceFactory(), PlaceFactory(), PlaceFactory()
    before = picture()
    first, second = merge(two, three, now), merge(one, two, now)
    assert queries.place(BY.scope, three.pk) == one
    undo(first, now)
    assert queries.place(BY.scope, three.pk) == three
    undo(second, now)
    assert picture() == before


def test_the_past_shows_both_places_until_the_merge(now):
    kept, gone = PlaceFactory(), PlaceFactory()
    merge(kept, gone, now)
    assert queries.places(BY.scope, as_at=kept.created_at).count() == 2
    assert queries.places(BY.scope, as_at=now).count() == 1


def test_merging_refuses(now):
    kept, gone = PlaceFactory(), PlaceFactory()
    with pytest.raises(operations.NoReason):
        merge(kept, gone, now, why=" ")
    with pytest.raises(operations.CannotMergePlaces):
        merge(kept, kept, now)
    with pytest.raises(Place.DoesNotExist):
        operations.merge_places(kept_id=kept.pk, gone_id=gone.pk, why="x", by=other_officer(), now=now)
    undone = undo(merge(kept, gone, now), now)
    with pytest.raises(operations.CannotUndoMerge):
        undo(undone, now)


def propose(kind, now, **more):
    area = AreaFactory()
    place, other = PlaceFactory(area=area), PlaceFactory(area=area)
    if kind == "successor":
        more = {"predecessor": place.registrations.get(), "successor": other.registrations.get()}
    return Proposal.objects.create(
        kind=kind, place=place, other_place=other, reason="Alike", proposed_at=now, **more
    )


def test_accepting_a_duplicate_merges_and_accepting_a_successor_links(now):
    duplicate, successor = propose("duplicate", now), propose("successor", now)
    for one in (duplicate, successor):
        operations.accept_proposal(proposal_id=one.pk, why="Looked", by=BY, now=now)
    duplicate.other_place.refresh_from_db()
    assert duplicate.other_place.merged_into == duplicate.place
    link = RegistrationLink.objects.get()
    assert (link.predecessor, link.successor) == (successor.predecessor, successor.successor)


def test_a_proposal_is_decided_once(now):
    one = propose("duplicate", now)
    operations.reject_proposal(proposal_id=one.pk, why="Two homes", by=BY, now=now)
    with pytest.raises(operations.AlreadyDecided):
        operations.accept_proposal(proposal_id=one.pk, why="Looked", by=BY, now=now)
    with pytest.raises(Proposal.DoesNotExist):
        operations.reject_proposal(proposal_id=one.pk, why="x", by=other_officer(), now=now)


def test_what_a_person_corrects_is_marked_and_logged(now):
    place = PlaceFactory(beds=30)
    operations.correct_place(
        place_id=place.pk, details={"beds": 32, "name": place.name}, why="Rang them", by=BY, now=now
    )
    place.refresh_from_db()
    assert (place.beds, place.corrected) == (32, ["beds"])
    with pytest.raises(operations.NoReason):
        operations.correct_place(place_id=place.pk, details={"beds": 1}, why="", by=BY, now=now)


@pytest.mark.parametrize(
    "asked", ["Bickham House", "bikham hous", "bikcham", "WA14 2SN", "wa142sn", "1-100000777"]
)
def test_search_forgives(asked):
    place = PlaceFactory(name="Bickham House", postcode="WA14 2SN", registration__identifier="1-100000777")
    PlaceFactory(name="Lime Tree Lodge")
    assert list(queries.search_places(national().scope, asked)) == [place]


def test_search_knows_our_own_number():
    one, other = PlaceFactory(), PlaceFactory()
    assert list(queries.search_places(national().scope, str(other.pk))) == [other]
    assert not queries.search_places(national().scope, str(one.pk + other.pk + 10**9))


def test_reach_by_name_and_by_provider_follows_a_merge_and_comes_back(now):
    area = AreaFactory()
    kept, gone, other = (
        PlaceFactory(area=area, registration__organisation=OrganisationFactory()) for _ in "abc"
    )
    provider = gone.registrations.get().organisation
    by_name, by_provider = manager_of(gone).scope, head_office_of(provider).scope
    one = merge(kept, gone, now)
    for scope in (by_name, by_provider):
        assert list(queries.places(scope)) == [kept]
        assert queries.place(scope, gone.pk) == kept
        assert queries.families(scope, [kept.pk, other.pk]) == {kept.pk: kept.pk, gone.pk: kept.pk}
        assert queries.live_registrations(scope).count() == 2
    undo(one, now)
    for scope in (by_name, by_provider):
        assert list(queries.places(scope)) == [gone]
