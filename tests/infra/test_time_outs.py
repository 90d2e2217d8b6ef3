"""Nobody is waited for longer than the one who waits lives: limits and lives as they are shipped."""

import ast

import pytest
from botocore.config import Config

from functions.account import issuer
from functions.checkout import workflow
from functions.checkout.api_checkouts import LONGEST_WAIT_SECONDS
from functions.live import deliver
from functions.payment import follow_refunds, void_payment
from functions.payment.stripe import adapter
from functions.relay import bus
from functions.shared import aws
from harness.chains import CUT_OFF, PROVIDER_CALLS
from harness.roles import grants, role_of
from harness.template import REGION, Resource, Template
from ops import redrive
from tests.infra.outside_clients import (
    ALLOWED,
    EXCEPT,
    Limits,
    imports,
    makers_of_clients,
    sites,
    taken_by_name,
)

API_GATEWAY_SECONDS = 29
STARTING = 5
"""Seconds for a cold start, and for what a function does before and after at an ordinary pace."""

USUAL = Limits(1, 3, 2)
SITES = {
    ("functions/shared/table.py", "dynamodb"): USUAL,
    ("functions/shared/machines.py", "stepfunctions"): USUAL,
    ("functions/shared/files.py", "s3"): USUAL,
    ("functions/session/store.py", "secretsmanager"): USUAL,
    ("functions/payment/credentials.py", "secretsmanager"): USUAL,
    ("functions/fulfilment/warehouse.py", "sqs"): USUAL,
    ("functions/relay/bus.py", "events"): USUAL,
    ("functions/conversation/bus.py", "events"): USUAL,
    ("functions/conversation/queue.py", "sqs"): USUAL,
    ("functions/operations/queues.py", "cloudwatch"): USUAL,
    # One try: a message that is late is of no use, and others wait behind it.
    ("functions/live/gateway.py", "apigatewaymanagementapi"): Limits(1, 1, 1),
    # One try: a second one at once could be a second mail.
    ("functions/notification/mail.py", "sesv2"): Limits(2, 10, 1),
    # One try: whoever was not waited for in time asks again.
    ("functions/checkout/workflow.py", "lambda"): Limits(1, 13, 1),
    # One try: somebody looks at a cart meanwhile, and looks again.
    ("functions/pricing/quote_function.py", "lambda"): Limits(0.5, 1.5, 1),
    # It must arrive: nobody repeats it before the next day.
    ("functions/recovery/job_reconcile.py", "lambda"): Limits(1, 5, 3),
    ("functions/operations/ask_for_job.py", "lambda"): USUAL,
    ("functions/operations/ask_for_job.py", "sqs"): USUAL,
    ("functions/operations/dead_letters.py", "sqs"): USUAL,
    ("functions/operations/redrive.py", "lambda"): USUAL,
}
"""Each place that makes a client of AWS. A new one is entered here, and who may call it is held below."""

ACTIONS = {
    "dynamodb": "dynamodb",
    "states": "stepfunctions",
    "s3": "s3",
    "secretsmanager": "secretsmanager",
    "sqs": "sqs",
    "events": "events",
    "ses": "sesv2",
    "lambda": "lambda",
    "cloudwatch": "cloudwatch",
    "execute-api": "apigatewaymanagementapi",
}
"""A service as policies call it, and as boto3 does."""
DONE_BY_LAMBDA = ("logs", "xray")

ONE_PROVIDER_CALL = adapter.TIMEOUT_SECONDS
FORGETTING = USUAL.seconds
"""Work that is done once takes its record away when it fails, which is one call more."""


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients are made and asked nothing."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("SOCKET_URL", "https://socket.test/live")


def found_sites() -> dict[tuple[str, str], Limits]:
    return {(one.file, one.service): one.limits for one in sites(LONGEST_WAIT_SECONDS)}


def test_each_client_of_aws_has_the_limits_that_it_is_known_for() -> None:
    assert found_sites() == SITES, "enter it in SITES, with how long it is waited for and why"


def test_nobody_is_reached_but_through_the_clients_that_are_known() -> None:
    elsewhere = [
        f"{file} imports {name}"
        for file, name in imports("functions")
        if name not in EXCEPT and not file.startswith(ALLOWED.get(name.partition(".")[0], ("nowhere",)))
    ]
    assert not elsewhere, f"who is reached needs limits, held here: {elsewhere}"


def test_a_client_of_aws_is_made_in_one_place_with_the_limits_that_were_asked_for() -> None:
    assert [file for file, _ in makers_of_clients("functions")] == ["functions/shared/aws.py"]
    assert taken_by_name("functions", "functions.shared.aws") == [], (
        "call it as aws.client: SITES finds it so"
    )
    made = aws.client.__wrapped__("dynamodb", connect_seconds=7, read_seconds=8, tries=9).meta.config
    assert (made.connect_timeout, made.read_timeout) == (7, 8)
    assert made.retries == {"mode": "standard", "total_max_attempts": 9}


def test_the_provider_is_asked_once_a_call_and_for_ten_seconds() -> None:
    """Tests put a shorter one in its place; this is the one that is shipped."""
    client = adapter._client_for("sk_test_time", adapter.TIMEOUT_SECONDS)
    assert ONE_PROVIDER_CALL == 10
    assert client._requestor._options.max_network_retries == 0
    assert vars(client._requestor._get_http_client())["timeout"] == ONE_PROVIDER_CALL


def services(template: Template, function: Resource) -> set[str]:
    granted = {action.partition(":")[0] for action, _ in grants(template, role_of(function))}
    return {ACTIONS[name] for name in granted if name not in DONE_BY_LAMBDA}


def given_up_after(template: Template, function: Resource, service: str) -> float:
    """What a call of this service's may take at most in this function."""
    own = {
        "Checkouts": "functions/checkout/workflow.py",
        "Reconcile": "functions/recovery/job_reconcile.py",
        "AskForJob": "functions/operations/ask_for_job.py",
        "WorkOnJob": "functions/operations/redrive.py",
    }
    limits = [
        one
        for (file, name), one in SITES.items()
        if name == service and (service != "lambda" or file == own[function.construct])
    ]
    return max(one.seconds for one in limits)


def test_a_function_outlives_whichever_service_does_not_answer_it(template: Template) -> None:
    """It is still there to say so, and to take back that it began."""
    for function in template.functions.values():
        life = function.properties["Timeout"]
        forgets = FORGETTING if "IDEMPOTENCY_TABLE" in function.properties["Environment"]["Variables"] else 0
        for service in services(template, function) - own_queue(template, function):
            needed = given_up_after(template, function, service) + forgets + STARTING
            assert needed <= life, f"{function.construct} waits for {service}: {needed} s of {life} s"


def own_queue(template: Template, function: Resource) -> set[str]:
    """Lambda, and not the function, receives from a queue that works it, and sends what failed to another."""
    sends = {"WAREHOUSE_QUEUE", "SAYINGS_QUEUE"}
    return set() if sends & function.properties["Environment"]["Variables"].keys() else {"sqs"}


def test_mail_is_waited_for_by_the_one_that_sends_it(template: Template) -> None:
    """Its role may send only where a sender is given; its life is the same."""
    limits = SITES["functions/notification/mail.py", "sesv2"]
    life = template.functions["Notify"].properties["Timeout"]
    assert limits.seconds + FORGETTING + STARTING <= life


def test_whoever_may_ask_the_provider_lives_through_the_longest_way_to_ask(template: Template) -> None:
    asking = {
        name
        for name, function in template.functions.items()
        if "PAYMENT_API_BASE" in function.properties["Environment"]["Variables"]
    }
    assert asking == PROVIDER_CALLS.keys(), (
        "say in harness/chains.py how many calls are made in a row at most"
    )
    for name, calls in PROVIDER_CALLS.items():
        life = template.functions[name].properties["Timeout"]
        assert life >= ONE_PROVIDER_CALL + FORGETTING + STARTING, name
        if calls is not None and name not in CUT_OFF:
            assert calls * ONE_PROVIDER_CALL + STARTING <= life, f"{name}: {calls} calls in {life} s"


def test_an_issuer_that_hangs_is_given_up_within_the_request(template: Template) -> None:
    """Its discovery document, its token endpoint, its keys."""
    one = issuer.CONNECT_SECONDS + issuer.READ_SECONDS
    assert issuer._pool.connection_pool_kw["retries"].total is False
    assert issuer._pool.connection_pool_kw["timeout"].connect_timeout == issuer.CONNECT_SECONDS
    assert issuer._pool.connection_pool_kw["timeout"].read_timeout == issuer.READ_SECONDS
    life = template.functions["Login"].properties["Timeout"]
    assert (2 * issuer.READ_TRIES + 1) * one + STARTING <= life


def test_a_webhook_makes_as_many_calls_as_a_void_and_the_lists_of_refunds_together() -> None:
    """A void breaks on its last one, which reads once more; what breaks lists nothing."""
    undo = PROVIDER_CALLS["VoidPayment"]
    assert undo == 2 * void_payment.TRIES + 1
    assert PROVIDER_CALLS["Webhook"] == 1 + 2 * void_payment.TRIES + follow_refunds.TRIES


def test_the_keys_of_an_intent_that_broke_are_tried_within_the_authorization() -> None:
    confirmed = 1
    assert adapter.CREATE_KEYS + confirmed == PROVIDER_CALLS["AuthorizePayment"]


def test_who_waits_for_an_order_waits_within_the_request(template: Template) -> None:
    waiting = SITES["functions/checkout/workflow.py", "lambda"]
    assert waiting.read == LONGEST_WAIT_SECONDS + workflow.WAIT_MARGIN_SECONDS
    assert waiting.seconds + FORGETTING + STARTING <= API_GATEWAY_SECONDS
    assert template.functions["Wait"].properties["Timeout"] >= LONGEST_WAIT_SECONDS + FORGETTING + STARTING


def test_who_asks_for_prices_and_then_waits_for_an_order_lives_through_both(template: Template) -> None:
    asking = SITES["functions/pricing/quote_function.py", "lambda"]
    waiting = SITES["functions/checkout/workflow.py", "lambda"]
    life = template.functions["Checkouts"].properties["Timeout"]
    assert (asking.seconds, asking.tries) == (2, 1)
    assert asking.seconds + waiting.seconds + STARTING <= life
    assert asking.seconds + FORGETTING + STARTING <= life


def test_whoever_is_silent_is_given_up_within_the_relays_life(template: Template) -> None:
    """Its workers call the warehouse's queue and Step Functions; each waits in vain twice at most."""
    life = template.functions["Relay"].properties["Timeout"]
    for file, service in (
        ("functions/fulfilment/warehouse.py", "sqs"),
        ("functions/shared/machines.py", "stepfunctions"),
    ):
        assert 2 * SITES[file, service].seconds + STARTING <= life, service


def test_connections_that_are_silent_are_given_up_within_the_life_of_who_pushes(template: Template) -> None:
    """The last messages are begun after ten seconds; then each connection is ended, ten at a time."""
    post = SITES["functions/live/gateway.py", "apigatewaymanagementapi"].seconds
    pushed = deliver.SECONDS + 2 * post + 2 * USUAL.seconds
    assert pushed + STARTING <= template.functions["Updates"].properties["Timeout"]


def test_a_bus_that_is_silent_is_given_up_within_the_relays_life(template: Template) -> None:
    """Whatever the batch: who did not answer four times is not asked about the rest."""
    silent = bus.TRIES * SITES["functions/relay/bus.py", "events"].seconds + 2
    assert silent + STARTING <= template.functions["Relay"].properties["Timeout"]


def test_a_message_is_hidden_for_six_lives_of_its_consumer(template: Template) -> None:
    """As Lambda asks for: a message that is being worked on is not delivered beside. Of every queue that a
    function is fed from; two lives where a whole conversation waits behind what a dead process held."""
    lives = {"Sayings": 2}
    consumers = {one.name: one for one in template.functions.values()}
    queues = {queue.arn: queue for queue in template.queues.values()}
    fed = {
        queue.construct: (
            queue.properties["VisibilityTimeout"],
            lives.get(queue.construct, 6)
            * consumers[source.properties["FunctionName"]].properties["Timeout"],
        )
        for source in template.resources("AWS::Lambda::EventSourceMapping")
        if (queue := queues.get(source.properties["EventSourceArn"]))
    }
    assert {"PackingRequests", "PackingResults", "NoticesHeldBack"} <= fed.keys()
    assert {name for name, (hidden, needed) in fed.items() if hidden != needed} == set()


def test_the_sweep_ends_before_its_next_run(template: Template) -> None:
    every = template.rules["SweepSchedule"].properties["ScheduleExpression"]
    assert every == "rate(1 minute)"
    assert template.functions["Sweep"].properties["Timeout"] < 60


def test_every_client_of_a_command_has_limits() -> None:
    for file, call in makers_of_clients("ops"):
        assert "config" in {word.arg for word in call.keywords}, f"{file}: {ast.unparse(call)}"


def test_a_command_waits_longer_than_what_it_invokes_lives(template: Template) -> None:
    config: Config = redrive._lambda.__wrapped__().meta.config
    redriven = [one for one in template.functions.values() if "DeadLetterConfig" in one.properties]
    assert redriven
    assert all(config.read_timeout > one.properties["Timeout"] for one in redriven)
    assert config.retries == {"mode": "standard", "total_max_attempts": 1}
