"""Support by machine: each part has its router, and all are one here."""

from ninja import Router

router = Router()
