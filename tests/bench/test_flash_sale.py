"""The simulated sales are those that are kept, nobody is lost in them, and they go by what the product
does."""

from pathlib import Path

import pytest

from bench.counting import Counts
from bench.flash_sale import checkouts, machine, section
from bench.flash_sale.lambdas import Process
from bench.flash_sale.limits import SHIPPED
from bench.flash_sale.measure import Played, play, read_kept
from bench.flash_sale.policies import ANY, read_policies
from bench.flash_sale.simulation import Case, Simulation
from bench.plots import drawn_from
from functions.inventory import stock
from harness.template import Template

SERVED = 1_000
"""So many functions run at once: whom they serve when a sale that goes on is left has no answer yet."""
FAILS_ONE_OF = 5_000


@pytest.fixture(scope="module")
def kept() -> list[Played]:
    return read_kept()


@pytest.mark.parametrize("shards", [1, 8, 64])
def test_a_sale_is_simulated_with_the_same_numbers_as_those_that_are_kept(
    kept: list[Played], shards: int
) -> None:
    assert play("shipped", shards, 1_000) in kept


def test_every_buyer_of_every_sale_is_accounted_for(kept: list[Played]) -> None:
    for one in kept:
        found = one.result
        refused = found.refused_at_the_door + found.refused_with_order
        failed = found.failed_early + found.failed_late
        answered = found.confirmed + refused + failed + found.coming
        assert answered == one.buyers if not found.coming else one.buyers - SERVED < answered <= one.buyers
        assert found.confirmed <= one.units


def test_nobody_is_told_sold_out_while_a_unit_is_there(kept: list[Played]) -> None:
    assert [one for one in kept if one.result.falsely_refused] == []


def test_as_shipped_all_is_sold_and_hardly_anybody_fails_before_in_as_many_shards_as_a_sku_begins_with(
    kept: list[Played],
) -> None:
    shipped = [one for one in kept if one.limits == "shipped" and one.shards == section.CHOSEN]

    assert [one for one in shipped if one.result.failed_early > one.buyers / FAILS_ONE_OF] == []
    assert [one.result.confirmed for one in shipped] == [one.units for one in shipped]
    assert stock.first_layout(3_000).active == section.CHOSEN


def test_a_door_that_went_by_an_old_level_would_be_seen_to_refuse_falsely(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stock, "short", lambda wanted, available: available)

    assert Simulation(Case(SHIPPED, 1, 100, 50)).run().falsely_refused > 0


def test_what_an_order_writes_is_what_it_is_counted_to_write(rows: dict[str, Counts]) -> None:
    counted = rows["to CONFIRMED"]
    (placing,) = counted.of("Checkouts")
    units = [call.writes for call in placing.calls if call.writes]
    assert [one["Idempotency"] for one in units if "Idempotency" in one] == [1, checkouts.KEY_UNITS - 1]
    assert [one["Orders"] for one in units if "Orders" in one] == [checkouts.PLACED_UNITS]
    for function, head in (
        ("ReserveStock", machine.NO_UNITS),
        ("ConfirmOrder", machine.ADVANCED_UNITS),
    ):
        (step,) = counted.of(function)
        (written,) = (call.writes for call in step.calls if call.writes)
        assert (written.get("Orders", 0), written["Stock"]) == (head, 4)


def test_the_stage_lets_in_what_the_template_says(template: Template) -> None:
    """All calls, and checkouts by themselves."""
    stages = template.resources("AWS::ApiGateway::Stage")
    bounds = {
        one["ResourcePath"]: (one["ThrottlingRateLimit"], one["ThrottlingBurstLimit"])
        for stage in stages
        for one in stage.properties["MethodSettings"]
    }
    shipped = (SHIPPED.requests, SHIPPED.requests_at_once)
    assert (bounds["/*"], bounds["/~1checkouts"]) == (shipped, shipped)


def test_steps_are_tried_again_as_the_machine_says() -> None:
    policy = read_policies("ReserveStock")[ANY]
    assert (policy.tries, policy.longest_pause(1), policy.longest_pause(6)) == (6, 1, 32)


def test_a_process_knows_a_level_for_no_longer_than_its_units_last() -> None:
    simulation, process = Simulation(Case(SHIPPED, 1, 1, 1)), Process()
    process.learn(stock.LOW + stock.SOLD_PER_SECOND, 0.0, simulation.chance)
    assert process.knows(0.7) == stock.LOW + stock.SOLD_PER_SECOND
    assert process.knows(1.0) is None


def test_the_plot_is_drawn_from_what_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = drawn_from(section.PLOT)
    monkeypatch.setattr(section, "PLOT", tmp_path / "again.svg")
    section.draw()
    assert drawn_from(section.PLOT) == before
