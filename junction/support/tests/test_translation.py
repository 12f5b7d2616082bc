"""The other language: every wording of the questions has its own, the compiled file is that of the source."""

import gettext
import re
import tomllib
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import override

from junction.support.rules import sms
from junction.support.rules.routing import BOOK, routing_on

HERE = Path(__file__).parents[1]
SOURCE = HERE / "locale" / "pl" / "LC_MESSAGES" / "django.po"
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
    yield from (sms.AGAIN, sms.STOPPED, sms.REPLY)


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
    client.post(reverse("support:question", args=["danger"]), {"answer": "no"})
    assert "bezpiecznego miejsca" in client.get(reverse("support:question", args=["need"])).content.decode()
    client.get(reverse("support:help") + "?in=en&easy=1")
    client.post(reverse("support:question", args=["danger"]), {"answer": "no"})
    page = client.get(reverse("support:question", args=["need"])).content.decode()
    assert "I need a person to help me" in page
