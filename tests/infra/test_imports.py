"""What a cold start may load, counted: the table behind the import budgets (docs/decisions/0021)."""

import ast
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from bench.import_budgets import Deployed, Kind, deployed
from bench.import_lab import Lab, open_lab
from harness.template import ROOT, Template

COLD_STARTS = """
import gc, functions
before = sum(one["collections"] for one in gc.get_stats())
import json, os, sys, boto3
boto3.client("dynamodb")
for code, environment in {starts!r}:
    if child := os.fork():
        if os.waitpid(child, 0)[1]:
            sys.exit("a cold start failed")
        continue
    os.environ.update(environment)
    exec(code)
    after = sum(one["collections"] for one in gc.get_stats())
    print(json.dumps({{"modules": list(sys.modules), "collections": after - before}}), flush=True)
    os._exit(0)
"""
"""Prints a line for each cold start. All begin in forks of one interpreter that did what the cheapest
function does anyway, so that it is paid for once: a start finds nothing of another's."""

BYTECODE_OF_THE_PACKAGES = {"PYTHONPYCACHEPREFIX": ""}
"""As installed: the lab's own would have to be compiled first, and nothing is measured here."""


@dataclass(frozen=True)
class Found:
    """What a cold start left behind, and how often it looked for garbage."""

    modules: list[str]
    collections: int


@dataclass(frozen=True)
class Rule:
    """Only functions for which `only` holds may load `package`."""

    package: str
    only: Callable[[Deployed], bool]
    why: str


def has(variable: str) -> Callable[[Deployed], bool]:
    return lambda function: variable in function.environment


def parses_requests(function: Deployed) -> bool:
    """An authorizer is behind the API too, but is on the way of every request and parses none."""
    return function.kind in (Kind.API, Kind.OPERATIONS) and function.name != "Authorizer"


def is_guarded(function: Deployed) -> bool:
    return function.kind is Kind.PAYMENT or "IDEMPOTENCY_TABLE" in function.environment


def nobody(_: Deployed) -> bool:
    return False


RULES = [
    Rule("stripe", has("PAYMENT_API_BASE"), "a quarter of boto3, and only who has its key can use it"),
    Rule("requests", has("PAYMENT_API_BASE"), "Stripe imports it where it is installed, unused"),
    Rule("stripe._payment_intent_service", nobody, "its services make objects; raw requests need none"),
    Rule("jwt", has("SESSION_KEYS_SECRET"), "only who has the session keys can read a token"),
    Rule("pydantic", parses_requests, "a third of boto3; steps are called by us, with what we wrote"),
    Rule("email_validator", has("CHECKOUT_MACHINE"), "only who checks out gives an e-mail address"),
    Rule("dns", nobody, "it comes with email_validator; no domain is looked up"),
    Rule("aws_lambda_powertools.event_handler", parses_requests, "who has no routes needs no router"),
    Rule("aws_lambda_powertools.utilities.data_classes", parses_requests, "the router's events"),
    Rule("aws_lambda_powertools.utilities.idempotency", is_guarded, "other steps rely on their conditions"),
    Rule("aws_lambda_powertools.utilities.parser", nobody, "bodies are parsed by pydantic alone"),
    Rule("aws_xray_sdk", nobody, "Lambda's active tracing needs no library"),
    Rule("httpx", nobody, "Stripe takes it where it finds it, in place of nothing"),
    Rule("asyncio", lambda function: function.kind is not Kind.STEP, "nothing here is asynchronous"),
]


@pytest.fixture(scope="module")
def functions(template: Template) -> list[Deployed]:
    return deployed(template)


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    with open_lab() as lab:
        yield lab


@pytest.fixture(scope="module")
def found(functions: list[Deployed], lab: Lab) -> dict[str, Found]:
    """Each cold start in a process of its own, which can import what ships and nothing else; those that load
    the very same are looked at once."""
    different = {function.code(): function.environment for function in functions}
    printed, _ = lab.run(COLD_STARTS.format(starts=list(different.items())), BYTECODE_OF_THE_PACKAGES)
    reports = [Found(**json.loads(line)) for line in printed.splitlines()]
    by_code = dict(zip(different, reports, strict=True))
    return {function.name: by_code[function.code()] for function in functions}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.package)
def test_a_package_is_loaded_only_by_functions_that_need_it(
    rule: Rule, functions: list[Deployed], found: dict[str, Found]
) -> None:
    needless = [
        one.name for one in functions if rule.package in found[one.name].modules and not rule.only(one)
    ]

    assert not needless, f"{rule.package} ({rule.why}) is loaded by {', '.join(needless)}"


def test_functions_that_may_load_a_package_do_so_at_their_start(
    functions: list[Deployed], found: dict[str, Found]
) -> None:
    """Else the rules above would hold of names that nobody has."""
    for package in (
        "stripe",
        "jwt",
        "pydantic",
        "email_validator",
        "aws_lambda_powertools.event_handler",
    ):
        assert any(package in found[function.name].modules for function in functions), package


def test_no_cold_start_looks_for_garbage(found: dict[str, Found]) -> None:
    """It would find none: see functions/__init__.py."""
    looking = [name for name, one in found.items() if one.collections]

    assert not looking, ", ".join(looking)


def test_every_kind_of_function_is_there(functions: list[Deployed]) -> None:
    kinds = {function.name: function.kind for function in functions}

    assert kinds["ReserveStock"] is kinds["Relay"] is kinds["AwaitCustomerAction"] is Kind.STEP
    assert kinds["AuthorizePayment"] is kinds["VoidPayment"] is Kind.PAYMENT
    assert kinds["Checkouts"] is kinds["Authorizer"] is Kind.API
    assert kinds["SettleStuck"] is kinds["ExplainRefund"] is Kind.OPERATIONS


def test_no_import_hides_in_a_function_where_only_the_first_invocation_would_pay_for_it() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{inner.lineno}"
        for path in (ROOT / "functions").rglob("*.py")
        for outer in ast.walk(ast.parse(path.read_text()))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert not hidden, ", ".join(hidden)
