"""The other language: every wording of the questions has its own, the compiled file is that of the source."""

import gettext
import re
import tomllib
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import override

from junction.support.operations import need_refusals as refusals
from junction.support.rules import sms
from junction.support.rules.keeping import keeping_on
from junction.support.rules.routing import BOOK, routing_on
from junction.support.rules.triage import triage_on

HERE = Path(__file__).parents[1]
SOURCE = HERE / "locale" / "pl" / "LC_MESSAGES" / "django.po"
PAGES = (
    "help_layout",
    "question",
    "help_form",
    "help_council",
    "danger",
    "need_page",
    "sent",
    "concern_sent",
)
DOORS = {
    "forms/helping.py": "_", "views/help_sending.py": "gettext", "views/help_page.py": "gettext",
    "../core/pages/forms/errors.py": "gettext",
}  # fmt: skip
TEXTS = ("text", "easy", "sms", "hint")


def source():
    """The pairs of the source file; each stands on one line."""
    found = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', SOURCE.read_text(encoding="utf-8"), re.M)
    return dict(found)


def wordings():
    values = tomllib.loads((HERE / "playbook" / "need-routing.toml").read_text("utf-8"))["version"][-1][
        "values"
    ]
    danger = values["danger"]
    yield from (danger["title"], danger["sms"], *danger["lines"], *danger["easy"])
    for question in values["questions"].values():
        for said in (question, *question["options"]):
            yield from (said[key] for key in TEXTS if key in said)
    yield from (one["answer"] for one in values["classes"])
    keeping = keeping_on(BOOK.versions[-1].in_force_from)
    yield from (*keeping.concerns.values(), *keeping.relations.values())
    levels = triage_on(BOOK.versions[-1].in_force_from).levels.values()
    yield from (f"Somebody looks at this {one.says}." for one in levels)
    refused = (refusals.NotAnswered, refusals.UnknownCouncil, refusals.NoConsent, refusals.NotAPhoneNumber)
    yield from (one.sentence() for one in refused)
    yield from (sms.AGAIN, sms.STOPPED, sms.REPLY, sms.WHERE, sms.WHERE_AGAIN, sms.MAY_USE, sms.HELP)
    yield from (sms.SENT, sms.TOO_MANY, *(use[0] for use in sms.USES))


def said_on_pages():
    """What templates, forms and doors of these pages say in a word of their own."""
    for name in PAGES:
        template = (HERE / "jinja2" / "support" / f"{name}.html").read_text("utf-8")
        yield from re.findall(r"""say\((?:"([^"]+)"|'([^']+)')\)""", template)
    for name, call in DOORS.items():
        text = (HERE / name).read_text("utf-8")
        yield from ((found, "") for found in re.findall(call + r'\(\s*"([^"]+)"', text))
        yield from ((found, "") for found in re.findall(r'(?:"heading": |"after": |button=)"([^"]+)"', text))


def test_whatever_the_pages_say_is_translated():
    kept = source()
    said = {one or other for one, other in said_on_pages()}
    assert len(said) > 80
    assert not [text for text in said if not kept.get(text)]


def test_every_wording_in_force_is_translated_and_compiled():
    kept = source()
    assert not [text for text in wordings() if not kept.get(text)]
    with SOURCE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert {text: compiled.gettext(text) for text in kept} == kept


def test_a_text_message_speaks_it_too():
    with override("pl"):
        turn = sms.begin(routing_on(BOOK.versions[-1].in_force_from), say=say)
    assert turn.text.startswith("Czy komuś grozi") and "1. Tak" in turn.text


@pytest.mark.django_db
def test_the_pages_speak_it_and_easy_words_too(client):
    page = client.get(reverse("support:help") + "?in=pl").content.decode()
    assert 'lang="pl"' in page and "Opuść tę stronę" in page and "Kontynuuj" in page
    client.post(reverse("support:question", args=[1]), {"answer": "no"})
    assert "bezpiecznego miejsca" in client.get(reverse("support:question", args=[2])).content.decode()
    client.get(reverse("support:help") + "?in=en&easy=1")
    client.post(reverse("support:question", args=[1]), {"answer": "no"})
    page = client.get(reverse("support:question", args=[2])).content.decode()
    assert "I need a person to help me" in page


@pytest.mark.django_db
def test_what_is_wrong_is_said_in_it_too(client):
    client.get(reverse("support:help") + "?in=pl")
    wrong = client.post(reverse("support:question", args=[1]), {}).content.decode()
    assert "Jest problem" in wrong and "Wybierz jedną z odpowiedzi" in wrong and "Błąd: " in wrong
    worry = client.post(reverse("support:raise-concern"), {"words": "x" * 5000}).content.decode()
    worry = worry.partition("<main")[2].partition("</main")[0]
    assert "użyj najwyżej 4000 znaków" in worry and "Wybierz radę (council)" in worry
    assert not re.search("Enter|Choose|Select|Ensure", worry)
