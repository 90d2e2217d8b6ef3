"""Each function's role allows the calls that the function makes, and nothing else.

No emulator checks permissions. So the calls of the real handlers, seen as scenarios are played, are held
against their roles here: in both directions, action by action, table by table, index by index.
"""

from harness.template import Template
from tests.privilege.conftest import STORED
from tests.privilege.holders import Seen, functions, lacking, unused
from tests.schema.examples import attributes, paths, read, versions


def test_every_function_is_seen_at_work(seen: Seen) -> None:
    assert [name for name, needed in seen.items() if not needed] == []


def test_every_function_may_make_every_call_it_makes(template: Template, seen: Seen) -> None:
    assert lacking(template, functions(template), seen) == []


def test_no_function_may_make_a_call_that_it_never_makes(template: Template, seen: Seen) -> None:
    """Take the permission away; or, if a path of the code needs it, add the scenario that goes there."""
    assert unused(template, functions(template), seen) == []


def test_there_is_an_example_of_everything_that_is_stored(seen: Seen) -> None:
    """What a release has stored every later one reads: tests/schema."""
    newest = [read(path) for path in paths() if path.parent.name == versions()[-1]]
    known = {name for example in newest for name in attributes(example.tables)}

    assert seen
    assert STORED
    assert STORED - known == set(), "a schema has changed: python -m tests.schema"
