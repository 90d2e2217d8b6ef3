"""The bucket for files: photos of returns (`returns/`) and receipts (`receipts/`). Nothing in it is public:
what a customer or an inspector may see is shown by links that soon expire."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.parts.acknowledge import acknowledge

PHOTOS_DAYS = 365


def files_bucket(scope: Construct, construct_id: str, *, name: str | None = None) -> s3.Bucket:
    """`name`: what the bucket is called, where another region has to know it."""
    bucket = s3.Bucket(
        scope,
        construct_id,
        bucket_name=name,
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        enforce_ssl=True,
        versioned=True,
        removal_policy=RemovalPolicy.RETAIN,
        lifecycle_rules=[
            s3.LifecycleRule(
                id="photos", prefix="returns/", enabled=True, expiration=Duration.days(PHOTOS_DAYS)
            ),
            s3.LifecycleRule(id="replaced", enabled=True, noncurrent_version_expiration=Duration.days(30)),
            s3.LifecycleRule(
                id="unfinished", enabled=True, abort_incomplete_multipart_upload_after=Duration.days(1)
            ),
        ],
        cors=[
            s3.CorsRule(allowed_methods=[s3.HttpMethods.POST], allowed_origins=["*"], allowed_headers=["*"])
        ],
    )
    acknowledge(
        bucket,
        "AwsSolutions-S1",
        "Nothing in it is public: each object is reached by a form or a link that one of our functions "
        "signed for its customer or an inspector, and that soon expires. Server access logs are delivered at "
        "best effort, so they prove nothing, and would keep customers' addresses beside the names of their "
        "files in a second bucket. Who has to audit reads turns on CloudTrail's data events for this bucket, "
        "which are complete; a trail belongs to the account, and not to the shop.",
    )
    return bucket
