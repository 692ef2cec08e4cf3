"""Profiles of hypothesis: `quick` (each run the same, some seconds) and `deep` (thousands of random examples).

Choose with `HYPOTHESIS_PROFILE=deep`, and the number of examples of a test with `HYPOTHESIS_EXAMPLES=20000`.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

MANY = int(os.environ.get("HYPOTHESIS_EXAMPLES", "5000"))
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile("quick", max_examples=100, derandomize=True, deadline=None, print_blob=True, suppress_health_check=SLOW)
settings.register_profile("deep", max_examples=MANY, deadline=None, print_blob=True, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))
