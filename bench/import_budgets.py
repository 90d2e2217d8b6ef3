"""Every function of the synthesized template: what its cold start has to load, and what that may cost."""

from dataclasses import dataclass
from enum import StrEnum

from harness.template import Resource, Template, unqualified

PROVIDER = "PAYMENT_API_BASE"
CLIENTS = {
    "_TABLE": "dynamodb",
    "_SECRET": "secretsmanager",
    "_MACHINE": "stepfunctions",
    "_FUNCTION": "lambda",
    "_BUS": "events",
    "_QUEUE": "sqs",
    "_BUCKET": "s3",
    "_QUEUES": "cloudwatch",
    "_SENDER": "sesv2",
    "SOCKET_URL": "apigatewaymanagementapi",
}
"""How the name of an environment variable ends -> the service whose client the function needs for it."""


class Kind(StrEnum):
    STEP = "saga step, background"
    PAYMENT = "payment"
    API = "API"
    OPERATIONS = "operators' API, payment"


BUDGETS = {Kind.STEP: 1.25, Kind.PAYMENT: 1.50, Kind.API: 1.75, Kind.OPERATIONS: 2.1}
"""Against `import boto3; boto3.client("dynamodb")` (docs/decisions/0021-import-budgets.md)."""
MORE = {"Checkouts": 1.85}
"""Functions that may cost more than their kind, each for a reason in the decision."""


def budget(function: str, kind: Kind) -> float:
    return MORE.get(function, BUDGETS[kind])


@dataclass(frozen=True)
class Deployed:
    """A function as deployed. `clients` are the AWS services that its environment names something of."""

    name: str
    kind: Kind
    module: str
    environment: dict[str, str]
    clients: tuple[str, ...]

    def code(self) -> str:
        """Python that does what a cold start and the first invocation cannot do without."""
        lines = [f"import {self.module}", "import boto3"]
        lines += [f"boto3.client({service!r})" for service in self.clients]
        if self.kind in (Kind.PAYMENT, Kind.OPERATIONS):
            lines += ["import stripe", "stripe.StripeClient('sk_test_bench')"]
        return "\n".join(lines)


def deployed(template: Template) -> list[Deployed]:
    """All functions, by name."""
    called = _called_by_api_gateway(template)
    return [
        _deployed(function, called=function.name in called)
        for _, function in sorted(template.functions.items())
    ]


def _deployed(function: Resource, *, called: bool) -> Deployed:
    environment: dict[str, str] = function.properties["Environment"]["Variables"]
    module = function.properties["Handler"].rpartition(".")[0]
    kind = Kind.PAYMENT if PROVIDER in environment else Kind.API if called else Kind.STEP
    if kind is Kind.PAYMENT and module.startswith("functions.operations."):
        kind = Kind.OPERATIONS
    return Deployed(function.construct, kind, module, environment, _clients(environment))


def _clients(environment: dict[str, str]) -> tuple[str, ...]:
    """DynamoDB's comes first: it is what the baseline makes."""
    needed = {service for name in environment for end, service in CLIENTS.items() if name.endswith(end)}
    return tuple(sorted(needed, key=lambda service: (service != "dynamodb", service)))


def _called_by_api_gateway(template: Template) -> set[str]:
    """Functions behind a route or an authorizer, of whatever kind of API: those that it may invoke."""
    permissions = [one.properties for one in template.resources("AWS::Lambda::Permission")]
    arns = [one["FunctionName"] for one in permissions if one["Principal"] == "apigateway.amazonaws.com"]
    return {unqualified(arn).rpartition(":")[2] for arn in arns}
