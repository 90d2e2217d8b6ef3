"""What stands before the shop where CloudFront does: pages, API and socket under one address."""

import json
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from harness.routes import read_routes
from harness.template import ROOT, Properties, Resource, Template
from infra import pages_upload
from infra.edge import pages
from infra.pages_upload import upload_pages
from infra.stacks.web import ORIGIN_KEY


@pytest.fixture
def web(behind_cloudfront: Template) -> Template:
    return behind_cloudfront


def only(template: Template, kind: str) -> Resource:
    (found,) = template.resources(kind)
    return found


@pytest.fixture
def distribution(web: Template) -> Properties:
    found: Properties = only(web, "AWS::CloudFront::Distribution").properties["DistributionConfig"]
    return found


def behaviours(distribution: Properties) -> dict[str, Properties]:
    """By their path; the pages' is `*`."""
    others = {one["PathPattern"]: one for one in distribution["CacheBehaviors"]}
    return {"*": distribution["DefaultCacheBehavior"], **others}


def test_every_call_and_the_handshake_are_refused_without_what_cloudfront_shows(web: Template) -> None:
    """But for preflights, which tell nothing but whose pages may ask."""
    found = web.resources("AWS::ApiGateway::Method")
    methods = [one for one in found if one.properties["HttpMethod"] != "OPTIONS"]
    assert len(methods) >= len([route for route in read_routes(web) if route.method != "OPTIONS"])
    assert all(method.properties["ApiKeyRequired"] is True for method in methods)
    keyed = {
        route.properties["RouteKey"]: route.properties.get("ApiKeyRequired", False)
        for route in web.resources("AWS::ApiGatewayV2::Route")
    }
    assert {name for name, needed in keyed.items() if needed} == {"$connect"}


def test_without_cloudfront_nobody_has_to_show_anything(template: Template) -> None:
    methods = template.resources("AWS::ApiGateway::Method")
    assert not any(method.properties.get("ApiKeyRequired") for method in methods)
    assert not template.resources("AWS::CloudFront::Distribution")


def test_the_key_is_that_of_both_stages_and_shown_to_both_origins(
    web: Template, distribution: Properties
) -> None:
    key = only(web, "AWS::ApiGateway::ApiKey").properties["Value"]
    assert key.startswith("{{resolve:secretsmanager:")
    stages = only(web, "AWS::ApiGateway::UsagePlan").properties["ApiStages"]
    assert {stage["Stage"] for stage in stages} == {
        only(web, "AWS::ApiGateway::Stage").name,
        only(web, "AWS::ApiGatewayV2::Stage").properties["StageName"],
    }
    shown = [one.get("OriginCustomHeaders", []) for one in distribution["Origins"]]
    assert shown == [[], *[[{"HeaderName": ORIGIN_KEY, "HeaderValue": key}]] * 2]


def test_the_web_acl_moves_before_cloudfront_with_the_very_same_rules(
    web: Template, template: Template, distribution: Properties
) -> None:
    moved, regional = only(web, "AWS::WAFv2::WebACL"), only(template, "AWS::WAFv2::WebACL")
    assert (moved.properties["Scope"], moved.stack) == ("CLOUDFRONT", "PaidOnceEdge")
    assert moved.properties["Rules"] == regional.properties["Rules"]
    assert not web.resources("AWS::WAFv2::WebACLAssociation")
    assert distribution["WebACLId"] == "PaidOnceEdge.AclArn in us-east-1"


def test_api_and_socket_are_never_kept_and_pages_are(distribution: Properties) -> None:
    found = behaviours(distribution)
    assert found.keys() == {"*", "/api/*", "/live"}
    never, optimized = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "658327ea-f89d-4fab-a63d-7e88639e58f6"
    assert {path: one["CachePolicyId"] for path, one in found.items()} == {
        "*": optimized,
        "/api/*": never,
        "/live": never,
    }


def test_the_function_stands_before_pages_and_api_and_the_socket_gets_no_cookie(
    web: Template, distribution: Properties
) -> None:
    tried = {path: bool(one.get("FunctionAssociations")) for path, one in behaviours(distribution).items()}
    assert tried == {"*": True, "/api/*": True, "/live": False}
    policy = only(web, "AWS::CloudFront::OriginRequestPolicy").properties["OriginRequestPolicyConfig"]
    assert policy["CookiesConfig"] == {"CookieBehavior": "none"}
    assert "Cookie" not in policy["HeadersConfig"]["Headers"]


def test_pages_come_with_the_headers_of_the_local_run(web: Template) -> None:
    config = only(web, "AWS::CloudFront::ResponseHeadersPolicy").properties["ResponseHeadersPolicyConfig"]
    security = config["SecurityHeadersConfig"]
    said = {one["Header"]: one["Value"] for one in config["CustomHeadersConfig"]["Items"]}
    hsts = security["StrictTransportSecurity"]
    said |= {
        "Content-Security-Policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "Strict-Transport-Security": f"max-age={hsts['AccessControlMaxAgeSec']}; includeSubDomains",
        "X-Content-Type-Options": "nosniff" if security["ContentTypeOptions"] else "",
        "X-Frame-Options": security["FrameOptions"]["FrameOption"],
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
    }
    local = pages.page_headers("FILES")
    assert said.keys() == local.keys()
    assert hsts["IncludeSubdomains"] is True
    for name in said.keys() - {"Content-Security-Policy"}:
        assert said[name] == local[name], name
    before, _, after = local["Content-Security-Policy"].partition("FILES")
    assert said["Content-Security-Policy"].startswith(before)
    assert said["Content-Security-Policy"].endswith(after.rpartition("FILES")[2])


def test_no_script_and_no_style_is_allowed_but_the_shops_own_files() -> None:
    rules = dict(
        rule.strip().partition(" ")[::2] for rule in pages.content_security_policy("https://files").split(";")
    )
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == ["'self'", "https://js.stripe.com"]
    assert (rules["style-src"], rules["frame-ancestors"], rules["base-uri"]) == ("'self'", "'none'", "'none'")
    assert "unsafe" not in json.dumps(rules)


def test_addresses_are_what_the_edge_saw_and_only_where_nobody_gets_past_it(
    web: Template, template: Template
) -> None:
    """Told to each function that counts requests by them."""

    def told(found: Template) -> set[str]:
        return {name for name, one in found.functions.items() if "VIEWER_BY_EDGE" in variables(one)}

    def variables(function: Resource) -> dict[str, str]:
        found: dict[str, str] = function.properties["Environment"]["Variables"]
        return found

    def counts_by_address(function: Resource) -> bool:
        module, _, _ = function.properties["Handler"].rpartition(".")
        return "api.viewer(" in (ROOT / module.replace(".", "/")).with_suffix(".py").read_text()

    assert told(web) == {name for name, one in web.functions.items() if counts_by_address(one)}
    assert told(template) == set()


def test_pages_are_uploaded_after_what_they_ask_for_and_kept_as_the_local_run_keeps_them(
    tmp_path: Path,
) -> None:
    for name in ("index.html", "console.html", "crash.html", "icon.svg", "assets/index-B1.js"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    with mock_aws():
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="pages")
        uploaded = upload_pages(tmp_path, "pages", s3)
        kept = {name: s3.get_object(Bucket="pages", Key=name) for name in uploaded}
    assert uploaded == ["assets/index-B1.js", "icon.svg", "console.html", "index.html"]
    assert kept["assets/index-B1.js"]["CacheControl"] == "public, max-age=31536000, immutable"
    assert kept["index.html"]["CacheControl"] == pages.SHORT
    assert kept["index.html"]["ContentType"] == "text/html"
    assert pages_upload.LOCAL_ONLY == ("crash.html",)


def test_pages_that_were_not_built_are_not_uploaded(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no pages; build them first"):
        upload_pages(tmp_path, "pages", None)
