"""Pages of the desk by test client: counts of statements, no script, who is refused; the API with one key."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from junction.registry.models import Area
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import HandOver, Letter, Need
from junction.support.tests.needs import ANSWERS, MANCHESTER, NOW, TRAFFORD, state
from junction.support.tests.test_needs_api import council

__all__ = ["council"]  # a fixture
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(areas, monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def agent(sign_in):
    return sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD))


def test_the_queue_takes_the_same_statements_for_one_and_for_fifty(agent, django_assert_max_num_queries):
    state()
    agent.get(reverse("support:desk"))
    for _ in range(52):
        state(now=NOW - timedelta(minutes=5))
    with django_assert_max_num_queries(8):
        page = agent.get(reverse("support:desk")).content.decode()
    assert page.count("junction-cases__item") == 50 and "Page 1 of 2" in page
    assert "Quillfeather" not in page and "900123" not in page
    odd = agent.get(reverse("support:desk") + "?show=x&level=y&hub=z&what=w&page=-1&late=q")
    assert odd.status_code == 200


def test_without_a_script_a_phrase_is_a_button_and_nothing_is_kept_until_it_is_sent(agent):
    need = state().need
    door = reverse("support:one-key-note", args=[need.pk])
    page = agent.post(door, {"note": "Rang.", "phrase": "4"}).content.decode()
    assert "Rang. Medicine is to be fetched.</textarea>" in page
    assert not need.events.filter(kind="noted").exists()
    assert agent.post(door, {"note": " "}).status_code == 422
    assert agent.post(door, {"note": "Rang. Medicine is to be fetched.", "keep": "1"}).status_code == 302
    assert "Medicine is to be fetched." in agent.get(reverse("support:case", args=[need.pk])).content.decode()


def test_a_second_case_is_taken_only_when_that_is_meant(agent):
    first, second = state().need, state().need
    assert agent.post(reverse("support:next-case"))["Location"] == reverse("support:case", args=[first.pk])
    take = reverse("support:take-case", args=[second.pk])
    page = agent.post(take, follow=True).content.decode()
    assert "You have another case in hand" in page and "Take this one as well" in page
    assert "You have it now" in agent.post(take, {"is_second": "yes"}, follow=True).content.decode()
    assert "Nobody has it now" in agent.post(
        reverse("support:let-go-case", args=[second.pk]), follow=True
    ).content.decode()  # fmt: skip


def test_a_call_of_somebody_elses_case_is_refused_on_the_page(agent, sign_in):
    need = state().need
    agent.post(reverse("support:take-case", args=[need.pk]))
    other = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    door = reverse("support:log-call", args=[need.pk])
    refused = other.post(door, {"outcome": "spoke-met"})
    assert refused.status_code == 422 and "not yours" in refused.content.decode()
    assert agent.post(door, {"outcome": "spoke-met"}).status_code == 302
    assert Need.objects.get(pk=need.pk).state == "met"


def test_the_script_of_an_address_made_by_hand_begins_anew(agent):
    door = reverse("support:take-call")
    for query in ("danger=gold", "need=safe", "danger=no&need=usual-way&kind-usual=gold"):
        assert "Is anyone in danger right now?" in agent.get(f"{door}?{query}").content.decode()
    whole = "&".join(f"{code}={answer}" for code, answer in ANSWERS.items())
    page = agent.post(f"{door}?{whole}", {"area": TRAFFORD, "phone": "12"})
    assert page.status_code == 422 and not Need.objects.exists()
    assert agent.post(f"{door}?{whole}", {"area": MANCHESTER}).status_code == 422
    made = agent.post(f"{door}?{whole}", {"area": TRAFFORD, "name": "Ida"})
    need = Need.objects.get()
    assert made["Location"] == reverse("support:case", args=[need.pk]) and need.answers == ANSWERS


def test_a_manager_asks_for_their_own_place_and_for_no_other(sign_in):
    home, other = (PlaceFactory(area_id=TRAFFORD, council_id=TRAFFORD) for _ in range(2))
    manager = sign_in("place-manager", place=home)
    door = reverse("support:ask-for-place", args=[home.pk])
    assert manager.get(reverse("support:choose-place"))["Location"] == door
    assert manager.post(door, {"matter": "ppe", "words": "Gloves"}).status_code == 302
    again = manager.post(door, {"matter": "ppe", "words": "Gloves"})
    assert again.status_code == 422 and Need.objects.get().reference in again.content.decode()
    assert Need.objects.get().channel == "web"
    assert manager.get(reverse("support:ask-for-place", args=[other.pk])).status_code == 404
    assert manager.get(reverse("support:desk")).status_code == 403


def test_codes_are_checked_by_anybody_and_guessed_by_nobody(client, agent):
    agent.post(reverse("support:issue-letter"), {"kind": "unpaid-carer", "name": "Ida Ash", "area": TRAFFORD})
    code, door = Letter.objects.get().code, reverse("support:check-letter")
    said = client.post(door, {"code": code})
    assert "I. A." in said.content.decode() and "Ida" not in said.content.decode()
    assert "no-store" in said["Cache-Control"] and code not in said.request["QUERY_STRING"]
    assert client.post(door, {"code": ""}).status_code == 422
    tries = [client.post(door, {"code": f"2345-2345-{number:04}"}).status_code for number in range(22)]
    assert set(tries[:19]) == {200} and tries[-1] == 429


def test_by_machine_a_write_is_done_once_for_each_key(council):
    need = state().need

    def send(path, body, key):
        headers = {"Idempotency-Key": key}
        return council.post(f"/api/v1/support/{path}", body, content_type="application/json", headers=headers)

    first = send("desk/next", {}, "a")
    assert first.json() == {"id": need.pk, "reference": need.reference} == send("desk/next", {}, "a").json()
    rows = council.get("/api/v1/support/desk/queue?show=mine").json()
    assert [row["id"] for row in rows] == [need.pk] and "Quillfeather" not in str(rows)
    assert send(f"desk/cases/{need.pk}/calls", {"outcome": "gold"}, "b").status_code == 422
    assert send("desk/cases/999999/calls", {"outcome": "back"}, "c").status_code == 404
    assert send(f"desk/cases/{need.pk}/hand-overs", {"to_hub": 999999, "note": "x"}, "d").status_code == 422
    made = [send(f"desk/cases/{need.pk}/calls", {"outcome": "spoke-met"}, "e") for _ in range(2)]
    assert [one.status_code for one in made] == [201, 201] and made[1].headers[
        "Idempotency-Replayed"
    ] == "true"
    letters = [
        send("letters", {"kind": "unpaid-carer", "name": "Ida", "area": TRAFFORD}, "f") for _ in range(2)
    ]
    assert letters[0].json() == letters[1].json() and Letter.objects.count() == 1
    assert (
        send("letters", {"kind": "unpaid-carer", "name": "Ida", "area": MANCHESTER}, "g").status_code == 403
    )
    assert not HandOver.objects.exists()


def test_every_list_beside_the_queue_is_shown_and_given_as_a_file(agent):
    state(now=NOW - timedelta(days=9))
    for name in ("still-needed", "recurring", "letters", "hubs", "desk-figures", "hand-overs"):
        assert agent.get(reverse(f"support:{name}")).status_code == 200, name
    listed = b"".join(agent.get(reverse("support:still-needed") + "?format=csv").streaming_content).decode()
    assert Need.objects.get().reference in listed
    looked = agent.get(reverse("support:desk-figures") + "?days=7&as_at=2020-04-19T10:00")
    assert looked.status_code == 200 and "Seven days" in looked.content.decode()
