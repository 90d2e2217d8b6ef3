"""Each state machine's role allows what its definition names, and nothing else."""

from harness.template import Template
from tests.privilege.holders import lacking, machines, rules, unused


def test_every_machine_may_do_what_its_definition_asks_for(template: Template) -> None:
    assert lacking(template, [*machines(template), *rules(template)]) == []


def test_no_machine_may_do_what_its_definition_does_not_ask_for(template: Template) -> None:
    assert unused(template, [*machines(template), *rules(template)]) == []


def test_there_are_machines_and_they_need_something(template: Template) -> None:
    assert [holder.name for holder in machines(template) if not holder.needed] == []
    assert "Checkout" in {holder.name for holder in machines(template)}
