"""Each state machine's role allows what its definition names, and nothing else."""

from harness.roles import extra, grants, missing
from harness.template import Template
from tests.privilege.holders import machines, rules


def test_every_machine_may_do_what_its_definition_asks_for(template: Template) -> None:
    lacking = [
        f"{holder.name} needs {action} on {resource} and may not"
        for holder in [*machines(template), *rules(template)]
        for action, resource in sorted(missing(grants(template, holder.role), set(holder.needed)))
    ]

    assert not lacking, "\n".join(lacking)


def test_no_machine_may_do_what_its_definition_does_not_ask_for(template: Template) -> None:
    unused = [
        f"{holder.name} may {action} on {resource} and never does"
        for holder in [*machines(template), *rules(template)]
        for action, resource in sorted(extra(grants(template, holder.role), set(holder.needed)))
    ]

    assert not unused, "\n".join(unused)


def test_there_are_machines_and_they_need_something(template: Template) -> None:
    assert [holder.name for holder in machines(template) if not holder.needed] == []
    assert "Checkout" in {holder.name for holder in machines(template)}
