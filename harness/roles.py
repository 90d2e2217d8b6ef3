"""What roles allow, taken apart into pairs of one action and one resource."""

from collections.abc import Set
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from harness.permissions import Need
from harness.template import Properties, Resource, Template

Grant = tuple[str, str]
"""An IAM action and the resource it is allowed on, which may hold `*` and `?`."""

ANYBODY = "anybody"


def role_of(resource: Resource) -> str:
    """The logical id of the role that a function or a machine runs under."""
    return role_named(resource.properties.get("Role") or resource.properties["RoleArn"])


def role_named(arn: str) -> str:
    return arn.removesuffix(".Arn")


@cache
def grants(template: Template, role: str) -> frozenset[Grant]:
    """Template by template: nothing changes one that was synthesized."""
    return frozenset(
        (action, resource)
        for statement in statements(template, role)
        for action in listed(statement["Action"])
        for resource in listed(statement["Resource"])
    )


def statements(template: Template, role: str) -> list[Properties]:
    """The statements of all policies of our own that a role has, inside it or attached to it."""
    inside = [
        policy
        for one in template.resources("AWS::IAM::Role")
        if one.name == role
        for policy in one.properties.get("Policies", [])
    ]
    attached = [
        policy.properties
        for policy in template.resources("AWS::IAM::Policy")
        if role in policy.properties["Roles"]
    ]
    return [statement for one in [*inside, *attached] for statement in one["PolicyDocument"]["Statement"]]


def principals(statement: Properties) -> list[str]:
    """The services that a statement is for; whoever else it may be for is `anybody`."""
    principal = statement["Principal"]
    if isinstance(principal, dict) and principal.keys() == {"Service"}:
        return listed(principal["Service"])
    return [ANYBODY]


def listed(value: Any) -> list[str]:
    """IAM writes a list of one as the one."""
    return [value] if isinstance(value, str) else list(value)


def missing(allowed: Set[Grant], needed: Set[Need]) -> set[Need]:
    """What is needed and not allowed."""
    return {need for need in needed if not any(covers(grant, need) for grant in allowed)}


def extra(allowed: Set[Grant], needed: Set[Need]) -> set[Grant]:
    """What is allowed and never needed."""
    return {grant for grant in allowed if not any(covers(grant, need) for need in needed)}


def covers(grant: Grant, need: Need) -> bool:
    (action, resource), (needed_action, needed_resource) = grant, need
    return fnmatchcase(needed_action, action) and (
        fnmatchcase(needed_resource, resource) or _same_secret(resource, needed_resource)
    )


def _same_secret(allowed: str, secret: str) -> bool:
    """A secret may be asked for by name; its ARN ends in the name and six characters of AWS's choice."""
    return allowed.endswith(f":secret:{secret}-??????")
