"""Pairs of what follows from orders and what looks after them: the relay and the sweep."""

from typing import Any

from functions.order import views
from harness.simulator.shop import CHECKOUT, DUE_SECONDS, FULFILMENT, Stage
from harness.stream import records
from tests.interleavings.checkout_pairs import BOTH_WAYS, CONFIRMED, FAILED, before, gives_up
from tests.interleavings.fulfilment_pairs import COMPLETED, LATE, offered
from tests.interleavings.pair import Facts, Pair, Results, Work

FULFILLING = ("FULFILLING", None)


def confirmed(stage: Stage) -> Facts:
    stage.sells()
    order_id = stage.places_order()
    stage.run_to_rest()
    return {"order": order_id, "records": records()}


def relaying_twice(stage: Stage, facts: Facts) -> dict[str, Work]:
    """The same records, delivered again before the first delivery has ended."""
    return {
        f"relay {number}": lambda: stage.invoke("Relay", {"Records": facts["records"]}) for number in (1, 2)
    }


def begun_once(stage: Stage, facts: Facts, results: Results | None = None) -> list[str]:
    stage.run_to_rest()
    begun = [one for machine, one in stage.machines.executions if machine == FULFILMENT]
    wrong = [] if begun == [facts["order"]] else [f"begun {len(begun)} times"]
    order = stage.order(facts["order"])
    (row,) = views.newest(order.owner, 10)
    return wrong + ([] if row.version <= order.head.version else ["its row is ahead of it"])


def row_is_as_its_order(stage: Stage, facts: Facts) -> list[str]:
    """Told everything, the row stands as its order: a late projection has put no older one over it."""
    stage.invoke("Relay", {"Records": records()})
    order = stage.order(facts["order"])
    (row,) = views.newest(order.owner, 10)
    return [] if row.version == order.head.version else [f"row {row.version}, order {order.head.version}"]


def stays(stage: Stage) -> None:
    stage.run_to_rest()


def overdue(state: str) -> Any:
    def given(stage: Stage) -> Facts:
        facts: Facts = before(state)(stage)
        stage.time_passes(DUE_SECONDS)
        return facts

    return given


def closing(stage: Stage) -> Facts:
    """The way back has come to its last step when the sweep looks."""
    facts: Facts = before("AuthorizePayment")(stage)
    gives_up(stage, facts)
    stage.runs_until(facts["order"], "CloseOrder")
    stage.time_passes(2 * DUE_SECONDS)
    return facts


def sweeping_beside(machine: str = CHECKOUT) -> Any:
    def works(stage: Stage, facts: Facts) -> dict[str, Work]:
        return {
            "sweep": stage.sweeps,
            "execution": lambda: stage.runs(facts["order"], machine),
        }

    return works


def nobody_works_twice(stage: Stage, facts: Facts, _: Results) -> list[str]:
    """A sweep starts a machine again only where none works any more: never two that run."""
    running = [one.name for one in stage.machines.executions.values() if one.status == "RUNNING"]
    return [f"{len(running)} executions run: {running}"] if len(running) > 1 else []


def one_more_run(stage: Stage, facts: Facts, _: Results) -> list[str]:
    names = [name for machine, name in stage.machines.executions if machine == facts.get("machine", CHECKOUT)]
    expected = {facts["order"], f"{facts['order']}-2"}
    return [] if set(names) == expected else [f"executions: {sorted(names)}"]


def aborted(state: str, machine: str = CHECKOUT) -> Any:
    """An execution that was stopped from outside, before `state`; its order is overdue."""

    def given(stage: Stage) -> Facts:
        facts: Facts = before(state)(stage)
        stage.machines.abort(machine, facts["order"])
        stage.time_passes(DUE_SECONDS)
        return facts

    return given


def fulfilment_aborted(stage: Stage) -> Facts:
    facts = offered(stage)
    stage.machines.abort(FULFILMENT, facts["order"])
    stage.time_passes(DUE_SECONDS + 6 * 24 * 3600)
    return facts | {"machine": FULFILMENT}


def aborted_again(stage: Stage, facts: Facts) -> None:
    """What was started again is stopped again: the next sweep must find a number that nobody has used."""
    for machine, name in list(stage.machines.executions):
        if stage.execution(name, machine).status == "RUNNING":
            stage.machines.abort(machine, name)


def sweeping_twice(stage: Stage, facts: Facts) -> dict[str, Work]:
    return {"sweep 1": stage.sweeps, "sweep 2": stage.sweeps}


def packed_late(stage: Stage) -> Facts:
    facts = offered(stage)
    stage.time_passes(6 * 24 * 3600 - 60)
    return facts


def packing_and_sweeping(stage: Stage, facts: Facts) -> dict[str, Work]:
    """The warehouse has packed at the last moment; the time is over while its message is handled."""
    stage.time_passes(30)
    packing = stage.reports

    def sweep() -> Any:
        stage.time_passes(60)
        return stage.sweeps()

    return {"packed": lambda: packing(facts["work"]), "sweep": sweep}


PAIRS = [
    Pair(
        "relay || relay",
        confirmed,
        relaying_twice,
        {"relay 1": {"done"}, "relay 2": {"done"}},
        {FULFILLING},
        begun_once,
        at_rest=row_is_as_its_order,
        rest=stays,
        undecided=lambda facts: frozenset({facts["order"]}),
        losses={"relay 1": BOTH_WAYS},
    ),
    Pair(
        "sweep || running execution, before its pivot",
        overdue("ConfirmOrder"),
        sweeping_beside(),
        {"sweep": {"done"}, "execution": {"done"}},
        {CONFIRMED, LATE},
        losses={"sweep": BOTH_WAYS, "execution": BOTH_WAYS},
    ),
    Pair(
        "sweep || running execution, at its end",
        closing,
        sweeping_beside(),
        {"sweep": {"done"}, "execution": {"done"}},
        {FAILED},
        nobody_works_twice,
        losses={"sweep": BOTH_WAYS, "execution": BOTH_WAYS},
    ),
    Pair(
        "sweep || sweep, an aborted checkout",
        aborted("ConfirmOrder"),
        sweeping_twice,
        {"sweep 1": {"done"}, "sweep 2": {"done"}},
        {CONFIRMED},
        one_more_run,
        then=aborted_again,
        losses={"sweep 1": BOTH_WAYS},
    ),
    Pair(
        "sweep || sweep, an aborted fulfilment",
        fulfilment_aborted,
        sweeping_twice,
        {"sweep 1": {"done"}, "sweep 2": {"done"}},
        {LATE},
        one_more_run,
        losses={"sweep 1": BOTH_WAYS},
        bound_of_losses=1,
    ),
    Pair(
        "packed || sweep, at the last moment",
        packed_late,
        packing_and_sweeping,
        {"packed": {"done"}, "sweep": {"done"}},
        {COMPLETED, LATE},
        losses={"sweep": BOTH_WAYS},
    ),
]
