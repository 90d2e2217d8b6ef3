"""The web ACL's rules, for whatever it stands before."""

from dataclasses import dataclass
from typing import Literal

from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

ACL = wafv2.CfnWebACL
WINDOW_SECONDS = 300
REFUSED = "slow-down"
RETRY_AFTER = "300"
"""By then whoever keeps still is let in again: one window later."""
REFUSAL = (
    '{"type":"/api/problems/too-many-requests","title":"Too many requests","status":429,'
    '"detail":"Too many requests from this address; slow down."}'
)


@dataclass(frozen=True)
class Rate:
    """What one address may ask in five minutes: anything, or POSTs to a path that begins so."""

    name: str
    limit: int
    path: str | None = None


RATES = (
    # Who tries out stolen cards needs a checkout for each; an office behind one address does not.
    Rate("TooManyCheckouts", 60, "/api/checkouts"),
    # Each session is a new guest, with a cart and a limit of its own. Codes and links are guessed here, too.
    Rate("TooManySessions", 60, "/api/sessions"),
    Rate("TooManyFromOneAddress", 2000),
)

MANAGED = (
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesAnonymousIpList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
)
"""None against SQL: nothing here speaks it, and who writes of a `select` to the shop means no harm."""

COUNTED_ONLY = {
    # Who comes by a VPN or from an office in the cloud is a customer; the provider's webhooks come from one.
    "AWSManagedRulesAnonymousIpList": ["AnonymousIPList", "HostingProviderIPList"],
    # The API takes bodies of up to 64 kB, and this one refuses those over 8 kB; people write of tags and
    # addresses in messages, which pages show as text alone; a warehouse's program may have no name.
    "AWSManagedRulesCommonRuleSet": [
        "SizeRestrictions_BODY",
        "CrossSiteScripting_BODY",
        "GenericRFI_BODY",
        "NoUserAgent_HEADER",
    ],
}


def add_acl(scope: Construct, *, before: Literal["REGIONAL", "CLOUDFRONT"]) -> wafv2.CfnWebACL:
    """Before an API's stage of this region, or before a distribution (in us-east-1)."""
    rates = [_rate(priority, rate) for priority, rate in enumerate(RATES)]
    managed = [_managed(priority, name) for priority, name in enumerate(MANAGED, len(RATES))]
    return ACL(
        scope,
        "Acl",
        scope=before,
        default_action=ACL.DefaultActionProperty(allow={}),
        visibility_config=_metrics("PaidOnce"),
        custom_response_bodies={
            REFUSED: ACL.CustomResponseBodyProperty(content=REFUSAL, content_type="APPLICATION_JSON")
        },
        rules=[*rates, *managed],
    )


def _rate(priority: int, rate: Rate) -> wafv2.CfnWebACL.RuleProperty:
    statement = ACL.RateBasedStatementProperty(
        aggregate_key_type="IP",
        limit=rate.limit,
        evaluation_window_sec=WINDOW_SECONDS,
        scope_down_statement=_posts_to(rate.path) if rate.path else None,
    )
    answer = ACL.CustomResponseProperty(
        response_code=429,
        custom_response_body_key=REFUSED,
        response_headers=[ACL.CustomHTTPHeaderProperty(name="Retry-After", value=RETRY_AFTER)],
    )
    return ACL.RuleProperty(
        name=rate.name,
        priority=priority,
        statement=ACL.StatementProperty(rate_based_statement=statement),
        action=ACL.RuleActionProperty(block=ACL.BlockActionProperty(custom_response=answer)),
        visibility_config=_metrics(rate.name),
    )


def _posts_to(path: str) -> wafv2.CfnWebACL.StatementProperty:
    """However the path is spelt: `/api//checkouts`, `/api/%63heckouts` and `/api/x/../checkouts` are it."""
    spelt = [
        ACL.TextTransformationProperty(priority=priority, type=kind)
        for priority, kind in enumerate(("URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"))
    ]
    method = ACL.ByteMatchStatementProperty(
        field_to_match=ACL.FieldToMatchProperty(method={}),
        positional_constraint="EXACTLY",
        search_string="post",
        text_transformations=[ACL.TextTransformationProperty(priority=0, type="LOWERCASE")],
    )
    where = ACL.ByteMatchStatementProperty(
        field_to_match=ACL.FieldToMatchProperty(uri_path={}),
        positional_constraint="STARTS_WITH",
        search_string=path,
        text_transformations=spelt,
    )
    both = [ACL.StatementProperty(byte_match_statement=one) for one in (method, where)]
    return ACL.StatementProperty(and_statement=ACL.AndStatementProperty(statements=both))


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
