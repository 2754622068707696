"""Addresses of planned weeks."""

from django.urls import path

from hearthside.placement.web import proposal, proposals, publishing

ONE = "proposals/<uuid:proposal>/"

urlpatterns = [
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/new/", proposals.new, name="propose"),
    path(ONE, proposal.proposal, name="proposal"),
    path(ONE + "cancel/", proposal.cancel, name="cancel_proposal"),
    path(ONE + "publishing/", publishing.publishing, name="publishing"),
    path(ONE + "<slug:which>/publish/", publishing.publish_answer, name="publish"),
    path(ONE + "<slug:which>/take-out/", publishing.take_out_of, name="take_out"),
]
