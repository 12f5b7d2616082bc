"""Every read of the roof, inside a scope."""

from .pictures import AreaPicture, Figures, area_picture, home_areas, trail, visible_area
from .place_pictures import PlacePicture, Told, place_picture

__all__ = [
    "AreaPicture",
    "Figures",
    "PlacePicture",
    "Told",
    "area_picture",
    "home_areas",
    "place_picture",
    "trail",
    "visible_area",
]
