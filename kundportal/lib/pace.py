"""How often each may ask for what costs much, where writing down each time would cost more.

Counted by each web process for itself and forgotten when it ends: a brake, not a lock. What guards
a secret is counted in the database (`people/attempts.py`).
"""

from __future__ import annotations

from threading import Lock
from time import monotonic

MOST_KNOWN = 10_000


class Pace:
    """So many a minute for each, and as many at once; later ones are let by as time passes."""

    def __init__(self) -> None:
        self._left: dict[int, tuple[float, float]] = {}
        self._lock = Lock()

    def take(self, who: int, *, a_minute: int) -> bool:
        """Whether one more may be had now; if so, it is counted."""
        now = monotonic()
        with self._lock:
            left, since = self._left.get(who, (float(a_minute), now))
            left = min(left + (now - since) * a_minute / 60, a_minute)
            if len(self._left) >= MOST_KNOWN:
                self._left.clear()
            self._left[who] = (max(left - 1, 0) if left >= 1 else left, now)
        return left >= 1
