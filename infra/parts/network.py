"""A network without a way out, for functions that reach something inside it and nothing else."""

from aws_cdk import Fn
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.parts.acknowledge import acknowledge

RANGE = "10.80.0.0/24"
SUBNETS = ("10.80.0.0/25", "10.80.0.128/25")
"""One a zone: a cache wants two."""
INTERFACES = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
]
"""What Lambda does in the name of a function's role to put it into a network."""


class ClosedNetwork:
    """Two zones, no gateway, no NAT, no endpoint: who is inside talks to who else is inside, by the rules of
    the security groups."""

    def __init__(self, scope: Construct) -> None:
        network = ec2.CfnVPC(
            scope, "Network", cidr_block=RANGE, enable_dns_support=True, enable_dns_hostnames=True
        )
        self.subnets = [
            ec2.CfnSubnet(
                scope,
                f"Inside{number + 1}",
                vpc_id=network.ref,
                cidr_block=part,
                availability_zone=Fn.select(number, Fn.get_azs()),
            ).ref
            for number, part in enumerate(SUBNETS)
        ]
        self.id = network.ref
        acknowledge(
            network,
            "AwsSolutions-VPC7",
            "There is no way in and no way out to be watched: no gateway of any kind, no endpoint and no "
            "peering. All that a log could hold is one function talking to one cache, on one port, which "
            "is what its security groups allow.",
        )


def may_join() -> iam.PolicyDocument:
    """The policy by which Lambda puts a function into a network."""
    return iam.PolicyDocument(statements=[iam.PolicyStatement(actions=INTERFACES, resources=["*"])])
