"""Asks the payment sandbox for its own list of payments, and for the faults that it was told to make."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import requests

KEY = {"Authorization": "Bearer sk_test_crash_bench"}
SECONDS = 5.0
MOST_PAGES = 20
"""Of a hundred: more than somebody buys by hand in a session."""


class ProviderAway(Exception):
    """It was killed a moment ago, or is at its limits."""


@dataclass(frozen=True)
class Provider:
    """`url` is where its own paths begin (`/sandbox`)."""

    url: str

    def intents(self) -> Iterator[dict[str, Any]]:
        """The newest first, each with its `latest_charge`. Raises ProviderAway."""
        after: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            page = self._get(
                "/v1/payment_intents", {"limit": "100", "expand[]": "data.latest_charge"} | after
            )
            yield from page["data"]
            if not page["has_more"]:
                return
            after = {"starting_after": page["data"][-1]["id"]}

    def faults(self) -> list[dict[str, Any]]:
        """Those that were ordered and not cleared, with how often each has struck. Raises ProviderAway."""
        found: list[dict[str, Any]] = self._get("/faults", {})["faults"]
        return found

    def _get(self, path: str, query: dict[str, str]) -> Any:
        try:
            answer = requests.get(self.url + path, params=query, headers=KEY, timeout=SECONDS)
            answer.raise_for_status()
            return answer.json()
        except requests.RequestException as away:
            raise ProviderAway from away
