"""What AWS does under a role of ours besides the calls that our code makes: read off the template.

Each set is the one that AWS's documentation asks for; the page is named beside it.
"""

from collections.abc import Iterator

from harness.permissions import Need
from harness.template import Properties, Resource, Template

EVERYWHERE = "*"

# https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
FUNCTION_TRACES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
# https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html
MACHINE_TRACES = FUNCTION_TRACES | {"xray:GetSamplingRules", "xray:GetSamplingTargets"}
# https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html: log delivery knows no resources.
LOG_DELIVERY = {
    *(f"logs:{verb}LogDelivery" for verb in ("Create", "Get", "Update", "Delete")),
    *("logs:ListLogDeliveries", "logs:PutResourcePolicy"),
    *("logs:DescribeResourcePolicies", "logs:DescribeLogGroups"),
}
LOG_WRITES = {"logs:CreateLogStream", "logs:PutLogEvents"}

# What Lambda asks of the function's role to read an event source, by the service in the source's ARN.
# https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-create-package.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-lambda-function-trigger.html
SOURCES = {
    "dynamodb": {
        f"dynamodb:{name}" for name in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
    },
    "sqs": {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"},
}
# https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
DESTINATIONS = {
    "sqs": "sqs:SendMessage",
    "sns": "sns:Publish",
    "lambda": "lambda:InvokeFunction",
    "events": "events:PutEvents",
}
# Service Authorization Reference, AWS Backup: neither knows a resource.
RESTORE_TESTS = {"backup:ListRestoreJobs", "backup:PutRestoreValidationResult"}
UNRESTRICTED = MACHINE_TRACES | LOG_DELIVERY | RESTORE_TESTS | {"cloudwatch:GetMetricData"}
"""The only actions that may stand on `*`."""


def needs_of_lambda(template: Template, function: Resource) -> set[Need]:
    """What Lambda does in the function's name: its log, its traces, its event sources, its failures."""
    properties = function.properties
    needed = _on(LOG_WRITES, f"{properties['LoggingConfig']['LogGroup']}.Arn")
    if properties.get("TracingConfig", {}).get("Mode") == "Active":
        needed |= _on(FUNCTION_TRACES, EVERYWHERE)
    for mapping in _belonging(template, "AWS::Lambda::EventSourceMapping", function):
        source = mapping["EventSourceArn"]
        needed |= _on(SOURCES[_service(source)], source)
    for destination in _destinations(template, function):
        needed.add((DESTINATIONS[_service(destination)], destination))
    return needed


def needs_of_step_functions(machine: Resource) -> set[Need]:
    """What Step Functions does in the machine's name besides its tasks: its log and its traces."""
    needed: set[Need] = set()
    if machine.properties.get("LoggingConfiguration", {}).get("Level", "OFF") != "OFF":
        needed |= _on(LOG_DELIVERY, EVERYWHERE)
    if machine.properties.get("TracingConfiguration", {}).get("Enabled"):
        needed |= _on(MACHINE_TRACES, EVERYWHERE)
    return needed


def _destinations(template: Template, function: Resource) -> Iterator[str]:
    """Where Lambda puts what failed, and, if anybody wants it, what did not."""
    if "DeadLetterConfig" in function.properties:
        yield function.properties["DeadLetterConfig"]["TargetArn"]
    for kind in ("AWS::Lambda::EventSourceMapping", "AWS::Lambda::EventInvokeConfig"):
        for settings in _belonging(template, kind, function):
            for outcome in settings.get("DestinationConfig", {}).values():
                yield outcome["Destination"]


def _belonging(template: Template, kind: str, function: Resource) -> list[Properties]:
    return [
        one.properties
        for one in template.resources(kind)
        if one.properties["FunctionName"] in (function.name, function.arn)
    ]


def _on(actions: set[str], resource: str) -> set[Need]:
    return {(action, resource) for action in actions}


def _service(arn: str) -> str:
    return arn.split(":")[2]
