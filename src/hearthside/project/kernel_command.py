"""`hearthside kernel`: compile the planner for this machine, so that no plan has to wait for it."""

import argparse

from hearthside.project.endings import DONE


def run(arguments: argparse.Namespace) -> int:
    """Get the inner loops ready and say how long it took."""
    from hearthside.placement.solver import kernel_cache

    if not kernel_cache.is_ready():
        print("The planner is being compiled for this machine. This takes about a minute, once.", flush=True)
    print(f"The planner is ready ({kernel_cache.prepare():.1f} s).")
    return DONE
