"""The record by machine: each part has its router, and all are one here."""

from ninja import Router

router = Router()
router.add_router("", "junction.record.api.documents.router")
router.add_router("", "junction.record.api.layers.router")
router.add_router("", "junction.record.api.promises.router")
router.add_router("", "junction.record.api.asks.router")
router.add_router("", "junction.record.api.meetings.router")
router.add_router("", "junction.record.api.decisions.router")
router.add_router("", "junction.record.api.threads.router")
router.add_router("", "junction.record.api.confirmations.router")
router.add_router("", "junction.record.api.extracts.router")
router.add_router("", "junction.record.api.retention.router")
