"""Messages: queued with the write, sent once, tried again, and readable without keeping who they went to."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import jinja2
import jwt
import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from junction.core.messages import carriers, operations, queries, texts
from junction.core.messages.carriers import Never, NotNow, Outgoing
from junction.core.messages.models import Message
from junction.core.messages.notify import Notify
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


def queue(keys, **options):
    return operations.queue(
        "doors/opened",
        to=keys["email"],
        channel="email",
        by=CLERK,
        now=NOW,
        context={"number": 3},
        personal={"name": keys["name"]},
        subject="door:3",
        **options,
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


def test_the_default_carrier_keeps_everything_at_home():
    assert isinstance(carriers.carrier(), carriers.LocalOutbox)
    assert carriers.LocalOutbox().send(Outgoing(1, "email", "a@b", "t", "b")) == "local"


@pytest.fixture
def notify(settings):
    """A server that answers as Notify does, and keeps what it was asked."""
    asked, answers = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            asked.append((self.path, json.loads(self.rfile.read(length)), self.headers["Authorization"]))
            status, body = answers.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.NOTIFY_API_KEY = f"test-{'a' * 36}-{'b' * 36}"
    settings.NOTIFY_EMAIL_TEMPLATE, settings.NOTIFY_SMS_TEMPLATE = "email-template", "sms-template"
    settings.NOTIFY_ADDRESS = f"http://127.0.0.1:{server.server_port}"
    yield Notify(), asked, answers
    server.shutdown()
    server.server_close()


def test_notify_gets_what_its_protocol_asks_for(notify):
    carrier, asked, answers = notify
    answers += [(201, {"id": "n-1"}), (201, {"id": "n-2"})]
    assert carrier.send(Outgoing(7, "email", "ann@example.org", "Door", "Open.")) == "n-1"
    assert carrier.send(Outgoing(8, "sms", "07700900123", "", "Open.")) == "n-2"
    path, content, authorization = asked[0]
    assert path == "/v2/notifications/email"
    assert content == {
        "email_address": "ann@example.org",
        "template_id": "email-template",
        "personalisation": {"body": "Open.", "subject": "Door"},
        "reference": "junction-7",
    }
    claims = jwt.decode(authorization.removeprefix("Bearer "), "b" * 36, algorithms=["HS256"])
    assert claims["iss"] == "a" * 36
    assert asked[1][1]["personalisation"] == {"body": "Open."}


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        ((429, {}), NotNow, "429"),
        ((503, {}), NotNow, "503"),
        (
            (400, {"errors": [{"error": "BadRequestError", "message": "ann@example.org"}]}),
            Never,
            "BadRequestError",
        ),
        ((403, {}), NotNow, "403"),
        ((404, {}), Never, "no reason"),
    ],
)
def test_notify_refusals_are_for_now_or_for_ever_and_quote_nobody(notify, answer, error, words):
    carrier, _, answers = notify
    answers.append(answer)
    with pytest.raises(error, match=words) as refused:
        carrier.send(Outgoing(7, "email", "ann@example.org", "Door", "Open."))
    assert "example.org" not in str(refused.value)


def test_notify_out_of_reach_is_for_now(settings):
    settings.NOTIFY_ADDRESS = "http://127.0.0.1:9"
    settings.NOTIFY_API_KEY = f"test-{'a' * 36}-{'b' * 36}"
    with pytest.raises(NotNow):
        Notify().send(Outgoing(7, "email", "ann@example.org", "Door", "Open."))
