"""A number that tests put another in the place of is read by no test as it is shipped: so it is held here."""

import ast
import re
from collections.abc import Iterator

from tests.infra.outside_clients import sources

CONSTANT = re.compile(r"[A-Z][A-Z0-9_]+")
SHIPPED = {
    ("functions/payment/stripe/adapter.py", "PAGE"): (100, "the most that the provider gives at once"),
    ("functions/payment/stripe/adapter.py", "TIMEOUT_SECONDS"): (10, "tests/infra/test_time_outs.py"),
    ("functions/payment/claims_store.py", "PAGE"): (200, "two reads in batches for what a page claims"),
    ("functions/order/uncounted_store.py", "PAGE"): (200, "what a migration that is killed does again"),
    ("functions/order/schema.py", "SCHEMA_VERSION"): (3, "what events are written in; older ones are upcast"),
    ("functions/session/valkey.py", "REPLY_SECONDS"): (1.0, "tests/handlers/test_valkey.py"),
    ("functions/shared/table.py", "BATCH"): (100, "the most that DynamoDB gives at once"),
    ("functions/recovery/sweep_run.py", "MOST_AT_ONCE"): (200, "five calls each: done in half its life"),
    ("functions/recovery/sweep_run.py", "MOST_MET"): (1000, "two calls each: done in its life"),
    ("functions/recovery/reconcile_payments.py", "MOST_PAGES"): (
        10_000,
        "a million payments",
    ),
    ("functions/recovery/reconcile_payments.py", "MOST_WITHOUT_ORDER"): (20, "more look like a wrong table"),
    ("functions/recovery/job_reconcile.py", "MOST_PARTS"): (12, "Lambda ends a chain of sixteen as a loop"),
    ("functions/operations/work_on_job.py", "MESSAGES"): (100, "handed on well within a step of 300 s"),
    ("functions/operations/retry_all.py", "PAGE"): (10, "answered within a step of 300 s, however slow"),
    ("ops/reconcile.py", "MOST_PARTS"): (
        10_000,
        "a command goes on for as long as it takes",
    ),
    ("local/crash/kills.py", "HUNT_SECONDS"): (8.0, "a step at work is met within, or nobody is buying"),
    ("local/crash/provider.py", "MOST_PAGES"): (20, "two thousand payments: more than anybody makes by hand"),
    ("local/launcher.py", "WATCH_SECONDS"): (0.2, "a dead process is missed before anybody tries again"),
    ("local/aws/forkserver.py", "FORK_SECONDS"): (300.0, "so that a hang ends at last"),
    ("local/front/app.py", "API_SECONDS"): (150.0, "more than authorizer and function may live together"),
    ("local/front/app.py", "API_AT_ONCE"): (24, "three times those who may wait"),
    ("local/front/app.py", "MOST_WAITING"): (4000, "more than one machine serves within their turn"),
    ("local/front/app.py", "TURN_SECONDS"): (10.0, "most clients give up after half a minute"),
}
"""By file and name: the number, and why it is that."""


def replaced() -> set[str]:
    """Names of constants that a test, or the harness, puts another value in the place of."""
    return {
        name
        for folder in ("tests", "harness")
        for _, tree in sources(folder)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(("setattr", "patch.object"))
        for name in _named(call, tree)
    }


def _named(call: ast.Call, tree: ast.Module) -> Iterator[str]:
    """The constant itself; where a variable stands for it, all that the file names."""
    named = call.args[1] if len(call.args) > 1 else None
    if isinstance(named, ast.Constant):
        texts = [named.value]
    else:
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    yield from (text for text in texts if isinstance(text, str) and CONSTANT.fullmatch(text))


def numbers() -> dict[tuple[str, str], int | float]:
    """Every number that a file of the product names."""
    return {
        (file, target.id): node.value.value
        for folder in ("functions", "ops", "local", "infra")
        for file, tree in sources(folder)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, int | float)
    }


def test_a_number_that_is_replaced_in_tests_is_the_one_that_is_meant() -> None:
    names = replaced()
    shipped = {where: number for where, number in numbers().items() if where[1] in names}

    assert shipped == {where: number for where, (number, _) in SHIPPED.items()}, (
        "hold it in SHIPPED, with why"
    )
    assert all(why for _, why in SHIPPED.values())
