"""A document is compared with all that speaks of the same, by an index; what is left out is said."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from junction.core.audit.models import AuditEntry
from junction.record.models import Assertion, Comparison, Contradiction
from junction.record.operations.contradictions import find_contradictions, list_assertions
from junction.record.operations.keeping import keep_document
from junction.record.queries.assertions import facing, not_compared
from junction.record.queries.rebuilt import rebuilt
from junction.record.rules.contradictions import contradictions_in, keys_against, keys_of, statements_of
from junction.record.rules.handling import About
from junction.record.rules.messages import read_messages
from junction.record.rules.readers import read_as
from junction.record.rules.source import Source
from junction.record.tasks import compare_again
from tests.cast import national

NOW = datetime(2020, 4, 20, 9, 0, tzinfo=UTC)
TRAFFORD, OTHER = "E08000009", "E08000025"
LATE, EARLY = "The Meadow Lane pilot starts on 11 May 2020.", "The Meadow Lane pilot starts on 4 May 2020."
OPEN, NAMED = (
    "The call was led by [redacted] who said that the plans were not ready.",
    "The call was led by Ann Other who said that the plans were not ready.",
)
STATEMENTS = 12  # of which one looks for contradictions that are known
LITTLE = ("The night ward is in place", "We opened the step-down ward")


def keep(said, number=0, **about):
    about = {"area": TRAFFORD} | about
    source = Source(f"[15/04/2020, 09:00:00] Asha Rao: {said}\nThis is paper {number}.", name=f"{number}.txt")
    read = read_as("messages", source, written_on=date(2020, 4, 15))
    kept = keep_document(
        source.text.encode(), read, About("messages", f"Paper {number}", **about), by=national(), now=NOW
    )
    list_assertions(kept.document.pk, by=national(), now=NOW)
    return kept.document


def compare(document):
    return find_contradictions(document.pk, by=national(), now=NOW)


THINGS = ("step-down ward", "night team", "Meadow Lane hub", "lane hub", "down ward", "Harbour night team")
SENTENCES = st.one_of(
    st.builds("The {} pilot starts on {} May 2020".format, st.sampled_from(THINGS), st.integers(1, 28)),
    st.builds("{} {} in place".format, st.sampled_from(THINGS), st.sampled_from(["is", "are now"])),
    st.builds(
        "{} {}{}".format, st.sampled_from(THINGS), st.sampled_from(["", "we hope soon ", "with all of it "]),
        st.sampled_from(["still to be opened", "pending", "yet to be set up", "Awaiting staff"]),
    ),
    st.builds("There are {} {}".format, st.sampled_from(["58,000", "25,000"]),
              st.sampled_from(["providers", "care homes"])),
    st.builds(
        "The {} was led by {} who said that the {} were not ready".format,
        st.sampled_from(["call", "review"]),
        st.sampled_from(["[redacted]", "Ann Other", "B Ode"]), st.sampled_from(["plans", "homes"]),
    ),
)  # fmt: skip


@given(st.lists(SENTENCES, min_size=1, max_size=6), st.lists(SENTENCES, min_size=1, max_size=6))
def test_what_contradicts_across_documents_always_shares_a_key(here, there):
    reads = [
        read_messages(Source("\n".join(f"[15/04/2020, 09:00:00] Asha Rao: {one}" for one in said)))
        for said in (here, there)
    ]
    said = {one.place: one for number, read in enumerate(reads) for one in statements_of(read, number)}
    for found in contradictions_in(reads):
        one, other = said[found.first], said[found.second]
        if found.first.read == found.second.read:
            continue
        assert keys_of(one) & keys_against(other)
        assert found.kind == "withheld-and-named" or keys_of(other) & keys_against(one)


@pytest.mark.django_db
def test_the_oldest_of_three_hundred_documents_is_found_by_as_many_statements_as_of_three(
    areas, django_assert_num_queries
):
    oldest = keep(EARLY)
    for number in range(1, 3):
        keep(LITTLE[0], number)
    few = keep(LATE.replace("11 May", "12 May"), 3)
    with django_assert_num_queries(STATEMENTS):
        assert compare(few) == 1
    for number in range(4, 300):
        keep(LITTLE[number % 2], number)
    new = keep(LATE, 300)
    with django_assert_num_queries(STATEMENTS):
        assert compare(new) == 2
    found = Contradiction.objects.get(one__document=oldest, other__document=new)
    assert found.kind == "two-dates" and "4 May" in found.why and "11 May" in found.why
    kept = Comparison.objects.get(document=new)
    assert (kept.documents, kept.sentences, kept.left_out) == (2, 2, 0)
    assert (
        AuditEntry.objects.get(verb="record.contradictions.sought", subject=f"document:{new.pk}").detail[
            "many"
        ]
        == 2
    )


@pytest.mark.django_db
def test_what_is_too_much_for_one_key_is_counted_and_the_newest_is_taken(areas):
    papers = [keep(f"The Meadow Lane pilot starts on {day} May 2020.", day) for day in range(1, 6)]
    new = keep(LATE, 9)
    said = list(statements_of(rebuilt(national().scope, new).read, new.pk))
    found = facing(national().scope, new, said, most=2, marks=9)
    assert found.documents == {papers[3].pk, papers[4].pk} and found.left_out == 3
    assert facing(national().scope, new, said, most=5, marks=9).left_out == 0


@pytest.mark.django_db
def test_the_page_of_a_document_says_what_was_left_out(areas, sign_in):
    kept, reader = keep(EARLY), sign_in("national")
    at = reverse("record:document", args=[kept.pk])
    assert "Not yet" in reader.get(at).content.decode()
    compare(kept)
    assert "with what else speaks of the same" in reader.get(at).content.decode()
    Comparison.objects.update(left_out=1_204)
    assert "1,204 sentences too many for one subject left out" in reader.get(at).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "second", "many"),
    [(TRAFFORD, OTHER, 0), (TRAFFORD, None, 1), (None, TRAFFORD, 1), (OTHER, OTHER, 1)],
)
def test_a_council_is_compared_with_itself_and_the_nation_and_the_nation_with_all(areas, first, second, many):
    keep(EARLY, 1, area=first)
    assert compare(keep(LATE, 2, area=second)) == many


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "second"), [(OPEN, NAMED), (NAMED, OPEN)])
def test_what_is_withheld_is_found_whichever_came_first(areas, first, second):
    keep(first, 1)
    keep(LITTLE[0], 2)
    assert compare(keep(second, 3)) == 1
    assert Contradiction.objects.get().kind == "withheld-and-named"


@pytest.mark.django_db
def test_nothing_is_doubled_when_both_are_compared_with_each_other(areas):
    one, other = keep(EARLY, 1), keep(LATE, 2)
    assert [compare(each) for each in (other, one, other)] == [1, 0, 0]
    assert Contradiction.objects.get().one.document == one


@pytest.mark.django_db
def test_said_often_it_is_one_contradiction(areas):
    for number in range(5):
        keep(EARLY, number)
    assert compare(keep(LATE, 9)) == 1


@pytest.mark.django_db
def test_a_list_is_made_anew_not_twice(areas):
    kept = keep(EARLY)
    before = list(Assertion.objects.values_list("key", "quote", "dates"))
    assert list_assertions(kept.pk, by=national(), now=NOW) == len(before) == 1
    assert list(Assertion.objects.values_list("key", "quote", "dates")) == before


@pytest.mark.django_db
def test_a_night_compares_what_never_was(areas, monkeypatch):
    one, other = keep(EARLY, 1), keep(LATE, 2)
    compare(other)
    assert not_compared(national().scope, now=NOW) == [one.pk]
    asked = []
    monkeypatch.setattr("junction.record.tasks.defer", lambda name, **said: asked.append(said["document_id"]))
    compare_again()
    assert asked == [one.pk]
