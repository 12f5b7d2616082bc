"""Ways that are safe, protection, code word, number and language are changed later, and hold at once: for
volunteers, for messages and for what comes again. What is said no longer is nowhere any more.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.personal.models import PersonalValue
from junction.core.scope import NOBODY, Actor, Grant, Reach, Scope
from junction.registry.models import Area
from junction.support.models import Need, Person, Task, TaskOffer, WantedMessage
from junction.support.operations import need_refusals as refusals
from junction.support.operations import settling, task_answers
from junction.support.operations.contact import change_contact
from junction.support.operations.forgetting import forget_person
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.need_letters import tell_person
from junction.support.operations.recurring import repeat_need, state_recurring
from junction.support.queries.needs import duplicates, is_code_word, who
from junction.support.queries.volunteers import actor
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD, WHO, state
from junction.support.tests.volunteers import SYSTEM, need_of, place_postcodes, ready, scheme
from tests.cast import holder

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def agent(areas):
    return holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})), key="user:agent")


def change(need, by=SYSTEM, now=LATER, why="She rang", **changes):
    return change_contact(need.pk, changes=changes, why=why, by=by, now=now)


def test_another_number_and_word_stand_and_the_old_are_nowhere(agent):
    need = state().need
    event = change(need, phone="01632 960001", code_word="nutmeg", language="pl")
    need = Need.objects.select_related("person").get(pk=need.pk)
    told = who(agent.scope, need)
    assert (told.phone, told.code_word, told.name) == ("01632 960001", "nutmeg", WHO.name)
    assert need.person.language == "pl" and is_code_word(NOBODY, need, "Nutmeg")
    assert not is_code_word(NOBODY, need, "marmalade")
    assert not PersonalValue.objects.filter(value__in=["07700 900123", "marmalade"]).exists()
    assert duplicates(agent.scope, phone="01632960001") == [need]
    assert not duplicates(agent.scope, phone="07700 900123")
    assert (event.kind, event.after) == ("contact", "") and need.state == "open"
    line = AuditEntry.objects.get(verb="support.need.contact")
    assert line.detail["what"] == ["code_word", "language", "phone"]
    assert "960001" not in str(line.detail) and "nutmeg" not in str(line.detail)
    new = PersonalValue.objects.get(value="01632 960001")
    assert new.retention_until == need.person.retention_until


def test_no_texts_any_more_holds_for_the_message_that_waits(agent):
    need = state().need
    to = Person.objects.get().phone
    change(need, may_text=False)
    need = Need.objects.select_related("person").get(pk=need.pk)
    assert not need.person.may_text and need.person.may_ring and need.person.phone != to
    assert PersonalValue.objects.get(key=to).value is None  # what was queued reaches nobody
    assert tell_person(need, "support/tried_to_ring", by=SYSTEM, now=LATER) == 0


def test_protected_meanwhile_takes_back_what_a_volunteer_has(areas):
    place_postcodes()
    scheme()
    need, one = need_of(), ready(1)
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    task_answers.accept(TaskOffer.objects.get().pk, one, by=actor(NOBODY, one), now=NOW)
    change(need, is_protected=True, why="He found her")
    assert (Task.objects.get().state, Need.objects.get().state) == ("cancelled", "open")
    assert WantedMessage.objects.filter(kind="withdrawn", volunteer=one).exists()
    match(ask_matching(TRAFFORD, by=SYSTEM, now=LATER).pk, by=SYSTEM, now=LATER)
    assert Task.objects.count() == 1


def test_what_comes_again_comes_with_what_is_said_now(agent):
    first = state().need
    repeat_need(first.pk, every_days=7, by=agent, now=NOW)
    settling.meet_need(first.pk, by=agent, now=NOW)
    week = NOW + timedelta(days=7)
    assert state_recurring(today=week.date(), by=SYSTEM, now=week) == 1
    change(first, phone="01632 960001", is_protected=True, now=week)  # of the first: it holds for all
    second = Need.objects.exclude(pk=first.pk).get()
    settling.meet_need(second.pk, by=SYSTEM, now=week)
    assert state_recurring(today=(week + timedelta(days=7)).date(), by=SYSTEM, now=week) == 1
    third = Need.objects.latest("pk")
    assert third.pk not in (first.pk, second.pk) and third.person.is_protected
    assert who(SYSTEM.scope, third).phone == "01632 960001"
    assert not PersonalValue.objects.filter(value="07700 900123").exists()


@pytest.mark.parametrize(
    ("changes", "why", "refusal"),
    [
        ({"phone": "nonsense"}, "x", refusals.NotAPhoneNumber),
        ({"phone": ""}, "x", refusals.NothingToReach),
        ({"may_write": True, "address": ""}, "x", refusals.NothingToReach),
        ({"phone": WHO.phone, "may_text": True}, "x", refusals.NothingChanges),
        ({"shoe_size": "9"}, "x", refusals.NotARule),
        ({"may_text": False}, " ", refusals.SayWhy),
    ],
)
def test_what_cannot_be_changes_nothing(agent, changes, why, refusal):
    need = state().need
    before = Person.objects.values().get()
    with pytest.raises(refusal):
        change(need, by=agent, why=why, **changes)
    assert Person.objects.values().get() == before


def test_who_may_not_read_it_may_not_change_it(agent):
    need = state().need
    with pytest.raises(Need.DoesNotExist):
        change(need, by=holder("helpline-agent", Reach(areas=frozenset({MANCHESTER}))), may_text=False)
    Person.objects.update(is_protected=True)
    answers = Grant("desk", frozenset({"support.see", "support.answer"}), Reach(areas=frozenset({TRAFFORD})))
    blind = Actor(key="user:blind", name="Answers, and reads no protected address", scope=Scope((answers,)))
    with pytest.raises(refusals.NotYours):
        change(need, by=blind, is_protected=False)
    change(need, is_protected=False)
    forget_person(need.pk, why="She asked", by=SYSTEM, now=LATER)
    with pytest.raises(refusals.IsOver):
        change(need, may_text=False)


def test_the_page_shows_what_is_and_writes_what_is_different(agent, sign_in, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    need = state().need
    client = sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD))
    address = reverse("support:change-contact", args=[need.pk])
    for page in ("support:need", "support:case"):
        assert address in client.get(reverse(page, args=[need.pk])).content.decode()
    page = client.get(f"{address}?case=1").content.decode()
    assert "7 Nightjar Row" in page and "marmalade" in page
    sent = {"name": WHO.name, "phone": WHO.phone, "may_ring": "on", "email": WHO.email, "language": "en",
            "address": "7 Nightjar Row", "code_word": "marmalade", "is_protected": "on",
            "why": "He moved in"}  # fmt: skip
    assert client.post(address, sent | {"why": ""}).status_code == 422
    assert client.post(f"{address}?case=1", sent)["Location"] == reverse("support:case", args=[need.pk])
    person = Person.objects.get()
    assert person.is_protected and person.may_ring and not person.may_text
    history = client.get(reverse("support:need", args=[need.pk])).content.decode()
    assert "Contact changed" in history and "He moved in" in history
