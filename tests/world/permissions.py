"""What a function's calls need, and what its role allows. moto and MiniStack check neither: AWS does."""

from fnmatch import fnmatchcase
from typing import Any

from tests.world.template import ACCOUNT, REGION, Resource, Template

Need = tuple[str, str]
"""An IAM action and the ARN it is needed on."""

_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}
_BY_PARAMETER = {
    "StartExecution": ("states:StartExecution", "stateMachineArn"),
    "DescribeExecution": ("states:DescribeExecution", "executionArn"),
}


def needs(operation: str, params: dict[str, Any]) -> set[Need]:
    """What AWS would ask of the caller's role; an operation unknown here raises KeyError."""
    if operation in ("TransactWriteItems", "TransactGetItems"):
        items = [item for entry in params["TransactItems"] for item in entry.items()]
        return {(f"dynamodb:{_TRANSACTION[kind]}", _table(one["TableName"])) for kind, one in items}
    if operation == "BatchGetItem":
        return {("dynamodb:BatchGetItem", _table(name)) for name in params["RequestItems"]}
    if "TableName" in params:
        index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
        return {(f"dynamodb:{operation}", _table(params["TableName"]) + index)}
    if operation == "Invoke":
        name = params["FunctionName"]
        return {("lambda:InvokeFunction", f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}")}
    if operation == "PutEvents":
        return {("events:PutEvents", _bus(entry["EventBusName"])) for entry in params["Entries"]}
    if operation == "PutObject":
        return {("s3:PutObject", f"arn:aws:s3:::{params['Bucket']}/{params['Key']}")}
    if operation == "SendMessage":
        return {("sqs:SendMessage", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{params['QueueUrl'].split('/')[-1]}")}
    if operation.startswith("SendTask"):
        return set()  # a token does not say which machine gave it out
    if operation == "GetSecretValue":
        return {("secretsmanager:GetSecretValue", params["SecretId"])}
    action, parameter = _BY_PARAMETER[operation]
    return {(action, params[parameter])}


def statements(template: Template, role: str) -> list[tuple[list[str], list[str]]]:
    """Actions and resources that a role's own policies allow."""
    found = []
    for policy in template.resources("AWS::IAM::Policy"):
        if role in policy.properties["Roles"]:
            for statement in policy.properties["PolicyDocument"]["Statement"]:
                assert statement["Effect"] == "Allow"
                found.append((_list(statement["Action"]), _list(statement["Resource"])))
    return found


def role_of(resource: Resource) -> str:
    """The logical id of the role that a function or a machine runs under."""
    arn: str = resource.properties.get("Role") or resource.properties["RoleArn"]
    return arn.removesuffix(".Arn")


def missing(template: Template, function: Resource, needed: set[Need]) -> set[Need]:
    allowed = statements(template, role_of(function))
    return {need for need in needed if not any(_covers(*statement, need) for statement in allowed)}


def _covers(actions: list[str], resources: list[str], need: Need) -> bool:
    action, resource = need
    return any(fnmatchcase(action, one) for one in actions) and any(
        fnmatchcase(resource, one) or _same_secret(one, resource) for one in resources
    )


def _same_secret(allowed: str, secret: str) -> bool:
    """A secret may be asked for by name; its ARN ends in the name and six characters of AWS's choice."""
    return allowed == secret or allowed.endswith(f":secret:{secret}-??????")


def _bus(name: str) -> str:
    return f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{name}"


def _table(name: str) -> str:
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}"


def _list(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
