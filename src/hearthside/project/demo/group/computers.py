"""The computers from which people of a group are connected: one for each who leads, and one for all others."""

from dataclasses import dataclass

from hearthside.project.demo.group.bots import GONE, IN, REFUSED
from hearthside.project.demo.group.bringing import Bringing
from hearthside.project.demo.group.guests import Guest
from hearthside.project.demo.group.process import Process


@dataclass
class Place:
    """A guest, where they are connected from, and since when they wait to try again."""

    guest: Guest
    process: Process | None = None
    sid: str = ""
    asked_at: float = 0.0
    killed: bool = False


class Computers:
    """All of them."""

    def __init__(self, places: list[Place], bringing: Bringing) -> None:
        self._places, self._bringing = places, bringing
        self._patients: Process | None = None

    def of(self, place: Place) -> Process:
        """Who leads has a computer of their own, which may die; the others share one."""
        if not place.guest.is_staff:
            self._patients = self._patients or Process(self._bringing.there)
            return self._patients
        if place.process is None or not place.process.lives:
            place.process = Process(self._bringing.there)
        return place.process

    def heard(self) -> str:
        """What became of those who were on their way: the last of it in words."""
        of, words = {str(place.guest.who): place for place in self._places}, ""
        for line in (line for process in self._all() for line in process.said()):
            place = of[line["who"]]
            if line["what"] == IN:
                place.sid, words = line["sid"], f"{place.guest.name} is in."
            elif line["what"] in (GONE, REFUSED):
                place.sid = ""
        return words

    def end(self) -> None:
        """Everybody leaves."""
        for process in self._all():
            process.end()

    def _all(self) -> list[Process]:
        return [each for each in (self._patients, *(place.process for place in self._places)) if each]
