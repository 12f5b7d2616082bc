"""Whom no message may reach: a letter to post or a word to leave is on the list of the desk while safe."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.registry.models import Area
from junction.support.models import WordToCarry
from junction.support.operations import desk_refusals as refusals
from junction.support.operations.carried import carry_word
from junction.support.operations.contact import change_contact
from junction.support.operations.forgetting import forget_person
from junction.support.operations.need_letters import tell_person
from junction.support.operations.need_refusals import IsOver
from junction.support.queries import carried as queries
from junction.support.tests.test_volunteer_desk import machine, now, post
from junction.support.tests.volunteers import MANCHESTER, NOW, SYSTEM, TRAFFORD, need_of
from tests.cast import officer_of

pytestmark = pytest.mark.django_db
machine, now = machine, now
LATER = NOW + timedelta(hours=1)
LETTER = {"may_ring": False, "may_write": True}
WORD = {"may_leave_word": True}


def waits(at=LATER):
    return queries.that_wait(SYSTEM.scope, queries.words_to_carry(SYSTEM.scope), as_at=at)


@pytest.mark.parametrize(
    ("safe", "way"),
    [
        (LETTER, "letter"), (WORD, "word"), (LETTER | WORD, "word"), ({"may_ring": True}, ""),
        (LETTER | {"may_text": True}, ""), ({"may_ring": False}, ""),
    ],
)  # fmt: skip
def test_who_may_have_nothing_else_is_on_the_list_and_nobody_who_may(areas, safe, way):
    need = need_of(**safe)
    tell_person(need, "support/tried_to_ring", by=SYSTEM, now=NOW)
    assert [one.way for one in waits()] == ([way, way] if way else [])
    assert Message.objects.exists() == bool(safe.get("may_text"))


def test_what_is_said_names_nobody_and_is_in_their_language(areas):
    need = need_of(**LETTER, language="pl")
    tell_person(need, "support/referral_taken", by=SYSTEM, now=NOW)
    first, second = waits()
    said = queries.text_of(SYSTEM.scope, first, "Junction")
    assert said == f"Junction: Twój numer to {need.reference}. Podaj go, gdy zadzwonisz."
    assert need.reference in queries.text_of(SYSTEM.scope, second, "Junction") and "Nell" not in said


def test_it_is_done_once_and_looked_back_at(areas):
    need_of(**LETTER)
    (one,) = waits()
    with pytest.raises(refusals.NotAnOutcome):
        carry_word(one.pk, outcome="left", by=SYSTEM, now=LATER)  # no word, a letter
    with pytest.raises(ObjectDoesNotExist):
        carry_word(one.pk, outcome="posted", by=officer_of(MANCHESTER), now=LATER)
    carry_word(one.pk, outcome="posted", by=SYSTEM, now=LATER)
    with pytest.raises(IsOver):
        carry_word(one.pk, outcome="posted", by=SYSTEM, now=LATER)
    assert not waits() and waits(at=NOW).get() == one


@pytest.mark.parametrize("how", ["not safe any more", "forgotten"])
def test_a_way_that_is_safe_no_more_is_on_no_list_and_is_not_used(areas, how):
    need = need_of(**LETTER)
    (one,) = waits()
    if how == "forgotten":
        forget_person(need.pk, why="They asked", by=SYSTEM, now=LATER)
    else:
        change_contact(need.pk, changes={"may_write": False}, why="He opens letters", by=SYSTEM, now=LATER)
    assert not waits()
    with pytest.raises(refusals.NotSafeNow):
        carry_word(one.pk, outcome="posted", by=SYSTEM, now=LATER)
    carry_word(one.pk, outcome="cannot", by=SYSTEM, now=LATER)


def test_the_page_shows_what_to_say_and_to_whom_and_the_letter_is_printed(areas, sign_in, now):
    need = need_of(**LETTER, now=now)
    agent = sign_in("helpline-agent", area=Area.objects.get(code=TRAFFORD))
    page = agent.get("/support/words/").content.decode()
    assert "Not safe any more" not in page
    assert need.reference in page and "Nell" not in page
    (one,) = WordToCarry.objects.all()
    assert "9 Hidden Lane" in agent.get(f"/support/words/{one.pk}/").content.decode()
    assert AuditEntry.objects.filter(verb="support.person.read", subject=f"need:{need.pk}").exists()
    letter = agent.get(reverse("support:word-pdf", args=[one.pk]))
    assert letter.content.startswith(b"%PDF") and "no-store" in letter["Cache-Control"]
    assert agent.post(f"/support/words/{one.pk}/done/", {"outcome": "posted"}).status_code == 302
    assert "Posted" in agent.get("/support/words/?state=done").content.decode()
    assert agent.get(reverse("support:word-pdf", args=[one.pk])).status_code == 404


def test_by_machine_once_for_a_key(areas, machine, now):
    need_of(**WORD, now=now)
    rows = machine.get("/api/v1/support/words").json()
    assert [(row["way"], row["done_at"]) for row in rows] == [("word", None)]
    made = post(machine, f"/words/{rows[0]['id']}", {"outcome": "left"})
    assert made.status_code == 201
    assert post(machine, f"/words/{rows[0]['id']}", {"outcome": "left"}, key="b").status_code == 409
    assert machine.get("/api/v1/support/words").json()[0]["outcome"] == "left"


def test_the_list_is_as_many_statements_for_many_as_for_one(areas, sign_in, now):
    agent = sign_in("helpline-agent", area=Area.objects.get(code=TRAFFORD))
    counts = []
    for _ in range(3):
        need_of(**LETTER, now=now)
        with CaptureQueriesContext(connection) as seen:
            assert agent.get("/support/words/").status_code == 200
        counts.append(len(seen))
    assert counts[1] == counts[-1]
