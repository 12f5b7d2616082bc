"""What people lay over a document: where it lies, what it says, that it is found, and who may see it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from junction.record.models import Annotation, Statement, Word
from junction.record.operations import annotating
from junction.record.operations.annotating import Remark, annotate_statement
from junction.record.operations.keeping import keep_document
from junction.record.operations.retention.erasing import erase
from junction.record.queries.search import documents_holding, search
from junction.record.rules.handling import About
from junction.record.rules.layers import is_address, places_of
from junction.record.rules.plain import read_plain
from junction.record.rules.source import Source, Span
from junction.registry.models import Area
from tests.cast import national, officer_of, other_officer

NOW = datetime(2026, 11, 11, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
TRAFFORD = "E08000009"
TEXT = "The c1inic at Ha1e opens\n in the old mill.\n\nVisitors book a slot and a slot again.\n"


@pytest.fixture
def kept(areas):
    source = Source(TEXT, name="mill.txt")
    about = About("letter", "The mill", area=TRAFFORD)
    return keep_document(TEXT.encode(), read_plain(source), about, by=national(), now=NOW).document


def first() -> Statement:
    return Statement.objects.order_by("number")[0]


def lay(one=None, *, now=NOW, **said):
    return annotate_statement(
        (one or first()).pk, Remark(**{"kind": "correction"} | said), by=officer_of(TRAFFORD), now=now
    )


def test_words_are_placed_though_lines_and_spaces_lie_between():
    text = "one two\n two  three"
    whole = [Span(0, len(text))]
    assert places_of(text, whole, "two two") == [Span(4, 12)]
    assert places_of(text, whole, " two\nthree ") == [Span(9, len(text))]
    assert places_of(text, whole, "two") == [Span(4, 7), Span(9, 12)]
    assert places_of(text, whole, "four") == places_of(text, whole, "  ") == []
    assert places_of(text, [Span(0, 3)], "two") == []


@given(st.text(alphabet="ab .*(\n", min_size=1, max_size=40), st.data())
def test_any_stretch_of_a_text_is_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    stretch = text[start:end]
    found = places_of(text, [Span(0, len(text))], stretch)
    assert bool(found) == bool(stretch.strip())
    assert all(text[one.start : one.end].split() == stretch.split() for one in found)


@pytest.mark.parametrize(
    ("target", "leads"),
    [
        ("/places/12/", True),
        ("/record/search/?q=a%20b#x", True),
        ("https://www.gov.uk/guidance", True),
        ("http://example.org", True),
        ("", False),
        ("places/12", False),
        ("//elsewhere.example/", False),
        ("/\\elsewhere.example/", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://", False),
        ("https://[broken", False),
        ("/a b", False),
        ("/" + "a" * 500, False),
    ],
)
def test_a_link_leads_to_this_site_or_to_the_web(target, leads):
    assert is_address(target) is leads


@pytest.mark.django_db
def test_a_layer_lies_over_just_the_words_it_is_about(kept):
    lay(words="c1inic", text="clinic")
    whole = lay(kind="note", text="Read aloud at the meeting")
    places = [TEXT[one.start : one.end] for one in Annotation.objects.order_by("pk")]
    assert places == ["c1inic", "The c1inic at Ha1e opens\n in the old mill."]
    assert whole.start == 0
    second = Statement.objects.order_by("number")[1]
    with pytest.raises(annotating.Several):
        lay(second, words="slot", text="x")
    with pytest.raises(annotating.NotThere):
        lay(second, words="c1inic", text="x")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        {"text": " "},
        {"kind": "novel", "text": "x"},
        {"kind": "note", "text": "x", "part": "who"},
        {"kind": "reading", "text": "x"},
        {"kind": "reading", "text": "x", "part": "colour"},
        {"kind": "note", "text": "x", "target": "/places/1/"},
        {"kind": "link", "text": "x"},
        {"kind": "link", "target": "javascript:alert(1)"},
    ],
)
def test_what_says_nothing_or_leads_nowhere_is_refused(kept, said):
    with pytest.raises(annotating.CannotAnnotate):
        lay(**said)
    assert not Annotation.objects.exists()


@pytest.mark.django_db
def test_a_reading_and_a_link_say_what_they_are_about(kept, sign_in, areas):
    officer = sign_in("council-officer", area=Area.objects.get(code=TRAFFORD))
    lay(kind="reading", words="in the old mill", part="who", text="The mill of the Smith family")
    lay(kind="link", target="/places/12/", text="The clinic")
    page = officer.get(reverse("record:statement", args=[first().pk])).content.decode()
    assert "Who it is for, or from" in page and 'href="/places/12/"' in page


@pytest.mark.django_db
def test_a_correction_is_found_while_it_stands_and_by_nobody_elses_search(kept):
    scope = officer_of(TRAFFORD).scope

    def found(words, who=scope, **named):
        return [
            (one.pk, one.is_exact, one.is_laid_over) for one in search(who, words, now=LATER, **named).rows
        ]

    assert found("Hale clinic") == []
    lay(words="Ha1e", text="Hale", now=NOW + timedelta(hours=1))
    added = lay(words="c1inic", text="clinic", now=NOW + timedelta(hours=1))
    one = first().pk
    assert found("Hale clinic") == [(one, True, True)]
    assert found("clinic in Hale mill") == [(one, True, True)]
    assert found("mill") == [(one, True, False)]
    assert found("clinic -mill") == []
    assert found("Hale", other_officer().scope) == []
    assert found("clinic", as_at=NOW + timedelta(minutes=30)) == []
    assert documents_holding(scope, "Hale clinic", as_at=LATER) == [kept.pk]
    annotating.withdraw_annotation(added.pk, by=officer_of(TRAFFORD), now=NOW + timedelta(days=1))
    assert found("Hale clinic") == []
    assert found("Hale clinic", as_at=NOW + timedelta(hours=2)) == [(one, True, True)]


@pytest.mark.django_db
def test_mistyped_words_find_a_correction_too(kept):
    lay(words="Ha1e", text="Altrincham")
    found = search(officer_of(TRAFFORD).scope, "Altrinchma", now=LATER).rows
    assert [(one.is_exact, one.is_laid_over) for one in found] == [(False, True)]


@pytest.mark.django_db
def test_with_the_document_what_lay_over_it_goes_and_its_words_are_forgotten(kept):
    lay(words="Ha1e", text="Altrincham")
    assert Word.objects.filter(word="altrincham").exists()
    erase(kept, confirmed_stay=True)
    assert not Annotation.objects.exists() and not Word.objects.filter(word="altrincham").exists()


@pytest.mark.django_db
def test_words_that_lie_over_another_document_stay(kept):
    other = keep_document(
        b"Ha1e", read_plain(Source("Ha1e", name="b.txt")), About("letter", "B", area=TRAFFORD),
        by=national(), now=NOW,
    ).document  # fmt: skip
    lay(words="Ha1e", text="Altrincham")
    lay(other.statements.get(), text="Altrincham")
    erase(kept, confirmed_stay=True)
    assert Word.objects.filter(word="altrincham").exists()
