"""Who sees that clocks are apart: the page of live sessions alone, which tells whoever watches over the program."""

from hearthside.live.sql import BEHIND

ROWS = {"live_clock_alarm": BEHIND}
