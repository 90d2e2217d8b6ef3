from collections.abc import Iterator
from pathlib import Path

import pytest
import stripe

from tests.sandbox.conftest import NewIntent
from tests.sandbox.harness import RunningSandbox


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[stripe.StripeClient, list[str]]]:
    """A sandbox of its own with seven intents, newest first."""
    state: Path = tmp_path_factory.mktemp("lists") / "state.sqlite"
    sandbox = RunningSandbox(state)
    client = sandbox.client()
    ids = [client.v1.payment_intents.create({"amount": 100 + n, "currency": "eur"}).id for n in range(7)]
    yield client, ids[::-1]
    sandbox.stop()


def test_a_list_is_newest_first_and_says_whether_there_is_more(
    seven: tuple[stripe.StripeClient, list[str]],
) -> None:
    client, ids = seven
    page = client.v1.payment_intents.list({"limit": 3})
    assert [one.id for one in page.data] == ids[:3]
    assert page.has_more is True
    assert client.v1.payment_intents.list({"limit": 7}).has_more is False


def test_paging_forwards_meets_everything_once(seven: tuple[stripe.StripeClient, list[str]]) -> None:
    client, ids = seven
    assert [one.id for one in client.v1.payment_intents.list({"limit": 2}).auto_paging_iter()] == ids


def test_paging_backwards_shows_what_is_newer(seven: tuple[stripe.StripeClient, list[str]]) -> None:
    client, ids = seven
    page = client.v1.payment_intents.list({"limit": 2, "ending_before": ids[4]})
    assert [one.id for one in page.data] == ids[2:4]
    assert page.has_more is True


def test_a_list_can_be_bounded_by_creation_time(seven: tuple[stripe.StripeClient, list[str]]) -> None:
    client, ids = seven
    newest = client.v1.payment_intents.retrieve(ids[0]).created
    oldest = client.v1.payment_intents.retrieve(ids[-1]).created
    everything = client.v1.payment_intents.list({"created": {"gte": oldest, "lte": newest}})
    assert [one.id for one in everything.data] == ids
    assert client.v1.payment_intents.list({"created": {"gt": newest}}).data == []
    assert client.v1.payment_intents.list({"created": {"lt": oldest}}).data == []


@pytest.mark.parametrize("limit", [0, 101])
def test_a_limit_outside_1_to_100_is_refused(
    seven: tuple[stripe.StripeClient, list[str]], limit: int
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as error:
        seven[0].v1.payment_intents.list({"limit": limit})
    assert error.value.param == "limit"


def test_an_unknown_cursor_is_refused(seven: tuple[stripe.StripeClient, list[str]]) -> None:
    with pytest.raises(stripe.InvalidRequestError) as error:
        seven[0].v1.payment_intents.list({"starting_after": "pi_nobody"})
    assert error.value.param == "starting_after"


def test_refunds_are_listed_by_intent_and_by_time(
    merchant: stripe.StripeClient, new_intent: NewIntent
) -> None:
    mine = new_intent("pm_card_visa", capture_method="automatic")
    other = new_intent("pm_card_visa", capture_method="automatic")
    first = merchant.v1.refunds.create({"payment_intent": mine.id, "amount": 100})
    merchant.v1.refunds.create({"payment_intent": other.id, "amount": 100})
    second = merchant.v1.refunds.create({"payment_intent": mine.id, "amount": 100})
    listed = merchant.v1.refunds.list({"payment_intent": mine.id, "created": {"gte": first.created}})
    assert [one.id for one in listed.data] == [second.id, first.id]
    page = merchant.v1.refunds.list({"payment_intent": mine.id, "starting_after": second.id})
    assert [one.id for one in page.data] == [first.id]


def test_a_listed_intent_can_show_its_charge(merchant: stripe.StripeClient, new_intent: NewIntent) -> None:
    intent = new_intent("pm_card_visa")
    newest = merchant.v1.payment_intents.list({"limit": 1, "expand": ["data.latest_charge"]}).data[0]
    assert newest.id == intent.id
    assert isinstance(newest.latest_charge, stripe.Charge)
    assert newest.latest_charge.amount == 1200
