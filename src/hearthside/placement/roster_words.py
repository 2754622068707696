"""
What made-up rosters are drawn from: invented names, and the states by how many people live there.

Residents are the 2020 census counts in thousands (public domain). A state that keeps two clocks is given its second
zone and the share of its people who live by it, rounded.
"""

FIRST_NAMES = (
    "Ada Alba Amir Anouk Ben Bianca Cleo Dalia Dara Eli Ema Enzo Farid Finn Gia Hana Hugo Ines Ivo Jun Kaia Kofi Lena "
    "Luca Mara Milo Nia Nour Omar Otto Pia Quin Rafa Rosa Sami Sela Tariq Tessa Uma Vera Wren Xara Yann Yuki Zane Zoe"
).split()

LAST_NAMES = (
    "Abara Almeida Bauer Bianchi Castillo Costa Dube Duarte Eriksen Farkas Fischer Gallo Haddad Hansen Ivanov Jansen "
    "Kaya Keita Lindqvist Lopes Mbeki Moreau Nakata Novak Okoro Osei Petrov Pires Quispe Rahimi Rossi Santos Sato "
    "Tanaka Teixeira Udo Ueda Varga Vidal Weiss Wolff Xu Yilmaz Zamora Zeller"
).split()

# State: residents in thousands, zone (, second zone, share living by it).
STATES: dict[str, tuple[int, str] | tuple[int, str, str, float]] = {
    "CA": (39538, "America/Los_Angeles"),
    "TX": (29146, "America/Chicago", "America/Denver", 0.03),
    "FL": (21538, "America/New_York", "America/Chicago", 0.05),
    "NY": (20201, "America/New_York"),
    "PA": (13003, "America/New_York"),
    "IL": (12813, "America/Chicago"),
    "OH": (11799, "America/New_York"),
    "GA": (10712, "America/New_York"),
    "NC": (10439, "America/New_York"),
    "MI": (10077, "America/Detroit"),
    "NJ": (9289, "America/New_York"),
    "VA": (8631, "America/New_York"),
    "WA": (7705, "America/Los_Angeles"),
    "AZ": (7152, "America/Phoenix"),
    "MA": (7030, "America/New_York"),
    "TN": (6911, "America/Chicago", "America/New_York", 0.36),
    "IN": (6786, "America/Indiana/Indianapolis", "America/Chicago", 0.12),
    "MD": (6177, "America/New_York"),
    "MO": (6155, "America/Chicago"),
    "WI": (5894, "America/Chicago"),
    "CO": (5774, "America/Denver"),
    "MN": (5706, "America/Chicago"),
    "SC": (5118, "America/New_York"),
    "AL": (5024, "America/Chicago"),
    "LA": (4658, "America/Chicago"),
    "KY": (4506, "America/New_York", "America/Chicago", 0.25),
    "OR": (4237, "America/Los_Angeles"),
    "OK": (3959, "America/Chicago"),
    "CT": (3606, "America/New_York"),
    "UT": (3272, "America/Denver"),
    "IA": (3190, "America/Chicago"),
    "NV": (3105, "America/Los_Angeles"),
    "AR": (3012, "America/Chicago"),
    "MS": (2961, "America/Chicago"),
    "KS": (2938, "America/Chicago"),
    "NM": (2118, "America/Denver"),
    "NE": (1962, "America/Chicago", "America/Denver", 0.08),
    "ID": (1839, "America/Boise", "America/Los_Angeles", 0.2),
    "WV": (1794, "America/New_York"),
    "HI": (1455, "Pacific/Honolulu"),
    "NH": (1378, "America/New_York"),
    "ME": (1362, "America/New_York"),
    "RI": (1097, "America/New_York"),
    "MT": (1084, "America/Denver"),
    "DE": (990, "America/New_York"),
    "SD": (887, "America/Chicago", "America/Denver", 0.25),
    "ND": (779, "America/Chicago", "America/Denver", 0.1),
    "AK": (733, "America/Anchorage"),
    "DC": (690, "America/New_York"),
    "VT": (643, "America/New_York"),
    "WY": (577, "America/Denver"),
}
