"""The exploration itself: it loses no end, and what it tells can be run again."""

from collections.abc import Callable
from unittest.mock import patch

from functions.shared.table import get, write
from functions.shared.write import Write
from harness.simulator.calls import Call
from harness.simulator.simulator import Simulator
from tests.interleavings.explore import Exploration, Works
from tests.interleavings.report import again, explore
from tests.interleavings.scheduler import Loss
from tests.interleavings.test_pairs import PAIRS
from tests.interleavings.variants import VARIANTS

TABLE = "CARTS_TABLE"


def adds(owner: str, units: int) -> int:
    """A write that anybody may do at any time; what stands afterwards."""
    after = write(
        Write.update(
            TABLE,
            "",
            {"owner": owner},
            "SET #n = if_not_exists(#n, :none) + :units",
            condition="attribute_exists(#owner) OR attribute_not_exists(#owner)",
            values={"none": 0, "units": units},
        )
    )
    found: int = after["n"]
    return found


def units(owner: str) -> int:
    found = get(TABLE, {"owner": owner})
    return found["n"] if found else 0


def one_and_other() -> Works:
    """Each writes its own item, then reads the other's, then touches something of its own."""

    def works(mine: str, theirs: str) -> Callable[[], tuple[int, int]]:
        return lambda: (adds(mine, 1), units(theirs) + 0 * adds(f"own-{mine}", 1))

    return {"one": works("x", "y"), "other": works("y", "x")}


def ends(shop: Simulator, loss: Loss | None = None) -> tuple[int, set[object]]:
    """How many schedules there are, and the different ends they come to."""
    snapshot = shop.cloud.snapshot()

    def begin() -> Works:
        shop.restore(snapshot)
        return one_and_other()

    runs = list(Exploration(shop.cloud, begin, loss, None).runs())
    found = {tuple((one.name, one.result) for one in run.actors if one.parent is None) for run in runs}
    shop.restore(snapshot)
    return len(runs), found


def test_schedules_that_are_cut_end_as_others_do(shop: Simulator) -> None:
    shop.reset()
    schedules, found = ends(shop)
    with patch.object(Call, "meets", lambda one, other: True):
        every_schedule, every_end = ends(shop)

    assert every_schedule == 20  # three calls each: 6 over 3
    assert schedules < 6
    assert found == every_end
    assert len(found) == 3  # not both can miss the other's write


def test_a_call_whose_answer_is_lost_lands_at_every_later_moment(shop: Simulator) -> None:
    shop.reset()

    _, found = ends(shop, Loss("one", 0, dies=True))

    seen_by_other = {dict(end)["other"] for end in found}
    assert seen_by_other == {(1, 0), (1, 1)}


def test_a_story_tells_a_schedule_that_can_be_run_again(shop: Simulator) -> None:
    broken, (name, *_) = VARIANTS["the cart is not claimed"]
    (pair,) = [one for one in PAIRS if one.name == name]
    with broken(shop):
        story = explore(shop, pair).failure
        schedule = story.rpartition("SCHEDULE='")[2].partition("'")[0]

        assert again(shop, PAIRS, schedule) == story
    assert "wrong" not in again(shop, PAIRS, schedule).replace("nothing is wrong", "")


def test_a_poll_in_vain_waits_for_somebody_to_move(shop: Simulator) -> None:
    """Two who place under one key: the second asks for the record at most a few times between two moves."""
    (pair,) = [one for one in PAIRS if one.name == "place || place, one key"]
    shop.reset()
    facts = pair.given(shop)
    shop.warm()
    snapshot = shop.cloud.snapshot()

    def begin() -> Works:
        shop.restore(snapshot)
        return pair.works(shop, facts)

    runs = Exploration(shop.cloud, begin, None, None).runs()

    assert max(len(run.steps) for run in runs) < 40
