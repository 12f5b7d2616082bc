"""Planted strings through the whole life of everything personal in support; once its time is over none of
them is anywhere in the database or in the files, and nothing of a person who asked to be forgotten before.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as site
from django.db import connection

from junction.core import tasks as core_tasks
from junction.core.messages.operations import deliver
from junction.core.scope import ANONYMOUS, NOBODY, Reach
from junction.people import tasks as people_tasks
from junction.registry.models import Area, Organisation
from junction.registry.tests.factories import PlaceFactory
from junction.support import tasks
from junction.support.models import Alike, Concern, Need, Referral, Task, TaskOffer, TaskWord, Volunteer
from junction.support.operations import (
    alike,
    concerns,
    desk,
    desk_calls,
    handing,
    letters,
    recurring,
    settling,
)
from junction.support.operations import task_answers as answers
from junction.support.operations.demand import Asked, state_demand
from junction.support.operations.forgetting import forget_person
from junction.support.operations.matching import ask_matching, match
from junction.support.operations.needs import Who
from junction.support.operations.offers import HelpOffered, make_offer
from junction.support.operations.provider_cases import open_provider_case
from junction.support.operations.referrals import decline_referral
from junction.support.operations.texting import take_text
from junction.support.operations.volunteer_letters import send_wanted
from junction.support.operations.volunteer_own import send_sign_in
from junction.support.queries.needs import who
from junction.support.queries.volunteers import actor
from junction.support.tests.needs import NOW, TRAFFORD, state
from junction.support.tests.referring import charity, partner, run, send  # noqa: F401 - fixtures
from junction.support.tests.volunteers import SYSTEM, need_of, place_postcodes, ready, scheme
from tests.cast import holder, user_who

pytestmark = pytest.mark.django_db
LATER, YEARS = NOW + timedelta(hours=2), datetime(2090, 1, 1, 3, tzinfo=UTC)  # files bear the real time
TABLES = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'"
PERSON = {
    "Zebedee Quillfeather", "900123", "zq@planted.example", "Nightjar Row", "marmalade", "Ottoline",
}  # fmt: skip
SAID = {f"planted{word}" for word in (
    "note", "call", "hand", "back", "refer", "declined", "joined", "worry", "reach", "closed", "done",
    "later",
)}  # fmt: skip
OTHERS = {
    "Nell Plantedneed", "960002", "Hidden Lane", "Vera Plantedhelp", "helper@planted.example", "900777",
    "Olga Plantedoffer", "offer@planted.example", "960555", "plantedcase", "plantedcontact", "900456",
}  # fmt: skip
WHO = Who(
    name="Zebedee Quillfeather", phone="07700 900123", email="zq@planted.example", address="7 Nightjar Row",
    code_word="marmalade", may_ring=True, may_text=True, may_email=True,
)  # fmt: skip


@pytest.fixture
def outbox(settings, tmp_path):
    settings.OUTBOX = tmp_path / "outbox"
    return settings.OUTBOX


@pytest.fixture
def life(areas, run, partner, outbox):  # noqa: F811 - fixtures
    """Everything that support writes down of anybody, once; the needs of the first person."""
    place_postcodes(), scheme()
    first = _need_and_desk(run, partner)
    _volunteer()
    _offer_and_places()
    _talk()
    send_wanted(by=SYSTEM, now=LATER)
    deliver(LATER)
    return first


def agent():
    return holder("council-officer", Reach(areas=frozenset({TRAFFORD})), key="user:999999")


def _need_and_desk(service, answers_it):
    first = state(who=WHO, words="My wife Ottoline fetched it", postcode="M33 7ZF").need
    settling.note_need(first.pk, note="plantednote", by=agent(), now=LATER)
    desk.take_case(first.pk, by=agent(), now=LATER)
    desk_calls.log_call(
        first.pk, said=desk_calls.Said("no-answer", note="plantedcall"), by=agent(), now=LATER
    )
    desk.take_case(first.pk, by=agent(), now=LATER)
    user = user_who("council-officer", area=Area.objects.get(pk=TRAFFORD))
    given = handing.offer_hand_over(first.pk, to_agent=user.key, note="plantedhand", by=agent(), now=LATER)
    other = holder("council-officer", agent().scope.reach("support.answer"), key=user.key)
    handing.return_hand_over(given.pk, why="plantedback", by=other, now=LATER)
    made = send(first, service, agent(), now=LATER, words="plantedrefer")
    decline_referral(made.pk, why="full", note="planteddeclined", by=answers_it, now=LATER)
    letters.issue_letter("unpaid-carer", name=WHO.name, need=first.pk, by=agent(), now=LATER)
    again = state(who=WHO, words="plantedlater", now=LATER)
    pair = Alike.objects.get(need=again.need)
    alike.join(pair.pk, why="plantedjoined", by=agent(), now=LATER)
    worry = concerns.raise_concern(
        "harm", area=TRAFFORD, words="plantedworry", contact="plantedreach", token=again.token, by=ANONYMOUS,
        now=LATER,
    )  # fmt: skip
    concerns.close_concern(worry.pk, why="plantedclosed", by=agent(), now=LATER)
    recurring.repeat_need(first.pk, every_days=7, by=agent(), now=LATER)
    return first


def _volunteer():
    need_of(name="Nell Plantedneed", address="9 Hidden Lane")
    one = ready(
        1, name="Vera Plantedhelp", email="helper@planted.example", phone="07700 900777", by_text=True
    )
    send_sign_in("helper@planted.example", by=SYSTEM, now=NOW)
    match(ask_matching(TRAFFORD, by=SYSTEM, now=NOW).pk, by=SYSTEM, now=NOW)
    offer = TaskOffer.objects.get(volunteer=one)
    answers.accept(offer.pk, one, by=actor(NOBODY, one), now=NOW)
    answers.finish(offer.task_id, one, code="good", words="planteddone", by=actor(NOBODY, one), now=NOW)


def _offer_and_places():
    make_offer(HelpOffered(
        kind="transport", company="Vans", what="Two vans", price_basis="cost", starts_on=NOW.date(),
        quantity=2, area=TRAFFORD, name="Olga Plantedoffer", email="offer@planted.example",
        phone="01632 960555",
    ), by=ANONYMOUS, now=NOW)  # fmt: skip
    home = PlaceFactory(area_id=TRAFFORD, council_id=TRAFFORD)
    open_provider_case(home.pk, matter="ppe", words="plantedcase", by=agent(), now=NOW)
    body = Organisation.objects.create(kind="voluntary", name="B", name_key="b", created_at=NOW)
    state_demand(Asked(
        f"organisation:{body.pk}", "shopping", 1, LATER, LATER + timedelta(hours=4), "The hall", "M33 7ZF",
        "Pack", "plantedcontact",
    ), by=SYSTEM, now=NOW)  # fmt: skip


def _talk():
    for number, said in enumerate(["help", "2", "1", "2", "1", "3", "1", "1", "1", "M33", "3"]):
        take_text(f"t{number}", sender="07700 900456", said=said, by=SYSTEM, now=NOW)


def everywhere(outbox) -> str:
    """Every row of every table as text, and every file that messages became."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        rows = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            rows += [text for (text,) in cursor.fetchall()]
    return "\n".join([*rows, *(path.read_text("utf-8") for path in outbox.glob("*"))])


def left(words, outbox):
    found = everywhere(outbox)
    return {word for word in words if word in found}


def a_night(monkeypatch, at: datetime) -> None:
    """Run every job that forgets, as the clock does, at a moment."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    for job in (
        core_tasks.erase_what_is_past_its_time, people_tasks.forget_ended_sessions,
        people_tasks.forget_ended_limits, tasks.forget_people_past_their_time, tasks.lapse_offers,
        tasks.forget_volunteers_past_their_time, tasks.forget_talks_past_their_time,
        core_tasks.erase_what_is_past_its_time,
    ):  # fmt: skip
        job()


def test_when_its_time_is_over_nothing_is_left_anywhere(life, outbox, monkeypatch):
    planted = PERSON | SAID | OTHERS
    assert not planted - left(planted, outbox)  # everything was written down somewhere
    assert (Task.objects.filter(state="done").count(), Referral.objects.get().state) == (1, "declined")
    marks = {mark for row in Need.objects.filter(person__isnull=False).values_list(
        "person__phone_mark", "person__name_mark") for mark in row if mark}  # fmt: skip
    marks |= {one for one in Volunteer.objects.values_list("contact_mark", flat=True) if one}
    a_night(monkeypatch, YEARS)
    assert left(planted | marks, outbox) == set()
    assert (Need.objects.count(), Concern.objects.get().closed_at) == (
        5,
        LATER,
    )  # what happened is still known


def test_who_asks_to_be_forgotten_is_forgotten_at_once_in_all_that_was_one(life, outbox):
    for path in outbox.glob("*"):  # the post is not ours to take back
        path.unlink()
    forget_person(life.pk, why="They asked", by=agent(), now=LATER)
    stays = {"plantedworry", "plantedreach", "plantedclosed"}  # a worry is kept by its own rule
    assert left(PERSON | SAID, outbox) == stays | {"planteddone"}  # said of another person's need
    assert {who(agent().scope, one).name for one in Need.objects.filter(area=TRAFFORD, person__name__gt="")
            .select_related("person") if one.person.erased_at} == {"erased"}  # fmt: skip


def test_what_was_said_of_a_task_goes_with_its_person(life):
    task = Task.objects.get(state="done")
    forget_person(task.need_id, why="They asked", by=agent(), now=LATER)
    assert "planteddone" not in str(list(TaskWord.objects.values()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_personalvalue WHERE value = 'planteddone'")
        assert cursor.fetchone() == (0,)


def test_files_of_a_trial_that_sends_nothing_are_deleted_after_a_week(outbox, monkeypatch):
    outbox.mkdir()
    (outbox / "1-email.txt").write_text("To: zq@planted.example")
    core_tasks.erase_what_is_past_its_time()
    assert left({"zq@planted.example"}, outbox)
    monkeypatch.setattr("django.utils.timezone.now", lambda: YEARS)
    core_tasks.erase_what_is_past_its_time()
    assert not list(outbox.glob("*")) and outbox == site.OUTBOX
