"""What brings messages, events and answers may break as well: it brings them again (see matrix.py)."""

from harness.machine_files import machines
from harness.stories import STORIES
from tests.faults.matrix import Matrix


def test_no_fault_beside_the_machines_breaks_a_promise(matrix: Matrix) -> None:
    sheets = list(matrix.beside())
    violations = [one for sheet in sheets for one in sheet.violations]
    assert {"Relay", "OfferPacking", "ReportPacking", "Sweep"} <= {sheet.state.name for sheet in sheets}
    assert not violations, "\n".join(violations)


def test_every_machine_has_stories() -> None:
    assert {story.machine for story in STORIES} == set(machines())
