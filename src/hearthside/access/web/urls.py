"""Addresses of accounts, roles, invitations."""

from django.urls import path

from hearthside.access.web import account, invitation, people

app_name = "access"

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/name/", account.name, name="name"),
    path("account/devices/", account.devices, name="devices"),
    path("account/sign-ins/", account.sign_ins, name="sign_ins"),
    path("account/program/", account.choose_program, name="choose_program"),
    path("people-and-roles/", people.people, name="people"),
    path("people-and-roles/invite/", people.invite_somebody, name="invite"),
    path("people-and-roles/sign-ins/", people.sign_ins, name="program_sign_ins"),
    path("people-and-roles/invitations/<uuid:invitation>/send-again/", people.send_again, name="send_again"),
    path("people-and-roles/invitations/<uuid:invitation>/take-back/", people.take_back, name="take_back"),
    path("people-and-roles/<uuid:account>/", people.person, name="person"),
    path("people-and-roles/<uuid:account>/give/", people.give, name="give_role"),
    path("people-and-roles/<uuid:account>/end-role/", people.take, name="end_role"),
    path("people-and-roles/<uuid:account>/end-access/", people.end_access, name="end_access"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
]
