"""The sandbox answers the payment adapter as Stripe documents; a server that does not is found out."""

from collections.abc import Iterator

import pytest

from functions.payment import provider
from functions.shared import ids
from tests.drill.__main__ import ANY_TEST_KEY, drill
from tests.drill.operations import Cards
from tests.sandbox.harness import RunningSandbox

CARDS = Cards("pm_card_visa", "pm_card_visa_chargeDeclined", "pm_card_authenticationRequired")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    sandbox = RunningSandbox(tmp_path_factory.mktemp("drill") / "state.sqlite")
    provider._client_for.cache_clear()  # its key says nothing of the address
    yield sandbox.api_base
    provider._client_for.cache_clear()
    sandbox.stop()


def test_the_sandbox_answers_as_stripe_documents(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = drill(url, ANY_TEST_KEY, CARDS)

    assert "differs" not in (shown := capsys.readouterr().out), shown
    assert status == 0


def test_a_server_that_forgets_keys_is_found_out(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    refund_part = provider.refund_part
    monkeypatch.setattr(
        provider,
        "refund_part",
        lambda intent, amount, for_return, key: refund_part(intent, amount, for_return, ids.new_key()),
    )

    assert drill(url, ANY_TEST_KEY, CARDS) == 1
    differing = [line for line in capsys.readouterr().out.splitlines() if "differs" in line]
    assert [line[:34].strip() for line in differing] == ["refund again, same key"]
