"""The Web stack: pages, API and socket under one address, by CloudFront, and no way past it."""

from pathlib import Path
from typing import cast

from aws_cdk import Annotations, CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.edge.pages import HSTS_SECONDS, PLAIN_HEADERS, content_security_policy
from infra.parts.acknowledge import acknowledge
from infra.settings import Settings
from infra.stacks.api import ApiStack
from infra.stacks.data import DataStack
from infra.stacks.edge import EdgeStack
from infra.stacks.live import LiveStack

FUNCTION = Path(__file__).resolve().parents[1] / "edge" / "edge.js"
ORIGIN_KEY = "x-api-key"
ANSWERS_WITHIN = Duration.seconds(40)
"""API Gateway answers within thirty."""

# What a handshake needs; cookies are no business of the socket's.
HANDSHAKE = (
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Version",
    "Sec-WebSocket-Protocol",
    "Sec-WebSocket-Extensions",
    "Sec-WebSocket-Accept",
)
BY_FIELD = ("Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")
"""Headers of pages for which CloudFront has a field of its own."""


class WebStack(Stack):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        data: DataStack,
        api: ApiStack,
        live: LiveStack,
        edge: EdgeStack,
        settings: Settings,
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: pages, API and socket by CloudFront")
        self._settings = settings
        pages = self._pages()
        key = self._key(api, live)
        self._function = cloudfront.Function(
            self,
            "Edge",
            code=cloudfront.FunctionCode.from_file(file_path=str(FUNCTION)),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
            comment="PaidOnce: pages by their paths, sessions by their cookies",
        )
        distribution = self._distribution(
            pages,
            data.files,
            edge,
            api=self._origin(api.api.rest_api_id, key),
            socket=self._origin(live.api.api_id, key),
        )
        address = f"https://{self._host() or distribution.distribution_domain_name}"
        CfnOutput(self, "PagesBucket", value=pages.bucket_name)
        CfnOutput(self, "PagesUrl", value=address)
        CfnOutput(self, "Domain", value=distribution.distribution_domain_name)
        CfnOutput(self, "WebhookUrl", value=f"{address}/api/payments/webhook")

    def _pages(self) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "Pages",
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            versioned=True,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="replaced", enabled=True, noncurrent_version_expiration=Duration.days(30)
                ),
                s3.LifecycleRule(
                    id="unfinished", enabled=True, abort_incomplete_multipart_upload_after=Duration.days(1)
                ),
            ],
        )
        acknowledge(
            bucket,
            "AwsSolutions-S1",
            "It holds what everybody may read: the pages of this repository. CloudFront alone reads it, and "
            "only `make deploy` writes it; who has to audit that turns on CloudTrail's data events.",
        )
        return bucket

    def _key(self, api: ApiStack, live: LiveStack) -> str:
        """What CloudFront shows API and socket. API Gateway refuses whoever does not, before a function runs.
        Neither template nor output holds it."""
        secret = secretsmanager.Secret(
            self,
            "OriginSecret",
            description="What CloudFront shows the API: nobody else reaches it",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                exclude_punctuation=True, password_length=48
            ),
        )
        acknowledge(
            secret,
            "AwsSolutions-SMG4",
            "CloudFront and API Gateway read it when the stack is deployed: a rotation by itself would shut "
            "everybody out until then. Changing it is one command and a deployment (docs/operating.md).",
        )
        value = secret.secret_value.unsafe_unwrap()
        key = apigateway.CfnApiKey(self, "OriginKey", enabled=True, value=value)
        stages = [
            (api.api.rest_api_id, api.api.deployment_stage.stage_name),
            (live.api.api_id, live.stage.stage_name),
        ]
        plan = apigateway.CfnUsagePlan(
            self,
            "FromCloudFront",
            api_stages=[
                apigateway.CfnUsagePlan.ApiStageProperty(api_id=api_id, stage=stage)
                for api_id, stage in stages
            ],
            description="Without limits of its own: those of the stages hold",
        )
        apigateway.CfnUsagePlanKey(
            self, "OriginKeyInPlan", key_id=key.ref, key_type="API_KEY", usage_plan_id=plan.ref
        )
        return value

    def _origin(self, api_id: str, key: str) -> origins.HttpOrigin:
        """An API of API Gateway, whose stage is called as CloudFront's paths begin."""
        return origins.HttpOrigin(
            f"{api_id}.execute-api.{self.region}.{self.url_suffix}",
            protocol_policy=cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
            origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2],
            custom_headers={ORIGIN_KEY: key},
            read_timeout=ANSWERS_WITHIN,
        )

    def _distribution(
        self,
        pages: s3.Bucket,
        files: s3.IBucket,
        edge: EdgeStack,
        *,
        api: cloudfront.IOrigin,
        socket: cloudfront.IOrigin,
    ) -> cloudfront.Distribution:
        tried = cloudfront.FunctionAssociation(
            function=self._function, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST
        )
        host, certificate = self._host(), self._settings.certificate_arn
        distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment="PaidOnce",
            web_acl_id=edge.acl_arn,
            domain_names=[host] if host else None,
            certificate=(
                acm.Certificate.from_certificate_arn(self, "Certificate", certificate)
                if certificate
                else None
            ),
            minimum_protocol_version=(
                cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021 if certificate else None
            ),
            default_root_object="index.html",
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_ALL,
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_origin_access_control(
                    pages, origin_access_levels=[cloudfront.AccessLevel.READ, cloudfront.AccessLevel.LIST]
                ),
                allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
                viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
                cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
                response_headers_policy=self._headers(files),
                function_associations=[tried],
            ),
            additional_behaviors={
                "/api/*": cloudfront.BehaviorOptions(
                    origin=api,
                    allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
                    viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
                    cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
                    origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
                    function_associations=[tried],
                ),
                "/live": cloudfront.BehaviorOptions(
                    origin=socket,
                    allowed_methods=cloudfront.AllowedMethods.ALLOW_GET_HEAD,
                    viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
                    cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
                    origin_request_policy=self._handshake(),
                ),
            },
        )
        self._acknowledge(distribution)
        return distribution

    def _host(self) -> str | None:
        """The shop's own, where there is a certificate for it."""
        if not self._settings.certificate_arn:
            return None
        return self._settings.shop_url.removeprefix("https://").partition("/")[0]

    def _headers(self, files: s3.IBucket) -> cloudfront.ResponseHeadersPolicy:
        others = {name: value for name, value in PLAIN_HEADERS.items() if name not in BY_FIELD}
        return cloudfront.ResponseHeadersPolicy(
            self,
            "PageHeaders",
            comment="PaidOnce: what pages may do",
            security_headers_behavior=cloudfront.ResponseSecurityHeadersBehavior(
                content_security_policy=cloudfront.ResponseHeadersContentSecurityPolicy(
                    content_security_policy=content_security_policy(
                        f"https://{files.bucket_regional_domain_name} https://{files.bucket_domain_name}"
                    ),
                    override=True,
                ),
                strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
                    access_control_max_age=Duration.seconds(HSTS_SECONDS),
                    include_subdomains=True,
                    override=True,
                ),
                content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
                frame_options=cloudfront.ResponseHeadersFrameOptions(
                    frame_option=cloudfront.HeadersFrameOption.DENY, override=True
                ),
                referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
                    referrer_policy=cloudfront.HeadersReferrerPolicy.SAME_ORIGIN, override=True
                ),
            ),
            custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(
                custom_headers=[
                    cloudfront.ResponseCustomHeader(header=name, value=value, override=True)
                    for name, value in others.items()
                ]
            ),
        )

    def _handshake(self) -> cloudfront.OriginRequestPolicy:
        return cloudfront.OriginRequestPolicy(
            self,
            "Handshake",
            comment="PaidOnce: what opens a WebSocket, and its ticket",
            header_behavior=cloudfront.OriginRequestHeaderBehavior.allow_list(*HANDSHAKE),
            query_string_behavior=cloudfront.OriginRequestQueryStringBehavior.all(),
            cookie_behavior=cloudfront.OriginRequestCookieBehavior.none(),
        )

    def _acknowledge(self, distribution: cloudfront.Distribution) -> None:
        # The CDK says it of every origin that may be listed, with a root object, as here, and without.
        Annotations.of(distribution).acknowledge_warning(
            "@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk",
            "The root object is given; what is not there is 404 where the bucket may be listed, else 403.",
        )
        bare = cast(cloudfront.CfnDistribution, distribution.node.default_child)
        acknowledge(
            bare,
            "AwsSolutions-CFR1",
            "Whom a shop sells to is the shop's to say; orders are refused by their address, not by the "
            "reader's whereabouts.",
        )
        acknowledge(
            bare,
            "AwsSolutions-CFR3",
            "CloudFront's standard logs hold each query string and path, and so tickets of the socket and "
            "callback ids, beside addresses. API Gateway logs every call and handshake without them; pages "
            "are the same for everybody, and the web ACL keeps samples and counts of what it sees.",
        )
        if not self._settings.certificate_arn:
            acknowledge(
                bare,
                "AwsSolutions-CFR4",
                "A host of CloudFront's own has CloudFront's certificate and policy. With certificateArn and "
                "shopUrl it is the shop's own, and TLS 1.2 the least.",
            )
