"""Operators' commands as actors: typed as an operator types them, with everything that the command itself
looks at and refuses."""

import argparse
from functools import cache
from http import HTTPStatus
from typing import Any

from functions.operations.errors import OperationRefused
from functions.shared.errors import TransientError
from harness.simulator.simulator import Simulator
from ops import __main__ as ops

WHY = {"why": "the bank was called"}
DONE, REFUSED, AGAIN = "done", "refused", "try again"

ASKS_ONLY = {
    "audit", "export-person", "find-order", "game-day", "list-dead-letters", "list-orders", "list-returns",
    "list-stuck", "list-versions", "mail-texts", "prepare-region", "restore-drill", "restore-tables", "sales",
    "show-breaker", "show-credit", "show-queues", "show-return", "show-shop", "trace",
}  # fmt: skip
"""These change nothing that the shop works on."""

ELSEWHERE = {
    "close-region": "tests/rehearsals/test_fail_over.py: nothing runs beside it, that is what it is for",
    "fail-over": "tests/workflows/test_fail_over.py: in a region where nothing else runs",
    "erase-person": "person_pairs.py: beside who orders, speaks, sends back, relays and makes lists anew",
    "explain-refund": "hand_refund_pairs.py: beside itself, a statement and a retry",
    "grant-credit": "credit_pairs.py: the call, which is the same use case",
    "refund-order": "amount_refund_pairs.py: the call, which is the same use case",
    "issue-gift-codes": "tests/workflows/test_credit_commands.py: nobody else can name what it writes",
    "load-catalog": "tests/handlers/test_catalog_changes.py: replaced whole, counted by one conditional item",
    "load-shop": "code_pairs.py: beside itself and an order by a code",
    "load-mail-texts": "tests/handlers/test_mail_texts.py: one item, written whole",
    "close-breaker": "tests/handlers/test_operators_changes.py: one item, written whole",
    "end-sessions": "tests/workflows/test_ending_sessions.py: one conditional row, and account_pairs.py",
    "migrate": "tests/schema/test_migrations.py: one conditional write of a head, which is read again",
    "open-breaker": "tests/handlers/test_operators_changes.py: one item, written whole",
    "open-region": "as close-region",
    "prune-versions": "tests/rehearsals/test_release.py: versions of code, beside orders that run on them",
    "rebuild-views": "tests/handlers/test_rebuild_views.py: nothing is written over a row of a later version",
    "pause-queue": "tests/unit/test_work_queues.py: one switch, which is set to what it is set to",
    "reconcile": "operators.py: the job itself is one of those who come while operators are at work",
    "redrive-dead-letters": "tests/workflows/test_dead_letters.py: it hands on to what works beside machines",
    "resume-queue": "as pause-queue",
    "replace-session-keys": "tests/handlers/test_session_keys.py: one versioned secret",
    "revoke-session-key": "tests/handlers/test_session_keys.py: one versioned secret",
    "rotate-session-keys": "tests/handlers/test_session_keys.py: one versioned secret",
}
"""These meet no order that is on its way, and are brought together with others elsewhere."""


_parser = cache(ops.parser)
"""It takes longer to make than most commands take to run."""


def ask(shop: Simulator, path: str, key: str, **body: Any) -> str:
    """Over HTTP, as an operator, with all that the handler itself looks at: `done`, or how it was refused."""
    headers = {"Idempotency-Key": key}
    answer = shop.api("POST", path, WHY | body, headers, owner="op_bob", groups="operators")
    if answer.status == HTTPStatus.OK:
        return DONE
    said = f"{answer.problem}: {answer.json.get('detail')}"
    assert answer.status in (HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE), said
    return f"{REFUSED if answer.status == HTTPStatus.CONFLICT else AGAIN}: {said}"


def asks_for_job(shop: Simulator, path: str, key: str) -> str:
    """The id of the job."""
    answer = shop.api("POST", path, WHY, {"Idempotency-Key": key}, owner="op_bob", groups="operators")
    assert answer.status == HTTPStatus.ACCEPTED, answer.body
    return str(answer.json["job_id"])


def names() -> set[str]:
    """All commands there are."""
    (subparsers,) = [one for one in _parser()._actions if isinstance(one, argparse._SubParsersAction)]
    return set(subparsers.choices)


def run(*arguments: str) -> str:
    """`done`, or how it was refused."""
    options = _parser().parse_args([*arguments])
    try:
        assert options.run(options) == 0
    except OperationRefused as refused:
        return f"{REFUSED}: {refused}"
    except TransientError as failed:
        return f"{AGAIN}: {failed}"
    return DONE
