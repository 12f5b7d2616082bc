"""Assurance by machine: each part has its router, and all are one here."""

from ninja import Router

from . import plans, setting

router = Router()
router.add_router("", plans.router)
router.add_router("", setting.router)
router.add_router("", "junction.assurance.api.answers.router")
router.add_router("", "junction.assurance.api.national.router")
router.add_router("", "junction.assurance.api.owning.router")
router.add_router("", "junction.assurance.api.learning.router")
router.add_router("", "junction.assurance.api.lessons.router")
router.add_router("", "junction.assurance.api.practice.router")
router.add_router("", "junction.assurance.api.escalations.router")
router.add_router("", "junction.assurance.api.stocktakes.router")
router.add_router("", "junction.assurance.api.offered.router")
router.add_router("", "junction.assurance.api.easements.router")
router.add_router("", "junction.assurance.api.evidence.router")
router.add_router("", "junction.assurance.api.signing.router")
router.add_router("", "junction.assurance.api.reviews.router")
router.add_router("", "junction.assurance.api.heard.router")
router.add_router("", "junction.assurance.api.reviewing.router")
