"""What a call needs of the role it is made under. moto and MiniStack check nothing of it: AWS does."""

from typing import Any

from harness.template import ACCOUNT, QUEUE_URL, REGION, unqualified

Need = tuple[str, str]
"""An IAM action and the ARN it is needed on."""

_TRANSACTION = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}
_OF_OBJECTS = {"GetObject", "PutObject"}
_OF_QUEUES = {"SendMessage", "SendMessageBatch", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes"}
_OF_CONNECTIONS = {"PostToConnection": "POST", "DeleteConnection": "DELETE"}
ADDRESS = "Address"
"""Of who is asked: of connections it says whose they are."""
_BY_PARAMETER = {
    "StartExecution": ("states:StartExecution", "stateMachineArn"),
    "DescribeExecution": ("states:DescribeExecution", "executionArn"),
    "GetExecutionHistory": ("states:GetExecutionHistory", "executionArn"),
    "DescribeStateMachineForExecution": ("states:DescribeStateMachineForExecution", "executionArn"),
    "SendTaskSuccess": ("states:SendTaskSuccess", "stateMachineArn"),
    "SendTaskFailure": ("states:SendTaskFailure", "stateMachineArn"),
    "SendTaskHeartbeat": ("states:SendTaskHeartbeat", "stateMachineArn"),
    "PutSecretValue": ("secretsmanager:PutSecretValue", "SecretId"),
    "GetSecretValue": ("secretsmanager:GetSecretValue", "SecretId"),
}


def needs(operation: str, params: dict[str, Any]) -> set[Need]:
    """What AWS would ask of the caller's role; an operation unknown here raises KeyError.

    `params` as the call has them, and for an answered task token `stateMachineArn` too: the machine that gave
    it out is what AWS asks about. A signed form or link is no call: whoever uses it makes the call in the
    signer's name, and AWS asks about the signer.
    """
    if operation in ("TransactWriteItems", "TransactGetItems"):
        items = [item for entry in params["TransactItems"] for item in entry.items()]
        return {(f"dynamodb:{_TRANSACTION[kind]}", _table(one["TableName"])) for kind, one in items}
    if operation in ("BatchGetItem", "BatchWriteItem"):
        return {(f"dynamodb:{operation}", _table(name)) for name in params["RequestItems"]}
    if "TableName" in params:
        index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
        return {(f"dynamodb:{operation}", _table(params["TableName"]) + index)}
    if operation == "Invoke":
        return {("lambda:InvokeFunction", _function(params["FunctionName"]))}
    if operation == "PutEvents":
        return {
            ("events:PutEvents", _arn("events", f"event-bus/{one['EventBusName']}"))
            for one in params["Entries"]
        }
    if operation == "GetMetricData":
        return {("cloudwatch:GetMetricData", "*")}
    if operation == "GetQueueUrl":
        return {("sqs:GetQueueUrl", _arn("sqs", params["QueueName"]))}
    if operation in _OF_QUEUES:
        action = operation.removesuffix("Batch")
        return {(f"sqs:{action}", _arn("sqs", params["QueueUrl"].removeprefix(QUEUE_URL)))}
    if operation in _OF_OBJECTS:
        return {(f"s3:{operation}", f"arn:aws:s3:::{params['Bucket']}/{params['Key']}")}
    if operation == "ListObjectsV2":
        return {("s3:ListBucket", f"arn:aws:s3:::{params['Bucket']}")}
    if operation in _OF_CONNECTIONS:
        return {("execute-api:ManageConnections", _connection(operation, params))}
    action, parameter = _BY_PARAMETER[operation]
    # AWS asks about the machine, whichever of its aliases or versions is named.
    named = params[parameter]
    return {(action, unqualified(named) if parameter == "stateMachineArn" else named)}


def _table(name: str) -> str:
    return _arn("dynamodb", f"table/{name}")


def _connection(operation: str, params: dict[str, Any]) -> str:
    """`https://<api>.execute-api.<region>.amazonaws.com/<stage>` is who is asked."""
    host, _, stage = params[ADDRESS].removeprefix("https://").partition("/")
    api = host.partition(".")[0]
    method = _OF_CONNECTIONS[operation]
    return _arn("execute-api", f"{api}/{stage}/{method}/@connections/{params['ConnectionId']}")


def _function(name: str) -> str:
    return name if name.startswith("arn:") else _arn("lambda", f"function:{name}")


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"
