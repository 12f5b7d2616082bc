"""What must hold for any list against any register: found by Hypothesis, not worked by hand."""

import copy
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from junction.registry.rules import names
from junction.registry.rules.identifiers import IdentifierKind
from junction.registry.rules.listed import ListedPlace
from junction.registry.rules.matching import (
    NEW,
    KnownPlace,
    KnownRegistration,
    Match,
    Matcher,
    Register,
    successions,
)

POSTCODES = ["M33 4RZ", "M33 2AA", "M33 9ZZ"]
NUMBERS = [f"1-10000000{n}" for n in range(5)]
home_names = st.sampled_from(["Ash House", "Ashe House", "Ash Court", "Elm Lodge", "Elm & Oak", "Beech View"])
home_addresses = st.sampled_from(
    ["", "1 High Road Sale", "1-3 High Road Sale", "9 Low Road Sale", "Ash House, Sale"]
)
providers = st.sampled_from(["", "Ash Care Ltd", "Ash Care Limited", "Elm Homes"])
ON = date(2020, 4, 20)
ends = st.sampled_from([None, None, date(2019, 1, 1), date(2020, 6, 1)])


@st.composite
def registers(draw):
    """A few places, each at one postcode, with what is and was registered there; no number is live twice."""
    register = Register()
    live: set[str] = set()
    found = []
    for place in range(1, draw(st.integers(0, 4)) + 1):
        postcode = draw(st.sampled_from(POSTCODES))
        register.places[place] = KnownPlace(place, addresses=[draw(home_addresses)])
        register.at_postcode.setdefault(postcode, []).append(place)
        for _ in range(draw(st.integers(0, 2))):
            name, until = draw(home_names), draw(ends)
            number = draw(st.sampled_from(["", *NUMBERS]))
            if until is None and number in live:
                number = ""
            live |= {number} if until is None else set()
            key = names.name_key(name)
            found.append(KnownRegistration(len(found) + 1, place, number, name, key, draw(providers), until))
    for known in sorted(found, key=lambda one: (one.until is None, one.id)):
        register.add(known)
    return register


@st.composite
def lists(draw, *, one_a_postcode: bool = False):
    """Rows of a list; no number comes twice, as `without_repeats` sees to."""
    size = draw(st.integers(0, 3 if one_a_postcode else 5))
    codes = (
        st.permutations(POSTCODES)
        if one_a_postcode
        else st.lists(st.sampled_from(["", *POSTCODES]), min_size=size, max_size=size)
    )
    numbers = draw(st.permutations(NUMBERS))
    rows = []
    for position, postcode in enumerate(draw(codes)[:size]):
        number = numbers[position] if draw(st.booleans()) else ""
        rows.append(
            ListedPlace(
                number=position + 2,
                said={},
                name=draw(home_names),
                address=draw(home_addresses),
                provider=draw(providers),
                postcode=postcode,
                identifiers=((IdentifierKind.CQC_LOCATION, number),) if number else (),
            )
        )
    return rows


def match(register, rows, *, listed_on=ON, may_end=frozenset()) -> list[Match]:
    return Matcher(register, listed_on=listed_on, may_end=may_end).match(rows, {})


@st.composite
def cases(draw):
    register = draw(registers())
    live = [known.id for place in register.places.values() for known in place.live]
    may_end = frozenset(draw(st.sets(st.sampled_from(live)))) if live else frozenset()
    return register, draw(lists()), may_end


@given(cases())
def test_matching_answers_every_row_changes_nothing_and_again_the_same(case):
    register, rows, may_end = case
    before = copy.deepcopy(register)
    first = match(register, rows, may_end=may_end)
    assert len(first) == len(rows)
    assert register == before
    assert match(register, rows, may_end=may_end) == first


@given(cases())
def test_matching_joins_to_what_is_there_and_never_joins_places(case):
    """Two places of the register stay two, and no registration is meant by two rows."""
    register, rows, may_end = case
    found = match(register, rows, may_end=may_end)
    every = {known.id: known for place in register.places.values() for known in place.registrations}
    meant = [one.registration for one in found if one.registration]
    assert len(meant) == len(set(meant))
    for one in found:
        assert one.place is None or one.place in register.places
        assert one.registration is None or every[one.registration].place == one.place


@given(cases())
def test_a_row_joins_only_by_its_number_or_at_its_postcode(case):
    register, rows, may_end = case
    for row, one in zip(rows, match(register, rows, may_end=may_end), strict=True):
        if one.how == "number":
            assert row.location in {known.number for known in register.places[one.place].registrations}
        elif one != NEW:
            assert one.place in register.at_postcode[row.postcode]


@given(cases())
def test_a_number_decides_and_no_other_number_is_taken(case):
    register, rows, may_end = case
    every = {known.id: known for place in register.places.values() for known in place.registrations}
    for row, one in zip(rows, match(register, rows, may_end=may_end), strict=True):
        if row.location in register.by_number:
            assert (one.how, one.place) == ("number", register.by_number[row.location][-1].place)
        if one.registration and row.location:
            assert every[one.registration].number in ("", row.location)


@given(cases())
def test_a_row_without_a_number_shares_its_place_with_no_other(case):
    register, rows, may_end = case
    found = match(register, rows, may_end=may_end)
    for position, (row, one) in enumerate(zip(rows, found, strict=True)):
        others = {other.place for n, other in enumerate(found) if n != position}
        assert row.location or one.place is None or one.place not in others


@given(registers(), st.data())
def test_rows_of_different_postcodes_mean_the_same_in_any_order(register, data):
    rows = data.draw(lists(one_a_postcode=True))
    turned = data.draw(st.permutations(range(len(rows))))
    found = match(register, rows)
    again = match(register, [rows[position] for position in turned])
    assert [found[position] for position in turned] == again


@given(registers(), lists())
def test_a_building_where_another_number_lives_on_is_not_joined_by_likeness(register, rows):
    """Without a complete list nothing ends, so only the same name joins a place with a live registration."""
    for row, one in zip(rows, match(register, rows), strict=True):
        if one.how == "building" and row.location:
            assert not any(known.number for known in register.places[one.place].live)


codes = st.dictionaries(st.integers(1, 20), st.sampled_from(["", "A", "B", "C"]), max_size=6)


@given(codes, codes)
def test_successions_pair_what_ended_and_began_at_one_postcode_in_any_order(ended, begun):
    pairs = successions(ended, begun)
    assert pairs == successions(dict(reversed(ended.items())), dict(reversed(begun.items())))
    assert {(one.predecessor, one.successor) for one in pairs} == {
        (old, new) for old in ended for new in begun if ended[old] and ended[old] == begun[new]
    }
    for one in pairs:
        rivals = [p for p in pairs if (p.predecessor == one.predecessor) != (p.successor == one.successor)]
        assert one.is_ambiguous == bool(rivals)
