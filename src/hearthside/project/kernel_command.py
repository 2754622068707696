"""`hearthside kernel`: compile the planner for this machine, so that no plan has to wait for it."""

import argparse

from hearthside.project.endings import DONE
from hearthside.project.quiet import no_greetings


def run(arguments: argparse.Namespace) -> int:
    """Get the inner loops ready and say how long it took."""
    from hearthside.placement.solver import kernel_cache

    if not kernel_cache.is_ready():
        print("The planner is being compiled for this machine. This takes about a minute, once.", flush=True)
    with no_greetings():
        seconds = kernel_cache.prepare()
    print(f"The planner is ready ({seconds:.1f} s).")
    return DONE
