"""Who sees what was typed in a room: the page alone, which tells whoever is there."""

from hearthside.live.sql import BEHIND

ROWS = {"live_typed_line": BEHIND}
