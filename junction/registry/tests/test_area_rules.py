"""Names of areas: spellings brought together, ambiguity refused; and what lies inside what."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junction.registry.rules.area_table import read_row, read_rows
from junction.registry.rules.areas import AreaIndex, Match, NamedArea, bare_key, full_key, is_gss_code
from junction.registry.rules.inside import Change, Link, Span, inside, merged

D2009, D2019, D2023 = date(2009, 1, 1), date(2019, 4, 1), date(2023, 4, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bristol, City of", "City of Bristol"),
        ("Bristol, City of", "Bristol"),
        ("Bristol City Council", "BRISTOL"),
        ("Kingston upon Hull, City of", "Kingston-upon-Hull"),
        ("Herefordshire, County of", "Herefordshire Council"),
        ("St. Helens", "Saint Helens"),
        ("Bath & North East Somerset", "Bath and North East Somerset"),
        ("King's Lynn and West Norfolk", "Borough Council of Kings Lynn & West Norfolk"),
        ("London Borough of Hackney", "Hackney"),
        ("Royal Borough of Windsor and Maidenhead", "Windsor & Maidenhead"),
        ("City of Bradford Metropolitan District Council", "Bradford"),
        ("St Albans City and District Council", "St Albans"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("Derby UA", "Derby City"),
    ],
)
def test_two_spellings_have_one_bare_key(one, other):
    assert bare_key(one) == bare_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("City of London", "London"),
        ("Derby", "Derbyshire"),
        ("North Somerset", "Somerset"),
        ("York", "North Yorkshire"),
    ],
)
def test_two_places_keep_two_keys(one, other):
    assert bare_key(one) != bare_key(other)


@given(st.text(max_size=40))
def test_a_key_of_a_key_is_itself(text):
    assert full_key(full_key(text)) == full_key(text)


def test_a_broken_code_is_no_code():
    assert is_gss_code("E08000009")
    assert not is_gss_code("E080009")
    assert not is_gss_code("NA")


def _index() -> AreaIndex:
    areas = [
        NamedArea("E10000009", "county", "Dorset", D2009, D2019),
        NamedArea("E06000059", "unitary", "Dorset", D2019, None),
        NamedArea("E07000195", "district", "Newcastle-under-Lyme", D2009, None),
        NamedArea("E08000021", "unitary", "Newcastle upon Tyne", D2009, None),
        NamedArea("E06000023", "unitary", "Bristol, City of", D2009, None),
    ]
    names = {
        "E10000009": ["Dorset County Council"],
        "E07000195": ["Newcastle"],
        "E08000021": ["Newcastle", "Newcastle City Council"],
    }
    return AreaIndex.build(areas, names)


def test_a_name_means_what_existed_that_day():
    index = _index()
    assert index.resolve("Dorset", on=date(2018, 5, 1)).code == "E10000009"
    assert index.resolve("Dorset", on=date(2020, 5, 1)).code == "E06000059"
    assert index.resolve("Dorset").code == "E06000059"
    assert index.resolve("Dorset County Council").code == "E10000009"


def test_an_ambiguous_name_is_refused_with_its_codes():
    match = _index().resolve("Newcastle")
    assert match.code is None
    assert match.ambiguous == ("E07000195", "E08000021")
    assert "Give the code" in match.explain("Newcastle")
    assert _index().resolve("Newcastle City Council").code == "E08000021"
    assert _index().resolve("Newcastle", kinds=frozenset({"district"})).code == "E07000195"


def test_a_near_miss_is_suggested_and_not_taken():
    match = _index().resolve("Brstol")
    assert match == Match(suggestions=("Bristol, City of",))
    assert "Did you mean Bristol, City of?" in match.explain("Brstol")
    assert _index().resolve("Atlantis") == Match()


def test_a_district_lies_in_its_county_and_region_until_it_ends_and_then_in_its_successor():
    starts = {"region": D2009, "county": D2009, "district": D2009, "new": D2023}
    links = [
        Link("district", "county", Span(D2009, D2023)),
        Link("county", "region", Span(D2009, D2023)),
        Link("new", "region", Span(D2023, None)),
    ]
    rows = inside(starts, links=links, changes=[Change("district", "new", D2023)])
    assert ("county", "district", Span(D2009, D2023)) in rows
    assert ("new", "district", Span(D2023, None)) in rows
    assert [row for row in rows if row[:2] == ("region", "district")] == [
        ("region", "district", Span(D2009, None))
    ]


def test_an_area_that_was_split_lies_in_neither_half():
    starts = {"old": D2009, "left": D2023, "right": D2023}
    rows = inside(starts, links=[], changes=[Change("old", "left", D2023), Change("old", "right", D2023)])
    assert {(top, code) for top, code, _ in rows} == {("old", "old"), ("left", "left"), ("right", "right")}


def test_a_shared_council_counts_wholly_to_where_most_of_its_people_live():
    links = [
        Link("council", "most", Span(D2009, None), 0.66),
        Link("council", "few", Span(D2009, None), 0.34),
    ]
    rows = inside({"council": D2009, "most": D2009, "few": D2009}, links=links, changes=[])
    assert ("most", "council", Span(D2009, None)) in rows
    assert not any(top == "few" and code == "council" for top, code, _ in rows)


def test_links_in_a_circle_are_refused():
    links = [Link("a", "b", Span(D2009, None)), Link("b", "a", Span(D2009, None))]
    with pytest.raises(ValueError, match="circle"):
        inside({"a": D2009, "b": D2009}, links=links, changes=[])


days = st.dates(min_value=D2009, max_value=D2023)


@given(
    st.lists(
        st.tuples(days, st.one_of(st.none(), days)).filter(lambda t: t[1] is None or t[1] > t[0]), max_size=6
    ),
    days,
)
def test_merging_spans_keeps_every_day_and_adds_none(pairs, day):
    spans = [Span(*pair) for pair in pairs]

    def holds(found):
        return any(span.start <= day and (span.end is None or day < span.end) for span in found)

    assert holds(spans) == holds(merged(spans))
    joined = merged(spans)
    assert all(one.end is not None and one.end < two.start for one, two in itertools.pairwise(joined))


GOOD = {"code": "E06000099", "name": "Newshire", "kind": "unitary", "started_on": "2026-04-01"}


def test_a_row_is_read_with_its_links_and_dates():
    cells = {
        **GOOD,
        "icb": "E54000044:0.94@2026-04-01/2027-04-01 E54000040:0.06",
        "other_names": "New; Shire",
    }
    row, findings = read_row(2, cells)
    assert findings == []
    assert [(p.code, p.share, p.end) for p in row.parents] == [
        ("E54000044", 0.94, date(2027, 4, 1)),
        ("E54000040", 0.06, None),
    ]
    assert row.other_names == ("New", "Shire")


@pytest.mark.parametrize(
    ("column", "value", "check"),
    [
        ("code", "E060099", "not-a-code"),
        ("name", "", "no-name"),
        ("kind", "parish", "unknown-kind"),
        ("started_on", "", "no-start"),
        ("started_on", "1/4/2026", "not-a-day"),
        ("ended_on", "2020-01-01", "ends-before-start"),
        ("longitude", "west", "not-a-position"),
        ("latitude", "181", "not-a-position"),
        ("icb", "Frimley", "not-a-link"),
        ("icb", "E54000044:0", "share-out-of-range"),
        ("replaced_by", "Newshire", "not-a-code"),
    ],
)
def test_a_bad_cell_is_an_error_at_its_column(column, value, check):
    row, findings = read_row(7, {**GOOD, column: value})
    assert row is None
    assert [(f.row, f.column, f.check) for f in findings] == [(7, column, check)]


def test_a_code_given_twice_is_an_error_in_the_second_row():
    rows, findings = read_rows([(2, GOOD), (3, GOOD)])
    assert len(rows) == 1
    assert [(f.row, f.check) for f in findings] == [(3, "code-twice")]
