"""A place of care states a person's need with their consent, and sees its own alone, without a name."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils.html import escape

from junction.core.scope import Reach
from junction.registry.models import Area
from junction.registry.tests.factories import OrganisationFactory, PlaceFactory, RegistrationFactory
from junction.support.models import Need
from junction.support.operations import need_refusals as refusals
from junction.support.operations import settling
from junction.support.operations.needs import Who, state_need
from junction.support.queries.alike import pairs
from junction.support.queries.cases import came_of
from junction.support.queries.needs import needs, stated_by_places
from junction.support.tests.needs import ANSWERS, MANCHESTER, NOW, TRAFFORD, WHO, stated
from tests.cast import holder, manager_of, signed_in, user_who

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def homes(areas):
    council = Area.objects.get(code=TRAFFORD)
    return [PlaceFactory(name=name, area=council, council=council) for name in ("Ash", "Birch")]


def for_person(home, **more):
    return stated(**({"area": "", "on_behalf": "worker", "has_consent": True, "by_place": home.pk} | more))


def test_its_council_answers_it_and_the_place_sees_what_came_of_its_own_alone(homes):
    ash, birch = homes
    need = state_need(for_person(ash), by=manager_of(ash), now=NOW).need
    assert (need.area_id, need.by_place_id, need.on_behalf, need.has_consent) == (
        TRAFFORD,
        ash.pk,
        "worker",
        True,
    )
    assert need.person and not need.place_id
    assert list(stated_by_places(manager_of(ash).scope)) == [need]
    assert not stated_by_places(manager_of(birch).scope).exists()
    assert not stated_by_places(manager_of(ash).scope, as_at=NOW - HOUR).exists()
    assert not needs(manager_of(ash).scope).exists()  # the page that names them is the desk's
    agent = holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})), key="user:1")
    assert list(needs(agent.scope)) == [need]
    settling.note_need(need.pk, note="Rings at noon", by=agent, now=NOW + HOUR)
    settling.meet_need(need.pk, by=agent, now=NOW + 2 * HOUR)
    happened = [one.kind for one in came_of(manager_of(ash).scope, need, as_at=NOW + 3 * HOUR)]
    assert "met" in happened and "noted" not in happened
    then = stated_by_places(manager_of(ash).scope, as_at=NOW + HOUR).get()
    assert then.then_state == "open" and Need.objects.get(pk=need.pk).state == "met"


def test_where_the_person_lives_elsewhere_their_council_answers(homes):
    ash = homes[0]
    need = state_need(for_person(ash, area=MANCHESTER), by=manager_of(ash), now=NOW).need
    assert need.area_id == MANCHESTER and list(stated_by_places(manager_of(ash).scope)) == [need]


def test_a_place_is_shown_what_it_stated_for_the_same_person_and_nobody_elses(homes):
    ash, birch = homes
    elsewhere = state_need(for_person(birch), by=manager_of(birch), now=NOW).need
    first = state_need(for_person(ash), by=manager_of(ash), now=NOW).need  # Birch's is none of Ash's business
    with pytest.raises(refusals.LooksLikeAnother) as found:
        state_need(for_person(ash), by=manager_of(ash), now=NOW)
    assert found.value.about == {"needs": [first.pk]}
    state_need(for_person(ash, who=Who(name="Quentin Other")), by=manager_of(ash), now=NOW)
    agent = holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})), key="user:1")
    compared = pairs(agent.scope).values_list("need", "other")  # the council's desk sees both places'
    assert {frozenset(pair) for pair in compared} == {frozenset({elsewhere.pk, first.pk})}
    settling.meet_need(first.pk, by=agent, now=NOW + HOUR)
    assert state_need(for_person(ash), by=manager_of(ash), now=NOW + HOUR).need


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"has_consent": False}, refusals.NoConsent),
        ({"on_behalf": "friend"}, refusals.NotARule),
        ({"on_behalf": ""}, refusals.NotARule),
    ],
)
def test_without_consent_or_by_another_it_is_not_stated(homes, wrong, refusal):
    with pytest.raises(refusal):
        state_need(for_person(homes[0], **wrong), by=manager_of(homes[0]), now=NOW)
    assert not Need.objects.exists()


def test_nobody_states_in_the_name_of_another_place(homes):
    ash, birch = homes
    for by in (manager_of(birch), holder("helpline-agent", Reach(areas=frozenset({MANCHESTER})))):
        with pytest.raises(refusals.NotYours):
            state_need(for_person(ash), by=by, now=NOW)
    with pytest.raises(refusals.NotYours):  # nor for a person without saying which place states it
        state_need(for_person(ash, by_place=None, area=TRAFFORD), by=manager_of(ash), now=NOW)


def test_the_pages_ask_one_question_at_a_time_then_who_it_is_for(homes, django_assert_max_num_queries):
    ash = homes[0]
    client = signed_in(user_who("place-manager", place=ash))
    there, answers = reverse("support:state-for"), {}
    for code, answer in ANSWERS.items():
        sent = client.post(f"{there}?{'&'.join(f'{k}={v}' for k, v in answers.items())}", {"answer": answer})
        answers[code] = answer
        assert sent.status_code == 302 and sent["Location"].endswith(f"{code}={answer}")
    there = sent["Location"]
    said = {"by_place": ash.pk, "name": WHO.name, "phone": WHO.phone, "may_ring": "on"}
    assert client.post(there, said).status_code == 422 and not Need.objects.exists()
    made = client.post(there, {**said, "has_consent": "on"})
    need = Need.objects.get()
    again = client.post(there, {**said, "has_consent": "on"})
    assert again.status_code == 422 and need.reference in again.content.decode()
    assert Need.objects.count() == 1
    client.post(there, {**said, "has_consent": "on", "is_another": "on"})
    assert Need.objects.exclude(pk=need.pk).get().by_place_id == ash.pk
    assert made["Location"] == reverse("support:stated-for-one", args=[need.pk])
    page = client.get(made["Location"]).content.decode()
    assert need.reference in page and WHO.name not in page
    with django_assert_max_num_queries(16):
        listed = client.get(reverse("support:stated-for")).content.decode()
    assert need.reference in listed and WHO.name not in listed
    other = signed_in(user_who("place-manager", place=homes[1]))
    assert other.get(reverse("support:stated-for-one", args=[need.pk])).status_code == 404


def test_a_group_of_many_homes_searches_for_the_one_that_states_it(homes):
    council, ash = homes[0].council, homes[0]
    group = OrganisationFactory()
    for number in range(21):
        PlaceFactory(name=f"Elm {number}", area=council, council=council, registration__organisation=group)
    RegistrationFactory(place=ash, organisation=group)
    client = signed_in(user_who("head-office", organisation=group))
    there = f"{reverse('support:state-for')}?{urlencode(ANSWERS)}"
    page = client.get(there).content.decode()
    assert "Which place states it?" in page and "There are more" in page and "Their postcode" not in page
    found = client.get(f"{there}&q=Ash").content.decode()
    chosen = f"{there}&by_place={ash.pk}"
    assert escape(chosen) in found and 'name="danger"' in found  # what was answered goes with the search
    form = client.get(chosen).content.decode()
    assert "Their postcode" in form and "The council compares it" in form
    said = {"by_place": ash.pk, "name": "Ann Other", "has_consent": "on"}
    assert client.post(chosen, said).status_code == 302 and Need.objects.get().by_place_id == ash.pk
    assert "Which place states it?" in client.get(f"{there}&by_place={homes[1].pk}").content.decode()
