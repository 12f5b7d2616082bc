"""Gathers the commands: importing a topic adds its commands. Add a new topic's module here."""

from . import (
    areas,
    backups,
    database,
    directory,
    docs,
    doctor,
    documents,
    exercise,
    exports,
    imports,
    people,
    places,
    postcodes,
    returns,
    running,
    series,
)
from .base import app

__all__ = [
    "app",
    "areas",
    "backups",
    "database",
    "directory",
    "docs",
    "doctor",
    "documents",
    "exercise",
    "exports",
    "imports",
    "people",
    "places",
    "postcodes",
    "returns",
    "running",
    "series",
]
