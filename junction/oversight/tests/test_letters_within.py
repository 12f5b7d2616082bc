"""Letters of the registers in the outbox: whom they concern sees them, another council does not."""

from datetime import timedelta

import pytest

from junction.assurance.operations import national as issues
from junction.assurance.operations.escalations import pass_up
from junction.assurance.operations.learning import Outbreak, open_review
from junction.assurance.operations.offered import state_need
from junction.assurance.operations.stocktakes import Called, call_stocktake
from junction.assurance.rules.parties import Party
from junction.assurance.tests import test_escalations as needs
from junction.assurance.tests import test_national
from junction.core.audit.models import AuditEntry
from junction.core.messages.models import Message
from junction.core.messages.operations import Letter, queue_many
from junction.core.personal.operations import keep
from junction.core.scope import Actor, Reach, Scope
from junction.oversight.queries.outbox import HIDDEN, NoSuchMessage, listed, message, outbox, words_of
from junction.people.queries import system_actor
from junction.record.models import Action, Ask, Commitment
from junction.record.tests.disclosing import keep as keep_one
from junction.registry.models import Area
from tests.cast import auditor, holder, manager_of, national, officer_of, user_who

pytestmark = pytest.mark.django_db
NOW, TRAFFORD, MANCHESTER = test_national.NOW, test_national.TRAFFORD, test_national.MANCHESTER
NORTH_WEST, OTHER_REGION = "E12000002", "E12000003"
BY = system_actor("test")
home = needs.home


def forum():
    return holder("lrf", Reach(areas=frozenset({needs.FORUM, TRAFFORD, MANCHESTER})), key="user:forum")


def region(code=NORTH_WEST):
    reach = {code, TRAFFORD, MANCHESTER} if code == NORTH_WEST else {code}
    return holder("region", Reach(areas=frozenset(reach)), key="user:region")


def sees(by: Actor) -> list[str]:
    """What the letters are about that somebody finds in the outbox."""
    return sorted(one.subject for one in outbox(by.scope, now=NOW + timedelta(days=1)))


def letter(about: str, to: str = "somebody@people.example") -> None:
    """A letter about something, as any register would queue it."""
    key = keep(to, kind="email", by=BY, now=NOW, retention_until=NOW.date())
    queue_many("record/reminder", [Letter(key, subject=about)], by=BY, now=NOW)


@pytest.fixture
def people(home):
    over = {code: Area.objects.get(pk=code) for code in (TRAFFORD, MANCHESTER, needs.FORUM)}
    for name, role, area in (("trafford", "council-officer", TRAFFORD), ("forum", "lrf", needs.FORUM)):
        user_who(role, email=f"{name}@people.example", area=over[area])


def test_a_need_passed_up_is_of_its_council_and_of_the_desk_it_reached(home, people):
    one = needs.need(home, now=NOW)
    about = f"escalation:{one.pk}"
    assert (sees(officer_of(TRAFFORD)), sees(forum())) == ([about], [])
    pass_up(one.pk, why="Our store is empty", by=needs.council(), now=NOW)
    assert sees(officer_of(TRAFFORD)) == sees(forum()) == sees(region()) == [about] * 2
    assert sees(officer_of(MANCHESTER)) == sees(region(OTHER_REGION)) == []
    assert sees(national()) == sees(auditor()) == [about] * 2
    assert sees(manager_of(home)) == []


def test_addresses_of_another_desk_stay_hidden_and_words_too(home, people):
    one = needs.need(home, now=NOW)
    pass_up(one.pk, why="Our store is empty", by=needs.council(), now=NOW)
    rows = list(Message.objects.order_by("pk"))
    council = officer_of(TRAFFORD)
    shown = [row.to for row in listed(council.scope, rows, now=NOW)]
    assert shown == ["trafford@people.example", HIDDEN]
    assert words_of(council.scope, rows[1], now=NOW) is None
    own = words_of(council.scope, rows[0], now=NOW)
    assert own and f"Emergency need {one.pk}" in own.body
    with pytest.raises(NoSuchMessage):
        message(officer_of(MANCHESTER).scope, rows[0].pk, now=NOW)


def test_an_answered_issue_is_of_those_for_whom_it_was_raised_though_all_read_it(home, people):
    one = test_national.raise_one()
    issues.join_national_issue(one.pk, Party(place=home.pk), by=needs.council(), now=NOW)
    test_national.rule(one)
    test_national.respond(one, "answer", "The state pays")
    about = f"national-issue:{one.pk}"
    assert set(sees(officer_of(TRAFFORD))) == set(sees(forum())) == {about}
    assert sees(officer_of(MANCHESTER)) == []


def test_every_register_that_concerns_a_council_or_its_region_is_there_and_no_other(home):
    council = officer_of(TRAFFORD)
    began = Outbreak("covid", NOW.date() - timedelta(days=9))
    review = open_review(home.pk, began, by=council, now=NOW).review_id
    need = state_need(TRAFFORD, theme="data", text="An analyst", by=council, now=NOW)
    called = Called(NORTH_WEST, "April", NOW.date(), [TRAFFORD])
    stocktake = call_stocktake(called, by=region(), now=NOW)
    of_council = [f"help-need:{need.pk}", f"learning:{review}"]
    for about in (*of_council, f"stocktake:{stocktake.pk}"):
        letter(about)
    assert sees(council) == of_council
    assert sees(region()) == [f"help-need:{need.pk}", f"stocktake:{stocktake.pk}"]
    assert sees(officer_of(MANCHESTER)) == sees(region(OTHER_REGION)) == []


@pytest.mark.parametrize(("name", "kind"), [("action", Action), ("ask", Ask), ("commitment", Commitment)])
def test_letters_of_the_record_are_of_their_area(areas, name, kind):
    said = {"words": "Send the list", "recorded_at": NOW, "confirmed_at": NOW}
    more = {
        Commitment: {"made_on": NOW.date()}, Ask: {"asked_at": NOW}, Action: {"asked_on": NOW.date()},
    }[kind]  # fmt: skip
    one = kind.objects.create(area_id=TRAFFORD, **said, **more)
    letter(f"{name}:{one.pk}")
    assert sees(officer_of(TRAFFORD)) == [f"{name}:{one.pk}"]
    assert sees(officer_of(MANCHESTER)) == []


@pytest.mark.parametrize(
    ("sensitivity", "seen"), [("official", True), ("published", True), ("sensitive", False)]
)
def test_letters_of_what_a_document_said_are_of_its_area_and_who_may_read_it(areas, sensitivity, seen):
    document = keep_one("Send the list.\n", title="Minutes", name="minutes.txt", sensitivity=sensitivity)
    one = Action.objects.create(
        document=document, words="Send the list", recorded_at=NOW, confirmed_at=NOW, asked_on=NOW.date()
    )
    letter(f"action:{one.pk}")
    assert sees(officer_of(TRAFFORD)) == ([f"action:{one.pk}"] if seen else [])
    assert sees(officer_of(MANCHESTER)) == []


def test_a_role_that_sees_no_messages_adds_none(home, people):
    needs.need(home, now=NOW)
    grants = officer_of(MANCHESTER).scope.grants + manager_of(home).scope.grants
    assert sees(Actor(key="user:both", name="Both", scope=Scope(grants=grants))) == []


def test_the_page_of_the_council_shows_it_and_another_councils_does_not(home, people, sign_in):
    one = needs.need(home, now=NOW)
    number = Message.objects.get(subject=f"escalation:{one.pk}").pk
    own = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    other = sign_in("council-officer", area=Area.objects.get(pk=MANCHESTER))
    page = own.get("/messages/").content.decode()
    assert "Need passed up" in page and "trafford@people.example" in page
    assert own.get(f"/messages/{number}/").status_code == 200
    assert AuditEntry.objects.filter(verb="oversight.message.read", subject=f"message:{number}").exists()
    assert "Need passed up" not in other.get("/messages/").content.decode()
    assert other.get(f"/messages/{number}/").status_code == 404


def test_the_outbox_of_a_part_costs_the_same_however_many_letters(
    home, people, sign_in, django_assert_max_num_queries
):
    client = sign_in("council-officer", area=Area.objects.get(pk=TRAFFORD))
    for _ in range(3):
        needs.need(home, now=NOW)
    client.get("/messages/")
    with django_assert_max_num_queries(20):
        assert client.get("/messages/").content.decode().count("Need passed up") == 6  # two officers
