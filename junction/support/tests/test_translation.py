"""The other language: every wording of the questions has its own, the compiled file is that of the source."""

import gettext
import re
import tomllib
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import override

from junction.core.scope import NOBODY
from junction.registry.models import Area
from junction.support.operations import need_refusals as refusals
from junction.support.queries import languages
from junction.support.queries.languages import best_of
from junction.support.rules import sms
from junction.support.rules.keeping import keeping_on
from junction.support.rules.need_texts import need_texts_on
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
    "nothing",
    "helplines",
)
DOORS = {
    "forms/helping.py": "_", "views/help_sending.py": "gettext", "views/help_page.py": "gettext",
    "../core/pages/forms/errors.py": "gettext",
}  # fmt: skip
DAY = BOOK.versions[-1].in_force_from
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
    yield from need_texts_on(BOOK.versions[-1].in_force_from).every()
    yield from ("All day and night", "Closed", "Not known")  # hours of a helpline


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
        turn = sms.begin(routing_on(DAY), need_texts_on(DAY), say=say)
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
def test_a_page_with_nothing_and_the_helplines_speak_what_the_browser_asks_for(client):
    polish = {"headers": {"Accept-Language": "pl-PL,pl;q=0.9,en;q=0.5"}}
    client.cookies["quiet"] = "1"
    nothing = client.get(reverse("support:help"), **polish).content.decode()
    assert 'lang="pl"' in nothing and "Na tej stronie nic nie ma" in nothing and "Zacznij" in nothing
    assert "There is nothing on this page" in client.get(reverse("support:help")).content.decode()
    for asked in (polish, {"query_params": {"in": "pl"}}):
        assert "Telefony pomocy" in client.get(reverse("support:helplines"), **asked).content.decode()
    chosen = client.get(reverse("support:helplines"), {"in": "en"}, **polish).content.decode()
    assert "<h1" in chosen and "Helplines" in chosen and "Polski" in chosen


@pytest.mark.parametrize(
    ("asked", "found"),
    [("", "en"), ("pl", "pl"), ("PL-pl;q=0.3,en;q=0.2", "pl"), ("fr,de", "en"), ("en-GB,pl", "en"),
     (";;q=x,,", "en"), ("x" * 9000, "en"), ("xx, pl", "pl")],
)  # fmt: skip
def test_the_first_language_that_is_spoken_of_those_a_browser_asks_for(asked, found):
    assert best_of(NOBODY, asked, {"en": "English", "pl": "Polski"}) == found


def test_another_translation_file_is_all_that_another_language_takes(tmp_path, monkeypatch):
    for code in ("pl", "cy"):
        (tmp_path / code / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / code / "LC_MESSAGES" / "django.mo").write_bytes(b"")
    monkeypatch.setattr(languages, "HERE", tmp_path)
    languages._compiled.cache_clear()
    try:
        known = languages.spoken(NOBODY)
        assert known == {"en": "English", "cy": "Cymraeg", "pl": "Polski"}
        texts = need_texts_on(DAY)
        assert [texts.language_of(word, known) for word in ("CY", "Cymraeg", " polish ", "fr")] == [
            "cy", "cy", "pl", "",
        ]  # fmt: skip
    finally:
        languages._compiled.cache_clear()


@pytest.mark.django_db
def test_an_agent_reads_the_script_in_the_callers_language_and_in_easy_words(sign_in, areas):
    agent = sign_in("helpline-agent", area=Area.objects.get(code="E08000009"))
    page = agent.get("/support/desk/call/", {"danger": "no"}).content.decode()
    assert "Say: What do you need?" in page and "Ask in Polski" in page
    page = agent.get("/support/desk/call/", {"danger": "no", "in": "pl"}).content.decode()
    assert "Say: Czego potrzebujesz?" in page and "I need somewhere safe" in page  # what the agent reads
    assert 'name="in" value="pl"' in page and "Ask in English" in page
    page = agent.get("/support/desk/call/", {"danger": "no", "easy": "1"}).content.decode()
    assert "I need a person to help me" in page and "All the words" in page


@pytest.mark.django_db
def test_what_is_wrong_is_said_in_it_too(client):
    client.get(reverse("support:help") + "?in=pl")
    wrong = client.post(reverse("support:question", args=[1]), {}).content.decode()
    assert "Jest problem" in wrong and "Wybierz jedną z odpowiedzi" in wrong and "Błąd: " in wrong
    worry = client.post(reverse("support:raise-concern"), {"words": "x" * 5000}).content.decode()
    worry = worry.partition("<main")[2].partition("</main")[0]
    assert "Użyj najwyżej 4000 znaków" in worry and "Wybierz radę (council)" in worry
    assert not re.search("Enter|Choose|Select|Ensure", worry)
