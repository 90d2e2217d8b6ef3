"""The web ACL's rules, for whatever it stands before."""

from typing import Literal

from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

ACL = wafv2.CfnWebACL
REQUESTS_PER_IP = 2000
WINDOW_SECONDS = 300
# The API takes bodies of up to 64 kB; this rule of the common set refuses those over 8 kB.
COUNTED_ONLY = {"AWSManagedRulesCommonRuleSet": ["SizeRestrictions_BODY"]}
MANAGED = ("AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet")


def add_acl(scope: Construct, *, before: Literal["REGIONAL", "CLOUDFRONT"]) -> wafv2.CfnWebACL:
    """Before an API's stage of this region, or before a distribution (in us-east-1)."""
    return ACL(
        scope,
        "Acl",
        scope=before,
        default_action=ACL.DefaultActionProperty(allow={}),
        visibility_config=_metrics("PaidOnce"),
        rules=[_rate(0), *(_managed(priority, name) for priority, name in enumerate(MANAGED, 1))],
    )


def _rate(priority: int) -> wafv2.CfnWebACL.RuleProperty:
    """Trying out stolen cards takes many checkouts from few addresses."""
    statement = ACL.RateBasedStatementProperty(
        aggregate_key_type="IP", limit=REQUESTS_PER_IP, evaluation_window_sec=WINDOW_SECONDS
    )
    return ACL.RuleProperty(
        name="TooManyFromOneAddress",
        priority=priority,
        statement=ACL.StatementProperty(rate_based_statement=statement),
        action=ACL.RuleActionProperty(block={}),
        visibility_config=_metrics("TooManyFromOneAddress"),
    )


def _managed(priority: int, name: str) -> wafv2.CfnWebACL.RuleProperty:
    group = ACL.ManagedRuleGroupStatementProperty(
        vendor_name="AWS",
        name=name,
        rule_action_overrides=[
            ACL.RuleActionOverrideProperty(name=rule, action_to_use=ACL.RuleActionProperty(count={}))
            for rule in COUNTED_ONLY.get(name, [])
        ],
    )
    return ACL.RuleProperty(
        name=name,
        priority=priority,
        statement=ACL.StatementProperty(managed_rule_group_statement=group),
        override_action=ACL.OverrideActionProperty(none={}),
        visibility_config=_metrics(name),
    )


def _metrics(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    return ACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )
