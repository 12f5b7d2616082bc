"""Every read of the roof, inside a scope."""

from .incidents import IncidentPage, incident_page
from .pictures import (
    AreaPicture,
    Figures,
    area_picture,
    group_labels,
    group_picture,
    group_places,
    home_areas,
    oversees_group,
    trail,
    trends,
    visible_area,
)
from .place_pictures import PlacePicture, Told, place_picture

__all__ = [
    "AreaPicture",
    "Figures",
    "IncidentPage",
    "PlacePicture",
    "Told",
    "area_picture",
    "group_labels",
    "group_picture",
    "group_places",
    "home_areas",
    "incident_page",
    "oversees_group",
    "place_picture",
    "trail",
    "trends",
    "visible_area",
]
