"""Supply by machine: each part has its router, and all are one here."""

from ninja import Router

router = Router()
router.add_router("", "junction.supply.api.cover.router")
router.add_router("", "junction.supply.api.orders.router")
router.add_router("", "junction.supply.api.emergencies.router")
router.add_router("", "junction.supply.api.flow.router")
router.add_router("", "junction.supply.api.place_counts.router")
router.add_router("", "junction.supply.api.runs.router")
