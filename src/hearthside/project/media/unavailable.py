"""What one way of getting the media server says when it is closed on this machine."""

from hearthside.base.refusal import Refusal


class NotThisWay(Refusal):
    """Why it cannot be got like this, in a few words that stand in a longer sentence."""
