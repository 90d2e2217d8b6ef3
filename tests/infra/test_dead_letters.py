"""What an event starts, no caller waits for: its failures are kept."""

from tests.world.template import Properties, Resource, Template


def rules(template: Template) -> list[Resource]:
    return template.resources("AWS::Events::Rule")


def targets(template: Template) -> list[Properties]:
    return [target for rule in rules(template) for target in rule.properties["Targets"]]


def queue(template: Template, name: str) -> Resource:
    (found,) = [one for one in template.resources("AWS::SQS::Queue") if one.construct == name]
    return found


def test_an_event_that_cannot_be_delivered_ends_in_a_queue(template: Template) -> None:
    kept = queue(template, "SweepFailures").name

    assert len(targets(template)) == 2
    assert all(kept in target["DeadLetterConfig"]["Arn"] for target in targets(template))


def test_an_event_that_its_function_fails_at_ends_in_a_queue(template: Template) -> None:
    by_arn = {
        permission.properties["FunctionName"]
        for permission in template.resources("AWS::Lambda::Permission")
        if permission.properties["Principal"] == "events.amazonaws.com"
    }
    started = [one for one in template.functions.values() if any(one.name in arn for arn in by_arn)]

    assert [function.construct for function in started] == ["Sweep"]
    kept = queue(template, "SweepFailures").name
    assert kept in started[0].properties["DeadLetterConfig"]["TargetArn"]


def test_every_queue_is_reached_over_tls_alone(template: Template) -> None:
    refused = {
        policy.properties["Queues"][0].rpartition("/")[2]
        for policy in template.resources("AWS::SQS::QueuePolicy")
        for statement in policy.properties["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    }

    assert refused == {one.name for one in template.resources("AWS::SQS::Queue")}
