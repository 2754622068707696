"""How a process that serves pages keeps its memory: what it loads at the start stays for good."""

import gc

from django.urls import get_resolver

# Made and thrown away by a large page, with room to spare: Python then looks for rings of forgotten things between
# pages and not in the middle of each, and at all that a process has but rarely.
YOUNG, MIDDLE, OLD = 20_000, 20, 50


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
