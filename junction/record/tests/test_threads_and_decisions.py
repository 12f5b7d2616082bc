"""Decisions supersede and are not edited; contradictions are settled once; threads look back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from junction.record.models import Contradiction, Decision, Statement, Thread, ThreadLink
from junction.record.operations import contradictions as telling
from junction.record.operations import decisions as deciding
from junction.record.operations import threads as following
from junction.record.operations.annotating import AlreadyWithdrawn
from junction.record.operations.confirming import SayMore
from junction.record.operations.keeping import keep_document
from junction.record.operations.promises import Found, find_commitment
from junction.record.operations.writing import Promise, Where, write_commitment
from junction.record.queries import contradictions as contradictions_of
from junction.record.queries import decisions as decisions_of
from junction.record.queries import threads as threads_of
from junction.record.queries.rebuilt import rebuilt
from junction.record.rules.handling import About
from junction.record.rules.readers import read_as
from junction.record.rules.source import Source
from junction.registry.models import Area
from tests.cast import national, officer_of, other_officer

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
TRAFFORD = "E08000009"
FIRST = "The masks pilot starts on 4 May 2020.\n"
SECOND = "The masks pilot starts on 11 May 2020.\n"


def keep(text, title, kind="letter", **about):
    source = Source(text, name=f"{title}.txt")
    read = read_as(kind, source, written_on=date(2020, 4, 15))
    kept = keep_document(
        text.encode(), read, About(kind, title, **({"area": TRAFFORD} | about)), by=national(), now=NOW
    ).document
    telling.list_assertions(kept.pk, by=national(), now=NOW)
    return kept


def messages_like(text):
    return f"[15/04/2020, 09:00:00] Asha Rao: {text}"


@pytest.fixture
def two(areas):
    keep(messages_like(FIRST), "First", kind="messages")
    return keep(messages_like(SECOND), "Second", kind="messages")


def test_a_kept_document_is_read_again_as_it_was_read_first(areas):
    text = messages_like(FIRST) + "[15/04/2020, 09:01:00] Ben Ode: by Friday, NR\n"
    kept = keep(text, "Chat", kind="messages")
    again = rebuilt(national().scope, kept).read
    first = read_as("messages", Source(text, name="Chat.txt"), written_on=date(2020, 4, 15))
    assert again.readings == first.readings and again.source.text == text


def test_a_contradiction_is_found_once_and_settled_once(two):
    by = officer_of(TRAFFORD)
    assert telling.find_contradictions(two.pk, by=national(), now=NOW) == 1
    assert telling.find_contradictions(two.pk, by=national(), now=LATER) == 0
    one = Contradiction.objects.get()
    assert one.kind == "two-dates" and one.one.document_id != one.other.document_id
    assert not contradictions_of.contradictions(other_officer().scope, now=NOW).exists()
    with pytest.raises(Contradiction.DoesNotExist):
        telling.settle_contradiction(one.pk, outcome="open", note="x", by=other_officer(), now=NOW)
    for outcome, note in (("open", " "), ("maybe", "x")):
        with pytest.raises(SayMore):
            telling.settle_contradiction(one.pk, outcome=outcome, note=note, by=by, now=NOW)
    telling.settle_contradiction(one.pk, outcome="second-holds", note="It moved", by=by, now=LATER)
    with pytest.raises(telling.AlreadyToldApart):
        telling.settle_contradiction(one.pk, outcome="open", note="x", by=by, now=LATER)
    assert contradictions_of.contradictions(by.scope, now=LATER).get().state == "settled"
    assert contradictions_of.contradictions(by.scope, as_at=NOW, now=LATER).get().state == "open"


def test_who_reads_only_one_of_two_documents_sees_no_contradiction(areas):
    keep(messages_like(FIRST), "Nation", kind="messages", area=None)
    new = keep(messages_like(SECOND), "Council", kind="messages")
    assert telling.find_contradictions(new.pk, by=national(), now=NOW) == 1
    assert not contradictions_of.contradictions(officer_of(TRAFFORD).scope, now=NOW).exists()
    published = keep(
        messages_like(FIRST) + "\n", "Public", kind="messages", area=None, sensitivity="published"
    )
    telling.find_contradictions(published.pk, by=national(), now=NOW)
    other = other_officer()
    assert not contradictions_of.contradictions(other.scope, now=NOW).exists()


def write(by, **named):
    draft = deciding.Draft(**({"title": "Masks", "information": "Few", "decision": "Share"} | named))
    return draft, by


def test_a_decision_is_superseded_never_edited(areas):
    by = officer_of(TRAFFORD)
    draft, _ = write(by, decided_on=date(2020, 4, 20), principles=("respect",))
    options = [deciding.Option("Share", "Fair", is_chosen=True), deciding.Option("Wait")]
    first = deciding.write_decision(draft, Where(TRAFFORD), options=options, by=by, now=NOW)
    deciding.add_scope(first.pk, deciding.Reach("proposed", "All homes", date(2020, 4, 20)), by=by, now=NOW)
    deciding.add_scope(
        first.pk, deciding.Reach("adopted", "Large homes", date(2020, 4, 21)), by=by, now=LATER
    )
    second = deciding.write_decision(draft, Where(TRAFFORD), supersedes=first.pk, by=by, now=LATER)
    with pytest.raises(deciding.AlreadySuperseded):
        deciding.write_decision(draft, Where(TRAFFORD), supersedes=first.pk, by=by, now=LATER)
    with pytest.raises(Decision.DoesNotExist):
        deciding.write_decision(draft, Where(), supersedes=second.pk, by=other_officer(), now=LATER)
    with pytest.raises(SayMore):
        deciding.write_decision(write(by, principles=("luck",))[0], Where(TRAFFORD), by=by, now=LATER)
    for one in (first, second):
        chain = decisions_of.chain_of(by.scope, Decision.objects.get(pk=one.pk), now=LATER)
        assert [each.pk for each in chain] == [first.pk, second.pk]
    known = decisions_of.decisions(by.scope, as_at=NOW, now=LATER).get()
    assert (known.pk, known.is_superseded) == (first.pk, False)
    assert list(decisions_of.stages_of(by.scope, first, at=NOW)) == ["proposed"]
    assert list(decisions_of.stages_of(by.scope, first, at=LATER)) == ["proposed", "adopted"]
    assert decisions_of.stages_of(other_officer().scope, first, at=LATER) == {}


def test_a_thread_is_one_line_as_it_was_at_any_moment(two):
    by = officer_of(TRAFFORD)
    statement = Statement.objects.filter(document=two, kind="message").get()
    promise = write_commitment(
        Promise("Masks", "Trafford", date(2020, 4, 1)), Where(TRAFFORD), by=by, now=NOW
    )
    thread = following.begin_thread("The pilot", area=TRAFFORD, by=by, now=NOW)
    link = following.add_to_thread(thread.pk, following.Subject("statement", statement.pk), by=by, now=NOW)
    following.add_to_thread(thread.pk, following.Subject("commitment", promise.pk), by=by, now=NOW)
    find_commitment(promise.pk, Found("kept", date(2020, 4, 22), "They came"), by=by, now=LATER)
    with pytest.raises(following.AlreadyOnIt):
        following.add_to_thread(thread.pk, following.Subject("statement", statement.pk), by=by, now=NOW)
    for subject in (following.Subject("statement", 0), following.Subject("novel", statement.pk)):
        with pytest.raises(following.NothingToAdd):
            following.add_to_thread(thread.pk, subject, by=by, now=NOW)
    following.withdraw_from_thread(link.pk, by=by, now=LATER)
    with pytest.raises(AlreadyWithdrawn):
        following.withdraw_from_thread(link.pk, by=by, now=LATER)

    def line(as_at):
        found = threads_of.line_of(by.scope, thread, as_at=as_at, now=LATER)
        return [(entry.kind, entry.what) for entry in found]

    assert line(NOW) == [("commitment", "Commitment"), ("statement", "Message of Asha Rao")]
    assert line(None) == [("commitment", "Commitment"), ("commitment", "Found: kept")]
    assert line(NOW - timedelta(minutes=1)) == []
    with pytest.raises(Thread.DoesNotExist):
        following.add_to_thread(
            thread.pk, following.Subject("commitment", promise.pk), by=other_officer(), now=NOW
        )


@pytest.fixture
def officer(sign_in, areas):
    return sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))


def at(name, *arguments):
    return reverse(f"record:{name}", args=arguments)


def words(answer):
    return answer.content.decode()


def test_the_pages_of_decisions(officer, django_assert_max_num_queries):
    typed = {
        "area": TRAFFORD,
        "title": "Masks",
        "option_1": "Share",
        "chosen": "2",
        "principles": ["respect"],
    }
    assert officer.post(at("write-decision"), typed).status_code == 422
    assert officer.post(at("write-decision"), typed | {"chosen": "1", "decision": "Share"}).status_code == 302
    one = Decision.objects.get()
    page = words(officer.get(at("decision", one.pk)))
    assert "Chosen" in page and "Respect" in page and "Decided" in page
    stage = {"stage": "steered", "words": "Half of the homes", "on": "2020-04-20"}
    assert officer.post(at("decision", one.pk), stage).status_code == 302
    assert "Half of the homes" in words(officer.get(at("decision", one.pk)))
    address = f"{at('write-decision')}?supersedes={one.pk}"
    assert 'value="Masks"' in words(officer.get(address))
    assert officer.post(address, {"title": "Masks again", "decision": "Wait"}).status_code == 302
    page = words(officer.get(at("decision", one.pk)))
    assert "Superseded" in page and "Masks again" in page
    assert officer.post(address, {"title": "Masks again"}).status_code == 422
    with django_assert_max_num_queries(13):
        assert "Masks again" in words(officer.get(f"{at('decisions')}?state=decided&q=again"))
    assert "Masks again" not in words(officer.get(f"{at('decisions')}?state=superseded"))


def test_the_pages_of_contradictions(two, officer, sign_in, django_assert_max_num_queries):
    telling.find_contradictions(two.pk, by=national(), now=NOW)
    one = Contradiction.objects.get()
    with django_assert_max_num_queries(13):
        assert "Two dates for one event" in words(officer.get(at("contradictions")))
    page = words(officer.get(at("contradiction", one.pk)))
    assert page.count("<mark>") == 2 and "4 May 2020" in page and "11 May 2020" in page
    settled = {"outcome": "second-holds", "note": "It was moved"}
    outsider = sign_in("council-officer", area=Area.objects.get(code="E08000025"))
    assert outsider.post(at("contradiction", one.pk), settled).status_code == 404
    assert officer.post(at("contradiction", one.pk), settled).status_code == 302
    assert "The second holds" in words(officer.get(at("contradiction", one.pk)))
    assert "No contradiction" in words(officer.get(f"{at('contradictions')}?state=open"))


def test_the_pages_of_threads(two, officer):
    assert officer.post(at("begin-thread"), {"area": TRAFFORD, "title": "The pilot"}).status_code == 302
    one = Thread.objects.get()
    page = words(officer.get(f"{at('thread', one.pk)}?q=pilot"))
    statement = Statement.objects.filter(kind="message").first()
    assert f'name="thing" type="checkbox" value="statement:{statement.pk}"' in page
    sent = {"thing": [f"statement:{one.pk}" for one in Statement.objects.filter(kind="message")]}
    for wrong in ({}, {"thing": "novel:1"}, {"thing": "statement:0"}, {"thing": "statement:x"}):
        assert "Tick what you want to add" in words(
            officer.post(at("add-to-thread", one.pk), wrong, follow=True)
        )
    beyond = {"thing": [*sent["thing"], "statement:999999"]}
    assert "No such thing" in words(officer.post(at("add-to-thread", one.pk), beyond, follow=True))
    assert not ThreadLink.objects.exists()
    answer = officer.post(
        at("add-to-thread", one.pk), {**sent, "q": "pilot & masks", "note": "It began here"}
    )
    assert answer["Location"].endswith("?q=pilot+%26+masks#add")
    assert "already" in words(officer.post(at("add-to-thread", one.pk), sent, follow=True))
    link, second = ThreadLink.objects.order_by("pk")
    page = words(officer.get(at("thread", one.pk)))
    assert page.count("It began here") == 2 and "Message of Asha Rao" in page and ">line 1<" in page
    table = officer.get(f"{at('thread', one.pk)}?format=csv").getvalue().decode()
    assert table.count("It began here") == 2 and "First" in table
    for each in (link, second):
        assert officer.post(at("withdraw-from-thread", each.pk)).status_code == 302
    assert "Nothing stands on it yet" in words(officer.get(at("thread", one.pk)))
    assert "The pilot" in words(officer.get(at("threads")))
