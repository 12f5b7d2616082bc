"""Needs stated, what happens to them, who sees them, and that a person is forgotten without a trace."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from junction.core.audit.models import AuditEntry
from junction.core.personal.operations import erase_expired
from junction.core.reading.rules import Reading, gathering
from junction.core.scope import ANONYMOUS, NOBODY, Reach
from junction.people.queries import system_actor
from junction.registry.tests.factories import PlaceFactory
from junction.support.models import Need, NeedEvent, Person
from junction.support.operations import need_refusals as refusals
from junction.support.operations import settling
from junction.support.operations.contact import change_contact
from junction.support.operations.forgetting import forget_people, forget_person
from junction.support.operations.needs import Who, state_needs
from junction.support.operations.ringing_back import ring_back
from junction.support.queries import needs as queries
from junction.support.tests.needs import ANSWERS, MANCHESTER, NOW, TRAFFORD, WHO, state, stated
from tests.cast import holder, national

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def agent(area=TRAFFORD):
    return holder("helpline-agent", Reach(areas=frozenset({area})), key=f"user:agent-{area}")


def test_a_need_keeps_codes_and_its_words_stand_under_keys(areas):
    made = state()
    need = Need.objects.get()
    assert (need.archetype, need.category, need.need_class, need.level) == (
        "usual-way", "medicine", "actual", "same-day")  # fmt: skip
    assert need.limit_at == NOW.replace(hour=19) and need.area_id == TRAFFORD
    assert made.answer == "We will find somebody for this."
    assert [one.kind for one in need.events.all()] == ["stated", "classed", "answered"]
    line = AuditEntry.objects.get(verb="support.need.stated")
    assert line.subject == f"need:{need.pk}" and line.by == "anonymous"
    assert line.playbook == "need-routing@2020-03-23"
    assert made.token not in str(vars(need)) and len(made.token) >= 32
    told = queries.who(agent().scope, queries.one_need(agent().scope, need.pk))
    assert told.name == WHO.name and told.address == WHO.address and "Ottoline" in told.words


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"answers": {"danger": "no"}}, refusals.NotAnswered),
        ({"answers": {**ANSWERS, "need": "gold"}}, refusals.NotAnswered),
        ({"area": "E08999999"}, refusals.UnknownCouncil),
        ({"area": ""}, refusals.UnknownCouncil),
        ({"on_behalf": "friend"}, refusals.NoConsent),
        ({"on_behalf": "stranger", "has_consent": True}, refusals.NotARule),
        ({"who": Who(phone="12")}, refusals.NotAPhoneNumber),
        ({"channel": "phone"}, refusals.NotYours),
        ({"by": agent(MANCHESTER), "channel": "phone"}, refusals.NotYours),
        ({"place": 1}, refusals.NotYours),
    ],
)
def test_what_cannot_be_stated_leaves_nothing(areas, more, refusal):
    with pytest.raises(refusal):
        state(**more)
    assert not Need.objects.exists() and not Person.objects.exists() and not AuditEntry.objects.exists()


def test_a_place_asks_for_itself_and_no_other_place_does(areas):
    home = PlaceFactory(area_id=TRAFFORD, council_id=TRAFFORD)
    manager = holder("place-manager", Reach(places=frozenset({home.pk})))
    made = state(by=manager, place=home.pk, area="", who=Who(), channel="web")
    assert made.need.place_id == home.pk and made.need.area_id == TRAFFORD and made.need.person is None
    state()
    assert list(queries.needs(manager.scope)) == [made.need]
    other = holder("place-manager", Reach(places=frozenset({PlaceFactory(area_id=TRAFFORD).pk})))
    with pytest.raises(refusals.NotYours):
        state(by=other, place=home.pk, who=Who())
    with pytest.raises(refusals.OneOrTheOther):
        state(by=manager, place=home.pk)


def test_a_postcode_tells_the_council_and_about_where(areas):
    for number in range(3):
        PlaceFactory(area_id=TRAFFORD, council_id=TRAFFORD, postcode=f"M33 {number}AA", longitude=-2.3,
                     latitude=53.4)  # fmt: skip
    PlaceFactory(area_id=MANCHESTER, council_id=MANCHESTER, postcode="M33 9ZZ", longitude=-2.2, latitude=53.4)
    need = state(area="", postcode="m33 7qq").need
    assert need.area_id == TRAFFORD and need.longitude == pytest.approx(-2.275) and need.latitude == 53.4


def test_who_sees_a_need_and_who_sees_whom_it_is_about(areas):
    need = state().need
    council, elsewhere = agent(), agent(MANCHESTER)
    assert [queries.needs(one.scope).count() for one in (council, national(), elsewhere)] == [1, 1, 0]
    assert queries.needs(NOBODY).count() == 0
    assert queries.who(national().scope, queries.one_need(national().scope, need.pk)) is None
    reading = Reading()
    with gathering(reading):
        assert queries.who(council.scope, need).phone == WHO.phone
    assert reading.take() == {queries.READ: {need.pk: {""}}}


def test_a_protected_person_is_read_only_by_who_may(areas):
    need = state(who=replace(WHO, is_protected=True)).need
    may = agent()
    plain = replace(may.scope.grants[0], permissions=may.scope.grants[0].permissions - {queries.PROTECTED})
    lesser = replace(may, scope=replace(may.scope, grants=(plain,)))
    assert queries.who(may.scope, need).address == WHO.address
    assert queries.who(lesser.scope, need) is None
    assert queries.for_a_helper(may.scope, need) is None
    helped = queries.for_a_helper(may.scope, state().need)
    assert (helped.name, helped.address, helped.email) == (WHO.name, WHO.address, "")


def test_duplicates_are_shown_before_they_are_made(areas):
    first = state().need
    caller = agent()
    for who in (Who(phone="+44 7700 900123"), Who(name="QUILLFEATHER, Zebedee")):
        with pytest.raises(refusals.LooksLikeAnother) as refused:
            state(by=caller, who=who, channel="phone", is_another=False)
        assert refused.value.about == {"needs": [first.pk]}
    assert state(by=caller, channel="phone").need.pk != first.pk
    assert not queries.duplicates(agent(MANCHESTER).scope, phone=WHO.phone)
    state(by=caller, who=Who(phone="01632 960001"), channel="phone", is_another=False)


def test_it_is_asked_before_it_is_closed_and_nothing_is_closed_twice(areas):
    need, by = state().need, agent()
    with pytest.raises(refusals.AskFirst):
        settling.close_need(need.pk, still_needed=None, by=by, now=LATER)
    settling.close_need(need.pk, still_needed=True, by=by, now=LATER)
    assert Need.objects.get().state == "open"
    settling.close_need(need.pk, still_needed=False, note="Ottoline is back", by=by, now=LATER)
    assert Need.objects.get().state == "closed"
    for work in (settling.meet_need, settling.offer_help):
        with pytest.raises(refusals.IsOver):
            work(need.pk, about="task:1", by=by, now=LATER)
    with pytest.raises(Need.DoesNotExist):
        settling.note_need(need.pk, note="x", by=agent(MANCHESTER), now=LATER)
    assert [one.kind for one in need.events.all()][3:] == ["still", "closed"]
    then = queries.needs(by.scope, as_at=NOW).get()
    assert (then.then_state, then.then_class) == ("open", "actual")


def test_offered_met_and_unmet_with_a_reason_of_the_rules(areas):
    by = agent()
    first, second = state().need, state().need
    settling.offer_help(first.pk, about="task:4", by=by, now=LATER)
    settling.meet_need(first.pk, about="task:4", by=by, now=LATER)
    with pytest.raises(refusals.NotARule):
        settling.leave_unmet(second.pk, why="tired", by=by, now=LATER)
    settling.leave_unmet(second.pk, why="no-service", by=by, now=LATER)
    assert set(Need.objects.values_list("state", "unmet_why")) == {("met", ""), ("unmet", "no-service")}
    assert first.events.filter(about="task:4").count() == 2


def test_the_private_link_says_still_needed_or_takes_it_back(areas):
    made = state()
    assert queries.need_of_link(NOBODY, made.token).pk == made.need.pk
    assert queries.need_of_link(NOBODY, "x" * 32) is None
    assert queries.is_code_word(NOBODY, made.need, " Marmalade ")
    assert not queries.is_code_word(NOBODY, made.need, "jam")
    settling.say_still_needed(made.token, still_needed=True, by=ANONYMOUS, now=LATER)
    settling.say_still_needed(made.token, still_needed=False, by=ANONYMOUS, now=LATER)
    assert Need.objects.get().state == "withdrawn"
    with pytest.raises(refusals.IsOver):
        settling.say_still_needed(made.token, still_needed=True, by=ANONYMOUS, now=LATER)


def test_events_are_never_changed(areas):
    state()
    for change in (lambda: NeedEvent.objects.update(why="x"), lambda: NeedEvent.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_call_back_classes_again_and_the_share_is_told(areas):
    by, calm = agent(), {**ANSWERS, "changed": "nothing-yet", "runs-out": "later"}
    for _ in range(60):
        state(answers=calm)
    drawn = list(Need.objects.filter(call_back_on__isnull=False))
    assert 3 < len(drawn) < 30 and {one.need_class for one in drawn} == {"reassurance"}
    ring_back(drawn[0].pk, need_class="actual", by=by, now=LATER)
    ring_back(drawn[1].pk, need_class="reassurance", by=by, now=LATER)
    with pytest.raises(refusals.IsOver):
        ring_back(drawn[0].pk, need_class="actual", by=by, now=LATER)
    with pytest.raises(refusals.NotARule):
        ring_back(drawn[2].pk, need_class="gold", by=by, now=LATER)
    assert Need.objects.get(pk=drawn[0].pk).need_class == "actual"


def test_what_a_call_back_finds_to_be_a_real_need_is_seen_to(areas):
    by, calm = agent(), {**ANSWERS, "changed": "nothing-yet", "runs-out": "later"}
    for _ in range(60):
        state(answers=calm)
    standing, over = Need.objects.filter(call_back_on__isnull=False)[:2]
    assert standing.level == "week"
    ring_back(standing.pk, need_class="actual", level="two-days", by=by, now=LATER)
    standing.refresh_from_db()
    assert standing.level == "two-days" and standing.limit_at < LATER + timedelta(days=3)
    settling.close_need(over.pk, still_needed=False, by=by, now=LATER)
    ring_back(over.pk, need_class="actual", by=by, now=LATER)
    over.refresh_from_db()
    anew = Need.objects.get(source=f"call-back:{over.pk}")
    assert over.state == "closed"
    assert (anew.state, anew.need_class, anew.level) == ("open", "actual", "same-day")
    assert anew.limit_at.date() == LATER.date()
    assert queries.who(by.scope, anew) == queries.who(by.scope, over)
    # One person's number, and their wish to be forgotten, hold for both, whichever is asked about
    told = "07700 900777"
    change_contact(anew.pk, changes={"phone": told}, why="A new number", by=by, now=LATER)
    assert queries.who(by.scope, Need.objects.get(pk=over.pk)).phone == told
    forget_person(over.pk, why="She asked", by=by, now=LATER)
    assert Need.objects.get(pk=anew.pk).person.erased_at == LATER
    assert Need.objects.get(pk=standing.pk).person.erased_at is None


def test_many_are_stated_in_as_many_statements_as_few(areas, django_assert_max_num_queries):
    by = system_actor("test")
    with django_assert_max_num_queries(64):
        made = state_needs(
            [stated(channel="api", postcode=f"M{n % 40} 1AA") for n in range(300)], by=by, now=NOW
        )
    assert len({one.need.reference for one in made}) == 300 == Need.objects.count()
    assert NeedEvent.objects.count() == 900


@pytest.mark.django_db(transaction=True)
def test_when_their_time_is_over_no_dump_knows_them(areas):
    """The whole database, searched as text: before, it holds the words; after, none of them."""
    made = state()
    settling.note_need(made.need.pk, note="Rang her neighbour Hepzibah", by=agent(), now=LATER)
    secrets = ["Quillfeather", "900123", "zq@example.org", "Nightjar", "marmalade", "Ottoline", "Hepzibah"]
    assert all(word in dump() for word in secrets)
    marks = Person.objects.values_list("phone_mark", "name_mark").get()
    last = made.need.stated_at + timedelta(days=90)
    by = system_actor("test")
    assert forget_people(today=last.date() - timedelta(days=1), by=by, now=last) == 0
    assert forget_people(today=last.date(), by=by, now=last) == 1
    erase_expired(today=last.date(), by=by, now=last)
    after = dump()
    assert not [word for word in [*secrets, *marks] if word in after]
    assert queries.who(agent().scope, Need.objects.select_related("person").get()).name == "erased"


def test_a_person_may_be_forgotten_at_once(areas):
    need = state().need
    assert forget_person(need.pk, why="They asked", by=agent(), now=LATER) == 6
    told = queries.who(agent().scope, Need.objects.select_related("person").get())
    assert (told.name, told.words) == ("erased", "erased")
    assert not queries.duplicates(agent().scope, phone=WHO.phone)


def dump() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            rows += [text for (text,) in cursor.fetchall()]
    return "\n".join(rows)
