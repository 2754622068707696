"""The attendance benchmark: the same seed scripts the same hours, and only the heartbeat brings the truth near."""

from statistics import quantiles

from bench.attendance.__main__ import Errors, _group
from bench.attendance.told import KINDS


def errors(seed: str) -> dict[str, Errors]:
    found = {kind: Errors() for kind in KINDS}
    _group(seed, found)
    return {kind.name: told for kind, told in found.items()}


def test_the_same_seed_gives_the_same_figures():
    assert errors("7-0") == errors("7-0")
    assert errors("7-0") != errors("8-0")


def test_a_heartbeat_is_worth_more_than_every_webhook():
    found = errors("7-0")
    p95 = {name: quantiles(told.connections, n=20)[18] for name, told in found.items()}

    assert p95["webhooks, 5 % lost, polls and heartbeat"] < 2
    assert p95["webhooks only, none lost"] > 15
