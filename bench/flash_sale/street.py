"""The buyers who are not in the shop: those still to come, and those who were told to come again.

A million of them are counted, not followed one by one: by when they came and how often they were turned
away.
"""

from collections import Counter, defaultdict
from random import Random

from local.repeating import pause_before_repeat

ARRIVE_SECONDS = 10.0
"""Within so many seconds of the opening all have come, most at its beginning."""
CAME_STEP = 0.5
"""How exactly it is remembered when somebody came who was turned away."""
REMEMBERED = 6
"""Times turned away; the pause grows no more after them."""
TOLD = {"Retry-After": "1"}

Group = tuple[float, int]
"""When they came, and how often they were turned away."""


class Street:
    def __init__(self, buyers: int, tick: float, chance: Random) -> None:
        self._buyers, self._tick, self._chance = buyers, tick, chance
        self._back: defaultdict[int, Counter[Group]] = defaultdict(Counter)
        self._arrived = 0
        self.waiting = 0
        """Told to come again."""

    @property
    def left(self) -> int:
        """All who are not in the shop and do not know yet."""
        return self._buyers - self._arrived + self.waiting

    def at_the_door(self, now: float, until: float) -> Counter[Group]:
        """Those who come, or come again, from `now` until then."""
        groups: Counter[Group] = Counter()
        for step in range(round(now / self._tick), round(until / self._tick)):
            groups.update(self._back.pop(step, {}))
        self.waiting -= groups.total()
        arrived = self._arrived_until(until)
        if arrived > self._arrived:
            groups[now, 0] += arrived - self._arrived
            self._arrived = arrived
        return groups

    def come_again(self, group: Group, now: float, buyers: int = 1) -> None:
        """So many of a group are turned away, once more."""
        came, times = group
        if not times:
            came = int(came / CAME_STEP) * CAME_STEP
        times = min(times + 1, REMEMBERED)
        pause = pause_before_repeat(TOLD, times)
        step = round((now + pause) / self._tick) + 1
        self._back[step][came, times] += buyers
        self.waiting += buyers

    def some(self, groups: Counter[Group], most: int) -> Counter[Group]:
        """Which `most` of them are let through: of each group its share, by chance to whole buyers."""
        total = groups.total()
        if total <= most:
            return groups
        chosen: Counter[Group] = Counter()
        left = most
        for group, buyers in groups.items():
            share = buyers * most / total
            count = min(left, buyers, int(share) + (self._chance.random() < share % 1))
            chosen[group] = count
            left -= count
        return chosen

    def _arrived_until(self, moment: float) -> int:
        left = max(0.0, 1.0 - moment / ARRIVE_SECONDS)
        return round(self._buyers * (1 - left * left))
