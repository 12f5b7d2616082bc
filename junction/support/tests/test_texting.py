"""Whole talks by text message: to the need, stopped, lost, brought twice, too many; nothing stays behind."""

from datetime import date, timedelta

import pytest
from django.db import connection

from junction.core.scope import Actor, Reach, Scope
from junction.people.rules import grant
from junction.registry.models import Postcode
from junction.support.models import Need, Talk
from junction.support.operations import need_refusals as refusals
from junction.support.operations.texting import forget_talks, take_text
from junction.support.queries.needs import needs
from junction.support.rules.need_texts import need_texts_on
from junction.support.tests.needs import MANCHESTER, NOW, TRAFFORD
from tests.cast import holder

SAID = need_texts_on(date(2020, 4, 20))
pytestmark = pytest.mark.django_db
NUMBER = "07700 900123"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def gateway(areas):
    Postcode.objects.create(postcode="M33 7ZF", area_id=TRAFFORD, longitude=-2.32, latitude=53.42)
    return Actor(
        "token:1", "Gateway", Scope((grant("text-gateway", Reach(areas={MANCHESTER}), on=NOW.date()),))
    )


class Phone:
    """Somebody's telephone: what it sends goes through the gateway, a minute apart."""

    def __init__(self, gateway, number=NUMBER):
        self.gateway, self.number, self.sent, self.now = gateway, number, 0, NOW

    def text(self, said):
        self.sent, self.now = self.sent + 1, self.now + MINUTE
        name = f"{self.number[-3:]}-{self.sent}"
        return take_text(name, sender=self.number, said=said, by=self.gateway, now=self.now)


def test_a_whole_talk_ends_in_a_need_at_its_own_council(gateway):
    phone = Phone(gateway)
    assert phone.text("help please").startswith("Is anyone in danger")
    assert phone.text("2").startswith("What do you need?")
    assert phone.text("1").startswith("What can you not get?")
    for number in ("2", "1", "3", "1", "1"):
        phone.text(number)
    assert phone.text("1") == SAID.asked("where", "text", "sms")
    assert phone.text("the moon") == SAID.where_again
    assert phone.text("m33 7zf").startswith(SAID.asked("reach", "text", "sms"))
    assert phone.text("yes").startswith(SAID.again)
    last = phone.text("3")
    need = Need.objects.select_related("person").get()
    assert last.startswith(f"{SAID.sent} {need.reference}. ")
    assert (need.category, need.area_id, need.channel) == ("medicine", TRAFFORD, "sms")
    assert need.person.may_text and not need.person.may_ring and need.person.phone
    assert not needs(gateway.scope).filter(pk=need.pk).exists()  # whoever brings it does not read it
    assert phone.text("hello").startswith("Is anyone in danger")


def test_danger_is_told_what_to_do_at_once_and_is_protected(gateway):
    phone = Phone(gateway)
    phone.text("x")
    assert "999" in phone.text("1")
    phone.text("M33 7ZF")
    phone.text("4")
    need = Need.objects.select_related("person").get()
    assert need.level == "danger" and need.person.is_protected and need.person.phone == ""


def test_stop_at_any_place_keeps_nothing_and_help_asks_again(gateway):
    phone = Phone(gateway)
    for said in ("x", "2", "1"):
        phone.text(said)
    helped = phone.text("HELP")
    assert helped.startswith(SAID.help) and "What can you not get?" in helped
    assert phone.text("what?").startswith(SAID.again)
    assert phone.text(" Stop ") == SAID.stopped and not Talk.objects.exists()
    assert phone.text("2").startswith("Is anyone in danger") and not Need.objects.exists()


def test_it_speaks_polish_when_asked(gateway):
    phone = Phone(gateway)
    phone.text("x")
    assert phone.text("PL").startswith("Czy komuś grozi")
    assert phone.text("2").startswith("Czego potrzebujesz?")
    assert phone.text("EN").startswith("What do you need?")


def test_what_is_brought_twice_is_answered_once_and_moves_nothing(gateway):
    def take(said="x", message="a", minutes=0):
        return take_text(message, sender=NUMBER, said=said, by=gateway, now=NOW + minutes * MINUTE)

    first = take()
    assert take(minutes=5) == first and Talk.objects.get().texts == 1
    second = take("2", "b", 6)
    assert take("2", "b", 7) == second and Talk.objects.get().answers == {"danger": "no"}
    with pytest.raises(Exception, match="used for another request"):
        take("1", "b", 8)


def test_two_numbers_have_their_own_talks_and_nobody_reads_the_numbers(gateway):
    one, other = Phone(gateway), Phone(gateway, "07700 900456")
    for phone in (one, other):
        phone.text("x")
    one.text("2")
    assert other.text("1").startswith("Call 999 now")
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM support_talk t")
        rows = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(t::text, '') FROM core_idempotencykey t")
        rows += cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(t::text, ''), '') FROM core_auditentry t")
        rows += cursor.fetchone()[0]
    assert "900123" not in rows and "900456" not in rows


def test_after_an_hour_of_silence_it_begins_anew_and_is_forgotten(gateway):
    phone = Phone(gateway)
    phone.text("x")
    phone.text("2")
    assert forget_talks(by=gateway, now=phone.now + 59 * MINUTE) == 0
    phone.now += 60 * MINUTE
    assert phone.text("1").startswith("Is anyone in danger")
    assert forget_talks(by=gateway, now=phone.now + 60 * MINUTE) == 1 and not Talk.objects.exists()


def test_too_many_texts_are_told_so_once_and_then_not_answered(gateway):
    phone = Phone(gateway)
    said = [phone.text("x") for _ in range(32)]
    assert said[29] and said[30] == SAID.too_many and said[31] == ""
    phone.now += 60 * MINUTE
    assert phone.text("x")


@pytest.mark.parametrize("said", ["", "\x00", "😀" * 500, "9" * 2000, "-1", "1.", "¹", "\u202e2"])
def test_nothing_that_is_texted_breaks_it(gateway, said):
    phone = Phone(gateway)
    for answer in ("x", "2", "1", "2", "1", "3", "1", "1", "1"):
        assert phone.text(said) != "" and phone.text(answer)
    assert phone.text(said) == SAID.where_again


def test_only_a_gateway_brings_texts_and_only_from_numbers(gateway):
    agent = holder("helpline-agent", Reach(areas=frozenset({TRAFFORD})))
    with pytest.raises(refusals.NotYours):
        take_text("a", sender=NUMBER, said="x", by=agent, now=NOW)
    with pytest.raises(refusals.NotAPhoneNumber):
        take_text("a", sender="Trafford", said="x", by=gateway, now=NOW)
