"""The record is searched forgivingly: what matched is marked, and why and what is left out is said."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from junction.record.models import Statement, Word
from junction.record.operations.keeping import keep_document
from junction.record.operations.writing import Promise, Where, write_commitment
from junction.record.queries.search import documents_holding, search
from junction.record.queries.threads import to_add
from junction.record.rules.handling import About
from junction.record.rules.plain import read_plain
from junction.record.rules.reading import Certainty, DateSaid, Kind, Read, Reading
from junction.record.rules.searching import (
    BEGIN,
    END,
    SearchRules,
    likest,
    listed_words,
    marked,
    parts_of,
    search_rules,
    sought_words,
)  # fmt: skip
from junction.record.rules.source import Source, Span
from junction.registry.models import Area
from tests.cast import national, officer_of, other_officer

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD = "E08000009"
RULES = SearchRules(least_letters=4, likeness=75, like_words=2, sought_words=3, ranked=2)
SAID = (
    "Homes recieve trainning on ventlation before winter.",
    "Homes receive training on ventilation before winter. <b>Twice</b>.",
    "Visitors book a slot.",
)


def keep(*said, area=TRAFFORD, now=NOW):
    source = Source("\n\n".join(said), name="paper.txt")
    about = About("letter", "A paper", area=area)
    return keep_document(source.text.encode(), read_plain(source), about, by=national(), now=now).document


def found(words, scope=None, **named):
    return [one.text for one in search(scope or officer_of(TRAFFORD).scope, words, now=NOW, **named).rows]


def test_what_is_sought_are_words_without_those_after_a_minus():
    assert sought_words('Masks "night team" -gowns -"old plan" masks a-b', RULES) == [
        "masks",
        "night",
        "team",
    ]


def test_words_are_listed_once_in_small_letters_without_short_ones_and_figures():
    assert listed_words(["The Hub, the hub; Masks2 MASKS", "x" * 41], RULES) == {"masks"}


def test_the_likest_words_come_after_the_word_itself():
    known = ["trainning", "training", "draining", "raining", "ventilation"]
    assert likest("training", known, RULES) == ["training", "trainning", "raining"]


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=3), max_size=3))
def test_marking_drops_nothing_of_a_text(text, words):
    assert "".join(part for part, _ in marked(text, words, most=99)) == text


def test_marks_of_the_database_become_parts():
    assert parts_of(f"a {BEGIN}b{END} c{END}") == [("a ", False), ("b", True), (" c", False)]
    assert parts_of("") == []


@pytest.mark.django_db
def test_two_misspelt_words_find_and_the_words_as_written_come_first(areas):
    keep(*SAID)
    assert found("ventlation trainning") == [SAID[0], SAID[1]]
    assert found("ventilation training") == [SAID[1], SAID[0]]
    assert set(found("ventillation traning")) == set(SAID[:2])
    assert found("ventillation -twice") == [SAID[0]]
    assert found("gloves trainning") == []
    assert found("ventilation", other_officer().scope) == []


@pytest.mark.django_db
def test_of_very_many_the_newest_are_ranked_and_it_is_said(areas, sign_in, monkeypatch):
    monkeypatch.setattr("junction.record.queries.search.search_rules", lambda day: RULES)
    for number in range(3):
        keep(f"Masks came in box {number}.")
    some = search(national().scope, "masks", now=NOW)
    assert some.is_cut and {one.text for one in some.rows} == {"Masks came in box 1.", "Masks came in box 2."}
    page = sign_in("national").get(f"{reverse('record:search')}?q=masks").content.decode()
    assert "More than 2 statements were found" in page
    assert (
        len(documents_holding(national().scope, "masks", as_at=NOW + timedelta(1))) == 3
    )  # of an extract, all


@pytest.mark.django_db
def test_the_page_marks_what_matched_and_says_why_in_as_many_statements_for_many(
    areas, sign_in, django_assert_max_num_queries
):
    keep(*SAID)
    officer = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    at = f"{reverse('record:search')}?q=ventilation"
    with django_assert_max_num_queries(14):
        page = officer.get(at).content.decode()
    assert page.index("<mark>ventilation</mark>") < page.index("<mark>ventlation</mark>")
    # The database leaves tags out of what it shows of a text; the statement's own page has them.
    assert "Words like yours" in page and "Twice" in page and "<b>Twice" not in page
    for number in range(60):
        keep(f"Ventilation number {number}, with <b>cakes</b>.")
    with django_assert_max_num_queries(14):
        page = officer.get(at).content.decode()
    assert page.count("<mark>Ventilation</mark>") + page.count("<mark>ventilation</mark>") == 25
    assert "<mark>ventlation</mark>" in officer.get(f"{at}&found-page=3").content.decode()


@pytest.mark.django_db
def test_a_day_that_was_sought_is_marked(areas, sign_in):
    text = "The hub opens by 1 May."
    said = DateSaid("by 1 May", Span(14, 22), None, date(2020, 5, 2), Certainty.INFERRED)
    read = Read(Source(text), (Reading(Kind.PARAGRAPH, (Span(0, 23),), text, dates=(said,)),))
    keep_document(text.encode(), read, About("letter", "Hub", area=TRAFFORD), by=national(), now=NOW)
    days = "until-day=20&until-month=4&until-year=2020"
    page = sign_in("national").get(f"{reverse('record:search')}?{days}").content.decode()
    assert "opens <mark>by 1 May</mark>." in page and "Speaks of “by 1 May”" in page


@pytest.mark.django_db
def test_things_for_a_thread_are_found_by_words_like_theirs(areas):
    keep(*SAID)
    by = officer_of(TRAFFORD)
    promise = Promise("Training for all homes", "Trafford", date(2020, 4, 1))
    kept = write_commitment(promise, Where(TRAFFORD), by=by, now=NOW)
    offered = [(one.kind, one.number) for one in to_add(by.scope, "traning homes", now=NOW)]
    both = Statement.objects.filter(text__in=SAID[:2])
    assert {*offered} == {("commitment", kept.pk), *(("statement", one.pk) for one in both)}
    assert to_add(other_officer().scope, "traning homes", now=NOW) == []


@pytest.mark.django_db
def test_words_are_listed_as_documents_are_kept_each_once(areas):
    keep(*SAID)
    before = set(Word.objects.values_list("word", flat=True))
    keep(*SAID[:2])
    assert {"trainning", "ventlation", "twice"} <= before == set(Word.objects.values_list("word", flat=True))


def test_the_playbook_says_what_is_like():
    rules = search_rules(NOW.date())
    assert likest("receive", ["recieve", "deceive", "relieve", "arrive"], rules)[:2] == ["receive", "deceive"]
