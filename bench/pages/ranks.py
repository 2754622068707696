"""Can two lists of times be told apart? The rank test of Mann and Whitney, with ties and a normal approximation."""

import math
from collections.abc import Sequence
from itertools import groupby


def p_value(one: Sequence[float], two: Sequence[float]) -> float:
    """
    How likely ranks as uneven as these are if both lists come from the same distribution; two-sided.

    Exact enough from about twenty times in each list on.
    """
    ordered = sorted([(time, 0) for time in one] + [(time, 1) for time in two])
    n, m, total = len(one), len(two), len(one) + len(two)
    ranks_of_one, ties, place = 0.0, 0.0, 0
    for _, group in groupby(ordered, key=lambda pair: pair[0]):
        same = list(group)
        middle = place + (len(same) + 1) / 2
        ranks_of_one += middle * sum(which == 0 for _, which in same)
        ties += len(same) ** 3 - len(same)
        place += len(same)
    u = ranks_of_one - n * (n + 1) / 2
    spread = math.sqrt(n * m / 12 * ((total + 1) - ties / (total * (total - 1))))
    return 1.0 if spread == 0 else math.erfc(abs(u - n * m / 2) / spread / math.sqrt(2))
