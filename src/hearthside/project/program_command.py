"""`hearthside program create`: a program, and an invitation for its first director."""

import argparse
import json

from hearthside.project.endings import DONE
from hearthside.project.up import lock
from hearthside.project.up.connected import connected
from hearthside.project.up.installation import ADDRESS, Installation

DIRECTOR = "director"


def run(arguments: argparse.Namespace) -> int:
    """Make both or neither, and show the link, which nobody can show a second time."""
    with connected() as installation:
        from django.utils.text import slugify

        from hearthside.access import limits
        from hearthside.access.actions.invitations import invite
        from hearthside.access.actions.programs import create_program
        from hearthside.access.invitation_mail import path_of
        from hearthside.ledger.actors import system_actor
        from hearthside.ledger.scope import scope
        from hearthside.people.actions.grants import grant_role_parts

        by = system_actor("command_line")
        with scope(by):
            program = create_program(
                name=arguments.name, slug=arguments.slug or slugify(arguments.name)[:60].strip("-"),
                zone=arguments.zone, by=by,
            )  # fmt: skip
            grant_role_parts(program=program, by=by)
            days = limits.number(limits.INVITATION_DAYS, program.id)
            invited = invite(
                program=program, email=arguments.director_email, name=arguments.director_name or "Director",
                roles=[DIRECTOR], days=days, by=by,
            )  # fmt: skip
        link = f"{_address(installation)}{path_of(invited)}"
        made = {"program": str(program.id), "name": program.name, "director": invited.invitation.email, "link": link}
    if arguments.json:
        print(json.dumps(made, indent=2))
    else:
        print(f"The program {program.name} is made. Its first director, {made['director']}, signs in with this link:")
        print(f"\n  {link}\n")
        print(f"It works once, within {days} days, and is not shown again.")
    return DONE


def _address(installation: Installation) -> str:
    """Where a browser reaches this installation: as the environment says, else as `up` found a port."""
    said = installation.variables.get(ADDRESS) or lock.state(installation.folder).get("address")
    return str(said or installation.environment.address).rstrip("/")
