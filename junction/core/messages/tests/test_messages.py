"""Messages: queued with the write, sent once, tried again, and readable without keeping who they went to."""

import json
from datetime import UTC, datetime, timedelta

import jinja2
import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from junction.core.messages import operations, queries, texts
from junction.core.messages.carriers import Never, NotNow, Outgoing
from junction.core.messages.models import Message
from junction.core.personal import operations as personal
from junction.core.scope import NOBODY, Actor, Grant, Reach, Scope

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
CLERK = Actor(key="user:1", name="Clerk", scope=NOBODY)
SEER = Scope((Grant("administrator", frozenset({"messages.see"}), Reach(national=True)),))
TEMPLATES = {
    "doors/messages/opened.txt": "Subject: Door {{ number }} & more\n\nDear {{ name }},\nit is open.\n",
    "doors/messages/short.txt": "Door {{ number }} is open.",
}


real_environment = texts.environment


def test_templates_are_found_where_pages_are():
    assert real_environment().get_template("core/layout.html")


@pytest.fixture(autouse=True)
def _templates(monkeypatch):
    found = jinja2.Environment(loader=jinja2.DictLoader(TEMPLATES), undefined=jinja2.StrictUndefined)
    monkeypatch.setattr(texts, "environment", lambda: found)


class Van:
    """A carrier that does as it is told."""

    def __init__(self):
        self.sent, self.errors = [], []

    def send(self, outgoing):
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(outgoing)
        return f"ref-{len(self.sent)}"


@pytest.fixture
def van(monkeypatch):
    found = Van()
    monkeypatch.setattr(operations, "carrier", lambda: found)
    return found


@pytest.fixture
def keys(db):
    kept = {kind: personal.keep(value, kind=kind, by=CLERK, now=NOW) for kind, value in PEOPLE.items()}
    return kept


PEOPLE = {"email": "ann@example.org", "name": "Ann <b>"}


def queue(keys, **more):
    return operations.queue(
        "doors/opened",
        to=keys["email"],
        channel="email",
        by=CLERK,
        now=NOW,
        words=operations.Words(plain={"number": 3}, personal={"name": keys["name"]}, **more),
        subject="door:3",
    )


def test_a_message_is_queued_sent_and_shown(keys, van):
    number = queue(keys)
    assert operations.deliver(NOW) == 1
    assert van.sent == [
        Outgoing(number, "email", "ann@example.org", "Door 3 & more", "Dear Ann <b>,\nit is open.")
    ]
    message = queries.messages_about("door:3").get()
    assert (message.state, message.reference, message.sent_at, message.attempts) == ("sent", "ref-1", NOW, 1)
    assert queries.shown(message).to == "ann@example.org"
    assert operations.deliver(NOW + timedelta(days=1)) == 0


def test_the_row_keeps_no_personal_value(keys, van):
    queue(keys)
    operations.deliver(NOW)
    kept = json.dumps(Message.objects.values().get(), default=str)
    assert "example.org" not in kept and "Ann" not in kept


def test_erased_a_message_is_shown_without_the_person_and_not_sent(keys, van):
    queue(keys)
    personal.erase(keys["name"], by=CLERK, now=NOW)
    assert operations.deliver(NOW) == 0
    message = Message.objects.get()
    assert (message.state, "erased" in message.problem) == ("failed", True)
    assert queries.shown(message).body.startswith("Dear erased,")
    assert van.sent == []


def test_a_text_that_cannot_be_made_fails_and_holds_nobody_else_back(keys, van):
    broken = operations.queue("doors/opened", to=keys["email"], channel="email", by=CLERK, now=NOW)
    sound = queue(keys)
    assert operations.deliver(NOW) == 1
    assert [sent.number for sent in van.sent] == [sound]
    assert "cannot be made" in Message.objects.get(pk=broken, state="failed").problem


def test_a_message_waits_longer_each_time_and_then_has_failed(keys, van):
    queue(keys)
    van.errors = [NotNow("busy")] * 9
    now, waits = NOW, []
    while Message.objects.get().state == "queued":
        operations.deliver(now)
        due = Message.objects.get().due_at
        waits.append((due - now).total_seconds() / 60)
        now = due
    assert waits[:5] == [1, 5, 20, 60, 240]
    assert (Message.objects.get().state, Message.objects.get().attempts) == ("failed", 6)
    van.errors = []
    assert operations.send_again(Message.objects.get().pk, by=CLERK, now=now)
    assert operations.deliver(now) == 1
    assert not operations.send_again(Message.objects.get().pk, by=CLERK, now=now)


def test_what_will_never_go_is_not_tried_again(keys, van):
    queue(keys)
    van.errors = [Never("wrong address")]
    operations.deliver(NOW)
    assert (Message.objects.get().state, Message.objects.get().problem) == ("failed", "wrong address")


def test_a_worker_that_dies_leaves_the_message_to_another(keys, van):
    queue(keys)
    van.errors = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        operations.deliver(NOW)
    assert operations.deliver(NOW) == 0
    assert operations.deliver(NOW + operations.LEASE) == 1


def test_a_write_undone_sends_nothing(keys, van):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue(keys)
        raise RuntimeError
    assert operations.deliver(NOW) == 0
    assert not Message.objects.exists()


def test_one_job_waits_however_many_messages(keys):
    queue(keys)
    queue(keys)
    assert ProcrastinateJob.objects.filter(task_name=operations.JOB, status="todo").count() == 1


def test_a_template_that_is_not_there_fails_with_the_writer(keys):
    with pytest.raises(jinja2.TemplateNotFound):
        operations.queue("doors/shut", to=keys["email"], channel="email", by=CLERK, now=NOW)


def test_the_outbox_is_for_those_who_may_see_it(keys, van, django_assert_num_queries):
    queue(keys)
    assert not queries.outbox(NOBODY).exists()
    with django_assert_num_queries(1):
        assert len(queries.outbox(SEER, state="queued")) == 1
    assert not queries.outbox(SEER, state="failed").exists()


def test_a_text_message_has_no_title():
    assert texts.render("doors/short", {"number": 3}) == ("", "Door 3 is open.")


LINK = "https://junction.example/invitations/secret-words/"


def queue_sealed(keys, until=NOW + timedelta(hours=1)):
    words = operations.Words(plain={"number": 3}, personal={}, sealed={"name": LINK}, useful_until=until)
    return operations.queue("doors/opened", to=keys["email"], channel="email", by=CLERK, now=NOW, words=words)


def test_what_opens_a_door_is_in_the_letter_alone(keys, van):
    queue_sealed(keys)
    kept = json.dumps(Message.objects.values().get(), default=str)
    assert "secret-words" not in kept
    assert operations.HIDDEN in queries.shown(Message.objects.get()).body
    operations.deliver(NOW)
    assert LINK in van.sent[0].body
    message = Message.objects.get()
    assert (message.state, message.sealed) == ("sent", "")
    assert operations.HIDDEN in queries.shown(message).body


def test_what_opens_a_door_stays_sealed_while_it_is_tried_again_and_goes_with_its_time(keys, van):
    number = queue_sealed(keys)
    van.errors = [NotNow("busy"), Never("no such address")]
    operations.deliver(NOW)
    operations.deliver(NOW + timedelta(minutes=1))
    assert operations.send_again(number, by=CLERK, now=NOW + timedelta(minutes=2))
    operations.deliver(NOW + timedelta(minutes=2))
    assert LINK in van.sent[0].body
    late = queue_sealed(keys)
    assert operations.forget_sealed(NOW + timedelta(minutes=59)) == 0
    assert operations.forget_sealed(NOW + timedelta(hours=1)) == 1
    assert Message.objects.get(pk=late).sealed == ""


def test_a_letter_whose_time_is_over_is_not_sent_and_not_tried_again(keys, van):
    number = queue_sealed(keys)
    later = NOW + timedelta(hours=1)
    assert operations.deliver(later) == 0
    message = Message.objects.get()
    assert (message.state, "time was over" in message.problem) == ("failed", True)
    assert not operations.send_again(number, by=CLERK, now=later)
    assert van.sent == []


def test_what_was_sealed_under_another_secret_key_is_not_sent_and_says_so(keys, van, settings):
    queue_sealed(keys)
    settings.SECRET_KEY = "another-key-after-a-restore"
    assert operations.deliver(NOW) == 0
    assert "another secret key" in Message.objects.get(state="failed").problem


def test_what_opens_a_door_must_have_an_end():
    with pytest.raises(ValueError, match="has an end"):
        operations.Words(sealed={"link": LINK})
