"""A refusal is a normal answer: what is wrong, why, and what can be done instead."""


class Refusal(Exception):
    """
    The program says no, in a sentence a person can act on.

    A refusal carries its facts as attributes, so nobody tells refusals apart by their English.
    """

    @property
    def brief(self) -> str:
        """The same for somebody who reads it on a screen."""
        return str(self)
