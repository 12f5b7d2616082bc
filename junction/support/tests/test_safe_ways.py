"""Messages to people in need: only in ways they called safe, through one gate, in words that say nothing, in
their language.
"""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from junction.core.messages import texts
from junction.core.messages.models import Message
from junction.core.scope import NOBODY
from junction.support.models import Alike, Person
from junction.support.operations.alike import join
from junction.support.operations.need_letters import STATED, tell_person
from junction.support.queries.needs import for_a_helper
from junction.support.queries.volunteer_tasks import _numbered
from junction.support.rules.routing import routing_on
from junction.support.tests.needs import NOW, TRAFFORD, WHO, state
from tests.cast import officer_of

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parents[1]
LATER = NOW + timedelta(hours=1)
GATE = "operations/need_letters.py"
TELLS = {  # who has a person written to; each goes through the gate
    "operations/desk_calls.py",
    "operations/letters.py",
    "operations/needs.py",
    "operations/referral_letters.py",
}
FILLED = {
    "product": "Junction", "reference": "4K7P-29QX", "link": "https://x.example/help/page/t/", "code": "C",
    "is_email": True,
}  # fmt: skip
TOLD = ("tried_to_ring", "referral_asked", "referral_taken", "referral_again", "letter_ready")


def sources():
    return {
        path.relative_to(HERE).as_posix(): path.read_text("utf-8")
        for path in HERE.rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts)
    }


def test_everybody_who_writes_to_people_goes_through_the_gate():
    found = sources()
    callers = {name for name, text in found.items() if re.search(r"tell_(person|stated)\(", text)} - {GATE}
    assert callers == TELLS
    reads = {name for name, text in found.items() if re.search(r"person\.(phone|email)\b", text)}
    # who reads who it is about; the next need of one that comes again, stated anew
    # and whether there is a number at all, for whom nothing but a letter or a word is safe
    carried = {"operations/carried.py", "models/carried.py"}
    assert reads == {"queries/needs.py", "operations/recurring.py", *carried}
    asks = {name for name, text in found.items() if ".safe_ways" in text}
    assert asks == {GATE, "operations/carried.py"}
    queues = {name for name, text in found.items() if "queue_many" in text or "import Words, queue" in text}
    about_needs = {name for name in queues if re.search(r'f"need:\{', found[name])}
    # and to people at work: those who see to what a case was passed on to, and those of the place that rang
    assert about_needs == {GATE, "operations/passing_on.py"}
    assert not re.search(
        r"\bperson\b", found["operations/passing_on.py"].replace('select_related("person")', "")
    )


@pytest.mark.parametrize(
    ("flags", "ways"),
    [
        ({}, []),
        ({"may_ring": True, "may_leave_word": True, "may_write": True}, []),
        ({"may_text": True}, ["sms"]),
        ({"may_email": True}, ["email"]),
        ({"may_text": True, "may_email": True}, ["sms", "email"]),
    ],
)
def test_only_what_was_called_safe_is_used(areas, flags, ways):
    safe = {"may_ring": False, "may_text": False} | flags
    need = state(who=replace(WHO, **safe)).need
    assert [channel for channel, _ in need.person.safe_ways] == ways
    assert sorted(Message.objects.values_list("channel", flat=True)) == sorted(ways)
    assert tell_person(need, "support/tried_to_ring", by=officer_of(TRAFFORD), now=LATER) == min(1, len(ways))


def test_who_was_forgotten_is_written_to_no_more(areas):
    need = state().need
    Person.objects.update(erased_at=NOW)
    need.person.refresh_from_db()
    assert need.person.safe_ways == ()


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("name", [*(f"support/{one}" for one in TOLD), *STATED.values()])
def test_no_message_says_what_it_is_about(name, language):
    chosen = texts.in_language(name, language)
    assert chosen == (f"{name}.pl" if language == "pl" else name)  # every one is translated
    title, body = texts.render(chosen, FILLED)
    said = f"{title}\n{body}".casefold()
    routing = routing_on(NOW.date())
    kinds = {one.texts.text for question in routing.questions.values() for one in question.options}
    words = {
        "help",
        "support",
        "need",
        "council",
        "safe",
        "police",
        "violence",
        "volunteer",
        "pomoc",
        "gmina",
    }
    words |= {kind.casefold() for kind in kinds if len(kind) > 4}
    said = said.replace("/help/page/", "")
    assert not [word for word in words if word in said]
    assert "4k7p-29qx" in said


def test_people_are_written_to_in_their_language_where_it_is_translated(areas):
    state(who=replace(WHO, language="pl"))
    state(who=replace(WHO, language="cy", phone="07700 900124", name="Gwen"))
    assert set(Message.objects.values_list("template", flat=True)) == {
        "support/need_text.pl",
        "support/need_text",
    }


def test_a_helper_gets_a_number_only_where_it_is_safe_to_use(areas):
    need = state(who=replace(WHO, may_ring=False, may_text=False)).need
    told = for_a_helper(NOBODY, need)
    assert (told.name, told.phone, told.address) == (WHO.name, "", WHO.address)
    Person.objects.update(may_text=True)
    need.person.refresh_from_db()
    told = for_a_helper(NOBODY, need)
    assert _numbered(told.phone, need) == f"{WHO.phone} (only text, do not ring)"
    Person.objects.update(is_protected=True)
    need.person.refresh_from_db()
    assert for_a_helper(NOBODY, need) is None


def test_needs_that_are_joined_are_as_careful_as_either(areas):
    first = state(who=replace(WHO, may_ring=True, may_text=True, may_email=True)).need
    state(who=replace(WHO, email="", may_text=False, is_protected=True), now=LATER)
    join(Alike.objects.get().pk, why="The same", by=officer_of(TRAFFORD), now=LATER)
    kept = Person.objects.get(needs=first)
    assert kept.is_protected and kept.may_ring and kept.may_email and not kept.may_text
