"""Who was there is worked out and attested: by Dana, where she treated, and by compliance for the rest."""

from datetime import timedelta

from hearthside.ledger import clock
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import looking_as
from hearthside.live.actions.attesting.attesting import attest
from hearthside.live.actions.attesting.freezing import judge_attendance
from hearthside.live.queries.attested_standing import facilitated
from hearthside.project.demo.bonds import acts
from hearthside.project.demo.lived.playing import Played

TREATS, ANSWERS = "Dana Reyes", "Avery Quinn"
# When the last evidence is old enough, when somebody signs, and from when on a session has been signed.
JUDGED_AFTER, SIGNED_AFTER, SIGNED_WITHIN = timedelta(minutes=2), timedelta(minutes=9), timedelta(hours=20)


def attested(played: Played) -> bool:
    """Judge the evidence of a session that was played, and sign it, unless it was yesterday: then it waits for you."""
    closed_at = played.closed_at
    with played.at(closed_at + JUDGED_AFTER):
        version = judge_attendance(live=played.live, by=played.watch)
    if version is None or closed_at > clock.written_at() - SIGNED_WITHIN:
        return False
    program = played.plan.session.program
    dana: Actor = acts(program, TREATS)
    assert dana.account is not None
    with played.at(closed_at + SIGNED_AFTER):
        signs = dana if facilitated(played.live.pk, dana.account) else acts(program, ANSWERS)
    with clock.told_as_of(closed_at + SIGNED_AFTER, by=played.storyteller), looking_as(signs):
        attest(live=played.live, number=version.n, by=signs)
    return True
