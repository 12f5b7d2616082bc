"""Where a place lies among the others of its council, as a small drawing: no map tiles, no other party asked.

Longitudes are shortened by the cosine of the latitude, so that east and north have one scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

Point = tuple[float, float]  # longitude, latitude in degrees
WIDTH, HEIGHT, MARGIN = 320, 240, 14
LEAST_SPAN_DEGREES = 0.02  # about two kilometres: places side by side are not blown up to fill the drawing


@dataclass(frozen=True, slots=True)
class Drawing:
    """The place's own dot, the others', the middle of the council, in units of a 320 by 240 drawing."""

    own: Point
    others: tuple[Point, ...]
    middle: Point | None


def draw_position(own: Point, others: Sequence[Point], middle: Point | None) -> Drawing:
    """Lay the points out so that all fit, north up; `own` and `others` may coincide."""
    every = [own, *others, *([middle] if middle else [])]
    shrink = cos(radians(own[1]))
    east = [longitude * shrink for longitude, _ in every]
    north = [latitude for _, latitude in every]
    wide, high = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    span_east = max(max(east) - min(east), LEAST_SPAN_DEGREES)
    span_north = max(max(north) - min(north), LEAST_SPAN_DEGREES)
    scale = min(wide / span_east, high / span_north)
    centre = ((max(east) + min(east)) / 2, (max(north) + min(north)) / 2)

    def laid(point: Point) -> Point:
        x = WIDTH / 2 + (point[0] * shrink - centre[0]) * scale
        y = HEIGHT / 2 - (point[1] - centre[1]) * scale
        return round(x, 1), round(y, 1)

    return Drawing(laid(own), tuple(laid(point) for point in others), laid(middle) if middle else None)
