"""
What every test shares: how many made-up cases Hypothesis tries, always the same ones.

`make test-fast` asks for few, `make test-long` for many; without a word from either it is the full run's number.
"""

import os

from hypothesis import HealthCheck, settings

_COMMON = {"derandomize": True, "deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}

settings.register_profile("fast", max_examples=25, **_COMMON)
settings.register_profile("full", max_examples=100, **_COMMON)
settings.register_profile("long", max_examples=1000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "full"))
