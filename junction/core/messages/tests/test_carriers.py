"""How messages leave: files at home, the mail server, GOV.UK Notify; and what each answers."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import jwt
import pytest

from junction.core.messages import carriers
from junction.core.messages.carriers import LocalOutbox, Mail, Never, NotNow, Outgoing
from junction.core.messages.notify import Notify

LINK = "https://junction.example/invitations/secret-words/"


def test_the_default_carrier_keeps_everything_at_home():
    assert isinstance(carriers.carrier(), carriers.LocalOutbox)


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


LETTER = Outgoing(number=7, channel="email", to="ann@example.org", title="Door & more", body=f"Open {LINK}")


def test_at_home_a_letter_is_a_file_for_this_account_alone(tmp_path, settings):
    settings.OUTBOX = tmp_path / "outbox"
    assert LocalOutbox().send(LETTER) == "7-email.txt"
    file = settings.OUTBOX / "7-email.txt"
    assert file.read_text() == f"To: ann@example.org\nSubject: Door & more\n\nOpen {LINK}\n"
    assert file.stat().st_mode & 0o077 == 0
    assert settings.OUTBOX.stat().st_mode & 0o077 == 0


def test_by_mail_a_letter_goes_to_the_mail_server(mailoutbox, settings):
    settings.DEFAULT_FROM_EMAIL = "junction@example.gov.uk"
    Mail().send(LETTER)
    (sent,) = mailoutbox
    assert (sent.to, sent.subject, sent.body) == ([LETTER.to], LETTER.title, LETTER.body)
    assert sent.from_email == "junction@example.gov.uk"
    with pytest.raises(Never, match="no text messages"):
        Mail().send(Outgoing(8, "sms", "07700 900000", "", "Door open"))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionRefusedError(), NotNow),
        (SMTPServerDisconnected(), NotNow),
        (SMTPRecipientsRefused({LETTER.to: (450, b"greylisted")}), NotNow),
        (SMTPRecipientsRefused({LETTER.to: (550, b"no such user")}), Never),
    ],
)
def test_what_the_mail_server_answers_is_tried_again_or_not(monkeypatch, error, kind):
    def refuse(*given, **named):
        raise error

    monkeypatch.setattr("junction.core.messages.carriers.EmailMessage.send", refuse)
    with pytest.raises(kind):
        Mail().send(LETTER)
