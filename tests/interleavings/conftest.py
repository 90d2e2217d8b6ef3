"""The stage, with operators who have a name and nowhere to write their journal."""

from collections.abc import Iterator
from contextlib import ExitStack
from unittest.mock import patch

import pytest

from ops import settle, settle_return, stuck
from tests.stage.fixture import stage as stage


@pytest.fixture(autouse=True, scope="module")
def operators() -> Iterator[None]:
    with ExitStack() as stack:
        for module in (stuck, settle, settle_return):
            stack.enter_context(patch.object(module, "signature", lambda: "ops:ada"))
        stack.enter_context(patch.object(stuck, "note", lambda *_: None))
        yield
