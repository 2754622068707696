"""What of placement may stand in an address: a place that is offered to Theo, whom everybody in the story knows."""

from hearthside.placement.actions.offers import make_offers
from tests.whole.authorization.world import World

# (name of the door, place) -> what stands there, which is one persona's own; then what staff open.
OWN_OF_PLACEMENT = {
    ("placement:accept_offer", "offer"): "own place",
    ("placement:another_offer", "offer"): "own place",
    ("placement:decline_offer", "offer"): "own place",
}
OTHERS_OF_PLACEMENT = {
    ("placement:record_answer", "offer"): "offered place",
    ("placement:extend_offer", "offer"): "offered place",
    ("placement:end_offer", "offer"): "offered place",
}


def put_placement(made: World) -> None:
    """Theo is in a group since the schedule was put there, and is asked whether he takes the place."""
    theo = made.patients["theo"]
    with made.harbor.seen_by("coordinator") as coordinator:
        (offer,) = make_offers(made.harbor.program, [theo.pk], None, by=coordinator)
    made.put("own place", "theo", offer.pk)
    made.put("offered place", "ours", offer.pk)
