"""A place among the others of its council: all fit in the drawing, north is up, east is right."""

from hypothesis import given
from hypothesis import strategies as st

from junction.registry.rules.position import HEIGHT, WIDTH, draw_position

points = st.tuples(st.floats(-6, 2), st.floats(50, 56))


def test_north_is_up_and_east_is_right():
    drawing = draw_position((-1.6, 54.98), [(-1.5, 54.98), (-1.6, 55.05)], None)
    east, north = drawing.others
    assert east[0] > drawing.own[0] and east[1] == drawing.own[1]
    assert north[1] < drawing.own[1] and north[0] == drawing.own[0]


def test_a_place_alone_stands_in_the_middle():
    assert draw_position((-1.6, 55), [], None).own == (WIDTH / 2, HEIGHT / 2)


def test_a_kilometre_east_is_as_long_as_a_kilometre_north():
    drawing = draw_position((0.0, 60.0), [(0.1, 60.0), (0.0, 60.05)], None)  # at 60 degrees, half as long
    east, north = drawing.others
    assert abs((east[0] - drawing.own[0]) - (drawing.own[1] - north[1])) < 0.2


@given(points, st.lists(points, max_size=20), st.one_of(st.none(), points))
def test_everything_fits(own, others, middle):
    drawing = draw_position(own, others, middle)
    every = [drawing.own, *drawing.others, *([drawing.middle] if drawing.middle else [])]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in every)
