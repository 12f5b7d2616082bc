"""Tiles: one to each, near where it lies, the same every time, and quickly."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from junction.core.pages.tilemap import MapArea, TileMap, map_view, short_names, tile_map

# Rough places of some English counties and cities (degrees, public geography).
KNOWN = {
    "Northumberland": (-2.07, 55.21),
    "Cumbria": (-2.89, 54.58),
    "Durham": (-1.84, 54.72),
    "North Yorkshire": (-1.54, 54.15),
    "Lancashire": (-2.60, 53.85),
    "Leeds": (-1.54, 53.80),
    "Manchester": (-2.24, 53.48),
    "Lincolnshire": (-0.24, 53.11),
    "Shropshire": (-2.72, 52.62),
    "Birmingham": (-1.90, 52.48),
    "Norfolk": (0.95, 52.67),
    "Suffolk": (1.05, 52.22),
    "Oxfordshire": (-1.29, 51.77),
    "Essex": (0.55, 51.77),
    "Camden": (-0.16, 51.55),
    "Bristol": (-2.60, 51.47),
    "Kent": (0.73, 51.19),
    "Devon": (-3.73, 50.73),
    "Cornwall": (-4.80, 50.45),
    "Isle of Wight": (-1.33, 50.67),
}


def crowd(count: int) -> dict[str, tuple[float, float]]:
    """A country with a crowded corner: a third of the areas within a tenth of its width."""
    areas = {}
    for number in range(count):
        x, y = (number * 0.618) % 1, (number * 0.414) % 1
        near = number % 3 == 0
        areas[f"E{number:03}"] = (
            -0.4 + 0.4 * x if near else -5 + 6.5 * x,
            51.4 + 0.3 * y if near else 50 + 5.5 * y,
        )
    return areas


def is_sound(made: TileMap, count: int) -> bool:
    inside = all(0 <= x < made.columns and 0 <= y < made.rows for x, y in made.places.values())
    return inside and len(made.places) == count == len(set(made.places.values()))


def test_corners_of_the_country_stay_corners() -> None:
    places = tile_map(KNOWN).places
    assert places["Northumberland"][1] == min(row for _, row in places.values())
    assert places["Cornwall"][0] == min(column for column, _ in places.values())
    assert places["Cornwall"][1] >= max(row for _, row in places.values()) - 1
    assert places["Norfolk"][0] == max(column for column, _ in places.values())
    assert places["Kent"][0] > places["Bristol"][0] > places["Cornwall"][0]
    assert places["Leeds"][1] < places["Birmingham"][1] < places["Camden"][1]


def test_150_areas_are_placed_within_two_seconds_and_keep_their_order() -> None:
    areas = crowd(153)
    started = time.perf_counter()
    made = tile_map(areas)
    assert time.perf_counter() - started < 2
    assert is_sound(made, 153)
    assert made.columns <= 10
    right = wrong = 0
    for one, (_, north) in areas.items():
        for other, (_, further) in areas.items():
            if further - north > 1.0:
                kept = made.places[other][1] < made.places[one][1]
                right, wrong = right + kept, wrong + (not kept)
    assert wrong / (right + wrong) < 0.03


def test_the_order_of_the_input_does_not_matter() -> None:
    backwards = dict(reversed(list(KNOWN.items())))
    tile_map_again = tile_map(backwards)
    assert tile_map(KNOWN).places == tile_map_again.places


places = st.tuples(st.floats(-6, 2), st.floats(50, 56))


@given(st.dictionaries(st.text("ABCDEF0123456789", min_size=1, max_size=5), places, max_size=40))
@settings(deadline=None, max_examples=60)
def test_no_two_areas_share_a_tile(areas: dict[str, tuple[float, float]]) -> None:
    made = tile_map(areas)
    assert made == tile_map(dict(areas))
    assert is_sound(made, len(areas)) or not areas


def test_short_names_differ_and_read_like_the_name() -> None:
    short = short_names(
        [
            "Cornwall",
            "North East Lincolnshire",
            "Leeds",
            "Leicester",
            "Leicestershire",
            "West Sussex",
            "Deal upon Sea",
        ]
    )
    assert short["North East Lincolnshire"] == "NEL"
    assert short["West Sussex"] == "WSu"
    assert short["Deal upon Sea"] == "Dea"
    assert short["Cornwall"] == "Cor"
    assert len(set(short.values())) == 7
    assert all(len(word) == 3 for word in short.values())


def test_even_names_of_one_letter_get_a_code() -> None:
    assert len(set(short_names(["A", "A B", "A-B", "Aa", "B of A"]).values())) == 5


def test_an_area_without_a_place_is_in_the_table_only() -> None:
    areas = [
        MapArea("a", "Leeds", (-1.54, 53.8), "42%", "red", "/a/"),
        MapArea("b", "Kent", (0.73, 51.19), "7%", "green"),
        MapArea("c", "Nowhere", None, "Not known", "unknown"),
    ]
    view = map_view("m", "Towns", areas, measure="Share")
    assert [tile.short for tile in view.tiles] == ["Lee", "Ken"]
    assert [area.name for area in view.areas] == ["Kent", "Leeds", "Nowhere"]
    assert view.counts == {"red": 1, "green": 1, "unknown": 1}
