"""What stands between the internet and the API: the web ACL, and what the gateway writes down."""

import json

import pytest

from harness.routes import read_routes
from harness.template import Properties, Resource, Template
from infra.parts.problems import GATEWAY_PROBLEMS, problem


def only(template: Template, kind: str) -> Resource:
    (found,) = template.resources(kind)
    return found


def rules(template: Template) -> dict[str, Properties]:
    acl = only(template, "AWS::WAFv2::WebACL")
    return {rule["Name"]: rule for rule in acl.properties["Rules"]}


def test_the_web_acl_stands_before_the_apis_stage(template: Template) -> None:
    association = only(template, "AWS::WAFv2::WebACLAssociation").properties
    api = only(template, "AWS::ApiGateway::RestApi")
    stage = only(template, "AWS::ApiGateway::Stage")

    assert association["WebACLArn"] == f"{only(template, 'AWS::WAFv2::WebACL').name}.Arn"
    assert association["ResourceArn"].endswith(f"::/restapis/{api.name}/stages/{stage.name}")


@pytest.mark.parametrize(
    ("rule", "limit"),
    [("TooManyCheckouts", 60), ("TooManySessions", 60), ("TooManyFromOneAddress", 2000)],
)
def test_one_address_cannot_try_cards_or_open_sessions_for_ever(
    template: Template, rule: str, limit: int
) -> None:
    found = rules(template)[rule]
    statement = found["Statement"]["RateBasedStatement"]

    assert (statement["AggregateKeyType"], statement["EvaluationWindowSec"]) == ("IP", 300)
    assert statement["Limit"] == limit
    assert set(found["Action"]) == {"Block"}


def test_whoever_is_slowed_down_is_told_so_in_the_contracts_words(template: Template) -> None:
    bodies = only(template, "AWS::WAFv2::WebACL").properties["CustomResponseBodies"]
    status, name, _ = GATEWAY_PROBLEMS["THROTTLED"]
    detail = "Too many requests from this address; slow down."

    assert {key: json.loads(body["Content"]) for key, body in bodies.items()} == {
        "slow-down": problem(status, name, detail)
    }
    for rule in rules(template).values():
        if "Action" in rule:
            answer = rule["Action"]["Block"]["CustomResponse"]
            assert (answer["ResponseCode"], answer["CustomResponseBodyKey"]) == (status, "slow-down")
            assert [one["Name"] for one in answer["ResponseHeaders"]] == ["Retry-After"]


@pytest.mark.parametrize(
    ("rule", "call"), [("TooManyCheckouts", "POST /checkouts"), ("TooManySessions", "POST /sessions")]
)
def test_what_is_counted_apart_is_a_call_that_there_is(template: Template, rule: str, call: str) -> None:
    """By the path as the firewall sees it: with the stage, which is called as CloudFront's paths begin."""
    narrowed = rules(template)[rule]["Statement"]["RateBasedStatement"]["ScopeDownStatement"]
    method, path = (one["ByteMatchStatement"] for one in narrowed["AndStatement"]["Statements"])
    stage = only(template, "AWS::ApiGateway::Stage").properties["StageName"]

    assert method["FieldToMatch"] == {"Method": {}}
    assert path["FieldToMatch"] == {"UriPath": {}}
    verb, where = call.split(" ")
    assert (method["SearchString"], path["SearchString"]) == (verb.lower(), f"/{stage}{where}")
    assert call in {f"{route.method} {route.resource}" for route in read_routes(template)}


def test_lists_that_aws_keeps_are_asked_and_what_they_only_count_is_written_down(template: Template) -> None:
    managed = {
        name: [one["Name"] for one in rule["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]]
        for name, rule in rules(template).items()
        if "ManagedRuleGroupStatement" in rule["Statement"]
    }

    assert managed == {
        "AWSManagedRulesAmazonIpReputationList": [],
        "AWSManagedRulesAnonymousIpList": ["AnonymousIPList", "HostingProviderIPList"],
        "AWSManagedRulesCommonRuleSet": [
            "SizeRestrictions_BODY",
            "CrossSiteScripting_BODY",
            "GenericRFI_BODY",
            "NoUserAgent_HEADER",
        ],
        "AWSManagedRulesKnownBadInputsRuleSet": [],
    }
    assert [one["OverrideAction"] for one in rules(template).values() if "OverrideAction" in one] == [
        {"None": {}}
    ] * len(managed)


def test_every_rule_is_measured(template: Template) -> None:
    acl = only(template, "AWS::WAFv2::WebACL").properties
    settings = [one["VisibilityConfig"] for one in (acl, *acl["Rules"])]

    assert len({one["MetricName"] for one in settings}) == len(acl["Rules"]) + 1
    assert all(one["CloudWatchMetricsEnabled"] and one["SampledRequestsEnabled"] for one in settings)


def test_a_method_with_a_throttle_of_its_own_is_a_call_that_there_is_and_logs_like_the_others(
    template: Template,
) -> None:
    """API Gateway takes settings for methods that it does not know, and applies them to none."""
    everything, *own = only(template, "AWS::ApiGateway::Stage").properties["MethodSettings"]
    calls = {f"{route.method} {route.resource}" for route in read_routes(template)}

    assert (everything["HttpMethod"], everything["ResourcePath"]) == ("*", "/*")
    for settings in own:
        path = settings["ResourcePath"].removeprefix("/").replace("~1", "/")
        assert f"{settings['HttpMethod']} {path}" in calls
        assert settings["ThrottlingRateLimit"] <= everything["ThrottlingRateLimit"]
        assert settings["LoggingLevel"] == everything["LoggingLevel"]


def test_every_request_is_one_line_of_json_without_headers_or_bodies(template: Template) -> None:
    stage = only(template, "AWS::ApiGateway::Stage").properties
    line = json.loads(stage["AccessLogSetting"]["Format"])

    assert stage["AccessLogSetting"]["DestinationArn"]
    assert line["request_id"] == "$context.requestId"
    assert all(value.startswith("$context.") for value in line.values())
    assert {settings["DataTraceEnabled"] for settings in stage["MethodSettings"]} == {False}


def test_the_api_waits_for_the_permission_to_log(template: Template) -> None:
    account = only(template, "AWS::ApiGateway::Account")

    assert account.stack == "PaidOnceRegion"
