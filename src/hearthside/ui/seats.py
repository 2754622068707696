"""Seats of a group: people as dots, couples among them, free seats as rings, therapists as squares, and the words."""

from dataclasses import dataclass

# More would say nothing to the eye; the words stay.
MOST_DRAWN = 30
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True)
class Seating:
    """`couples` are pairs, both of whom are counted in `people`; `cap` is the most people allowed."""

    people: int
    cap: int
    couples: int = 0
    staff: int = 0

    @property
    def drawn(self) -> list[str]:
        """What each seat is, in the order it is drawn."""
        paired = min(2 * self.couples, self.people)
        within = min(self.people, self.cap)
        seats = ["person"] * (self.people - paired) + ["couple"] * paired
        seats[within:] = ["over"] * (self.people - within)
        seats += ["free"] * (self.cap - within) + ["staff"] * self.staff
        return seats if len(seats) <= MOST_DRAWN else []

    @property
    def words(self) -> str:
        """The same in words: "8 of 10, one couple, two therapists"."""
        if self.people > self.cap:
            said = f"{self.people} people, {self.people - self.cap} over the most of {self.cap}"
        else:
            said = f"{self.people} of {self.cap}"
        if self.couples:
            said += f", {counted(self.couples, 'couple')}"
        if self.staff:
            said += f", {counted(self.staff, 'therapist')}"
        return said


def counted(number: int, thing: str) -> str:
    """One couple, two couples, 14 couples."""
    word = WORDS[number] if number < len(WORDS) else str(number)
    return f"{word} {thing}" if number == 1 else f"{word} {thing}s"
