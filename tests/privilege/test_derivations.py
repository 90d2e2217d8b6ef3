"""What is read off a template, on small ones: each source of a need, whether the app has it today or not."""

from typing import Any

import pytest

from harness.permissions import Need, needs
from harness.roles import extra, missing
from harness.template import Resource, Template
from tests.privilege.callers import intended, permitted
from tests.privilege.holders import rules
from tests.privilege.machines import needs_of_tasks
from tests.privilege.services import needs_of_lambda, needs_of_step_functions

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:Queue"
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:Machine"
WORKER = "arn:aws:lambda:eu-west-1:123456789012:function:Worker"
LOG = {("logs:CreateLogStream", "Log.Arn"), ("logs:PutLogEvents", "Log.Arn")}

BASE: dict[str, tuple[str, dict[str, Any]]] = {
    "Queue": ("AWS::SQS::Queue", {}),
    "Table": ("AWS::DynamoDB::GlobalTable", {}),
    "Machine": ("AWS::StepFunctions::StateMachine", {}),
    "Worker": ("AWS::Lambda::Function", {"LoggingConfig": {"LogGroup": "Log"}}),
}


def made_of(**more: tuple[str, dict[str, Any]]) -> Template:
    resources = {name: {"Type": kind, "Properties": given} for name, (kind, given) in (BASE | more).items()}
    return Template({"Stack": {"Resources": resources}})


def worker(**settings: Any) -> tuple[str, dict[str, Any]]:
    kind, properties = BASE["Worker"]
    return kind, properties | settings


def source(arn: dict[str, Any], **more: Any) -> tuple[str, dict[str, Any]]:
    given = {"FunctionName": {"Ref": "Worker"}, "EventSourceArn": arn, **more}
    return "AWS::Lambda::EventSourceMapping", given


def attribute(name: str, attribute: str = "Arn") -> dict[str, Any]:
    return {"Fn::GetAtt": [name, attribute]}


SENT_AWAY = {"DestinationConfig": {"OnFailure": {"Destination": attribute("Queue")}}}


@pytest.mark.parametrize(
    ("more", "needed"),
    [
        ({}, set()),
        (
            {"Worker": worker(TracingConfig={"Mode": "Active"})},
            {("xray:PutTraceSegments", "*"), ("xray:PutTelemetryRecords", "*")},
        ),
        (
            {"Worker": worker(DeadLetterConfig={"TargetArn": attribute("Queue")})},
            {("sqs:SendMessage", QUEUE)},
        ),
        (
            {"Invoking": ("AWS::Lambda::EventInvokeConfig", {"FunctionName": {"Ref": "Worker"}} | SENT_AWAY)},
            {("sqs:SendMessage", QUEUE)},
        ),
        (
            {"Source": source(attribute("Queue"))},
            {(f"sqs:{name}", QUEUE) for name in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")},
        ),
    ],
    ids=["nothing", "tracing", "dead letters", "destination", "queue"],
)
def test_what_lambda_does_in_a_functions_name(
    more: dict[str, tuple[str, dict[str, Any]]], needed: set[Need]
) -> None:
    template = made_of(**more)

    assert needs_of_lambda(template, template.functions["Worker"]) == LOG | needed


def test_a_stream_is_read_and_its_failures_are_sent_away() -> None:
    template = made_of(Source=source(attribute("Table", "StreamArn"), **SENT_AWAY))

    needed = needs_of_lambda(template, template.functions["Worker"]) - LOG

    assert ("sqs:SendMessage", QUEUE) in needed
    stream = template.tables["Table"].arn + "/stream/now"
    assert {resource for _, resource in needed} == {QUEUE, stream}
    assert ("dynamodb:GetRecords", stream) in needed


def test_the_owner_of_a_signed_form_or_link_needs_what_it_allows_others() -> None:
    photo = {"Bucket": "files", "Key": "returns/one/photo"}

    assert needs("PutObject", photo) == {("s3:PutObject", "arn:aws:s3:::files/returns/one/photo")}
    assert needs("GetObject", photo) == {("s3:GetObject", "arn:aws:s3:::files/returns/one/photo")}


def test_what_another_function_is_fed_with_is_not_this_ones() -> None:
    kind, settings = source(attribute("Queue"))
    template = made_of(Source=(kind, settings | {"FunctionName": "Other"}))

    assert needs_of_lambda(template, template.functions["Worker"]) == LOG


def test_a_machine_logs_and_traces_only_if_it_is_told_to() -> None:
    told = {"LoggingConfiguration": {"Level": "ERROR"}, "TracingConfiguration": {"Enabled": True}}
    silent = {"LoggingConfiguration": {"Level": "OFF"}, "TracingConfiguration": {"Enabled": False}}

    def needed(properties: dict[str, Any]) -> set[Need]:
        return needs_of_step_functions(Resource("Stack", "Machine", "", properties))

    assert {("logs:CreateLogDelivery", "*"), ("xray:PutTraceSegments", "*")} < needed(told)
    assert needed(silent) == set()


@pytest.mark.parametrize(
    ("resource", "parameters", "needed"),
    [
        (WORKER, {}, ("lambda:InvokeFunction", WORKER)),
        ("arn:aws:states:::lambda:invoke", {"FunctionName": WORKER}, ("lambda:InvokeFunction", WORKER)),
        (
            "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            {"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/Queue"},
            ("sqs:SendMessage", QUEUE),
        ),
        (
            "arn:aws:states:::aws-sdk:dynamodb:updateItem",
            {"TableName": "Table"},
            ("dynamodb:UpdateItem", "arn:aws:dynamodb:eu-west-1:123456789012:table/Table"),
        ),
    ],
)
def test_what_a_task_needs(resource: str, parameters: dict[str, Any], needed: Need) -> None:
    task = {"Type": "Task", "Resource": resource, "Parameters": parameters}
    nested = {"Type": "Map", "ItemProcessor": {"States": {"Inner": task}}}
    beside = {"Type": "Parallel", "Branches": [{"States": {"Inner": task}}]}

    for state in (task, nested, beside):
        assert needs_of_tasks({"States": {"One": state, "Two": {"Type": "Succeed"}}}) == {needed}


@pytest.mark.parametrize("resource", [f"{WORKER}:7", "arn:aws:states:::lambda:invoke"])
def test_a_task_that_names_a_version_needs_every_version_and_the_function_itself(resource: str) -> None:
    """Executions outlive releases: the role is that of all of them."""
    task = {"Type": "Task", "Resource": resource, "Parameters": {"FunctionName": f"{WORKER}:7"}}

    allowed = {("lambda:InvokeFunction", WORKER), ("lambda:InvokeFunction", f"{WORKER}:*")}
    needed = needs_of_tasks({"States": {"One": task}})
    assert missing(allowed, needed) == set()
    assert extra(allowed, needed) == set()
    for grant in allowed:
        assert missing({grant}, needed), "neither alone is enough"
    assert missing({("lambda:InvokeFunction", f"{WORKER}:7")}, needed)


@pytest.mark.parametrize(
    ("resource", "parameters"),
    [
        ("arn:aws:states:::states:startExecution.sync", {"stateMachineArn": MACHINE}),
        ("arn:aws:states:::sqs:sendMessage", {"QueueUrl.$": "$.queue"}),
        ("arn:aws:states:::aws-sdk:sqs:purgeQueue", {"QueueUrl": "any"}),
    ],
)
def test_a_task_whose_needs_are_not_known_is_an_error(resource: str, parameters: dict[str, Any]) -> None:
    task = {"Type": "Task", "Resource": resource, "Parameters": parameters}

    with pytest.raises((AssertionError, KeyError)):
        needs_of_tasks({"States": {"One": task}})


def test_a_rule_starts_a_machine_under_a_role_of_its_own() -> None:
    target = {"Arn": {"Ref": "Machine"}, "RoleArn": attribute("Role")}
    template = made_of(Rule=("AWS::Events::Rule", {"Targets": [target]}), Role=("AWS::IAM::Role", {}))

    (holder,) = rules(template)

    assert holder.role == "Role"
    assert set(holder.needed) == {("states:StartExecution", MACHINE)}


def test_a_rules_dead_letters_need_the_queues_policy_for_that_very_rule() -> None:
    target = {
        "Arn": attribute("Machine"),
        "RoleArn": attribute("Role"),
        "DeadLetterConfig": {"Arn": attribute("Queue")},
    }
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": attribute("Queue"),
    }
    of_the_rule = {"Condition": {"ArnEquals": {"aws:SourceArn": attribute("Rule")}}}

    def template(*statements: dict[str, Any]) -> Template:
        return made_of(
            Rule=("AWS::Events::Rule", {"Targets": [target]}),
            Role=("AWS::IAM::Role", {}),
            Stage=("AWS::ApiGateway::Stage", {"RestApiId": "api"}),
            Policy=("AWS::SQS::QueuePolicy", {"PolicyDocument": {"Statement": list(statements)}}),
        )

    exact = template(statement | of_the_rule)
    assert permitted(exact) == intended(exact)
    loose = template(statement)
    assert permitted(loose) != intended(loose)


@pytest.mark.parametrize(
    ("allowed", "needed", "covered"),
    [
        (("a:Get", "table/Orders"), ("a:Get", "table/Orders"), True),
        (("a:Get", "table/Orders"), ("a:Put", "table/Orders"), False),
        (("a:Get", "table/Orders"), ("a:Get", "table/Orders/index/due"), False),
        (("a:Get", "execution:Checkout:*"), ("a:Get", "execution:Checkout:ord_1"), True),
        (("a:Get", "arn:secret:shop/stripe-??????"), ("a:Get", "shop/stripe"), True),
        (("a:Get", "arn:secret:shop/stripe-??????"), ("a:Get", "stripe"), False),
    ],
)
def test_a_grant_covers_what_it_says(allowed: Need, needed: Need, covered: bool) -> None:
    assert (missing({allowed}, {needed}) == set()) is covered
    assert (extra({allowed}, {needed}) == set()) is covered


def test_a_buckets_policy_may_deny_and_lets_in_nobody() -> None:
    statement = {
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": "s3:*",
        "Resource": [attribute("Bucket")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }

    def let_in(effect: str) -> list[str]:
        policy = {"PolicyDocument": {"Statement": [statement | {"Effect": effect}]}}
        template = made_of(Bucket=("AWS::S3::Bucket", {}), Policy=("AWS::S3::BucketPolicy", policy))
        return [call.principal for call in permitted(template)]

    assert let_in("Deny") == []
    assert let_in("Allow") == ["anybody"]
