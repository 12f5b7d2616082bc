"""Needs that may be one: flagged to the desk, never told to who states them; a person joins or parts them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from junction.core.audit.models import AuditEntry
from junction.core.scope import ANONYMOUS, Reach
from junction.people.queries import system_actor
from junction.registry.models import Area
from junction.support.models import Alike, Need
from junction.support.operations import alike as operations
from junction.support.operations import need_refusals as refusals
from junction.support.operations import settling
from junction.support.operations.needs import Who, state_needs
from junction.support.queries import alike as queries
from junction.support.queries.needs import READ
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD, WHO, state, stated
from tests.cast import holder, national

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def agent(areas):
    return holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})), key="user:agent")


def pair():
    first, second = state().need, state(now=LATER).need
    return first, second, Alike.objects.get()


def test_the_same_number_then_the_same_name_is_flagged_once(agent):
    first = state().need
    state(area=MANCHESTER)
    state(who=Who())
    assert not Alike.objects.exists()
    by_phone = state(who=Who(phone="+447700900123", name="Zebedee Quillfeather")).need
    by_name = state(who=Who(name="quillfeather zebedee")).need
    found = list(Alike.objects.order_by("pk").values_list("need_id", "other_id", "same"))
    assert found == [(by_phone.pk, first.pk, "phone"), (by_name.pk, by_phone.pk, "name")]
    settled = state(who=Who(phone="01632 960001")).need
    settling.meet_need(settled.pk, by=agent, now=LATER)
    state(who=Who(phone="01632 960001"))
    state(by=agent, channel="phone")  # whoever took the call has looked
    assert Alike.objects.count() == 2


def test_many_are_flagged_in_one_statement_and_among_themselves(agent, django_assert_num_queries):
    made = state_needs([stated(channel="api")] * 5, by=system_actor("test"), now=NOW)
    assert Alike.objects.count() == 4
    Alike.objects.all().delete()
    with django_assert_num_queries(1):
        assert operations.flag_alike([one.need for one in made], by=agent, now=NOW) == 4


@pytest.mark.parametrize("code_word", ["", "marmalade"])
def test_joined_the_later_ends_and_its_link_neither_shows_nor_ends_the_earlier(
    agent, client, monkeypatch, code_word
):
    """Whoever knows a telephone number can state a need with it; its link opens that need alone."""
    first = state(who=replace(WHO, code_word=code_word))
    second = state(who=Who(phone=WHO.phone), now=LATER)
    found = Alike.objects.get()
    operations.join(found.pk, why="Rang: one medicine, asked for twice", by=agent, now=LATER)
    assert set(Need.objects.values_list("state", flat=True)) == {"open", "joined"}
    last = Need.objects.get(pk=second.need.pk).events.last()
    assert (last.kind, last.after, last.about) == ("joined", "joined", f"need:{first.need.pk}")
    for work in (operations.join, operations.keep_apart):
        with pytest.raises(refusals.AlreadyClosed):
            work(found.pk, why="Again", by=agent, now=LATER)
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    page = client.get(reverse("support:need-page", args=[second.token])).content.decode()
    assert second.need.reference in page and first.need.reference not in page
    assert not [word for word in ("Open", "We see to it", "another", 'name="still"') if word in page]
    client.post(reverse("support:need-page", args=[second.token]), {"still": "no"})
    assert set(Need.objects.values_list("state", flat=True)) == {"open", "joined"}
    with pytest.raises(refusals.IsOver):
        settling.say_still_needed(second.token, still_needed=False, by=ANONYMOUS, now=LATER)


def test_kept_apart_both_go_on_with_the_reason(agent):
    first, second, found = pair()
    operations.keep_apart(found.pk, why="Two brothers", by=agent, now=LATER)
    assert set(Need.objects.values_list("state", flat=True)) == {"open"}
    found.refresh_from_db()
    assert (found.judged, found.judged_by) == ("apart", agent.key) and queries.waiting(agent.scope) == 0
    assert second.events.last().note and first.events.count() == 3


def test_what_cannot_be_judged_changes_nothing(agent):
    first, _second, found = pair()
    with pytest.raises(refusals.SayWhy):
        operations.join(found.pk, why=" ", by=agent, now=LATER)
    stranger = holder("helpline-agent", Reach(areas=frozenset({MANCHESTER})))
    for outsider in (stranger, national()):
        with pytest.raises(Alike.DoesNotExist):
            operations.join(found.pk, why="x", by=outsider, now=LATER)
    settling.meet_need(first.pk, by=agent, now=LATER)
    with pytest.raises(refusals.IsOver):
        operations.join(found.pk, why="x", by=agent, now=LATER)
    found.refresh_from_db()
    assert found.judged == ""


def test_the_public_visitor_is_never_told(areas, client, monkeypatch):
    from junction.support.tests.test_help_pages import sent

    monkeypatch.setattr(timezone, "now", lambda: NOW)
    state()
    sent(client, name=WHO.name, phone=WHO.phone)
    page = client.get(reverse("support:sent")).content.decode().lower()
    assert Alike.objects.count() == 1
    assert not [word for word in ("already", "another need", "duplicate", "same") if word in page]


def test_both_are_shown_side_by_side_and_each_reading_is_in_the_log(agent, sign_in, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    first, second, found = pair()
    client = sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD))
    listed = client.get(reverse("support:alike")).content.decode()
    assert first.reference in listed and second.reference in listed and "Nightjar" not in listed
    one = reverse("support:one-alike", args=[found.pk])
    page = client.get(one).content.decode()
    assert AuditEntry.objects.filter(verb=READ.verb).exists()
    assert page.count("7 Nightjar Row") == 2 and "join them" in page
    rows = client.get(f"{one}?both-format=csv")
    assert b"Nightjar" not in b"".join(rows.streaming_content)
    for name in ("join-alike", "keep-apart"):
        assert client.get(reverse(f"support:{name}", args=[found.pk])).status_code == 200
        assert client.post(reverse(f"support:{name}", args=[found.pk]), {"why": ""}).status_code == 422
    assert client.post(reverse("support:join-alike", args=[found.pk]), {"why": "One"})["Location"] == one
    again = client.post(reverse("support:keep-apart", args=[found.pk]), {"why": "Two"})
    assert again.status_code == 422 and "closed this already" in again.content.decode()
    elsewhere = sign_in("helpline-agent", area=Area.objects.get(pk=MANCHESTER))
    assert elsewhere.get(one).status_code == 404


def test_what_a_machine_or_many_at_once_bring_is_flagged_too(areas):
    state()
    state_needs([stated(channel="api", source="council:17")], by=system_actor("test"), now=NOW)
    assert Alike.objects.count() == 1
