"""How a process that serves pages keeps its memory, and how its threads take turns."""

import gc
import sys

from django.urls import get_resolver

# Made and thrown away by a large page, with room to spare: Python then looks for rings of forgotten things between
# pages and not in the middle of each, and at all that a process has but rarely.
YOUNG, MIDDLE, OLD = 20_000, 20, 50
# A page has some twenty answers of the database to go on with, and after each it waits for its turn until whoever draws
# another page has had theirs: five milliseconds each, if Python is not told otherwise.
TURN_SECONDS = 0.0005


def keep_what_is_loaded() -> None:
    """
    Load every page's code, and let the search for forgotten memory pass by all that is there now.

    A search through all of it takes a tenth of a second, and whoever's page it fell upon waited for it.
    """
    # Read for what it loads.
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def take_short_turns() -> None:
    """Let a page that has its answer go on soon, whatever other pages of this process are busy with."""
    sys.setswitchinterval(TURN_SECONDS)
