"""What an event starts, no caller waits for: its failures are kept."""

from tests.world.template import QUEUE_URL, Properties, Template


def targets(template: Template) -> list[Properties]:
    rules = template.resources("AWS::Events::Rule")
    return [target for rule in rules for target in rule.properties["Targets"]]


def queue_arns(template: Template) -> set[str]:
    return {queue.arn for queue in template.resources("AWS::SQS::Queue")}


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


def test_every_queue_is_reached_over_tls_alone(template: Template) -> None:
    refused = {
        policy.properties["Queues"][0].removeprefix(QUEUE_URL)
        for policy in template.resources("AWS::SQS::QueuePolicy")
        for statement in policy.properties["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    }

    assert refused == {queue.name for queue in template.resources("AWS::SQS::Queue")}
