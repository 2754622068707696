"""What of exchange with other systems may stand in an address: what a coordinator sent and has not brought in yet."""

from hearthside.interop.actions.uploads import keep_upload
from hearthside.interop.upload.unpacking import BUNDLE, Sent
from hearthside.ledger.actors import Actor
from hearthside.ledger.scope import scope
from tests.interop import bundles
from tests.whole.authorization.world import World


def put_interop(made: World) -> None:
    """A bundle of one made-up applicant, looked at and not confirmed."""
    program = made.harbor.program
    by = Actor(account=made.accounts["intake"].id, program=program.id, roles=frozenset({"intake"}))
    bundle = Sent(BUNDLE, {"bundle.json": bundles.bundle(bundles.patient())})
    with scope(by):
        kept = keep_upload(program=program, sent=bundle, source="fhir", week=None, by=by)
    made.put("own upload", "intake", kept.pk)
