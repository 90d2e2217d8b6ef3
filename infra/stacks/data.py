"""The Data stack: every table, and the keys that sign sessions."""

from aws_cdk import CfnOutput, RemovalPolicy, Stack
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.parts.acknowledge import acknowledge
from infra.parts.files import files_bucket
from infra.stacks.replica import found, found_table, replicate_files, replicate_table

Attribute = dynamodb.Attribute
STRING = dynamodb.AttributeType.STRING
RESTORED = "PaidOnce"
"""Restored tables are called `PaidOnce-<table>-<suffix>`: ops/restored_tables.py."""


class DataStack(Stack):
    """With a `suffix`, tables of these names are there already, restored (`ops restore-tables`), and are
    taken in; files and session keys are those of `kept`, the stack of the shop's first tables. What lasts is
    replicated into `replica_region`, if one is given; or it is there, `replicated` from another region."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        suffix: str = "",
        kept: "DataStack | None" = None,
        replica_region: str = "",
        replicated: bool = False,
    ) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: tables and session keys")
        self._suffix = suffix
        self._replica_region = replica_region
        self._found = replicated
        self.tables: dict[str, dynamodb.ITableV2] = {}
        self.lasting: list[dynamodb.ITableV2] = []
        self.catalog = self._table("Catalog", "sku")
        self.carts = self._table("Carts", "owner", ttl="expires_at")
        self.owners = self._table("Owners", "owner")
        self.orders = self._table("Orders", "order_id", "item", stream=dynamodb.StreamViewType.NEW_IMAGE)
        self._index(self.orders, "due", "due_bucket", "due_at")
        self._index(self.orders, "lists", "listed", "listed_at")
        self.order_views = self._order_views()
        self.stock = self._table("Stock", "id")
        self.payments = self._table("Payments", "order_id")
        self.credits = self._table("Credits", "account", "item")
        self.fulfilments = self._table("Fulfilments", "order_id")
        self.live = self._table("Live", "id", "item", ttl="expires_at", backup=False)
        self.sessions = self._table("Sessions", "session_id", "item", ttl="expires_at", backup=False)
        self.idempotency = self._table("Idempotency", "id", ttl="expiration", backup=False)
        self.journal = self._table("Journal", "bucket", "at")
        self._index(self.journal, "by_target", "target", "at", projection_type=dynamodb.ProjectionType.ALL)
        self.conversations = self._conversations()
        self.measures = self._table("Measures", "kind", "hour", ttl="expires_at", backup=False)
        if not replicated:
            self._export_all()
        self.files: s3.IBucket = kept.files if kept else self._files()
        self.session_keys: secretsmanager.ISecret = kept.session_keys if kept else self._session_keys()

    def _files(self) -> s3.IBucket:
        bucket: s3.IBucket
        if self._found:
            arn = found(self, "FilesBucketArn")
            bucket = s3.Bucket.from_bucket_attributes(
                self, "Files", bucket_arn=arn, bucket_name=found(self, "FilesBucket")
            )
        else:
            bucket = made = files_bucket(self, "Files")
            if self._replica_region:
                replicate_files(made, self._replica_region)
        CfnOutput(self, "FilesBucket", value=bucket.bucket_name)
        return bucket

    def _session_keys(self) -> secretsmanager.ISecret:
        if self._found:
            arn = found(self, "SessionKeysSecret")
            CfnOutput(self, "SessionKeysSecret", value=arn)
            return secretsmanager.Secret.from_secret_complete_arn(self, "SessionKeys", arn)
        replicas = (
            [secretsmanager.ReplicaRegion(region=self._replica_region)] if self._replica_region else None
        )
        keys = secretsmanager.Secret(
            self,
            "SessionKeys",
            replica_regions=replicas,
            description="Keys that sign session tokens, by key id (functions/session/keys.py)",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                secret_string_template="{}",  # noqa: S106 - holds none
                generate_string_key="k1",
                password_length=48,
                exclude_punctuation=True,
            ),
            removal_policy=RemovalPolicy.RETAIN,
        )
        acknowledge(
            keys,
            "AwsSolutions-SMG4",
            "Rotated every thirty days by the function RotateKeys (infra/stacks/operations_keys.py), not on "
            "Secrets Manager's schedule, which exchanges one value for another at once and would refuse what "
            "customers hold. Several keys stand in this secret: a new one is published before it signs, "
            "an old one verifies until its last token has expired, and a leaked one is revoked within ten "
            "minutes (docs/decisions/0013).",
        )
        CfnOutput(self, "SessionKeysSecret", value=keys.secret_arn)
        return keys

    def _export_all(self) -> None:
        """Whether another stack refers to them or not: CloudFormation refuses to take back an export that
        is in use, and a shop that moves to restored tables lets go of these one stack after the other."""
        for table in self.tables.values():
            self.export_value(table.table_name)
            self.export_value(table.table_arn)
        self.export_value(self.orders.table_stream_arn)

    def _order_views(self) -> dynamodb.ITableV2:
        """One row an order; its indexes find orders by status, by e-mail address, by how their ids end, and
        what was sold on another day than it was placed."""
        table = self._table("OrderViews", "owner", "placed")
        self._index(table, "by_status", "status_bucket", "placed")
        with_totals = dynamodb.ProjectionType.INCLUDE
        self._index(
            table,
            "by_day",
            "sold_bucket",
            "placed",
            projection_type=with_totals,
            non_key_attributes=["total"],
        )
        self._index(table, "by_email", "email_key", "placed")
        self._index(table, "by_ending", "ending", "placed")
        return table

    def _index(
        self,
        table: dynamodb.ITableV2,
        name: str,
        partition_key: str,
        sort_key: str,
        projection_type: dynamodb.ProjectionType = dynamodb.ProjectionType.KEYS_ONLY,
        non_key_attributes: list[str] | None = None,
    ) -> None:
        """Of a table that is found, it is there."""
        if isinstance(table, dynamodb.TableV2):
            table.add_global_secondary_index(
                index_name=name,
                partition_key=Attribute(name=partition_key, type=STRING),
                sort_key=Attribute(name=sort_key, type=STRING),
                projection_type=projection_type,
                non_key_attributes=non_key_attributes,
            )

    def _conversations(self) -> dynamodb.ITableV2:
        """Heads, messages and markers; the indexes hold heads alone, by owner and by what is unread."""
        table = self._table("Conversations", "conversation", "item")
        for index, partition in (("by_owner", "owner"), ("by_activity", "bucket")):
            self._index(table, index, partition, "active")
        return table

    def _table(
        self,
        name: str,
        partition_key: str,
        sort_key: str | None = None,
        *,
        ttl: str | None = None,
        stream: dynamodb.StreamViewType | None = None,
        backup: bool = True,
    ) -> dynamodb.ITableV2:
        if self._found and backup:
            return self._known(name, found_table(self, name, streams=stream is not None), backup)
        table = dynamodb.TableV2(
            self,
            name,
            table_name=f"{RESTORED}-{name}-{self._suffix}" if self._suffix else None,
            partition_key=Attribute(name=partition_key, type=STRING),
            sort_key=Attribute(name=sort_key, type=STRING) if sort_key else None,
            time_to_live_attribute=ttl,
            dynamo_stream=stream,
            billing=dynamodb.Billing.on_demand(),
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=backup
            ),
            removal_policy=RemovalPolicy.RETAIN if backup else RemovalPolicy.DESTROY,
            deletion_protection=backup,
        )
        CfnOutput(self, f"{name}Table", value=table.table_name)
        if backup and self._replica_region:
            replicate_table(table, self._replica_region)
        return self._known(name, table, backup)

    def _known(self, name: str, table: dynamodb.ITableV2, lasting: bool) -> dynamodb.ITableV2:
        self.tables[name] = table
        if lasting:
            self.lasting.append(table)
        return table
