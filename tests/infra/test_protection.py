"""What stands between the internet and the API: the web ACL, and what the gateway writes down."""

import json

from harness.template import Properties, Resource, Template


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


def test_one_address_cannot_try_cards_for_ever(template: Template) -> None:
    rule = rules(template)["TooManyFromOneAddress"]

    assert rule["Action"] == {"Block": {}}
    assert rule["Statement"]["RateBasedStatement"] == {
        "AggregateKeyType": "IP",
        "EvaluationWindowSec": 300,
        "Limit": 2000,
    }


def test_a_body_that_the_contract_allows_is_not_refused_for_its_size(template: Template) -> None:
    common = rules(template)["AWSManagedRulesCommonRuleSet"]["Statement"]["ManagedRuleGroupStatement"]

    assert common["RuleActionOverrides"] == [{"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}}]


def test_every_rule_is_measured(template: Template) -> None:
    acl = only(template, "AWS::WAFv2::WebACL").properties
    settings = [one["VisibilityConfig"] for one in (acl, *acl["Rules"])]

    assert len({one["MetricName"] for one in settings}) == 4
    assert all(one["CloudWatchMetricsEnabled"] and one["SampledRequestsEnabled"] for one in settings)


def test_every_request_is_one_line_of_json_without_headers_or_bodies(template: Template) -> None:
    stage = only(template, "AWS::ApiGateway::Stage").properties
    line = json.loads(stage["AccessLogSetting"]["Format"])

    assert stage["AccessLogSetting"]["DestinationArn"]
    assert line["request_id"] == "$context.requestId"
    assert all(value.startswith("$context.") for value in line.values())
    (settings,) = stage["MethodSettings"]
    assert settings["DataTraceEnabled"] is False


def test_the_api_waits_for_the_permission_to_log(template: Template) -> None:
    account = only(template, "AWS::ApiGateway::Account")

    assert account.stack == "PaidOnceRegion"
