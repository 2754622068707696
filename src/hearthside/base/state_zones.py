"""
The time zones of each state, the one of most of its people first.

A state says where somebody may be treated; it does not always say what time it is there. Where there are two, people
are asked.
"""

_EASTERN, _CENTRAL = "America/New_York", "America/Chicago"
_MOUNTAIN, _PACIFIC = "America/Denver", "America/Los_Angeles"

STATE_ZONES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("CT DE DC GA ME MD MA NH NJ NY NC OH PA RI SC VT VA WV".split(), (_EASTERN,)),
    **dict.fromkeys("AL AR IL IA LA MN MS MO OK WI".split(), (_CENTRAL,)),
    **dict.fromkeys("CO MT NM UT WY".split(), (_MOUNTAIN,)),
    **dict.fromkeys("CA WA".split(), (_PACIFIC,)),
    "AK": ("America/Anchorage", "America/Adak"),
    "AS": ("Pacific/Pago_Pago",),
    # The Navajo Nation keeps daylight saving time, the rest of Arizona does not.
    "AZ": ("America/Phoenix", _MOUNTAIN),
    "FL": (_EASTERN, _CENTRAL),
    "GU": ("Pacific/Guam",),
    "HI": ("Pacific/Honolulu",),
    "ID": ("America/Boise", _PACIFIC),
    "IN": ("America/Indiana/Indianapolis", _CENTRAL),
    "KS": (_CENTRAL, _MOUNTAIN),
    "KY": ("America/Kentucky/Louisville", _CENTRAL),
    "MI": ("America/Detroit", "America/Menominee"),
    "MP": ("Pacific/Saipan",),
    "ND": (_CENTRAL, _MOUNTAIN),
    "NE": (_CENTRAL, _MOUNTAIN),
    "NV": (_PACIFIC, _MOUNTAIN),
    "OR": (_PACIFIC, "America/Boise"),
    "PR": ("America/Puerto_Rico",),
    "SD": (_CENTRAL, _MOUNTAIN),
    "TN": (_CENTRAL, _EASTERN),
    "TX": (_CENTRAL, _MOUNTAIN),
    "VI": ("America/St_Thomas",),
}
