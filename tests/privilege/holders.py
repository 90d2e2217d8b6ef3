"""Who runs under which role, and what each needs apart from the calls of its own code."""

from collections.abc import Iterator
from dataclasses import dataclass

from harness.permissions import Need
from harness.roles import extra, grants, missing, role_named, role_of
from harness.template import Properties, Template
from tests.privilege.machines import needs_of_tasks
from tests.privilege.services import DESTINATIONS, needs_of_lambda, needs_of_step_functions

# https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
GATEWAY_LOGS = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
MOVES_ALIASES = "arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited"
Seen = dict[str, set[Need]]
"""What calls needed, by function."""
TARGETS = DESTINATIONS | {"states": "states:StartExecution"}


@dataclass(frozen=True)
class Holder:
    """`name` is what a message calls it; `service` assumes the role on its behalf. `managed` are policies of
    AWS's own that AWS demands by name."""

    name: str
    role: str
    service: str
    needed: frozenset[Need]
    managed: frozenset[str] = frozenset()


def functions(template: Template) -> list[Holder]:
    """What their own code needs is seen as it runs; this is the rest."""
    return [
        Holder(name, role_of(one), "lambda.amazonaws.com", frozenset(needs_of_lambda(template, one)))
        for name, one in template.functions.items()
    ]


def machines(template: Template) -> list[Holder]:
    return [
        Holder(
            name,
            role_of(one),
            "states.amazonaws.com",
            frozenset(needs_of_tasks(template.definition(one)) | needs_of_step_functions(one)),
        )
        for name, one in template.machines.items()
    ]


def rules(template: Template) -> list[Holder]:
    """EventBridge takes a role where the target has no policy of its own: to start a machine, say."""
    return [
        Holder(
            rule.construct, role_named(target["RoleArn"]), "events.amazonaws.com", frozenset({_to(target)})
        )
        for rule in template.rules.values()
        for target in rule.properties.get("Targets", [])
        if "RoleArn" in target
    ]


def accounts(template: Template) -> list[Holder]:
    """The one role under which API Gateway writes the logs of all APIs of an account and region."""
    return [
        Holder(
            account.construct,
            role_named(account.properties["CloudWatchRoleArn"]),
            "apigateway.amazonaws.com",
            frozenset(),
            frozenset({GATEWAY_LOGS}),
        )
        for account in template.resources("AWS::ApiGateway::Account")
    ]


def movers(template: Template) -> list[Holder]:
    """CodeDeploy moves aliases of functions under a role of its own, one a stack."""
    named = {
        role_named(one.properties["ServiceRoleArn"])
        for one in template.resources("AWS::CodeDeploy::DeploymentGroup")
    }
    return [
        Holder(role, role, "codedeploy.amazonaws.com", frozenset(), frozenset({MOVES_ALIASES}))
        for role in sorted(named)
    ]


def everyone(template: Template) -> Iterator[Holder]:
    """A role that nobody listed here runs under is one that nobody needs, or one to be told of here."""
    yield from functions(template)
    yield from machines(template)
    yield from rules(template)
    yield from accounts(template)
    yield from movers(template)


def _to(target: Properties) -> Need:
    service = target["Arn"].split(":")[2]
    return TARGETS[service], target["Arn"]


def lacking(template: Template, holders: list[Holder], seen: Seen | None = None) -> list[str]:
    """What they need, or were seen to need, and may not."""
    return [
        f"{one.name} needs {action} on {resource} and may not"
        for one in holders
        for action, resource in sorted(missing(grants(template, one.role), _needed(one, seen)))
    ]


def unused(template: Template, holders: list[Holder], seen: Seen | None = None) -> list[str]:
    """What they may, and neither need nor were seen to need."""
    return [
        f"{one.name} may {action} on {resource} and never does"
        for one in holders
        for action, resource in sorted(extra(grants(template, one.role), _needed(one, seen)))
    ]


def _needed(holder: Holder, seen: Seen | None) -> set[Need]:
    return (seen or {}).get(holder.name, set()) | holder.needed
