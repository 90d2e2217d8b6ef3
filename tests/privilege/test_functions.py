"""Each function's role allows the calls that the function makes, and nothing else.

No emulator checks permissions. So the calls of the real handlers, seen as scenarios are played, are held
against their roles here: in both directions, action by action, table by table, index by index.
"""

from harness.permissions import Need
from harness.roles import extra, grants, missing
from harness.template import Template
from tests.privilege.holders import functions

Seen = dict[str, set[Need]]


def test_every_function_is_seen_at_work(seen: Seen) -> None:
    assert [name for name, needed in seen.items() if not needed] == []


def test_every_function_may_make_every_call_it_makes(template: Template, seen: Seen) -> None:
    lacking = [
        f"{holder.name} needs {action} on {resource} and may not"
        for holder in functions(template)
        for action, resource in sorted(
            missing(grants(template, holder.role), seen[holder.name] | holder.needed)
        )
    ]

    assert not lacking, "\n".join(lacking)


def test_no_function_may_make_a_call_that_it_never_makes(template: Template, seen: Seen) -> None:
    """Take the permission away; or, if a path of the code needs it, add the scenario that goes there."""
    unused = [
        f"{holder.name} may {action} on {resource} and never does"
        for holder in functions(template)
        for action, resource in sorted(
            extra(grants(template, holder.role), seen[holder.name] | holder.needed)
        )
    ]

    assert not unused, "\n".join(unused)
