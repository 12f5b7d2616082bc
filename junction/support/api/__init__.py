"""Support by machine: each part has its router, and all are one here."""

from ninja import Router

from junction.support.api import (
    call_backs,
    carers,
    carried,
    desk,
    exclusions,
    finding,
    helpline,
    hubs,
    kept_services,
    launches,
    letters,
    linking,
    loans,
    needs,
    offer_desks,
    offers,
    pairs,
    programmes,
    proposals,
    referrals,
    texts,
    unmet,
    volunteer_answers,
    volunteers,
    worries,
)

router = Router()
router.add_router("", call_backs.router)
router.add_router("", worries.router)
router.add_router("", finding.router)
router.add_router("", volunteer_answers.router)
router.add_router("", carers.router)
router.add_router("", carried.router)
router.add_router("", desk.router)
router.add_router("", exclusions.router)
router.add_router("", helpline.router)
router.add_router("", hubs.router)
router.add_router("", letters.router)
router.add_router("", linking.router)
router.add_router("", loans.router)
router.add_router("", launches.router)
router.add_router("", needs.router)
router.add_router("", offer_desks.router)
router.add_router("", pairs.router)
router.add_router("", offers.router)
router.add_router("", programmes.router)
router.add_router("", referrals.router)
router.add_router("", unmet.router)
router.add_router("", volunteers.router)
router.add_router("", kept_services.router)
router.add_router("", texts.router)
router.add_router("", proposals.router)
