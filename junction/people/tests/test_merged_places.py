"""A role over a place that was merged covers the place that answers for it, until the merge is undone."""

import pytest

from junction.core.scope import Reach
from junction.people.queries import scope_of_user
from junction.registry.operations import merge_places, undo_merge
from junction.registry.tests.factories import PlaceFactory
from tests.cast import holder, user_who

pytestmark = pytest.mark.django_db
BY = holder("system", Reach(national=True))


def test_the_role_of_a_manager_follows_a_merge_and_comes_back(now):
    kept, gone = PlaceFactory(), PlaceFactory()
    user = user_who("place-manager", place=gone)
    one = merge_places(kept_id=kept.pk, gone_id=gone.pk, why="One building", by=BY, now=now)
    assert scope_of_user(user.pk, now=now).reach("returns.file").places == {kept.pk, gone.pk}
    undo_merge(merge_id=one.pk, why="Two after all", by=BY, now=now)
    assert scope_of_user(user.pk, now=now).reach("returns.file").places == {gone.pk}
