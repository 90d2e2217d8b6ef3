"""A list that comes in pages is read to its end: every place that reads one, with two pages and with one."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from functions.payment.stripe import adapter
from functions.shared import machines, table
from ops import dead_letters, validate_restore, versions
from tests.infra.outside_clients import sources

MARKS = {"LastEvaluatedKey", "NextToken", "nextToken", "NextMarker", "IsTruncated", "ContinuationToken"}
MARKS |= {"has_more"}
"""By which AWS says that there is more, and the provider."""

LISTS = (
    "list_objects_v2",
    "get_execution_history",
    "list_executions",
    "list_queues",
    "receive_message",
    "describe_stacks",
)
ONE_PAGE = {
    ("functions/returns/photos.py", "uploaded"): "a return has ten photos at most",
    (
        "functions/shared/machines.py",
        "tries_before",
    ): "a thousand from the end: more than a day leaves",
    ("functions/operations/dead_letters.py", "take"): "ten messages at a time: whoever calls it comes again",
    ("ops/target.py", "_outputs"): "each stack by its name",
    ("ops/smoke_target.py", "_pages"): "one stack by its name",
}
"""Who asks for a list once, and why that is all of it."""


class Pages:
    """Answers each call with the next page, and remembers what it was asked."""

    def __init__(self, *pages: Any) -> None:
        self.pages = list(pages)
        self.asked: list[Any] = []

    def __call__(self, *asked: Any, **named: Any) -> Any:
        self.asked.append(named or dict(*asked))
        return self.pages.pop(0)


def _rows(*numbers: int, last: bool) -> dict[str, Any]:
    items = [{"id": {"N": str(number)}} for number in numbers]
    return {"Items": items} | ({} if last else {"LastEvaluatedKey": {"id": {"N": str(numbers[-1])}}})


def _objects(*names: str, last: bool) -> Any:
    return {"data": [{"id": name} for name in names], "has_more": not last}


def items_of_a_table(patch: pytest.MonkeyPatch) -> tuple[list[Any], Pages]:
    pages = Pages(_rows(1, 2, last=False), _rows(3, last=True))
    patch.setenv("ORDERS_TABLE", "orders")
    patch.setattr(table, "client", lambda: SimpleNamespace(scan=pages))
    return [item["id"] for item in table.scan("ORDERS_TABLE")], pages


def pages_of_a_table(patch: pytest.MonkeyPatch) -> tuple[list[Any], Pages]:
    pages = Pages(_rows(1, 2, last=False), _rows(3, last=True))
    patch.setenv("PAYMENTS_TABLE", "payments")
    patch.setattr(table, "client", lambda: SimpleNamespace(scan=pages))
    first, after = table.scan_page("PAYMENTS_TABLE", None, 2)
    second, end = table.scan_page("PAYMENTS_TABLE", after, 2)
    assert end is None
    return [item["id"] for item in (*first, *second)], pages


def events_of_an_execution(patch: pytest.MonkeyPatch) -> tuple[list[Any], Pages]:
    """The last come first; no more than `HISTORY_PAGES` are read."""
    pages = Pages({"events": [{"id": 3}, {"id": 2}], "nextToken": "2"}, {"events": [{"id": 1}]})
    found, cut = machines._last_events(SimpleNamespace(get_execution_history=pages), "arn")
    assert not cut
    return [event["id"] for event in found], pages


def counted_of_an_index(patch: pytest.MonkeyPatch) -> tuple[list[Any], Pages]:
    pages = Pages(_rows(1, 2, last=False) | {"Count": 2}, _rows(3, last=True) | {"Count": 1})
    patch.setenv("ORDERS_TABLE", "orders")
    patch.setattr(table, "client", lambda: SimpleNamespace(query=pages))
    found = table.count_items("ORDERS_TABLE", "#due_bucket = :bucket", {"bucket": "stuck"}, index="due")
    return list(range(1, found + 1)), pages


def _provider(patch: pytest.MonkeyPatch) -> Pages:
    pages = Pages(_objects("1", "2", last=False), _objects("3", last=True))
    patch.setattr(adapter, "_ask", lambda _method, _path, params: pages(params))
    patch.setattr(adapter, "_hold", lambda one: int(one["id"]))
    patch.setattr(adapter, "refund_from", lambda one: int(one["id"]))
    patch.setattr(adapter, "dispute_from", lambda one: int(one["id"]))
    return pages


def everything(patch: pytest.MonkeyPatch) -> tuple[list[Any], Pages]:
    """Holds, refunds and disputes are listed by the same lines."""
    for listed in (lambda: adapter.list_refunds("pi_1"), lambda: adapter.list_disputes("pi_1")):
        _provider(patch)
        assert list(listed()) == [1, 2, 3]
    pages = _provider(patch)
    return list(adapter.list_holds()), pages


def pages_of_holds(patch: pytest.MonkeyPatch) -> tuple[list[Any], Pages]:
    pages = _provider(patch)
    first, after = adapter.page_of_holds(1, 2, "")
    second, end = adapter.page_of_holds(1, 2, after)
    assert end == ""
    return [*first, *second], pages


def stacks(patch: pytest.MonkeyPatch) -> tuple[list[Any], Pages]:
    def page(*names: int, **more: str) -> dict[str, Any]:
        return {"Stacks": [{"StackName": "PaidOnceX", "Outputs": [name]} for name in names]} | more

    pages = Pages(page(1, 2, NextToken="2"), page(3))
    patch.setattr(boto3, "client", lambda *_, **__: SimpleNamespace(describe_stacks=pages))
    return [one for stack in dead_letters.stacks() for one in stack["Outputs"]], pages


def restores(patch: pytest.MonkeyPatch) -> tuple[list[Any], Pages]:
    def page(*names: int, **more: str) -> dict[str, Any]:
        made = datetime(2026, 11, 2, tzinfo=UTC)
        jobs = [{"SourceResourceArn": f"arn/{name}", "CreationDate": made} for name in names]
        return {"RestoreJobs": jobs} | more

    pages = Pages(page(1, 2, NextToken="2"), page(3))
    patch.setenv("TESTED_TABLES", "A B C")
    patch.setenv("RESTORE_TESTING_PLAN", "plan")
    for number, name in enumerate("ABC", 1):
        patch.setenv(name, str(number))
    patch.setattr(validate_restore, "_client", lambda: SimpleNamespace(list_restore_jobs=pages))
    return [int(one) for one in validate_restore._jobs(datetime(2026, 11, 1, tzinfo=UTC))], pages


def lists_of_step_functions(patch: pytest.MonkeyPatch) -> tuple[list[Any], Pages]:
    pages = Pages({"executions": [1, 2], "nextToken": "2"}, {"executions": [3]})
    return list(versions._pages(pages, "executions", stateMachineArn="arn")), pages


@dataclass(frozen=True)
class Site:
    reads: Callable[[pytest.MonkeyPatch], tuple[list[Any], Pages]]
    goes_on: dict[str, Any]
    """What the second page is asked for by."""


AFTER_2 = {"ExclusiveStartKey": {"id": {"N": "2"}}}
PAGED = {
    ("functions/shared/table.py", "_pages"): Site(items_of_a_table, AFTER_2),
    ("functions/shared/machines.py", "_last_events"): Site(events_of_an_execution, {"nextToken": "2"}),
    ("functions/shared/table.py", "count_items"): Site(counted_of_an_index, AFTER_2),
    ("functions/shared/table.py", "scan_page"): Site(pages_of_a_table, AFTER_2),
    ("functions/payment/stripe/adapter.py", "_each"): Site(everything, {"starting_after": "2"}),
    ("functions/payment/stripe/adapter.py", "page_of_holds"): Site(pages_of_holds, {"starting_after": "2"}),
    ("ops/validate_restore.py", "_jobs"): Site(restores, {"NextToken": "2"}),
    ("ops/dead_letters.py", "stacks"): Site(stacks, {"NextToken": "2"}),
    ("ops/versions.py", "_pages"): Site(lists_of_step_functions, {"nextToken": "2"}),
}


@pytest.mark.parametrize("site", PAGED.values(), ids=[name for _, name in PAGED])
def test_a_list_goes_on_where_its_page_ends(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    read, pages = site.reads(monkeypatch)
    assert read == [1, 2, 3]
    first, second = pages.asked
    assert not first.keys() & site.goes_on.keys()
    assert {name: second[name] for name in site.goes_on} == site.goes_on


def functions_of(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def found(reads: Callable[[ast.AST], bool]) -> set[tuple[str, str]]:
    return {
        (file, function.name)
        for folder in ("functions", "ops")
        for file, tree in sources(folder)
        for function in functions_of(tree)
        if any(map(reads, ast.walk(function)))
    }


def _reads_a_mark(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in MARKS


def _asks_for_a_list(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LISTS


def test_every_place_that_reads_pages_is_tried_with_two() -> None:
    assert found(_reads_a_mark) == PAGED.keys(), "try it in PAGED with two pages"


def test_whoever_asks_for_a_list_reads_its_pages_or_says_why_there_is_one() -> None:
    assert found(_asks_for_a_list) - PAGED.keys() == ONE_PAGE.keys(), "read its pages, or say why in ONE_PAGE"


def test_a_history_that_is_too_long_is_cut_at_its_beginning_and_says_so() -> None:
    page = {"events": [{"id": 9}], "nextToken": "more"}
    pages = Pages(*[page] * machines.HISTORY_PAGES, {"events": []})

    _, cut = machines._last_events(SimpleNamespace(get_execution_history=pages), "arn")

    assert cut
    assert len(pages.asked) == machines.HISTORY_PAGES
