"""Pairs of what follows from orders and what looks after them: the relay and the sweep."""

from typing import Any

from functions.order import views_store
from harness.invocation import Outcome
from harness.records import CHECKOUT, FULFILMENT
from harness.simulator.simulator import DUE_SECONDS, Simulator
from harness.stream import records
from tests.interleavings.checkout_pairs import BOTH_WAYS, CONFIRMED, FAILED, before, gives_up
from tests.interleavings.fulfilment_pairs import COMPLETED, LATE, offered
from tests.interleavings.pair import Facts, Pair, Results, at_once, reports, runs, sweeps

FULFILLING = ("FULFILLING", None)


def confirmed(shop: Simulator) -> Facts:
    shop.sells()
    order_id = shop.places_order()
    shop.run_to_rest()
    return {"order": order_id, "records": records()}


def relays(shop: Simulator, facts: Facts) -> Outcome:
    """The records, delivered before an earlier delivery of the same has ended."""
    return shop.invoke("Relay", {"Records": facts["records"]})


def begun_once(shop: Simulator, facts: Facts, results: Results | None = None) -> list[str]:
    shop.run_to_rest()
    begun = [one for machine, one in shop.machines.executions if machine == FULFILMENT]
    wrong = [] if begun == [facts["order"]] else [f"begun {len(begun)} times"]
    order = shop.order(facts["order"])
    (row,) = views_store.newest(order.owner, 10)
    return wrong + ([] if row.version <= order.head.version else ["its row is ahead of it"])


def row_is_as_its_order(shop: Simulator, facts: Facts) -> list[str]:
    """Told everything, the row stands as its order: a late projection has put no older one over it."""
    shop.invoke("Relay", {"Records": records()})
    order = shop.order(facts["order"])
    (row,) = views_store.newest(order.owner, 10)
    return [] if row.version == order.head.version else [f"row {row.version}, order {order.head.version}"]


def overdue(state: str) -> Any:
    def given(shop: Simulator) -> Facts:
        facts: Facts = before(state)(shop)
        shop.time_passes(DUE_SECONDS)
        return facts

    return given


def closing(shop: Simulator) -> Facts:
    """The way back has come to its last step when the sweep looks."""
    facts: Facts = before("AuthorizePayment")(shop)
    gives_up(shop, facts)
    shop.runs_until(facts["order"], "CloseOrder")
    shop.time_passes(2 * DUE_SECONDS)
    return facts


SWEEPING_BESIDE = at_once({"sweep": sweeps, "execution": runs()})
SWEEPING_TWICE = at_once({"sweep 1": sweeps, "sweep 2": sweeps})


def nobody_works_twice(shop: Simulator, facts: Facts, _: Results) -> list[str]:
    """A sweep starts a machine again only where none works any more: never two that run."""
    running = [one.name for one in shop.machines.executions.values() if one.status == "RUNNING"]
    return [f"{len(running)} executions run: {running}"] if len(running) > 1 else []


def one_more_run(shop: Simulator, facts: Facts, _: Results) -> list[str]:
    names = [name for machine, name in shop.machines.executions if machine == facts.get("machine", CHECKOUT)]
    expected = {facts["order"], f"{facts['order']}-2"}
    return [] if set(names) == expected else [f"executions: {sorted(names)}"]


def checkout_aborted(shop: Simulator) -> Facts:
    """An execution that was stopped from outside, before its pivot; its order is overdue."""
    facts = overdue("ConfirmOrder")(shop)
    shop.machines.abort(CHECKOUT, facts["order"])
    return facts


def fulfilment_aborted(shop: Simulator) -> Facts:
    facts = offered(shop)
    shop.machines.abort(FULFILMENT, facts["order"])
    shop.time_passes(DUE_SECONDS + 6 * 24 * 3600)
    return facts | {"machine": FULFILMENT}


def aborted_again(shop: Simulator, facts: Facts) -> None:
    """What was started again is stopped again: the next sweep must find a number that nobody has used."""
    for machine, name in list(shop.machines.executions):
        if shop.execution(name, machine).status == "RUNNING":
            shop.machines.abort(machine, name)


def packed_late(shop: Simulator) -> Facts:
    facts = offered(shop)
    shop.time_passes(6 * 24 * 3600 - 60)
    return facts


def sweeps_a_minute_later(shop: Simulator, facts: Facts) -> Outcome:
    shop.time_passes(60)
    return shop.sweep()


PAIRS = [
    Pair(
        "relay || relay",
        confirmed,
        at_once({"relay 1": relays, "relay 2": relays}),
        {FULFILLING},
        begun_once,
        at_rest=row_is_as_its_order,
        rest=Simulator.run_to_rest,
        undecided=lambda facts: frozenset({facts["order"]}),
        losses={"relay 1": BOTH_WAYS},
    ),
    Pair(
        "sweep || running execution, before its pivot",
        overdue("ConfirmOrder"),
        SWEEPING_BESIDE,
        {CONFIRMED, LATE},
        losses={"sweep": BOTH_WAYS, "execution": BOTH_WAYS},
    ),
    Pair(
        "sweep || running execution, at its end",
        closing,
        SWEEPING_BESIDE,
        {FAILED},
        nobody_works_twice,
        losses={"sweep": BOTH_WAYS, "execution": BOTH_WAYS},
    ),
    Pair(
        "sweep || sweep, an aborted checkout",
        checkout_aborted,
        SWEEPING_TWICE,
        {CONFIRMED},
        one_more_run,
        then=aborted_again,
        losses={"sweep 1": BOTH_WAYS},
    ),
    Pair(
        "sweep || sweep, an aborted fulfilment",
        fulfilment_aborted,
        SWEEPING_TWICE,
        {LATE},
        one_more_run,
        losses={"sweep 1": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "packed || sweep, at the last moment",  # the time is over while the warehouse's message is handled
        packed_late,
        at_once(
            {"packed": reports, "sweep": sweeps_a_minute_later}, lambda shop, facts: shop.time_passes(30)
        ),
        {COMPLETED, LATE},
        losses={"sweep": BOTH_WAYS},
    ),
]
