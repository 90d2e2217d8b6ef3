from collections.abc import Iterator

import pytest
import stripe

from tests.sandbox.harness import VISA, Payments, RunningSandbox, refused

Seven = tuple[Payments, list[str]]


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seven]:
    """A sandbox of its own with seven intents, newest first."""
    sandbox = RunningSandbox(tmp_path_factory.mktemp("lists") / "state.sqlite")
    merchant = Payments(sandbox.client())
    ids = [merchant.intents.create({"amount": 100 + n, "currency": "eur"}).id for n in range(7)]
    yield merchant, ids[::-1]
    sandbox.stop()


def test_a_list_is_newest_first_and_says_whether_there_is_more(seven: Seven) -> None:
    merchant, ids = seven
    page = merchant.intents.list({"limit": 3})
    assert [one.id for one in page.data] == ids[:3]
    assert page.has_more is True
    assert merchant.intents.list({"limit": 7}).has_more is False


def test_paging_forwards_meets_everything_once(seven: Seven) -> None:
    merchant, ids = seven
    assert [one.id for one in merchant.intents.list({"limit": 2}).auto_paging_iter()] == ids


def test_paging_backwards_shows_what_is_newer(seven: Seven) -> None:
    merchant, ids = seven
    page = merchant.intents.list({"limit": 2, "ending_before": ids[4]})
    assert [one.id for one in page.data] == ids[2:4]
    assert page.has_more is True


def test_a_list_can_be_bounded_by_creation_time(seven: Seven) -> None:
    merchant, ids = seven
    newest, oldest = (merchant.intents.retrieve(one).created for one in (ids[0], ids[-1]))
    everything = merchant.intents.list({"created": {"gte": oldest, "lte": newest}})
    assert [one.id for one in everything.data] == ids
    assert merchant.intents.list({"created": {"gt": newest}}).data == []
    assert merchant.intents.list({"created": {"lt": oldest}}).data == []


@pytest.mark.parametrize(
    ("asked", "param"),
    [({"limit": 0}, "limit"), ({"limit": 101}, "limit"), ({"starting_after": "pi_nobody"}, "starting_after")],
    ids=["a limit of 0", "a limit over 100", "an unknown cursor"],
)
def test_what_no_list_can_answer_is_refused(seven: Seven, asked: dict[str, object], param: str) -> None:
    assert refused(seven[0].intents.list, asked).param == param


def test_refunds_are_listed_by_intent_and_by_time(merchant: Payments) -> None:
    mine, other = (merchant.new(VISA, capture_method="automatic") for _ in range(2))
    first, _, second = (merchant.refund(one, amount=100) for one in (mine, other, mine))
    listed = merchant.v1.refunds.list({"payment_intent": mine.id, "created": {"gte": first.created}})
    assert [one.id for one in listed.data] == [second.id, first.id]
    page = merchant.v1.refunds.list({"payment_intent": mine.id, "starting_after": second.id})
    assert [one.id for one in page.data] == [first.id]


def test_a_listed_intent_can_show_its_charge(merchant: Payments) -> None:
    intent = merchant.new(VISA)
    newest = merchant.intents.list({"limit": 1, "expand": ["data.latest_charge"]}).data[0]
    assert newest.id == intent.id
    assert isinstance(newest.latest_charge, stripe.Charge)
    assert newest.latest_charge.amount == 1200
