"""Each function's role allows the calls that the function makes, and nothing else.

No emulator checks permissions. So the calls of the real handlers, seen as scenarios are played, are held
against their roles here: in both directions, action by action, table by table, index by index.
"""

from harness.template import Template
from tests.privilege.holders import Seen, functions, lacking, unused


def test_every_function_is_seen_at_work(seen: Seen) -> None:
    assert [name for name, needed in seen.items() if not needed] == []


def test_every_function_may_make_every_call_it_makes(template: Template, seen: Seen) -> None:
    assert lacking(template, functions(template), seen) == []


def test_no_function_may_make_a_call_that_it_never_makes(template: Template, seen: Seen) -> None:
    """Take the permission away; or, if a path of the code needs it, add the scenario that goes there."""
    assert unused(template, functions(template), seen) == []
