"""The Cache stack: Valkey for session data, in a network without a way out (`sessionStore=valkey`)."""

from aws_cdk import Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticache as elasticache
from constructs import Construct

from infra.parts.network import ClosedNetwork

PORT = 6379
NAME = "paidonce-sessions"
USER = "paidonce-sessions"
"""By IAM, a user is called as its id is."""
ACCESS = "on ~session:* resetchannels -@all +hget +hset +hdel +ttl +expire +eval"
"""All that functions/session/valkey_store.py says, on keys that begin as its do."""
MOST_GIGABYTES = 1
"""A hundred thousand sessions with eight kilobytes each; beyond, what was not used for longest goes."""
MOST_UNITS_A_SECOND = 5000


class CacheStack(Stack):
    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: Valkey for session data")
        self.network = ClosedNetwork(self)
        self.functions = self._group("Functions", "Functions that keep session data")
        cache = self._group("Cache", "Valkey for session data")
        port = ec2.Port.tcp(PORT)
        cache.add_ingress_rule(self.functions, port, "Session data")
        self.functions.add_egress_rule(cache, port, "Session data")
        self.user = elasticache.CfnUser(
            self,
            "User",
            engine="valkey",
            user_id=USER,
            user_name=USER,
            access_string=ACCESS,
            authentication_mode={"Type": "iam"},
        )
        users = elasticache.CfnUserGroup(
            self, "Users", engine="valkey", user_group_id=NAME, user_ids=[self.user.ref]
        )
        self.cache = elasticache.CfnServerlessCache(
            self,
            "Valkey",
            engine="valkey",
            major_engine_version="8",
            serverless_cache_name=NAME,
            description="PaidOnce: session data",
            user_group_id=users.ref,
            subnet_ids=self.network.subnets,
            security_group_ids=[cache.security_group_id],
            snapshot_retention_limit=0,
            cache_usage_limits=elasticache.CfnServerlessCache.CacheUsageLimitsProperty(
                data_storage=elasticache.CfnServerlessCache.DataStorageProperty(
                    unit="GB", maximum=MOST_GIGABYTES
                ),
                ecpu_per_second=elasticache.CfnServerlessCache.ECPUPerSecondProperty(
                    maximum=MOST_UNITS_A_SECOND
                ),
            ),
        )

    @property
    def address(self) -> str:
        return f"{self.cache.attr_endpoint_address}:{self.cache.attr_endpoint_port}"

    def _group(self, name: str, description: str) -> ec2.SecurityGroup:
        return ec2.SecurityGroup(
            self, f"{name}Group", vpc=self.network.vpc, description=description, allow_all_outbound=False
        )
