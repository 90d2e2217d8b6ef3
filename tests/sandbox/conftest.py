from collections.abc import Iterator

import pytest

from tests.sandbox.harness import PUBLISHABLE_KEY, WEBHOOK_SECRET, Payments, RunningSandbox, Webhook


@pytest.fixture(scope="session")
def webhook() -> Iterator[Webhook]:
    webhook = Webhook()
    yield webhook
    webhook.close()


@pytest.fixture(scope="session")
def running(webhook: Webhook, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    told = ("--webhook-url", webhook.url, "--webhook-secret", WEBHOOK_SECRET)
    state = tmp_path_factory.mktemp("sandbox") / "state.sqlite"
    sandbox = RunningSandbox(state, *told, "--public-url", "http://shop.test")
    yield sandbox
    sandbox.stop()


@pytest.fixture
def sandbox(running: RunningSandbox) -> Iterator[RunningSandbox]:
    """The shared sandbox, without faults before and after."""
    yield running
    running.clear_faults()


@pytest.fixture(scope="session")
def merchant(running: RunningSandbox) -> Payments:
    return Payments(running.client())


@pytest.fixture(scope="session")
def browser(running: RunningSandbox) -> Payments:
    return Payments(running.client(PUBLISHABLE_KEY))
