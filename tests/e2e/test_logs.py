"""What a run wrote down while all other tests bought from it."""

import pytest

from harness import leaks
from tests.e2e import planted
from tests.e2e.shop import Shop


@pytest.mark.leaking
def test_no_word_of_a_customer_is_written_down_whether_it_passed_or_was_refused(shop: Shop) -> None:
    """Name, street, mail, telephone, a card's number, tokens, what was said and why: in no log of the edge,
    the socket, a function, the sandbox or the kitchen."""
    planted.plant(shop)

    assert not list(planted.found(shop.run.home / "logs"))


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
