"""What another region has of the tables when one is lost: each item as it was some writes ago, none at the
same moment as another. DynamoDB replicates items one by one, and keeps no transaction together."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient
from moto.dynamodb.models import dynamodb_backends

from harness.moto.cloud import Cloud
from harness.moto.executions import machine_of_token
from harness.template import ACCOUNT, REGION

WRITES = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"}
ANSWERS = {"SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"}
NOT_REPLICATED = {"Live", "Idempotency", "Measures"}
"""They begin empty in another region."""

Place = tuple[str, tuple[str, ...]]
"""A table by its construct, and the key of an item of it."""
Items = dict[Place, dict[str, Any]]


class Replication:
    """Every version of every item, by the number of the write that made it."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._lock = threading.Lock()
        self._versions: dict[Place, list[tuple[int, dict[str, Any] | None]]] = {}
        self._last: Items = {}
        self.writes = 0
        self._note()

    @contextmanager
    def watching(self) -> Iterator[None]:
        through = BaseClient._make_api_call

        def call(client: Any, operation: str, params: dict[str, Any]) -> Any:
            if operation in ANSWERS and not _known(params["taskToken"]):
                error = {"Error": {"Code": "InvalidToken", "Message": "it is the lost region's"}}
                raise client.exceptions.from_code("InvalidToken")(error, operation)
            answer = through(client, operation, params)
            if operation in WRITES and client.meta.service_model.service_name == "dynamodb":
                with self._lock:
                    self._note()
            return answer

        with patch.object(BaseClient, "_make_api_call", call):
            yield

    def left_behind(self, seed: int, lag: int) -> Items:
        """Each item as it was at most `lag` writes before the last."""
        chance = random.Random(seed)  # noqa: S311 - a test's
        found: Items = {}
        for place in sorted(self._versions):
            until = self.writes - chance.randint(0, lag)
            versions = [item for number, item in self._versions[place] if number <= until]
            if versions and versions[-1] is not None:
                found[place] = versions[-1]
        return found

    def ever(self) -> set[Place]:
        """Of every item that there was."""
        return set(self._versions)

    def lag_of(self, table: str, lag: int) -> Items:
        """All that there is, but this table as it was `lag` writes ago."""
        found: Items = {}
        for place, versions in self._versions.items():
            until = self.writes - (lag if place[0] == table else 0)
            known = [item for number, item in versions if number <= until]
            if known and known[-1] is not None:
                found[place] = known[-1]
        return found

    def arrives(self, items: Items) -> None:
        """The tables hold these items and no others."""
        made = dynamodb_backends[ACCOUNT][REGION].tables
        for name in NOT_REPLICATED:
            made[self._cloud.template.tables[name].name].items.clear()
        for name, table in self._tables().items():
            table.items.clear()
            for place, item in items.items():
                if place[0] == name:
                    self._cloud.dynamodb.put_item(TableName=table.name, Item=item)

    def now(self) -> Items:
        found: Items = {}
        for name, table in self._tables().items():
            for item in table.all_items():
                attributes = item.to_json()["Attributes"]
                key = tuple(str(*attributes[one].values()) for one in _keys(table))
                found[name, key] = attributes
        return found

    def _tables(self) -> dict[str, Any]:
        made = dynamodb_backends[ACCOUNT][REGION].tables
        return {
            name: made[table.name]
            for name, table in self._cloud.template.tables.items()
            if name not in NOT_REPLICATED
        }

    def _note(self) -> None:
        self.writes += 1
        now = self.now()
        for place in now.keys() | self._last.keys():
            item = now.get(place)
            if item != self._last.get(place):
                self._versions.setdefault(place, []).append((self.writes, item))
        self._last = now


def _known(token: str) -> bool:
    """Whether an execution of this region gave it out."""
    try:
        return bool(machine_of_token(token))
    except AssertionError:
        return False


def _keys(table: Any) -> list[str]:
    return [one for one in (table.hash_key_attr, table.range_key_attr) if one]
