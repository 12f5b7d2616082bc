"""Who has an alarming ask is written to once, and again when it alarms anew; and who must decide who goes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.personal.queries import values
from junction.people.queries import system_actor
from junction.record.models import Told
from junction.record.operations.asks import Step, answer_ask, pass_on, take_back_answer
from junction.record.operations.meetings import Gathering, Turn, write_meeting, write_step
from junction.record.operations.telling import tell_of_asks, tell_of_meetings
from junction.record.operations.writing import Question, Where, write_ask
from junction.registry.models import Area
from tests.cast import national, signed_in, user_who

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TRAFFORD = "E08000009"


@pytest.fixture
def officer(areas):
    found = user_who("council-officer", area=Area.objects.get(code=TRAFFORD))
    found.name = "Ada Holt"
    found.save()
    return found


def asked(**more):
    question = Question("Who has the van?", "Asha", NOW, **more)
    return write_ask(question, Where(TRAFFORD), by=national(), now=NOW)


def tell(now):
    return tell_of_asks(by=system_actor("reminders"), now=now)


def addresses():
    keys = list(Message.objects.order_by("pk").values_list("to", flat=True))
    found = values(keys)
    return [found[key] for key in keys]


def test_whoever_has_it_is_written_to_once_and_again_when_it_alarms_anew(officer):
    one = asked(to="Ada Holt (AH)")
    assert tell(NOW + DAY - HOUR) == 0
    assert [tell(NOW + DAY), tell(NOW + DAY + HOUR)] == [1, 0]
    assert addresses() == [officer.email]
    sent = Message.objects.get()
    assert sent.template == "record/alarm" and "van" not in str(sent.context)
    answer_ask(
        one.pk, answer="We", answered_by="Ada Holt", at=NOW + DAY, by=national(), now=NOW + DAY + 2 * HOUR
    )
    assert tell(NOW + 2 * DAY) == 0
    take_back_answer(one.pk, why="No answer", by=national(), now=NOW + 2 * DAY)
    assert [tell(NOW + 2 * DAY + HOUR), tell(NOW + 3 * DAY)] == [1, 0]
    assert {(one.alarm, one.called) for one in Told.objects.all()} == {("unanswered", "Ada Holt (AH)")}


def test_passed_on_too_often_is_another_alarm_of_its_own(officer):
    one = asked(to="Warden")
    for hours, to in enumerate(("Desk", "Forum", "Stores", "Warden"), 1):
        pass_on(one.pk, Step(NOW + hours * HOUR, to=to), by=national(), now=NOW + hours * HOUR)
    assert [tell(NOW + 5 * HOUR), tell(NOW + 6 * HOUR)] == [1, 0]
    assert Message.objects.get().context["said"].startswith("It was passed on 4 times")
    assert tell(NOW + DAY) == 1  # and now nobody has answered for a day
    assert {one.alarm for one in Told.objects.all()} == {"passed-on", "unanswered"}


def test_nobody_known_means_the_keepers_of_that_body_and_a_finder_is_found(officer):
    asked(finder="Somebody unheard of")
    assert tell(NOW + DAY) == 1 and addresses() == [officer.email]
    assert Told.objects.get().called == ""
    asked(finder="ada  holt")
    assert tell(NOW + DAY) == 1
    assert Told.objects.last().called == "ada  holt"


def test_where_nobody_could_be_written_to_that_is_said_once_and_tried_again(areas, client):
    one = asked(to="Warden")
    assert [tell(NOW + DAY), tell(NOW + DAY + HOUR)] == [0, 0]
    said = Told.objects.get()
    assert (said.to, said.called, said.told_at) == ("", "Warden", NOW + DAY)
    verbs = AuditEntry.objects.filter(subject=f"ask:{one.pk}").values_list("verb", flat=True)
    assert list(verbs).count("record.ask.nobody-told") == 1 and "record.ask.told" not in verbs
    by = user_who("council-officer", area=Area.objects.get(code=TRAFFORD))
    assert [tell(NOW + DAY + 2 * HOUR), tell(NOW + DAY + 3 * HOUR)] == [1, 0]
    assert addresses() == [by.email]
    page = signed_in(by).get(reverse("record:ask", args=[one.pk])).content.decode()
    assert "Nobody could be written to" in page and "Warden has no account here" in page
    assert "tried again" not in page  # somebody was found since


def test_the_page_of_a_meeting_says_that_nobody_could_be_written_to(areas):
    said = Gathering("The review", "Asha", NOW, held_on=date(2020, 4, 21), finder="Ada Holt")
    one = write_meeting(said, Where(), by=national(), now=NOW)
    assert tell_of_meetings(by=system_actor("reminders"), now=NOW) == 0
    assert (Told.objects.get().to, Told.objects.get().called) == ("", "Ada Holt")
    page = signed_in(user_who("auditor")).get(
        reverse("record:meeting", args=[one.pk]) + "?as_at=2020-04-20T12:00"
    )
    assert "Nobody could be written to" in page.content.decode()


def test_two_of_one_name_are_nobody_so_the_keepers_hear_of_it(officer):
    other = user_who("council-officer", area=Area.objects.get(code=TRAFFORD))
    other.name = officer.name
    other.save()
    asked(to="Ada Holt")
    assert tell(NOW + DAY) == 2
    assert set(addresses()) == {officer.email, other.email}


def test_who_must_decide_hears_of_a_meeting_near_to_which_nobody_goes(officer):
    by = system_actor("reminders")
    said = Gathering("The review on Thursday", "Asha", NOW, held_on=date(2020, 4, 23), finder="Ada Holt")
    one = write_meeting(said, Where(TRAFFORD), by=national(), now=NOW)
    assert tell_of_meetings(by=by, now=NOW) == 0  # three days away
    assert [tell_of_meetings(by=by, now=NOW + DAY + n * HOUR) for n in (0, 1)] == [1, 0]
    assert Message.objects.get().context["said"].startswith("It is on Thursday 23 April")
    sent = Turn("delegated", NOW + DAY, "Ben Ode", instead_of="Ada Holt")
    write_step(one.pk, sent, by=national(), now=NOW + DAY + HOUR)
    assert tell_of_meetings(by=by, now=NOW + DAY + 2 * HOUR) == 1  # Ben has not said yes
    write_step(one.pk, Turn("accepted", NOW + DAY, "Ben Ode"), by=national(), now=NOW + DAY + 2 * HOUR)
    assert tell_of_meetings(by=by, now=NOW + 2 * DAY) == 0
