"""DynamoDB's tables in dictionaries: the calls that the product makes, one at a time, each atomic.

Why not moto: a call through botocore and moto costs milliseconds of CPU, one of these a twentieth of one, and
all tables can be put back in no time. That is the difference between fifty schedules and five thousand. That
the two agree is what test_against_moto.py is about.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from harness.simulator.expressions import condition, update
from harness.simulator.values import BadUpdate, Item
from harness.template import Template

Params = dict[str, Any]
Key = tuple[str, ...]
REFUSED = "ConditionalCheckFailedException"


class Refused(Exception):
    """An error as the service names it, with what stands beside `Error` in its answer."""

    def __init__(self, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.answer = {"Error": {"Code": code, "Message": message}, **more}


class _ConditionFailed(Exception):
    def __init__(self, old: Item | None) -> None:
        super().__init__()
        self.old = old


class Tables:
    """By table name: items by the values of their key. Stored items are never changed in place."""

    def __init__(self, template: Template) -> None:
        self._keys: dict[str, list[str]] = {}
        self._indexes: dict[str, dict[str, list[str]]] = {}
        self._projected: dict[tuple[str, str], set[str]] = {}
        for table in template.tables.values():
            self._keys[table.name] = _attributes(table.properties["KeySchema"])
            indexes = table.properties.get("GlobalSecondaryIndexes", [])
            self._indexes[table.name] = {one["IndexName"]: _attributes(one["KeySchema"]) for one in indexes}
            for one in indexes:
                shown = [*self._keys[table.name], *_attributes(one["KeySchema"])]
                more = one["Projection"].get("NonKeyAttributes", [])
                if one["Projection"]["ProjectionType"] != "ALL":
                    self._projected[table.name, one["IndexName"]] = {*shown, *more}
        self.items: dict[str, dict[Key, Item]] = {name: {} for name in self._keys}
        self._calls: dict[str, Callable[[Params], Params]] = {
            "GetItem": self._get,
            "PutItem": self._put,
            "UpdateItem": self._update,
            "DeleteItem": self._delete,
            "Query": self._query,
            "Scan": self._scan,
            "BatchGetItem": self._batch_get,
            "TransactGetItems": self._transact_get,
            "TransactWriteItems": self._transact_write,
        }

    def knows(self, operation: str) -> bool:
        return operation in self._calls

    def call(self, operation: str, params: Params) -> Params:
        """The answer. Raises Refused."""
        try:
            return self._calls[operation](params)
        except BadUpdate as bad:
            raise Refused("ValidationException", str(bad)) from bad

    def key(self, table: str, item: Item) -> Key:
        """A key's attributes, in the order of the table's schema."""
        return tuple(next(iter(item[name].values())) for name in self._keys[table])

    def indexed(self, table: str, item: Item) -> Iterator[tuple[str, str]]:
        """Each index that an item, or the one that stands under its key, is in, and its partition there."""
        there = self._found(table, item) or {}
        for index, schema in self._indexes[table].items():
            for attribute in (item.get(schema[0]), there.get(schema[0])):
                if attribute is not None:
                    yield index, attribute["S"]

    def snapshot(self) -> Any:
        return {name: dict(items) for name, items in self.items.items()}

    def restore(self, snapshot: Any) -> None:
        self.items = {name: dict(items) for name, items in snapshot.items()}

    # reads

    def _get(self, params: Params) -> Params:
        found = self._found(params["TableName"], params["Key"])
        return {"Item": found} if found is not None else {}

    def _batch_get(self, params: Params) -> Params:
        answers = {}
        for table, wanted in params["RequestItems"].items():
            found = [self._found(table, key) for key in wanted["Keys"]]
            answers[table] = [item for item in found if item is not None]
        return {"Responses": answers, "UnprocessedKeys": {}}

    def _transact_get(self, params: Params) -> Params:
        wanted = params["TransactItems"]
        assert len(wanted) <= 100
        found = [self._found(one["Get"]["TableName"], one["Get"]["Key"]) for one in wanted]
        return {"Responses": [{"Item": item} if item is not None else {} for item in found]}

    def _scan(self, params: Params) -> Params:
        items = self.items[params["TableName"]]
        return {"Items": [items[key] for key in sorted(items)]}

    def _query(self, params: Params) -> Params:
        """By partition and sort key, a sparse index like any other; pages are never needed."""
        table = params["TableName"]
        schema = self._indexes[table][params["IndexName"]] if "IndexName" in params else self._keys[table]
        holds = condition(params["KeyConditionExpression"], params.get("ExpressionAttributeNames"))
        values = params.get("ExpressionAttributeValues", {})
        found = [
            item
            for item in self.items[table].values()
            if all(name in item for name in schema) and holds(item, values)
        ]
        found.sort(key=lambda item: json.dumps([item[name] for name in schema]))
        if not params.get("ScanIndexForward", True):
            found.reverse()
        found = found[: params.get("Limit")]
        shown = self._projected.get((table, params.get("IndexName", "")))
        if shown is not None:
            found = [{name: one for name, one in item.items() if name in shown} for item in found]
        return {"Items": found, "Count": len(found)}

    # writes

    def _put(self, params: Params) -> Params:
        self._alone(params, "Put")
        return {}

    def _delete(self, params: Params) -> Params:
        self._alone(params, "Delete")
        return {}

    def _update(self, params: Params) -> Params:
        after = self._alone(params, "Update")
        return {"Attributes": after} if params.get("ReturnValues") == "ALL_NEW" else {}

    def _alone(self, params: Params, action: str) -> Item | None:
        try:
            key, after = self._outcome(action, params)
        except _ConditionFailed as failed:
            shown = params.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and failed.old
            more = {"Item": failed.old} if shown else {}
            raise Refused(REFUSED, "The conditional request failed", **more) from failed
        self._store(params["TableName"], key, after)
        return after

    def _transact_write(self, params: Params) -> Params:
        entries = [next(iter(entry.items())) for entry in params["TransactItems"]]
        assert len(entries) <= 100
        outcomes, reasons = [], []
        for action, one in entries:
            try:
                key, after = self._outcome(action, one)
            except _ConditionFailed as failed:
                reason: Params = {"Code": "ConditionalCheckFailed", "Message": "refused"}
                shown = one.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and failed.old
                reasons.append(reason | ({"Item": failed.old} if shown else {}))
            else:
                reasons.append({"Code": "None"})
                if action != "ConditionCheck":
                    outcomes.append((one["TableName"], key, after))
        if any(reason["Code"] != "None" for reason in reasons):
            message = "Transaction cancelled, please refer cancellation reasons"
            raise Refused("TransactionCanceledException", message, CancellationReasons=reasons)
        touched = [(table, key) for table, key, _ in outcomes]
        assert len(set(touched)) == len(touched), "a transaction touches an item twice"
        for table, key, after in outcomes:
            self._store(table, key, after)
        return {}

    def _outcome(self, action: str, params: Params) -> tuple[Key, Item | None]:
        """The item as it would stand; None where it would be gone."""
        table = params["TableName"]
        given = params["Item"] if action == "Put" else params["Key"]
        key = self.key(table, given)
        old = self.items[table].get(key)
        names, values = params.get("ExpressionAttributeNames"), params.get("ExpressionAttributeValues", {})
        expression = params.get("ConditionExpression")
        if expression and not condition(expression, names)(old or {}, values):
            raise _ConditionFailed(old)
        if action == "Put":
            return key, given
        if action == "Update":
            return key, update(params["UpdateExpression"], names)(old or given, values)
        return key, old if action == "ConditionCheck" else None

    def _found(self, table: str, key: Item) -> Item | None:
        return self.items[table].get(self.key(table, key))

    def _store(self, table: str, key: Key, item: Item | None) -> None:
        if item is None:
            self.items[table].pop(key, None)
        else:
            self.items[table][key] = item


def _attributes(schema: list[dict[str, str]]) -> list[str]:
    order = {"HASH": 0, "RANGE": 1}
    return [one["AttributeName"] for one in sorted(schema, key=lambda one: order[one["KeyType"]])]
