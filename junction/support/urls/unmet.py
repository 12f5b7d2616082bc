"""Doors of what is not met, and of proposals for new provision."""

from django.urls import URLPattern, path

from junction.support.views import proposal_writing, proposals, unmet

urlpatterns: list[URLPattern] = [
    path("support/unmet/", unmet.unmet, name="unmet"),
    path("support/unmet/figures/", unmet.unmet_figures, name="unmet-figures"),
    path("support/proposals/", proposals.proposals, name="proposals"),
    path("support/proposals/new/", proposal_writing.propose, name="propose"),
    path("support/proposals/<int:number>/", proposals.proposal, name="proposal"),
    path("support/proposals/<int:number>/decide/", proposal_writing.decide, name="decide-on-proposal"),
    path("support/proposals/<int:number>/hand-over/", proposal_writing.hand_over, name="hand-over-proposal"),
]
