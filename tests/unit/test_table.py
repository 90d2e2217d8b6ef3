from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from functions.notification import mail
from functions.shared import aws, clock, machines, table
from functions.shared.once import Once
from functions.shared.table import ConditionRefused, TransactionConflicted, transact
from functions.shared.write import Write, pack, unpack

items = st.dictionaries(
    st.text(min_size=1),
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1), inner, max_size=3),
        max_leaves=6,
    ),
)


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARTS_TABLE", "carts-of-prod")
    monkeypatch.setattr(clock, "pause", lambda seconds: None)


def test_more_keys_than_one_call_takes_are_asked_for_in_several(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def answer(RequestItems: dict[str, Any]) -> dict[str, Any]:
        keys = RequestItems["carts-of-prod"]["Keys"]
        asked.append(len(keys))
        return {"Responses": {"carts-of-prod": keys}}

    monkeypatch.setattr(table, "client", lambda: SimpleNamespace(batch_get_item=answer))
    wanted = [{"owner": f"own_{number}"} for number in range(250)]
    assert table.batch_get("CARTS_TABLE", wanted) == wanted
    assert asked == [100, 100, 50]


def put(label: str, item: dict[str, Any], condition: str = "#owner = :owner") -> Write:
    return Write.put("CARTS_TABLE", label, item, condition=condition)


@given(items)
def test_an_item_survives_being_packed_and_its_numbers_stay_integers(item: dict[str, Any]) -> None:
    found = unpack(pack(item))
    assert found == item
    assert repr(found) == repr(item)


def test_a_write_names_its_table_by_the_environment_and_its_attributes_by_placeholders() -> None:
    request = Write.update(
        "CARTS_TABLE",
        "cart",
        {"owner": "a"},
        "SET #lines = :lines, #version = :next REMOVE #checkout",
        condition="#version = :version AND attribute_not_exists(#checkout)",
        values={"version": 1, "lines": [], "next": 2},
    ).request()
    assert request == {
        "TableName": "carts-of-prod",
        "Key": {"owner": {"S": "a"}},
        "ConditionExpression": "#version = :version AND attribute_not_exists(#checkout)",
        "UpdateExpression": "SET #lines = :lines, #version = :next REMOVE #checkout",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        "ExpressionAttributeNames": {"#version": "version", "#checkout": "checkout", "#lines": "lines"},
        "ExpressionAttributeValues": {":version": {"N": "1"}, ":lines": {"L": []}, ":next": {"N": "2"}},
    }


def test_a_condition_without_values_sends_none() -> None:
    """DynamoDB refuses an empty map of values."""
    request = put("cart", {"owner": "a"}, "attribute_not_exists(#owner)").request()
    assert "ExpressionAttributeValues" not in request
    assert request["Item"] == {"owner": {"S": "a"}}


def test_each_constructor_makes_the_write_that_it_is_named_after() -> None:
    key, known = {"owner": "a"}, {"condition": "attribute_exists(#owner)"}
    made = [
        put("cart", key),
        Write.update("CARTS_TABLE", "cart", key, "SET #n = :n", **known, values={"n": 1}),
        Write.delete("CARTS_TABLE", "cart", key, **known),
        Write.check("CARTS_TABLE", "cart", key, **known),
    ]
    assert [one.action for one in made] == ["Put", "Update", "Delete", "ConditionCheck"]
    assert ["Item" in one.request() for one in made] == [True, False, False, False]
    assert ["UpdateExpression" in one.request() for one in made] == [False, True, False, False]


class Answers:
    """A DynamoDB client that answers each transaction with the next of these outcomes."""

    def __init__(self, *outcomes: Exception | None) -> None:
        self.outcomes = list(outcomes)
        self.calls = 0

    def transact_write_items(self, **_request: Any) -> None:
        self.calls += 1
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome:
            raise outcome


Use = Callable[..., Answers]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Use:
    def use(*outcomes: Exception | None) -> Answers:
        client = Answers(*outcomes)
        monkeypatch.setattr(table, "client", lambda: client)
        return client

    return use


def cancelled(*codes: str, item: dict[str, Any] | None = None) -> ClientError:
    reasons = [{"Code": code} | ({"Item": item} if item else {}) for code in codes]
    response: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": ""},
        "CancellationReasons": reasons,
    }
    return ClientError(response, "TransactWriteItems")


def failed(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}}, "TransactWriteItems")


TWO = [put("one", {"owner": "a"}), put("other", {"owner": "b"})]


def test_a_transaction_that_meets_another_is_tried_again(answers: Use) -> None:
    for conflict in (cancelled("None", "TransactionConflict"), failed("TransactionInProgressException")):
        client = answers(conflict, conflict)
        transact(TWO)
        assert client.calls == 3


def test_a_transaction_that_always_loses_gives_up_as_a_transient_error(answers: Use) -> None:
    client = answers(*[cancelled("TransactionConflict", "None")] * 100)
    with pytest.raises(TransactionConflicted):
        transact(TWO)
    assert client.calls == table.CONFLICT_TRIES


@pytest.mark.parametrize("beside", ["None", "TransactionConflict"])
def test_a_refused_condition_is_told_by_its_label_and_never_tried_again(answers: Use, beside: str) -> None:
    client = answers(cancelled(beside, "ConditionalCheckFailed", item={"owner": {"S": "b"}}))
    with pytest.raises(ConditionRefused) as refused:
        transact(TWO)
    assert refused.value.refused == {"other": {"owner": "b"}}
    assert client.calls == 1


@pytest.mark.parametrize("error", [failed("ThrottlingException"), cancelled("ThrottlingError", "None")])
def test_any_other_failure_is_passed_on_at_once(answers: Use, error: ClientError) -> None:
    client = answers(error)
    with pytest.raises(ClientError):
        transact(TWO)
    assert client.calls == 1


class Reader:
    """A DynamoDB client that has nothing and remembers how it was asked; a batch is answered key by key."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def get_item(self, **request: Any) -> dict[str, Any]:
        self.asked.append(request.get("ConsistentRead"))
        return {}

    def query(self, **request: Any) -> dict[str, Any]:
        self.asked.append(request.get("ConsistentRead"))
        return {"Items": []}

    scan = query

    def batch_get_item(self, RequestItems: Any) -> dict[str, Any]:
        ((name, wanted),) = RequestItems.items()
        self.asked.append(wanted["ConsistentRead"])
        first, *left = wanted["Keys"]
        return {
            "Responses": {name: [first]},
            "UnprocessedKeys": {name: wanted | {"Keys": left}} if left else {},
        }


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    reader = Reader()
    monkeypatch.setattr(table, "client", lambda: reader)
    return reader


def test_what_is_decided_by_is_read_as_it_stands(reader: Reader) -> None:
    table.get("CARTS_TABLE", {"owner": "a"})
    list(table.query("CARTS_TABLE", "#owner = :owner", {"owner": "a"}))
    list(table.scan("CARTS_TABLE"))
    table.batch_get("CARTS_TABLE", [{"owner": "a"}], consistent=True)
    assert reader.asked == [True] * 4


def test_a_copy_that_may_be_old_is_read_for_half_the_price(reader: Reader) -> None:
    list(table.scan("CARTS_TABLE", consistent=False))
    assert reader.asked == [False]


def test_an_index_is_never_asked_for_what_it_cannot_tell(reader: Reader) -> None:
    list(table.query("CARTS_TABLE", "#owner = :owner", {"owner": "a"}, index="due"))
    assert reader.asked == [None]


def test_keys_that_a_batch_left_over_are_read_too(reader: Reader) -> None:
    keys = [{"owner": owner} for owner in "abc"]
    assert table.batch_get("CARTS_TABLE", keys) == keys
    assert reader.asked == [False] * 3


def test_a_call_that_is_not_answered_is_given_up_before_its_function_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two tries of four seconds: what a saga step does with a few of them fits into its time."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    for make in (table.client, machines._client):
        aws.client.cache_clear()
        config = make().meta.config
        aws.client.cache_clear()
        assert config.connect_timeout + config.read_timeout <= 4
        assert config.retries["total_max_attempts"] == 2


def test_work_that_is_done_once_knows_how_long_its_lambda_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it, a record of a call that died would block its key for as long as records are kept."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("IDEMPOTENCY_TABLE", "idempotency")
    once, context = Once(lambda order: order, argument="order", prefix="test", seconds=60), object()
    once.begin(context)
    assert once._config.lambda_context is context


def test_a_mail_is_tried_once_for_as_long_as_its_function_can_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    aws.client.cache_clear()
    config = mail._client().meta.config
    aws.client.cache_clear()
    assert config.retries["total_max_attempts"] == 1
    assert config.connect_timeout + config.read_timeout <= 12
