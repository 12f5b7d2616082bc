"""Gathers the commands: importing a topic adds its commands. Add a new topic's module here."""

from . import database, imports, returns, running
from .base import app

__all__ = ["app", "database", "imports", "returns", "running"]
