"""What the doctor says of one thing: how it is, and what to do where it is wrong."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    about: str
    sentence: str
    remedy: str = ""
    """Empty where nothing is wrong."""

    @property
    def is_wrong(self) -> bool:
        return bool(self.remedy)
