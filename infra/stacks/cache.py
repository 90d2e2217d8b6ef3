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
NOBODY = ec2.CfnSecurityGroup.EgressProperty(
    ip_protocol="icmp", from_port=252, to_port=86, cidr_ip="255.255.255.255/32", description="Nobody"
)
"""Without any rule a security group would let everything out."""


class CacheStack(Stack):
    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: Valkey for session data")
        self.network = ClosedNetwork(self)
        cache = self._group("Cache", "Valkey for session data", NOBODY)
        to_cache = ec2.CfnSecurityGroup.EgressProperty(
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            destination_security_group_id=cache,
            description="Session data",
        )
        self.functions = self._group("Functions", "Functions that keep session data", to_cache)
        ec2.CfnSecurityGroupIngress(
            self,
            "FromFunctions",
            ip_protocol="tcp",
            from_port=PORT,
            to_port=PORT,
            group_id=cache,
            source_security_group_id=self.functions,
            description="Session data",
        )
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
            security_group_ids=[cache],
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

    def _group(self, name: str, description: str, reaches: ec2.CfnSecurityGroup.EgressProperty) -> str:
        group = ec2.CfnSecurityGroup(
            self,
            f"{name}Group",
            vpc_id=self.network.id,
            group_description=description,
            security_group_egress=[reaches],
        )
        return group.attr_group_id
