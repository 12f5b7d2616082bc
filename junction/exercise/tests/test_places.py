"""Simulated places: as many and as large as published, on the right councils, reachable by nobody real."""

import tomllib
from pathlib import Path

import numpy as np
from uk_postcodes_parsing import ukpostcode

from junction.exercise.rules.places import Council, draw_places
from junction.exercise.rules.sizes import Calibration
from junction.registry.rules import cells

WORDS = tomllib.loads((Path(__file__).parents[1] / "facts" / "names.toml").read_text("utf-8"))
NORTH_EAST = Calibration("E12000001", 750, 279, 34.9, 35, 23.9)
COUNCILS = [Council("E06000001", 94_000, -1.27, 54.67), Council("E08000021", 306_000, -1.61, 54.98)]


def draw(seed: int = 1, **options):
    rng = np.random.default_rng(seed)
    return draw_places(rng, calibration=NORTH_EAST, councils=COUNCILS, words=WORDS, **options)


def test_there_are_as_many_homes_as_published_and_agencies_by_residents():
    places = draw()
    homes = [place for place in places if place.service_type != "home-care"]
    assert len(homes) == 750
    assert len(places) - len(homes) == 66  # 400,000 residents at 165 a million
    assert all(place.beds is None for place in places if place.service_type == "home-care")
    nursing = sum(place.service_type == "nursing-home" for place in homes)
    assert 230 < nursing < 330


def test_places_fall_on_councils_by_residents():
    in_newcastle = sum(place.council == "E08000021" for place in draw())
    assert 0.70 < in_newcastle / len(draw()) < 0.83


def test_every_postcode_has_the_right_shape_and_every_number_is_kept_free():
    for place in draw(share=0.2):
        assert ukpostcode.parse_from_corpus(place.postcode), place.postcode
        assert place.telephone.startswith("0191 498 0")
        assert cells.phone(place.telephone).value == place.telephone, "the import would leave it out"


def test_identifiers_are_told_apart():
    one, two = draw(share=0.1), draw(share=0.1, first_number=100_000)
    identifiers = {place.identifier for place in one + two}
    assert len(identifiers) == len(one) + len(two)


def test_the_same_seed_gives_the_same_places_and_another_does_not():
    assert draw(3) == draw(3)
    assert draw(3) != draw(4)
