"""`hearthside live`: watches the rooms of every session that is held, or stands by for whoever does."""

import argparse

from hearthside.project.endings import DONE
from hearthside.project.up import live
from hearthside.project.up.connected import connected


def run(arguments: argparse.Namespace) -> int:
    """
    Until Ctrl-C. `make up` runs one by itself; another one, on this machine or on a second, stands by.

    Raises:
        NothingHere, DoesNotAnswer: there is no installation, or its database lets nobody in.
    """
    with connected():
        live.main()
    return DONE
