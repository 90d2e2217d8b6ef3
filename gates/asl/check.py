"""All checks of state machines, over whichever there are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gates.asl.actions import check_actions
from gates.asl.files import PATTERN, read_machines
from gates.asl.graph import check_graph
from gates.asl.shipped import check_names, check_shipping, read_shipped, same
from gates.asl.tasks import check_tasks
from gates.asl.transitions import check_transitions
from gates.finding import Checked, Finding, counted
from infra.definitions import set_patience
from infra.patience import Patience


def check_files(folder: Path) -> Checked:
    """What the files alone tell. Raises GateBroken."""
    machines, findings = read_machines(folder)
    for machine in machines:
        for check in (check_transitions, check_tasks, check_actions, check_names):
            findings += check(machine)
    findings += check_graph(machines)
    if not any(folder.glob(PATTERN)):
        findings.append(Finding(folder.name, f"there is no {PATTERN} to check"))
    states = [state for machine in machines for _, state in machine.states()]
    tasks = [state for state in states if state.get("Type") == "Task"]
    looked_at = ", ".join(
        counted(number, noun)
        for number, noun in ((len(machines), "file"), (len(states), "state"), (len(tasks), "task"))
    )
    return Checked(f"asl: {looked_at}", tuple(findings))


def check_shipped(folder: Path, templates: Mapping[str, dict[str, Any]], patience: Patience) -> Checked:
    """What the files and the templates tell together. The templates were made with this patience."""
    machines, _ = read_machines(folder)
    for machine in machines:
        set_patience(machine.definition, patience)
    shipped, findings = read_shipped(templates)
    findings += check_shipping(machines, shipped)
    exact = sum(any(same(one, machine) for machine in machines) for one in shipped)
    substitutions = sum(len(one.substitutions) for one in shipped)
    looked_at = f"{counted(len(shipped), 'machine')}, {exact} exactly as read from the files"
    looked_at += f"; {counted(substitutions, 'substitution')}"
    return Checked(f"asl in the templates: {looked_at}", tuple(findings))
