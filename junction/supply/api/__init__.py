"""Supply by machine: each part has its router, and all are one here."""

from ninja import Router

router = Router()
router.add_router("", "junction.supply.api.cover.router")
router.add_router("", "junction.supply.api.orders.router")
router.add_router("", "junction.supply.api.emergencies.router")
router.add_router("", "junction.supply.api.flow.router")
router.add_router("", "junction.supply.api.place_counts.router")
router.add_router("", "junction.supply.api.runs.router")
router.add_router("", "junction.supply.api.problems.router")
router.add_router("", "junction.supply.api.offers.router")
router.add_router("", "junction.supply.api.hub.router")
router.add_router("", "junction.supply.api.aid.router")
router.add_router("", "junction.supply.api.deciding.router")
router.add_router("", "junction.supply.api.deliveries.router")
router.add_router("", "junction.supply.api.picking.router")
