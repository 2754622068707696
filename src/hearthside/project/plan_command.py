"""`hearthside plan`: from the first moment on, whoever stops it still gets a checked week."""

import argparse

from hearthside.project.interruption import Interruption


def run(arguments: argparse.Namespace) -> int:
    """Plan, and give the exit code."""
    with Interruption() as interrupted:
        # Loading what plans takes a tenth of a second, in which somebody may press Ctrl-C already.
        from hearthside.project import planning

        return planning.run(arguments, interrupted)
