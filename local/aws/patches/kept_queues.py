"""Queues that are loaded again answer under the address that this process has: upstream files each under its
URL of before, and the port is another one, so that what feeds functions from queues finds none of them."""

from typing import Any

from ministack.services import sqs

from local.aws.anchor import expect

RESTORE_SOURCE = "6ad905ae1eea"
URL_SOURCE = "84f56260ad93"


def apply() -> None:
    expect(sqs, "_queue_url_for_account", source=URL_SOURCE)
    restore = expect(sqs, "_restore_state", source=RESTORE_SOURCE)

    def restore_here(data: dict[str, Any] | None) -> None:
        if data:
            restore(data | {"queues": _readdressed(data["queues"])})

    sqs._restore_state = restore_here


def _readdressed(queues: Any) -> Any:
    """The store's own kind of dictionary, by account, region and URL."""
    found = type(queues)()
    for (account, region, _url), queue in queues.all_items():
        url = sqs._queue_url_for_account(account, queue["name"])
        found.set_scoped(account, region, url, queue | {"url": url})
    return found
