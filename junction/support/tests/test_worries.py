"""A worry that somebody is harmed has an owner and a limit from the first moment; it is told and told again
until a person closes it.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.messages.models import Message
from junction.core.ownership.queries import owner
from junction.core.personal.queries import value
from junction.core.scope import ANONYMOUS, NOBODY
from junction.people.models import Membership
from junction.registry.models import Area
from junction.support.models import Concern, Need, TaskOffer
from junction.support.operations import concerns as operations
from junction.support.operations import need_refusals as refusals
from junction.support.operations import task_answers
from junction.support.operations.matching import ask_matching, match
from junction.support.queries.volunteers import actor
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD
from junction.support.tests.volunteers import SYSTEM, need_of, place_postcodes, ready, scheme

pytestmark = pytest.mark.django_db
WORDS = "Shouting at number 9, Nightjar Row"


@pytest.fixture
def people(sign_in, areas, monkeypatch):
    """Two agents of Trafford and one of Manchester: the keys and addresses, and the clients."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    clients = [
        sign_in("helpline-agent", area=Area.objects.get(pk=code)) for code in (TRAFFORD, TRAFFORD, MANCHESTER)
    ]
    held = Membership.objects.filter(role="helpline-agent").select_related("user").order_by("pk")
    return clients, [(f"user:{one.user_id}", one.user.email) for one in held]


def worry(kind="harm", now=NOW):
    return operations.raise_concern(kind, area=TRAFFORD, words=WORDS, by=ANONYMOUS, now=now)


def letters(template):
    return [value(one.to) for one in Message.objects.filter(template=f"support/{template}").order_by("pk")]


def test_from_the_first_moment_somebody_has_it_and_all_who_may_are_told(people):
    (first, second, _), (one, two, _) = people
    made = worry()
    assert made.limit_at == NOW + timedelta(hours=4) and owner("concern", made.pk) == one[0]
    assert sorted(letters("concern_raised")) == sorted([one[1], two[1]])
    assert not [message for message in Message.objects.all() if "Nightjar" in str(vars(message))]
    assert owner("concern", worry().pk) == two[0]  # who has fewer
    page = first.get(reverse("support:concern", args=[made.pk])).content.decode()
    assert "Who sees to it" in page and "you" in page and "See to it yourself" not in page
    take = reverse("support:take-concern", args=[made.pk])
    assert second.get(take).status_code == 200 and second.post(take).status_code == 302
    assert owner("concern", made.pk) == two[0]
    assert "Worries that are open: 2" in second.get(reverse("support:home")).content.decode()


def test_past_its_limit_all_are_told_and_told_again_until_it_is_closed(people):
    _, (one, two, _) = people
    made = worry()
    assert operations.chase_concerns(by=SYSTEM, now=NOW + timedelta(hours=3)) == 0
    late = NOW + timedelta(hours=4)
    assert operations.chase_concerns(by=SYSTEM, now=late) == 1
    assert operations.chase_concerns(by=SYSTEM, now=late + timedelta(hours=23)) == 0
    assert operations.chase_concerns(by=SYSTEM, now=late + timedelta(hours=24)) == 1
    assert len(letters("concern_late")) == 4 and set(letters("concern_late")) == {one[1], two[1]}
    operations.close_concern(made.pk, why="Visited", by=SYSTEM, now=late)
    assert operations.chase_concerns(by=SYSTEM, now=late + timedelta(days=9)) == 0
    assert owner("concern", made.pk) is None
    with pytest.raises(refusals.AlreadyClosed):
        operations.take_concern(made.pk, by=SYSTEM, now=late)


def test_whoever_has_it_and_goes_is_followed_by_another(people):
    _, (one, two, _) = people
    made = worry()
    Membership.objects.filter(user_id=int(one[0].split(":")[1])).update(valid_until=NOW)
    operations.chase_concerns(by=SYSTEM, now=NOW + timedelta(days=1))
    assert owner("concern", made.pk) == two[0]


def test_where_nobody_may_see_to_it_it_waits_and_does_not_fail(areas):
    made = worry("other")
    assert made.limit_at == NOW + timedelta(hours=24) and owner("concern", made.pk) is None
    assert operations.chase_concerns(by=SYSTEM, now=NOW + timedelta(days=2)) == 1


def test_a_volunteers_worry_says_whose_need_and_leaves_the_need_to_a_person(people):
    (client, _, elsewhere), _ = people
    place_postcodes()
    scheme()
    need, one = need_of(), ready(1)
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    by = actor(NOBODY, one)
    task = task_answers.accept(TaskOffer.objects.get().pk, one, by=by, now=NOW)
    task_answers.finish(task.pk, one, code="worry", words="Bruises", by=by, now=NOW)
    raised = Concern.objects.get()
    assert raised.need_id == need.pk and Need.objects.get().state == "offered"  # met is for a person to say
    page = client.get(reverse("support:concern", args=[raised.pk])).content.decode()
    assert need.reference in page and "Bruises" in page
    assert elsewhere.get(reverse("support:take-concern", args=[raised.pk])).status_code == 404
