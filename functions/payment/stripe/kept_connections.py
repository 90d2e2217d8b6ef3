"""How Stripe's library reaches Stripe: by urllib3, which botocore brings along.

The library's own way is `requests`, which stands on urllib3 too: each call costs as much again there.
"""

from collections.abc import Mapping
from typing import Any, NoReturn

import stripe
import urllib3


class KeptConnections(stripe.HTTPClient):
    """The connection stays open from one call to the next. A call that is not answered within `timeout`
    seconds, to connect and to read alike, is given up; none is repeated."""

    name = "urllib3"

    def __init__(self, timeout: float) -> None:
        super().__init__()
        self.timeout = timeout
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=timeout, read=timeout),
            retries=False,
            cert_reqs="CERT_REQUIRED",
            ca_certs=stripe.ca_bundle_path,
        )

    def request(  # type: ignore[override]  # without `_usage`, as in the library's own clients
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[Any, int, Mapping[str, str]]:
        """Body, status and headers of the answer. Raises stripe.APIConnectionError if there was none."""
        try:
            answer = self._pool.request(
                method.upper(), url, body=post_data, headers=dict(headers or {}), redirect=False
            )
        except urllib3.exceptions.HTTPError as lost:
            _lost(lost)
        return answer.data, answer.status, answer.headers

    def close(self) -> None:
        self._pool.clear()


def _lost(failure: Exception) -> NoReturn:
    raise stripe.APIConnectionError(  # type: ignore[no-untyped-call]
        f"no answer: {type(failure).__name__}"
    ) from failure
