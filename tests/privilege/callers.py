"""Who may reach our functions, queues and buckets from outside their roles, and who has a reason to.

Both as sentences' parts: principal, action, resource, and the one thing on whose behalf the principal acts.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from harness.roles import ANYBODY, listed, principals
from harness.routes import read_routes
from harness.template import ACCOUNT, REGION, Properties, Template

LIVE = "live"
"""The alias by which API Gateway calls functions."""
GATEWAY = "apigateway.amazonaws.com"
EVENTBRIDGE = "events.amazonaws.com"
INVOKE = "lambda:InvokeFunction"
SEND = "sqs:SendMessage"
CLOUDWATCH, PUBLISH = "cloudwatch.amazonaws.com", "sns:Publish"
POLICIES = ("AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy", "AWS::SNS::TopicPolicy")


class Call(NamedTuple):
    principal: str
    action: str
    resource: str
    source: str

    def __str__(self) -> str:
        return f"{self.principal} may {self.action} on {self.resource} for {self.source}"


def permitted(template: Template) -> list[Call]:
    """What the resources' own policies allow."""
    return [*_function_policies(template), *_resource_policies(template)]


def intended(template: Template) -> list[Call]:
    """What rules, routes and authorizers call."""
    return [
        *_by_rules(template),
        *_by_routes(template),
        *_by_socket_routes(template),
        *_by_authorizers(template),
        *_by_alarms(template),
    ]


def _function_policies(template: Template) -> Iterator[Call]:
    for permission in template.resources("AWS::Lambda::Permission"):
        given = permission.properties
        source = given.get("SourceArn", ANYBODY)
        yield Call(given["Principal"], given["Action"], given["FunctionName"], source)


def _resource_policies(template: Template) -> Iterator[Call]:
    """What they deny (whatever comes without TLS) lets nobody in."""
    for kind in POLICIES:
        for policy in template.resources(kind):
            for statement in policy.properties["PolicyDocument"]["Statement"]:
                if statement["Effect"] == "Allow":
                    yield from _allowed(statement)


def _allowed(statement: Properties) -> Iterator[Call]:
    conditions = statement.get("Condition", {})
    account = conditions.get("StringEquals", {}).get("aws:SourceAccount", ANYBODY)
    source = conditions.get("ArnEquals", {}).get("aws:SourceArn", account)
    for principal, action, resource in product(
        principals(statement), listed(statement["Action"]), listed(statement["Resource"])
    ):
        yield Call(principal, action, resource, source)


def _by_rules(template: Template) -> Iterator[Call]:
    """A rule calls its target under the target's policy, unless it has a role to do so."""
    actions = {"lambda": INVOKE, "sqs": SEND}
    for rule in template.rules.values():
        for target in rule.properties.get("Targets", []):
            if "RoleArn" not in target:
                action = actions[target["Arn"].split(":")[2]]
                yield Call(EVENTBRIDGE, action, target["Arn"], rule.arn)
            if "DeadLetterConfig" in target:
                yield Call(EVENTBRIDGE, SEND, target["DeadLetterConfig"]["Arn"], rule.arn)


def _by_routes(template: Template) -> Iterator[Call]:
    """Whatever the stage, verb and path: a permission for each would be a hundred resources of the stack."""
    (stage,) = template.resources("AWS::ApiGateway::Stage")
    api = f"{_apis()}{stage.properties['RestApiId']}/*/*/*"
    for function in sorted({route.function for route in read_routes(template)}):
        yield Call(GATEWAY, INVOKE, f"{template.functions[function].arn}:{LIVE}", api)


def _by_socket_routes(template: Template) -> Iterator[Call]:
    """Whatever the stage: a socket's routes are permitted so by the CDK, and there is one stage."""
    uris = {
        one.name: one.properties["IntegrationUri"]
        for one in template.resources("AWS::ApiGatewayV2::Integration")
    }
    for route in template.resources("AWS::ApiGatewayV2::Route"):
        uri = uris[route.properties["Target"].removeprefix("integrations/")]
        function = uri.partition("/functions/")[2].removesuffix("/invocations")
        source = f"{_apis()}{route.properties['ApiId']}/*{route.properties['RouteKey']}"
        yield Call(GATEWAY, INVOKE, function, source)


def _by_authorizers(template: Template) -> Iterator[Call]:
    for authorizer in template.resources("AWS::ApiGateway::Authorizer"):
        function = re.search(r"functions/(.+)/invocations", authorizer.properties["AuthorizerUri"])
        assert function, f"{authorizer.construct} is no function"
        source = f"{_apis()}{authorizer.properties['RestApiId']}/authorizers/{authorizer.name}"
        yield Call(GATEWAY, INVOKE, function[1], source)


def _by_alarms(template: Template) -> Iterator[Call]:
    """Alarms of this account, whichever."""
    alarms = [
        one
        for kind in ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
        for one in template.resources(kind)
    ]
    for topic in sorted({action for one in alarms for action in one.properties.get("AlarmActions", [])}):
        yield Call(CLOUDWATCH, PUBLISH, topic, ACCOUNT)


def _apis() -> str:
    return f"arn:aws:execute-api:{REGION}:{ACCOUNT}:"
