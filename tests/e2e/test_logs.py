"""What a run wrote down while all other tests bought from it."""

import pytest

from harness import leaks
from tests.e2e.shop import Shop


@pytest.mark.leaking
def test_nothing_that_was_logged_holds_what_must_not_be_told(shop: Shop) -> None:
    """The edge, the embedded cloud, the functions, the sandbox, the kitchen: none has an access log of paths,
    which hold callback ids, nor prints what it was sent."""
    logs = sorted((shop.run.home / "logs").rglob("*.log"))
    assert {"front", "cloud", "sandbox", "kitchen"} <= {one.stem for one in logs}, logs
    for log in logs:
        for line in log.read_text(errors="replace").splitlines():
            leaks.look(log.name, line)

    assert not leaks.taken()
