"""Receipts and messages as the app ships them: who may do what, and where failures end."""

from functions.conversation import bus as conversation_bus
from functions.notification.message import KINDS
from functions.order.order import Reason
from functions.relay.bus import SOURCE
from harness.roles import Grant, grants, role_of
from harness.template import ACCOUNT, REGION, Template
from infra.patience import PATIENCE
from tests.deployments import SENDER


def given(template: Template, function: str, service: str) -> set[Grant]:
    found = grants(template, role_of(template.functions[function]))
    return {(action, resource) for action, resource in found if action.startswith(f"{service}:")}


def test_customers_are_told_of_the_events_of_the_bus_that_concern_them(template: Template) -> None:
    sources = dict.fromkeys(("TellCustomers", "TellOfEnd", "TellLater"), SOURCE)
    rules = {name: template.rules[name].properties for name in (*sources, "TellOfAnswer")}
    assert {kind for rule in rules.values() for kind in rule["EventPattern"]["detail-type"]} == KINDS.keys()
    for name, rule in rules.items():
        assert rule["EventPattern"]["source"] == [sources.get(name, conversation_bus.SOURCE)]
        assert rule["EventBusName"] != "default"
        (target,) = rule["Targets"]
        assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 2}
        assert "Failures" in target["DeadLetterConfig"]["Arn"]


def test_an_order_is_cancelled_for_a_reason_that_one_rule_tells_of(template: Template) -> None:
    at_once, later = (
        template.rules[name].properties["EventPattern"]["detail"]["data"]["reason"]
        for name in ("TellOfEnd", "TellLater")
    )
    assert sorted([*at_once, *later]) == sorted(Reason)


def test_a_failed_checkout_is_told_of_once_there_was_time_for_another_card(template: Template) -> None:
    (target,) = template.rules["TellLater"].properties["Targets"]
    assert template.queues["NoticesHeldBack"].arn == target["Arn"]
    assert (
        template.queues["NoticesHeldBack"].properties["DelaySeconds"]
        == PATIENCE["standard"].second_card_seconds
    )


def test_an_event_costs_nothing_where_nobody_can_be_told(template: Template, outgoing: Template) -> None:
    states = [one.rules["TellCustomers"].properties["State"] for one in (template, outgoing)]
    assert states == ["DISABLED", "ENABLED"]


def test_what_cannot_be_told_is_tried_thrice_and_kept_for_a_person(template: Template) -> None:
    notify = template.functions["Notify"].properties
    assert "NotifyFailures" in notify["DeadLetterConfig"]["TargetArn"]
    (invoked,) = template.resources("AWS::Lambda::EventInvokeConfig")
    assert invoked.properties["MaximumRetryAttempts"] == 2
    assert invoked.properties["MaximumEventAgeInSeconds"] == 3600
    queue = template.queues["NotifyFailures"].properties
    assert queue["SqsManagedSseEnabled"] is True
    assert queue["MessageRetentionPeriod"] == 14 * 24 * 3600


def test_without_a_sender_nothing_may_be_mailed_or_remembered(template: Template) -> None:
    assert given(template, "Notify", "ses") == set()
    assert given(template, "Notify", "dynamodb") == {("dynamodb:GetItem", template.tables["Orders"].arn)}


def test_who_writes_to_customers_may_look_whether_they_checked_out_again(outgoing: Template) -> None:
    carts = {
        grant for grant in given(outgoing, "Notify", "dynamodb") if grant[1] == outgoing.tables["Carts"].arn
    }
    assert carts == {("dynamodb:GetItem", outgoing.tables["Carts"].arn)}


def test_mail_may_be_sent_as_the_sender_and_as_nobody_else(outgoing: Template) -> None:
    identity = f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/{SENDER}"
    assert given(outgoing, "Notify", "ses") == {("ses:SendEmail", identity)}
    assert outgoing.functions["Notify"].properties["Environment"]["Variables"]["MAIL_SENDER"] == SENDER


def test_receipts_are_written_and_lent_by_one_function_alone(template: Template) -> None:
    (bucket,) = template.resources("AWS::S3::Bucket")
    receipts = f"arn:aws:s3:::{bucket.name}/receipts/*"
    assert given(template, "CompleteOrder", "s3") == set()
    assert given(template, "Receipts", "s3") == {("s3:GetObject", receipts), ("s3:PutObject", receipts)}
