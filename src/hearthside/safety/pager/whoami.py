"""As whom the engine acts: for all programs, under a name of its own."""

from hearthside.ledger.actors import system_actor

PAGER = system_actor("pager")
