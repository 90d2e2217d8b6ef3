"""What an event starts, no caller waits for: its failures are kept."""

from harness.template import QUEUE_URL, Properties, Template
from infra.parts.dead_letters import REDRIVE

SHOWN_ELSEWHERE = {"RestoreEnded"}
"""A restore test that nobody judged is shown by AWS Backup as one whose validation timed out."""


def targets(template: Template) -> list[Properties]:
    return [
        target
        for name, rule in template.rules.items()
        for target in rule.properties["Targets"]
        if name not in SHOWN_ELSEWHERE
    ]


def queue_arns(template: Template) -> set[str]:
    return {queue.arn for queue in template.queues.values()}


def test_an_event_that_cannot_be_delivered_ends_in_a_queue(template: Template) -> None:
    assert targets(template)
    for target in targets(template):
        assert target["DeadLetterConfig"]["Arn"] in queue_arns(template), target["Arn"]


def test_an_event_that_its_function_fails_at_ends_in_a_queue(template: Template) -> None:
    started = {target["Arn"] for target in targets(template)}

    for function in template.functions.values():
        if function.arn in started:
            kept = function.properties["DeadLetterConfig"]["TargetArn"]
            assert kept in queue_arns(template), function.construct


def test_every_queue_that_keeps_failures_says_how_they_are_worked_on_again(template: Template) -> None:
    fed_by = {
        queue.properties["RedrivePolicy"]["deadLetterTargetArn"]: queue
        for queue in template.queues.values()
        if "RedrivePolicy" in queue.properties
    }
    works_off = {
        one.properties["EventSourceArn"] for one in template.resources("AWS::Lambda::EventSourceMapping")
    }
    failures = {name: one for name, one in template.queues.items() if one not in fed_by.values()}
    told = {
        name.removesuffix(REDRIVE): value.split()
        for name, value in template.outputs().items()
        if name.endswith(REDRIVE)
    }

    assert told.keys() == failures.keys()
    functions = {function.name for function in template.functions.values()}
    for name, (kind, url, *target) in told.items():
        assert url == QUEUE_URL + failures[name].name
        assert failures[name].arn not in works_off
        if source := fed_by.get(failures[name].arn):
            assert (kind, target) == ("queue", [QUEUE_URL + source.name])
        elif kind == "function":
            assert set(target) <= functions
        else:
            assert (kind, target) == ("stream", [])


def test_every_queue_is_encrypted_and_reached_over_tls_alone(template: Template) -> None:
    refused = {
        policy.properties["Queues"][0].removeprefix(QUEUE_URL)
        for policy in template.resources("AWS::SQS::QueuePolicy")
        for statement in policy.properties["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    }

    assert refused == {queue.name for queue in template.queues.values()}
    assert all(queue.properties["SqsManagedSseEnabled"] is True for queue in template.queues.values())
