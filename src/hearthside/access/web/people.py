"""Who is of the program: roles given and ended, invitations, access ended at once, the program's sign-in log."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hearthside.access import charts, invitation_mail, limits
from hearthside.access.actions.ending import end_access_everywhere
from hearthside.access.actions.invitations import Invited, invite, resend_invitation, revoke_invitation
from hearthside.access.actions.roles import end_role, give_role
from hearthside.access.models import Account, Invitation, Program
from hearthside.access.permissions import Permission, may_do
from hearthside.access.queries import Person, at_the_door, open_invitations, people_of, person_of
from hearthside.access.roles import ROLE_NAMES
from hearthside.access.rule import rule
from hearthside.access.web.asking import actor_of, program_of
from hearthside.access.web.door_words import Line
from hearthside.access.web.forms import InviteForm, RoleForm
from hearthside.base.refusal import Refusal
from hearthside.base.text import folded
from hearthside.ledger import clock, reading
from hearthside.ui import listing

PART = "accounts"
PATIENTS = "patients"


@rule(PART, purpose=reading.OPERATIONS)
def people(request: HttpRequest) -> HttpResponse:
    """Accounts of the program with their roles; staff, or patients and partners; and the invitations that are open."""
    program = program_of(request)
    staff = request.GET.get("side") != PATIENTS or not charts.are_known()
    found = people_of(program, staff=staff)
    if words := folded(request.GET.get("q", "")):
        found = [p for p in found if words in folded(p.account.name) or words in p.account.email]
    page = listing.page(request.GET, found)
    if not staff:
        _note(program, list(page))
    return render(
        request,
        "access/people.html",
        {
            "page": page,
            "staff": staff,
            "charts_known": charts.are_known(),
            "invitations": open_invitations(program, staff=staff),
            "now": clock.now(),
            "may_change": may_do(actor_of(request).roles, Permission.INVITE),
        },
    )


@rule(PART, mode="write", purpose=reading.OPERATIONS)
def invite_somebody(request: HttpRequest) -> HttpResponse:
    """Invite somebody to work in the program."""
    program = program_of(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = invite(
                program=program,
                email=form.cleaned_data["email"],
                name=form.cleaned_data["name"],
                roles=form.cleaned_data["roles"],
                days=limits.number(limits.INVITATION_DAYS, program.id),
                by=actor_of(request),
            )
        except Refusal as refusal:
            form.add_error("email", str(refusal))
        else:
            return _sent(request, invited)
    return render(request, "access/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@rule(PART, mode="write", purpose=reading.OPERATIONS)
@require_POST
def send_again(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """A new link for an open invitation; the old one stops working."""
    program = program_of(request)
    try:
        days = limits.number(limits.INVITATION_DAYS, program.id)
        invited = resend_invitation(invitation=_invitation(program, invitation), days=days, by=actor_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("access:people")
    return _sent(request, invited)


@rule(PART, mode="write", purpose=reading.OPERATIONS)
@require_POST
def take_back(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """An invitation that shall open nothing any more."""
    try:
        revoke_invitation(invitation=_invitation(program_of(request), invitation), by=actor_of(request))
        messages.success(request, "The invitation is taken back. Its link opens nothing.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("access:people")


@rule(PART, purpose=reading.OPERATIONS)
def person(request: HttpRequest, account: UUID) -> HttpResponse:
    """Somebody's roles and second step, and what may be done about them."""
    return _person_page(request, _person(request, account))


@rule(PART, mode="write", purpose=reading.OPERATIONS)
@require_POST
def give(request: HttpRequest, account: UUID) -> HttpResponse:
    """Another role for somebody of the program."""
    found = _person(request, account)
    form = RoleForm(request.POST, held=found.roles)
    if form.is_valid():
        role = form.cleaned_data["role"]
        try:
            give_role(account=found.account, program=program_of(request), role=role, by=actor_of(request))
        except Refusal as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"The role {ROLE_NAMES[role]} is given.")
            return redirect("access:person", account=account)
    return _person_page(request, found, form)


@rule(PART, mode="write", purpose=reading.OPERATIONS)
@require_POST
def take(request: HttpRequest, account: UUID) -> HttpResponse:
    """End one role of somebody."""
    found = _person(request, account)
    role = request.POST.get("role", "")
    try:
        end_role(account=found.account, program=program_of(request), role=role, by=actor_of(request))
        messages.success(request, f"The role {ROLE_NAMES[role]} is ended.")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("access:person", account=account)


@rule("ending-access", mode="write", purpose=reading.OPERATIONS)
def end_access(request: HttpRequest, account: UUID) -> HttpResponse:
    """End all access of somebody at once, after a look at what that means."""
    found = _person(request, account)
    if request.method == "POST":
        try:
            end_access_everywhere(account=found.account, program=program_of(request), by=actor_of(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("access:person", account=account)
        messages.success(request, "Access is ended. Every device is signed out.")
        return redirect("access:people")
    return render(request, "access/end_access.html", {"person": found})


@rule("sign-in-log", purpose=reading.OPERATIONS)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Everything that happened at the door of this program."""
    program = program_of(request)
    of_program = Account.objects.filter(roles_held__program=program).distinct()
    page = listing.page(request.GET, at_the_door(of_program.values_list("id", flat=True), unknown=True))
    lines = [Line(entry) for entry in page]
    shown = [line.account for line in lines if line.account]
    # Patients and partners stand there by their ids alone.
    staff = {p.account.pk: p.account.name for p in people_of(program, staff=True) if p.account.pk in shown}
    named = [Line(line.entry, staff.get(line.account, "")) if line.account else line for line in lines]
    return render(request, "access/program_sign_ins.html", {"page": page, "lines": named})


def _person(request: HttpRequest, account: UUID) -> Person:
    """Somebody of the program; that a patient's account is shown is written down, and without that not shown."""
    program = program_of(request)
    found = person_of(program, account)
    if found is None or (not found.is_staff and found.roles and not charts.are_known()):
        raise Http404
    if not found.is_staff:
        _note(program, [found])
    return found


def _note(program: Program, shown: list[Person]) -> None:
    patients = charts.of(program.id, [person.account.pk for person in shown])
    if patients:
        reading.note(patients=patients.values(), part=PART, purpose=reading.OPERATIONS)


def _person_page(request: HttpRequest, found: Person, form: RoleForm | None = None) -> HttpResponse:
    roles = actor_of(request).roles
    context = {
        "person": found,
        "form": form or RoleForm(held=found.roles),
        "held": [(role, ROLE_NAMES[role]) for role in found.roles],
        "may_change": may_do(roles, Permission.INVITE),
        "may_end": may_do(roles, Permission.END_ACCESS) and actor_of(request).account != found.account.pk,
    }
    return render(request, "access/person.html", context, status=422 if form is not None else 200)


def _invitation(program: Program, invitation: UUID) -> Invitation:
    found = Invitation.objects.filter(program=program, pk=invitation).first()
    if found is None:
        raise Http404
    return found


def _sent(request: HttpRequest, invited: Invited) -> HttpResponse:
    """The link is shown once, to be handed over where mail does not arrive; it is kept nowhere."""
    link = invitation_mail.send(request, invited)
    return render(request, "access/invited.html", {"invitation": invited.invitation, "link": link})
