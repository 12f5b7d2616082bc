"""Assurance by machine: each part has its router, and all are one here."""

from ninja import Router

from . import plans

router = Router()
router.add_router("", plans.router)
