"""
When a stand-in is called, and when that is taken back.

Called as soon as somebody may be gone whom the ratio needs, so that a console sounds within seconds; taken back when
enough staff is there again, unless somebody has said that they come. A block that is about to begin with too few is
warned of while there is time.
"""

from collections.abc import Iterator

from hearthside.live.attendance.ratio import need_in_block
from hearthside.live.watch.decisions import Decision, RaisePage, ResolvePage, WithdrawPage
from hearthside.live.watch.facts import NEXT_BLOCK, RATIO, Facts, OpenPage, Times
from hearthside.live.watch.lives import Present
from hearthside.live.watch.ratio import Standing
from hearthside.live.words import OK, SUSPECT


def for_ratio(room: str, standing: Standing, facts: Facts, times: Times, now: int) -> Iterator[Decision]:
    """The page of a room that has, or may have, too few staff."""
    page = facts.pages.get((room, RATIO))
    if standing.state != OK and page is None:
        yield RaisePage(room, RATIO, standing.state, standing.patients, standing.staff, standing.needed)
    if standing.state == OK and page is not None:
        yield _over(room, RATIO, page, times, now)


def ahead(room: str, here: Present, standing: Standing, facts: Facts, times: Times, now: int) -> Iterator[Decision]:
    """
    The page before a block that asks for more staff than is there: raised when the clock comes near it, or before by
    whoever pressed for it. It stands as long as they are too few.
    """
    page = facts.pages.get((room, NEXT_BLOCK))
    needed = needed_next(here, facts)
    is_near = facts.next_block_at is not None and now >= facts.next_block_at - times.warn_ahead
    is_short = needed is not None and standing.state == OK and standing.staff < needed
    if is_short and is_near and page is None:
        assert needed is not None
        yield RaisePage(room, NEXT_BLOCK, SUSPECT, standing.patients, standing.staff, needed)
    if page is not None and not is_short:
        yield _over(room, NEXT_BLOCK, page, times, now)


def needed_next(here: Present, facts: Facts) -> int | None:
    """How many staff those who are here now would need in the next block; None where there is none."""
    following = facts.block + 1
    if following >= len(facts.blocks):
        return None
    needed, _ = need_in_block(facts.blocks, following, len(here.patients), here.couples)
    return needed


def _over(room: str, cause: str, page: OpenPage, times: Times, now: int) -> Decision:
    if page.accepted:
        return ResolvePage(room, cause)
    return WithdrawPage(room, cause, flap=now - page.raised_at <= times.flap)
