"""Pages of somebody in need, by test client and by browser: sent, private, left without a trace."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from junction.core.idempotency.models import IdempotencyKey
from junction.core.messages.models import Message
from junction.registry.models import Area, Postcode
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Concern, Need
from junction.support.tests.needs import ANSWERS, NOW, TRAFFORD, WHO, state

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _moment(areas, monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def answered(client, answers=ANSWERS):
    """Go through the questions by their pages; return where that leads."""
    client.get(reverse("support:help"))
    for step, answer in enumerate(answers.values(), start=1):
        page = client.post(reverse("support:question", args=[step]), {"answer": answer})
        assert page.status_code == 302, page.content.decode()
    return page["Location"]


def sent(client, **reach):
    assert answered(client) == reverse("support:for-whom")
    client.post(reverse("support:for-whom"), {"on_behalf": "me"})
    client.post(reverse("support:where"), {"area": TRAFFORD})
    return client.post(reverse("support:you"), reach)


def test_a_need_is_stated_without_an_account_and_its_page_stands_behind_the_code_word(client):
    reach = {"name": "Zed", "phone": "07700 900123", "may_text": "on", "code_word": "jam"}
    assert sent(client, **reach)["Location"] == reverse("support:sent")
    page = client.get(reverse("support:sent")).content.decode()
    need = Need.objects.get()
    assert need.reference in page and need.person.may_text and not need.person.may_ring
    link = re.search(r"/help/page/[^\"/]+/", page)[0]
    assert "Zed" not in str(client.session.items()) and "900123" not in str(client.session.items())
    assert Message.objects.get().channel == "sms" and "help" not in str(Message.objects.get().context)
    assert client.post(link, {"code_word": "no"}).status_code == 422
    assert client.post(link, {"code_word": "JAM"}).status_code == 302
    shown = client.get(link)
    assert "Do you still need this?" in shown.content.decode() and "no-store" in shown["Cache-Control"]
    assert "Zed" not in shown.content.decode()
    client.post(link, {"still": "no"})
    assert Need.objects.get().state == "withdrawn"


def test_each_page_of_the_journey_takes_the_statements_it_was_promised_and_no_more(
    client, django_assert_num_queries
):
    """The session is read by one and kept by one; where somebody is asks for the councils as well."""
    client.get(reverse("support:help"))
    question = reverse("support:question", args=[1])
    with django_assert_num_queries(1):
        client.get(question)
    with django_assert_num_queries(2):
        client.post(question, {"answer": next(iter(ANSWERS.values()))})
    answered(client)
    with django_assert_num_queries(2):
        client.post(reverse("support:for-whom"), {"on_behalf": "me"})
    with django_assert_num_queries(2):
        client.get(reverse("support:where"))
    with django_assert_num_queries(3):
        client.post(reverse("support:where"), {"area": TRAFFORD})
    with django_assert_num_queries(2):
        client.get(reverse("support:council"))
    with django_assert_num_queries(1):
        client.get(reverse("support:you"))


def test_a_code_word_cannot_be_guessed_for_long(client):
    link = reverse("support:need-page", args=[state().token])
    tries = [client.post(link, {"code_word": f"word {number}"}).status_code for number in range(12)]
    assert tries[:10] == [422] * 10 and tries[10:] == [429, 429]
    assert client.get(reverse("support:need-page", args=["x" * 32])).status_code == 404


def test_what_is_sent_twice_is_stated_once_and_going_back_shows_that_it_is_sent(client):
    assert answered(client) == reverse("support:for-whom")
    client.post(reverse("support:for-whom"), {"on_behalf": "me"})
    client.post(reverse("support:where"), {"area": TRAFFORD})
    before = dict(client.session["need"])
    client.post(reverse("support:you"), {"name": "Zed"})
    told = client.session["need"]["sent"]
    session = client.session  # what the second of two presses finds: both were under way at once
    session["need"] = before
    session.save()
    assert client.post(reverse("support:you"), {"name": "Zed"})["Location"] == reverse("support:sent")
    assert client.session["need"]["sent"] == told and told["reference"] == Need.objects.get().reference
    assert f"<strong>{told['reference']}</strong>" in client.get(reverse("support:sent")).content.decode()
    assert client.get(reverse("support:you"))["Location"] == reverse("support:sent")
    kept = str(list(IdempotencyKey.objects.values_list("body", flat=True)))
    assert told["token"] not in kept
    sent(client, name="Zed")
    assert Need.objects.count() == 2


def test_it_may_be_for_oneself_and_nothing_is_taken_for_granted(client):
    answered(client)
    page = client.get(reverse("support:for-whom")).content.decode()
    assert "For me" in page and page.count('type="radio"') == 5
    assert client.post(reverse("support:for-whom"), {}).status_code == 422


BAD = ["", " ", "x" * 10_000, "a\x00b", "😀", "<b>", "'; --", "\u202e", "None"]


@pytest.mark.parametrize("typed", BAD)
def test_whatever_is_typed_is_answered_with_a_page(client, typed):
    """Nothing, too much, what cannot be kept: each field of each page."""
    pages = ["question", "for-whom", "where", "you", "danger", "raise-concern"]
    answered(client)
    client.post(reverse("support:for-whom"), {"on_behalf": "me"})
    client.post(reverse("support:where"), {"area": TRAFFORD})
    for name in pages:
        address = reverse(f"support:{name}", args=[2] if name == "question" else [])
        fields = ("answer", "on_behalf", "has_consent", "postcode", "area", "phone", "email", "address",
                  "words", "name", "code_word", "kind", "contact", "is_right", "may_ring")  # fmt: skip
        for field in fields:
            assert client.post(address, {field: typed}).status_code in (200, 302, 422, 429), (name, field)
        cache.clear()
        answered(client)
        client.post(reverse("support:for-whom"), {"on_behalf": "me"})
        client.post(reverse("support:where"), {"area": TRAFFORD})
    made = state()
    page = reverse("support:need-page", args=[made.token])
    for word in (typed, "jam", WHO.code_word):
        assert client.post(page, {"code_word": word}).status_code in (302, 422)
    assert client.post(page, {"still": typed}).status_code == 302
    assert Need.objects.get(pk=made.need.pk).state == "open"


def test_when_too_much_comes_from_one_address_what_was_typed_stays(client, settings):
    limits = {**settings.ACCOUNT_RATE_LIMITS, "state_need": "1/m/ip"}
    settings.ACCOUNT_RATE_LIMITS = limits
    sent(client, name="Zed")
    again = sent(client, name="Ottoline Vesper")
    assert again.status_code == 422 and "Ottoline Vesper" in again.content.decode()
    assert "press Send again" in again.content.decode() and Need.objects.count() == 1


def test_danger_shows_what_to_do_at_once_and_comes_first(client):
    assert answered(client, {"danger": "yes"}) == reverse("support:danger")
    assert "call 999" in client.get(reverse("support:danger")).content.decode()
    client.post(reverse("support:danger"), {"area": TRAFFORD, "phone": "07700 900123"})
    state()
    first = Need.objects.order_by("limit_at").first()
    assert (first.level, first.need_class) == ("danger", "actual") and first.person.is_protected


def test_every_page_has_a_neutral_title_and_a_way_out_and_keeps_no_copy(client):
    answered(client)
    for name in ("help", "danger", "raise-concern"):
        page = client.get(reverse(f"support:{name}"))
        text = page.content.decode()
        assert re.search(r"<title>\s*Form – Junction\s*</title>", text), name
        assert reverse("support:leave") in text and "govuk-exit-this-page" in text
        assert "no-store" in page["Cache-Control"]


def test_leaving_clears_the_session_and_going_back_shows_nothing(client):
    answered(client)
    away = client.get(reverse("support:leave"))
    assert away["Location"].startswith("https://www.bbc.co.uk/")
    assert "need" not in client.session
    for name, more in (("help", []), ("question", [3]), ("for-whom", []), ("you", [])):
        page = client.get(reverse(f"support:{name}", args=more)).content.decode()
        assert "There is nothing on this page" in page and "radio" not in page
    anew = client.get(reverse("support:help") + "?again=1", follow=True)
    assert anew.redirect_chain == [(reverse("support:help"), 302)]
    assert "danger right now" in anew.content.decode()


def test_pages_out_of_turn_show_nothing_and_wrong_answers_are_told(client):
    for name in ("for-whom", "where", "you", "sent"):
        assert "nothing on this page" in client.get(reverse(f"support:{name}")).content.decode()
    client.get(reverse("support:help"))
    assert client.post(reverse("support:question", args=[1]), {"answer": "x"}).status_code == 422
    answered(client)
    assert client.post(reverse("support:for-whom"), {"on_behalf": "friend"}).status_code == 422
    client.post(reverse("support:for-whom"), {"on_behalf": "friend", "has_consent": "on"})
    assert client.post(reverse("support:where"), {"postcode": "ZZ99 9ZZ"}).status_code == 422
    client.post(reverse("support:where"), {"area": TRAFFORD})
    for wrong in ({"phone": "12"}, {"may_ring": "on"}, {"email": "x"}):
        assert client.post(reverse("support:you"), wrong).status_code == 422
    client.post(reverse("support:you"), {})
    assert Need.objects.get().on_behalf == "friend"


def test_the_council_of_a_postcode_is_known_or_asked_about(client):
    PlaceFactory(area_id=TRAFFORD, council_id=TRAFFORD, postcode="M33 1AA", longitude=-2.3, latitude=53.4)
    answered(client)
    client.post(reverse("support:for-whom"), {"on_behalf": "me"})
    asked = reverse("support:council")
    for half in ("m33 7zf", "M33"):
        assert client.post(reverse("support:where"), {"postcode": half})["Location"] == asked
    page = client.get(asked).content.decode()
    assert "We think your council is Trafford" in page and "Is that right?" in page
    assert client.post(asked, {}).status_code == 422
    assert client.post(asked, {"is_right": "no"}).status_code == 422
    client.post(asked, {"is_right": "no", "area": "E08000003"})
    assert client.session["need"]["area"] == "E08000003"
    Postcode.objects.create(postcode="M33 7ZF", area_id="E08000009", longitude=-2.32, latitude=53.42)
    known = client.post(reverse("support:where"), {"postcode": "m337zf"})
    assert known["Location"] == reverse("support:you") and client.session["need"]["area"] == TRAFFORD
    client.post(reverse("support:you"), {})
    assert Need.objects.get().longitude == -2.3  # near, by its district


def test_a_worry_is_written_down_and_only_a_person_closes_it(client, sign_in):
    form = reverse("support:raise-concern")
    assert client.post(form, {"kind": "harm", "area": TRAFFORD}).status_code == 422
    page = client.post(form, {"kind": "harm", "area": TRAFFORD, "words": "Shouting at number 9"}, follow=True)
    one = Concern.objects.get()
    assert one.reference in page.content.decode() and "Shouting" not in str(vars(one))
    agent = sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD))
    elsewhere = sign_in("helpline-agent", area=Area.objects.get(pk="E08000003"))
    shown = reverse("support:concern", args=[one.pk])
    assert "Shouting" in agent.get(shown).content.decode() and elsewhere.get(shown).status_code == 404
    close = reverse("support:close-concern", args=[one.pk])
    assert agent.post(close, {"why": ""}).status_code == 422
    assert agent.post(close, {"why": "Visited"}).status_code == 302
    assert agent.post(close, {"why": "Again"}).status_code == 422
    assert "Visited" in agent.get(shown).content.decode()


def test_who_sees_to_needs_lists_opens_and_settles_them(client, sign_in, django_assert_max_num_queries):
    made = [state().need for _ in range(5)]
    agent = sign_in("helpline-agent", area=Area.objects.get(pk=TRAFFORD))
    listed = reverse("support:needs")
    with django_assert_max_num_queries(12):
        page = agent.get(f"{listed}?state=open&late=no&level=same-day&class=actual&what=medicine")
    assert page.content.decode().count("Medicine") >= 5
    rows = b"".join(agent.get(f"{listed}?format=csv").streaming_content).decode()
    assert made[0].reference in rows and "Nightjar" not in rows and "Quillfeather" not in rows
    one = reverse("support:need", args=[made[0].pk])
    assert "Nightjar Row" in agent.get(one).content.decode()
    assert "Nightjar" not in sign_in("national").get(one).content.decode()
    for name, typed in (
        ("note-need", {"note": "Rang"}), ("close-need", {"still_needed": "yes"}),
        ("leave-unmet", {"code": "no-service"}),
    ):  # fmt: skip
        assert agent.get(reverse(f"support:{name}", args=[made[0].pk])).status_code == 200
        assert agent.post(reverse(f"support:{name}", args=[made[0].pk]), typed).status_code == 302, name
    again = agent.post(reverse("support:meet-need", args=[made[0].pk]), {"note": ""})
    assert again.status_code == 422 and "closed already" in again.content.decode()
    agent.post(reverse("support:forget-person", args=[made[1].pk]), {"why": "Asked"})
    assert "Nightjar" not in agent.get(reverse("support:need", args=[made[1].pk])).content.decode()
    assert agent.get(reverse("support:call-backs")).status_code == 200
