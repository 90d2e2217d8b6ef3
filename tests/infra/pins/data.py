"""Tables, files and keys."""

from tests.infra.pins.pin import Pin

DATA = (
    Pin("DynamoDB::GlobalTable", "BillingMode", "PAY_PER_REQUEST", "no table throttles for want of a number"),
    Pin(
        "DynamoDB::GlobalTable",
        "Replicas.*.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled",
        dict.fromkeys(
            [
                *("Catalog", "Carts", "Owners", "Orders", "OrderViews", "Stock", "Payments", "Fulfilments"),
                *("Journal", "Conversations", "Credits"),
            ],
            True,
        )
        | dict.fromkeys(["Idempotency", "Measures", "Live", "Sessions"], False),
        "all that is promised can be restored; what is remembered for hours need not",
    ),
    Pin(
        "DynamoDB::GlobalTable",
        "Replicas.*.DeletionProtectionEnabled",
        dict.fromkeys(
            [
                *("Catalog", "Carts", "Owners", "Orders", "OrderViews", "Stock", "Payments", "Fulfilments"),
                *("Journal", "Conversations", "Credits"),
            ],
            True,
        )
        | dict.fromkeys(["Idempotency", "Measures", "Live", "Sessions"], False),
        "nobody deletes by a slip what is promised",
    ),
    Pin(
        "DynamoDB::GlobalTable",
        "TimeToLiveSpecification.Enabled",
        dict.fromkeys(["Carts", "Idempotency", "Measures", "Live", "Sessions"], True),
        "ends",
    ),
    Pin("DynamoDB::GlobalTable", "StreamSpecification.StreamViewType", {"Orders": "NEW_IMAGE"}, "the event"),
    Pin(
        "DynamoDB::GlobalTable",
        "GlobalSecondaryIndexes.*.Projection.ProjectionType",
        {
            "Orders": ("KEYS_ONLY",) * 2,
            "OrderViews": ("KEYS_ONLY", "INCLUDE", "KEYS_ONLY", "KEYS_ONLY"),
            "Journal": "ALL",
            "Conversations": ("KEYS_ONLY", "KEYS_ONLY"),
        },
        "an index holds neither addresses nor tokens, and costs the least; the journal is read whole",
    ),
    Pin(
        "DynamoDB::GlobalTable",
        "GlobalSecondaryIndexes.*.Projection.NonKeyAttributes.*",
        {"OrderViews": "total"},
        "what `sales` adds up",
    ),
    Pin(
        "S3::Bucket",
        "BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.SSEAlgorithm",
        "AES256",
        "at rest",
    ),
    Pin("S3::Bucket", "LifecycleConfiguration.Rules.*.ExpirationInDays", 365, "photos, after a year"),
    Pin("S3::Bucket", "LifecycleConfiguration.Rules.*.Prefix", "returns/", "and never a receipt"),
    Pin("S3::Bucket", "LifecycleConfiguration.Rules.*.Status", ("Enabled",) * 3, "each of the three works"),
    Pin(
        "S3::Bucket",
        "LifecycleConfiguration.Rules.*.NoncurrentVersionExpiration.NoncurrentDays",
        30,
        "what was replaced can be had back for a month",
    ),
    Pin(
        "S3::Bucket",
        "LifecycleConfiguration.Rules.*.AbortIncompleteMultipartUpload.DaysAfterInitiation",
        1,
        "what nobody finished is paid for no longer",
    ),
    Pin("S3::Bucket", "PublicAccessBlockConfiguration.BlockPublicAcls", True, "nothing is public"),
    Pin("S3::Bucket", "PublicAccessBlockConfiguration.BlockPublicPolicy", True, "the same"),
    Pin("S3::Bucket", "PublicAccessBlockConfiguration.IgnorePublicAcls", True, "the same"),
    Pin("S3::Bucket", "PublicAccessBlockConfiguration.RestrictPublicBuckets", True, "the same"),
    Pin("S3::Bucket", "OwnershipControls.Rules.*.ObjectOwnership", "BucketOwnerEnforced", "the same"),
    Pin("S3::Bucket", "VersioningConfiguration.Status", "Enabled", "a receipt that is replaced is kept"),
    Pin("S3::Bucket", "CorsConfiguration.CorsRules.*.AllowedMethods.*", "POST", "forms, and nothing is read"),
    Pin("S3::Bucket", "CorsConfiguration.CorsRules.*.AllowedOrigins.*", "*", "the form itself is the right"),
    Pin("S3::Bucket", "CorsConfiguration.CorsRules.*.AllowedHeaders.*", "*", "the same"),
    Pin("SecretsManager::Secret", "GenerateSecretString.PasswordLength", 48, "HS256 asks for 32 bytes"),
    Pin("SecretsManager::Secret", "GenerateSecretString.ExcludePunctuation", True, "it stands in JSON"),
    Pin("SecretsManager::Secret", "GenerateSecretString.SecretStringTemplate", "{}", "one key at first"),
)
