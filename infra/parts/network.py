"""A network without a way out, for functions that reach something inside it and nothing else."""

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.parts.acknowledge import acknowledge

ZONES = 2
RANGE = "10.80.0.0/24"
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
        self.vpc = ec2.Vpc(
            scope,
            "Network",
            ip_addresses=ec2.IpAddresses.cidr(RANGE),
            max_azs=ZONES,
            nat_gateways=0,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="Inside", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
            ],
        )
        acknowledge(
            self.vpc,
            "AwsSolutions-VPC7",
            "There is no way in and no way out to be watched: no gateway of any kind, no endpoint and no "
            "peering. All that a log could hold is one function talking to one cache, on one port, which "
            "is what its security groups allow.",
        )

    @property
    def subnets(self) -> list[str]:
        return [subnet.subnet_id for subnet in self.vpc.isolated_subnets]


def may_join() -> iam.PolicyDocument:
    """The policy by which Lambda puts a function into a network."""
    return iam.PolicyDocument(statements=[iam.PolicyStatement(actions=INTERFACES, resources=["*"])])
