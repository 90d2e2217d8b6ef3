"""Each alarm of the template goes off when it should, its page is followed as it stands, and the alarm ends.

The shop is real (a local run), the alarms are the template's own, evaluated over what was logged and the
queues (local/alarms).
"""

from collections.abc import Iterator

import pytest

from local.alarms.alarms import MetricAlarm
from local.alarms.shop import states
from tests.runbook.pages import COMMAND, LOOK, commands, pages
from tests.runbook.provocations import NOT_HERE, PROVOCATIONS, Provocation
from tests.runbook.shop import Shop, start, until


@pytest.fixture(scope="session")
def shop() -> Iterator[Shop]:
    """What takes its time to go wrong has begun."""
    shop = start()
    try:
        assert shop.going_off() == set(), "a shop that has just begun is well"
        for provocation in PROVOCATIONS:
            provocation.begin(shop)
        yield shop
    finally:
        assert shop.run.stop() == 0


@pytest.mark.leaking  # it plays the warehouse, too, which has callback ids
@pytest.mark.parametrize("provocation", PROVOCATIONS, ids=lambda one: one.page)
def test_it_goes_off_and_its_page_ends_it(shop: Shop, provocation: Provocation) -> None:
    provocation.provoke(shop)
    wanted = set(provocation.alarms)
    until(lambda: wanted <= shop.going_off(provocation.ahead), f"{wanted} did not go off")

    page = pages()[provocation.page]
    for line in commands(page, LOOK):
        shop.follow(line, may_find=True)
    provocation.repair(shop)
    for line in commands(page, COMMAND):
        shop.follow(line)

    later = max(provocation.ahead, provocation.within)
    until(lambda: not wanted & shop.going_off(later), f"{wanted} did not end")


@pytest.mark.parametrize("name", [name for name in pages() if name in NOT_HERE])
def test_the_commands_of_a_page_whose_alarm_cannot_be_provoked_here_work(shop: Shop, name: str) -> None:
    for part in (LOOK, COMMAND):
        for line in commands(pages()[name], part):
            shop.follow(line)


def test_no_alarm_is_left_out(shop: Shop) -> None:
    tells = {
        name for name, one in states().items() if not isinstance(one.alarm, MetricAlarm) or one.alarm.actions
    }
    provoked = {name for one in PROVOCATIONS for name in one.alarms}

    assert provoked | NOT_HERE.keys() == tells
    assert not provoked & NOT_HERE.keys()


def test_after_all_of_it_every_promise_is_kept(shop: Shop) -> None:
    shop.follow(".venv/bin/python -m ops audit")
