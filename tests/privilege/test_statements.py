"""How permissions are written down, whoever they are for: exactly, and in policies of our own."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from harness.roles import grants, principals, statements
from harness.template import Resource, Template
from tests.privilege.holders import everyone
from tests.privilege.services import UNRESTRICTED

WILD = re.compile(
    r"""
    arn:aws:states:[^*?]+:execution:[^*?:]+:\*          # the executions of one machine
    | arn:aws:secretsmanager:[^*?]+:secret:[^*?]+-\?{6}   # a secret by its name: AWS appends six characters
    | arn:aws:lambda:[^*?]+:function:[^*?:]+:\*          # the versions of one function
    | arn:aws:s3:::[^*?/]+/[^*?]+/\*                      # one folder of a bucket, not of all of it
    | arn:aws:execute-api:[^*?]+/(POST|DELETE)/@connections/\*  # the connections of one stage
    """,
    re.VERBOSE,
)
"""Where a resource may hold a wildcard, besides the `*` of actions that know no resources."""

POLICIES = {
    ("AWS::IAM::Role", "AssumeRolePolicyDocument"),
    ("AWS::IAM::Role", "Policies"),
    ("AWS::IAM::Policy", "PolicyDocument"),
    ("AWS::SQS::QueuePolicy", "PolicyDocument"),
    ("AWS::S3::BucketPolicy", "PolicyDocument"),
    ("AWS::SNS::TopicPolicy", "PolicyDocument"),
}
"""Where statements stand. All of them are held against what is used, here or in the tests beside."""


def roles(template: Template) -> list[Resource]:
    return template.resources("AWS::IAM::Role")


def test_no_action_holds_a_wildcard(template: Template) -> None:
    wild = [
        f"{role.construct} may {action} on {resource}"
        for role in roles(template)
        for action, resource in grants(template, role.name)
        if "*" in action or "?" in action
    ]

    assert not wild, "\n".join(wild)


def test_no_resource_holds_a_wildcard_but_where_aws_leaves_no_choice(template: Template) -> None:
    wild = [
        f"{role.construct} may {action} on {resource}"
        for role in roles(template)
        for action, resource in grants(template, role.name)
        if not (resource == "*" and action in UNRESTRICTED)
        and ("*" in resource or "?" in resource)
        and not WILD.fullmatch(resource)
    ]

    assert not wild, "\n".join(wild)


def test_statements_say_what_is_allowed_and_on_what(template: Template) -> None:
    """NotAction and NotResource allow what nobody has named; a Deny or a Condition is not compared."""
    odd = [
        f"{role.construct}: {sorted(statement)}"
        for role in roles(template)
        for statement in statements(template, role.name)
        if statement["Effect"] != "Allow" or statement.keys() - {"Sid"} != {"Effect", "Action", "Resource"}
    ]

    assert not odd, "\n".join(odd)


def test_no_role_has_a_policy_of_aws_but_where_aws_demands_it(template: Template) -> None:
    demanded = {holder.role: holder.managed for holder in everyone(template)}
    wrong = [
        f"{role.construct} has {sorted(managed)}"
        for role in roles(template)
        if (managed := set(role.properties.get("ManagedPolicyArns", []))) != demanded.get(role.name, set())
    ]

    assert not wrong, "\n".join(wrong)


def test_no_two_roles_share_a_policy(template: Template) -> None:
    policies = template.resources("AWS::IAM::Policy")

    assert [one.construct for one in policies if len(one.properties["Roles"]) != 1] == []


def test_every_policy_stands_where_these_tests_look(template: Template) -> None:
    """Of a table, a bus, a secret, an API: a policy of another kind may let in whoever it likes."""
    elsewhere = [
        f"{name} ({one['Type']}) has statements in {path[0]}"
        for stack in template.stacks.values()
        for name, one in stack["Resources"].items()
        for path in paths_to_statements(one.get("Properties", {}))
        if (one["Type"], path[0]) not in POLICIES
    ]

    assert not elsewhere, "\n".join(elsewhere)


def test_every_role_is_somebodys_and_only_their_service_assumes_it(template: Template) -> None:
    held = Counter((holder.role, holder.service) for holder in everyone(template))
    trusted = Counter(
        (role.name, principal)
        for role in roles(template)
        for statement in role.properties["AssumeRolePolicyDocument"]["Statement"]
        for principal in principals(statement)
    )

    wrong = [
        f"{role} may be assumed by {who}, and nothing there runs under it" for role, who in trusted - held
    ]
    wrong += [
        f"{role} is run under by more than one, or may not be assumed by {who}"
        for role, who in held - trusted
    ]
    assert not wrong, "\n".join(wrong)


def paths_to_statements(part: Any) -> Iterator[tuple[str, ...]]:
    if isinstance(part, list):
        for one in part:
            yield from paths_to_statements(one)
    if isinstance(part, dict):
        if "Effect" in part:
            yield ()
        for name, one in part.items():
            yield from ((name, *path) for path in paths_to_statements(one))
