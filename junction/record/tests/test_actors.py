"""Who a text speaks of."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from junction.record.rules.actors import actor_types, actors_in


def codes(text):
    return [said.actor.code for said in actors_in(text)]


def test_the_longest_spelling_wins():
    assert codes("The NHS trust and NHS England wrote to Public Health England.") == [
        "nhs-trust",
        "nhse-i",
        "phe",
    ]


def test_short_names_must_stand_in_capitals():
    assert codes("A co-ordinated pa system, and a sab.") == []
    assert codes("PAs and SABs") == ["personal-assistant", "sab"]


def test_names_are_found_in_any_case_and_with_either_apostrophe():
    assert codes("LOCAL AUTHORITIES and Carers’ organisations") == ["la", "carers-organisation"]


def test_a_name_within_a_word_is_none():
    assert codes("Councillors volunteered") == []


def test_codes_are_unique_and_no_spelling_names_two():
    spellings = [
        (spelling, actor.code) for actor in actor_types().values() for spelling in set(actor.spellings)
    ]
    assert len({spelling for spelling, _ in spellings}) == len(spellings)


@given(st.text(), st.sampled_from([" care home ", " CQC ", " LRFs "]), st.text())
def test_spans_quote_what_was_said_and_never_overlap(before, name, after):
    text = before + name + after
    found = actors_in(text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert name.strip() in [text[said.span.start : said.span.end] for said in found]
