"""The checkout's state machine as the app ships it."""

from infra.definitions import COMPENSATIONS
from tests.infra.machines import State, tasks

TASKS = tasks("checkout")


def function_of(state: State) -> str:
    """The name of the function behind a task, as its placeholder has it."""
    named: str = state.get("Parameters", {}).get("FunctionName") or state["Resource"]
    return named.removeprefix("${").removesuffix("}")


def test_a_task_runs_the_function_of_its_own_name() -> None:
    assert {task.name: function_of(task.state) for task in TASKS} == {task.name: task.name for task in TASKS}


def test_every_failure_leads_to_the_fence_or_to_the_operator() -> None:
    ways_out = {task.name: task.state["Catch"][-1]["Next"] for task in TASKS}

    assert {name: to for name, to in ways_out.items() if to != "AbandonOrder"} == dict.fromkeys(
        COMPENSATIONS, "AwaitOperator"
    )
