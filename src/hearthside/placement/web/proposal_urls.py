"""Addresses of planned weeks."""

from django.urls import path

from hearthside.placement.web import proposal, proposals

ONE = "proposals/<uuid:proposal>/"

urlpatterns = [
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/new/", proposals.new, name="propose"),
    path(ONE, proposal.proposal, name="proposal"),
    path(ONE + "cancel/", proposal.cancel, name="cancel_proposal"),
    path(ONE + "<slug:which>/publish/", proposal.publish_answer, name="publish"),
    path(ONE + "<slug:which>/take-out/", proposal.take_out_of, name="take_out"),
]
