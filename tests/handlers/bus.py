"""EventBridge for tests: remembers what was put, refuses or breaks when told to."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

Entry = dict[str, Any]


class Bus:
    """`refuses` is asked about each entry's detail; `broken` calls fail as a whole."""

    def __init__(self) -> None:
        self.taken: list[Entry] = []
        self.asked: Counter[str] = Counter()
        self.calls = 0
        self.broken = 0
        self.refuses: Callable[[Entry, int], bool] = lambda detail, asked: False

    def put_events(self, *, Entries: list[Entry]) -> Entry:
        assert 1 <= len(Entries) <= 10
        self.calls += 1
        if self.broken:
            self.broken -= 1
            raise ClientError({"Error": {"Code": "InternalException", "Message": ""}}, "PutEvents")
        answers = [self._answer(entry) for entry in Entries]
        return {"FailedEntryCount": sum("ErrorCode" in one for one in answers), "Entries": answers}

    def details(self) -> list[Entry]:
        return [_detail(entry) for entry in self.taken]

    def _answer(self, entry: Entry) -> Entry:
        assert (entry["EventBusName"], entry["Source"]) == ("paidonce", "paidonce.orders")
        detail = _detail(entry)
        name = f"{detail['order_id']}/{detail['number']}"
        self.asked[name] += 1
        if self.refuses(detail, self.asked[name]):
            return {"ErrorCode": "ThrottlingException", "ErrorMessage": ""}
        self.taken.append(entry)
        return {"EventId": name}


def _detail(entry: Entry) -> Entry:
    detail: Entry = json.loads(entry["Detail"])
    return detail | {"type": entry["DetailType"]}
