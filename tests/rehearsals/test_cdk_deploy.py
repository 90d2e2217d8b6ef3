"""The CDK's own command line against an account of one's own: the first deployment, the next ones, one that
is killed, one that fails half way, two at once, and the way back. The shop sells after each."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from local import synth
from local.settings import ACCOUNT, CORE_STACKS, REGION, ROOT
from ops.smoke_delivery import ADDRESS
from ops.smoke_shop import SmokeShop
from tests.rehearsals.account import Account, own_account, until
from tests.rehearsals.another_release import (
    MARK,
    MARKING_STATE,
    that_fails_in,
    with_other_code,
    with_other_machines,
)

MENU = "local/menu.json"
FIRST, CODE, MACHINES, BROKEN = "first", "code", "machines", "broken"
CHOSEN = {BROKEN: {"releaseNote": BROKEN}}
"""What a release chooses besides: a note makes every function another version."""
FAILING_STACK = "PaidOnceOperations"
"""It comes after those of the machines, and before the API's."""
WATER = {"sku": "water", "options": {}, "quantity": 1}
WAIT = "wait=10"
MACHINE_NAMES = ("Checkout", "Fulfilment", "Return")


@dataclass
class Deployed:
    """A shop in an account, and the releases that may go there, by name."""

    account: Account
    assemblies: Path
    offers: dict[str, str] = field(default_factory=dict)

    def deploys(self, release: str) -> str:
        """All that the CDK said."""
        done = self.account.deploy(self.assemblies / release)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def smoke(self) -> None:
        done = self.account.python("ops.smoke")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "holds nothing any more" in done.stdout, done.stdout

    def audit(self) -> None:
        done = self.account.python("ops", "--aws", "audit")
        assert done.returncode == 0, done.stdout + done.stderr

    def buyer(self) -> SmokeShop:
        address = f"{self.account.endpoint}/_aws/execute-api/{self.account.outputs()['ApiId']}/api"
        shop = SmokeShop(address)
        shop.token = shop.ask("POST", "/sessions").body["token"]
        return shop

    def buys(self, buyer: SmokeShop) -> str:
        """A confirmed order that a warehouse has been offered."""
        total = buyer.ask("PUT", "/cart/lines/1", WATER).body["total"]
        body = {"payment_method": "pm_card_visa", "expected_total": total, "shipping_address": ADDRESS}
        key = str(uuid.uuid4())

        def confirmed() -> str | None:
            answer = buyer.ask("POST", "/checkouts", body, Idempotency_Key=key, Prefer=WAIT)
            assert answer.status in (201, 202), answer.told
            return str(answer.body["order_id"]) if answer.status == 201 else None

        order_id: str = until(confirmed, "not confirmed")
        until(lambda: self._offered(order_id), f"{order_id} was not offered")
        return order_id

    def packs(self, buyer: SmokeShop, order_id: str) -> None:
        """As its warehouse does; the order is then completed."""
        answer = buyer.ask("POST", f"/fulfilments/{self.offers[order_id]}", {"outcome": "packed"})
        assert answer.status < 300, answer.told
        until(
            lambda: buyer.ask("GET", f"/orders/{order_id}").body["status"] == "COMPLETED",
            f"{order_id} is not completed",
        )

    def _offered(self, order_id: str) -> bool:
        queue = self.account.outputs()["WarehouseQueue"]
        sqs = self.account.client("sqs")
        for one in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
            said = json.loads(one["Body"])
            if said["type"] == "pack":
                self.offers[said["order_id"]] = said["callback_id"]
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=one["ReceiptHandle"])
        return order_id in self.offers

    def completed_by_other_code(self) -> int:
        """How many orders the other release's code has completed."""
        logs = self.account.logs.glob("*CompleteOrder*.log")
        return sum(path.read_text(errors="replace").count(f"by {MARK}") for path in logs)

    def states_of(self, order_id: str) -> set[str]:
        """That the order's fulfilment has gone through."""
        states = self.account.client("stepfunctions")
        listed = states.list_executions(stateMachineArn=self._machine("Fulfilment"))["executions"]
        (arn,) = [one["executionArn"] for one in listed if order_id in one["name"]]
        events = states.get_execution_history(executionArn=arn, maxResults=1000)["events"]
        return {
            one["stateEnteredEventDetails"]["name"] for one in events if "stateEnteredEventDetails" in one
        }

    def begins_marked(self, machine: str) -> bool:
        """Whether what begins now on this machine goes through the state that the other release has."""
        states = self.account.client("stepfunctions")
        arn = f"{self._machine(machine)}:live"
        (route,) = states.describe_state_machine_alias(stateMachineAliasArn=arn)["routingConfiguration"]
        version = states.describe_state_machine(stateMachineArn=route["stateMachineVersionArn"])
        return MARKING_STATE in version["definition"]

    def _machine(self, name: str) -> str:
        listed = self.account.client("stepfunctions").list_state_machines()["stateMachines"]
        (arn,) = [one["stateMachineArn"] for one in listed if f"-{name}" in one["name"]]
        return str(arn)

    def versions(self) -> dict[str, int]:
        """Of each function, how many there are."""
        functions = self.account.client("lambda")
        return {
            name: len(functions.list_versions_by_function(FunctionName=name)["Versions"])
            for name in self._functions()
        }

    def live_versions(self) -> dict[str, str]:
        """Of the functions of the stack that fails: which one is called."""
        functions = self.account.client("lambda")
        return {
            name: alias["FunctionVersion"]
            for name in self._functions()
            if name.startswith(f"{FAILING_STACK}-")
            for alias in functions.list_aliases(FunctionName=name)["Aliases"]
        }

    def _functions(self) -> list[str]:
        pages = self.account.client("lambda").get_paginator("list_functions").paginate()
        return [one["FunctionName"] for page in pages for one in page["Functions"]]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """The first deployment into a fresh account, with the demo shop's catalog."""
    folder = tmp_path_factory.mktemp("deployed")
    with own_account(folder / "account") as account:
        shop = Deployed(account, folder)
        synthesize(shop, folder)
        account.bootstrap()
        shop.deploys(FIRST)
        loaded = account.python("ops", "--aws", "load-catalog", MENU, "--why", "the first")
        assert loaded.returncode == 0, loaded.stderr
        yield shop


def synthesize(shop: Deployed, folder: Path) -> None:
    """All releases, two at a time."""
    sources = folder / "sources"
    roots = {
        FIRST: ROOT,
        CODE: with_other_code(sources / CODE),
        MACHINES: with_other_machines(sources / MACHINES),
        BROKEN: that_fails_in(sources / BROKEN, FAILING_STACK),
    }
    context = {"patience": "unhurried", "releases": "at-once", "stripeApiBase": shop.account.sandbox}
    names = list(roots)
    for pair in (names[:2], names[2:]):
        begun = [synth.start(folder / name, context | CHOSEN.get(name, {}), roots[name]) for name in pair]
        for process in begun:
            synth.finish(process)


def test_a_fresh_account_gets_a_shop_that_sells(shop: Deployed) -> None:
    assert {shop.account.status(name) for name in CORE_STACKS} == {"CREATE_COMPLETE"}

    shop.smoke()
    shop.audit()


def test_a_deployment_of_what_is_there_changes_nothing(shop: Deployed) -> None:
    before = shop.versions()

    said = shop.deploys(FIRST)

    assert said.count("(no changes)") == len(CORE_STACKS), said
    assert shop.versions() == before


def test_a_deployment_that_was_killed_is_ended_by_the_next_and_what_began_before_both_ends_as_it_began(
    shop: Deployed,
) -> None:
    buyer = shop.buyer()
    old = shop.buys(buyer)

    shop.account.deploy_until(shop.assemblies / CODE, "PaidOnceWorkflow\n")
    shop.smoke()
    shop.deploys(CODE)

    assert {shop.account.status(name) for name in CORE_STACKS} <= {"CREATE_COMPLETE", "UPDATE_COMPLETE"}
    shop.packs(buyer, old)
    assert shop.completed_by_other_code() == 0
    new = shop.buys(buyer)
    shop.packs(buyer, new)
    assert shop.completed_by_other_code() == 1
    shop.smoke()


def test_one_that_fails_half_way_is_put_back_and_the_release_before_deployed_again_makes_it_whole(
    shop: Deployed,
) -> None:
    """As on AWS, CloudFormation puts back the stack that failed; those before it stay as they are."""
    shop.deploys(CODE)
    before = shop.live_versions()

    failed = shop.account.deploy(shop.assemblies / BROKEN)

    assert failed.returncode != 0
    assert "DelaySeconds" in failed.stdout
    assert shop.account.status(FAILING_STACK) == "UPDATE_ROLLBACK_COMPLETE"
    assert shop.live_versions() == before
    assert all(shop.begins_marked(machine) for machine in MACHINE_NAMES)
    shop.smoke()

    shop.deploys(CODE)

    assert not any(shop.begins_marked(machine) for machine in MACHINE_NAMES)
    shop.smoke()


def test_a_changed_machine_is_for_what_begins_after_it_and_the_way_back_is_a_deployment_too(
    shop: Deployed,
) -> None:
    shop.deploys(CODE)
    buyer = shop.buyer()
    before, versions = shop.buys(buyer), shop.versions()

    shop.deploys(MACHINES)

    assert shop.versions() == versions  # of functions: their code is the same
    with_state = shop.buys(buyer)
    shop.deploys(CODE)
    after = shop.buys(buyer)
    for order_id in (before, with_state, after):
        shop.packs(buyer, order_id)
    went_through = [MARKING_STATE in shop.states_of(one) for one in (before, with_state, after)]
    assert went_through == [False, True, False]
    shop.smoke()


def test_make_deploy_says_what_it_does_and_costs_and_ends_with_a_smoke_checkout(shop: Deployed) -> None:
    done = shop.account.python(
        "infra.deploy", YES="1", STACKS=" ".join(CORE_STACKS), ASSEMBLY=str(shop.assemblies / FIRST)
    )

    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout
    assert f"To account {ACCOUNT} in {REGION}: {len(CORE_STACKS)} stacks, " in said
    assert "Payments: the secret paidonce/stripe holds a test key" in said
    assert "Costs standing still, in US dollars a month: " in said
    assert said.endswith("Smoke checkout: well\n"), said


def test_make_deploy_changes_nothing_where_the_region_is_another(shop: Deployed) -> None:
    given = {"YES": "1", "ASSEMBLY": str(shop.assemblies / FIRST), "STACKS": CORE_STACKS[0]}

    done = shop.account.python(
        "infra.deploy", **given, AWS_REGION="eu-west-3", AWS_DEFAULT_REGION="eu-west-3"
    )

    assert done.returncode == 2
    command = f"`npx cdk bootstrap aws://{ACCOUNT}/eu-west-3`"
    assert done.stderr.strip().endswith(f"is not bootstrapped for the CDK (once): {command}"), done.stderr


def test_two_at_once_harm_nothing_and_one_more_ends_on_what_it_was_given(shop: Deployed) -> None:
    both = [shop.account.begin_to_deploy(shop.assemblies / name) for name in (MACHINES, FIRST)]
    said = [one.communicate(timeout=300)[0] for one in both]
    shop.smoke()

    shop.deploys(FIRST)

    statuses = {name: shop.account.status(name) for name in CORE_STACKS}
    assert all(status.endswith("COMPLETE") for status in statuses.values()), (statuses, said)
    assert not any(shop.begins_marked(machine) for machine in MACHINE_NAMES)
    shop.smoke()
    shop.audit()
