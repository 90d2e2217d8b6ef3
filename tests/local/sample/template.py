"""A small CloudFormation template with each kind of resource that the shop's stacks need."""

import json
from typing import Any

BUCKET = "sample-code"
KEY = "code.zip"
PATIENT_SECONDS = 300
"""Longer than anything takes on a slow machine."""
TASK = {"Type": "Task", "TimeoutSeconds": PATIENT_SECONDS}
LATER = TASK | {
    "Resource": "${Act}",
    "Parameters": {"do.$": "$.do", "key.$": "$$.Execution.Name"},
    "ResultPath": None,
}
REFUSED = {"ErrorEquals": ["OutOfStock"], "ResultPath": "$.problem", "Next": "Undone"}
MACHINE: dict[str, Any] = {
    "StartAt": "First",
    "States": {
        "First": TASK
        | {
            "Resource": "${Act}",
            "Parameters": {"do.$": "$.do", "key.$": "$$.Execution.Name", "seconds": 20, "add": 1},
            "ResultPath": "$.first",
            "Catch": [
                REFUSED,
                {"ErrorEquals": ["States.Timeout"], "ResultPath": "$.problem", "Next": "Late"},
                {"ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "Other"},
            ],
            "Next": "Second",
        },
        "Second": LATER | {"Next": "Third"},
        "Third": LATER | {"End": True},
        "Undone": {"Type": "Pass", "End": True},
        "Late": {"Type": "Pass", "End": True},
        "Other": {"Type": "Pass", "End": True},
    },
}
TOKEN_MACHINE: dict[str, Any] = {
    "StartAt": "Ask",
    "States": {
        "Ask": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters": {
                "FunctionName": "${Act}",
                "Payload": {"do.$": "$.do", "token.$": "$$.Task.Token", "name.$": "$$.Execution.Name"},
            },
            "TimeoutSeconds": PATIENT_SECONDS,
            "ResultPath": "$.answer",
            "Retry": [
                {"ErrorEquals": ["OutOfStock"], "IntervalSeconds": 1, "MaxAttempts": 1, "BackoffRate": 1.0}
            ],
            "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.problem", "Next": "Failed"}],
            "End": True,
        },
        "Failed": {"Type": "Pass", "End": True},
    },
}


def _hasty(machine: dict[str, Any]) -> dict[str, Any]:
    """The same machine, whose first state waits for a second only."""
    states = machine["States"]
    first: str = machine["StartAt"]
    return machine | {"States": states | {first: states[first] | {"TimeoutSeconds": 1}}}


def _function(name: str, handler: str, **more: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "FunctionName": name,
            "Code": {"S3Bucket": BUCKET, "S3Key": KEY},
            "Handler": f"shop.handlers.{handler}",
            "Runtime": "python3.13",
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Environment": {"Variables": {"TABLE": {"Ref": "Table"}, "OWN": "mine"}},
            "Timeout": PATIENT_SECONDS,
        }
        | more,
    }


def _machine(name: str, definition: dict[str, Any], act: str = "Act") -> dict[str, Any]:
    return {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {
            "StateMachineName": name,
            "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
            "DefinitionString": json.dumps(definition),
            "DefinitionSubstitutions": {"Act": {"Fn::GetAtt": [act, "Arn"]}},
        },
    }


def _proxy(function: str) -> dict[str, Any]:
    stem = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
    uri = {"Fn::Join": ["", [stem, {"Fn::GetAtt": [function, "Arn"]}, "/invocations"]]}
    return {"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": uri}


def _refusal(kind: str, status: int, name: str) -> dict[str, Any]:
    body = {"type": f"/api/problems/{name}", "status": status}
    return {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Properties": {
            "RestApiId": {"Ref": "Api"},
            "ResponseType": kind,
            "StatusCode": str(status),
            "ResponseParameters": {"gatewayresponse.header.Content-Type": "'application/problem+json'"},
            "ResponseTemplates": {"application/json": json.dumps(body)},
        },
    }


def _method(resource: Any, **more: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::ApiGateway::Method",
        "Properties": {
            "RestApiId": {"Ref": "Api"},
            "ResourceId": resource,
            "HttpMethod": "ANY",
            "AuthorizationType": "NONE",
            "Integration": _proxy("ApiFunction"),
        }
        | more,
    }


def _resource(parent: Any, part: str) -> dict[str, Any]:
    properties = {"RestApiId": {"Ref": "Api"}, "ParentId": parent, "PathPart": part}
    return {"Type": "AWS::ApiGateway::Resource", "Properties": properties}


THROTTLED = {"ThrottlingRateLimit": 1000, "ThrottlingBurstLimit": 1000}
ROOT = {"Fn::GetAtt": ["Api", "RootResourceId"]}
TABLE = {
    "Type": "AWS::DynamoDB::GlobalTable",
    "Properties": {
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "due")
        ],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "due",
                "KeySchema": [{"AttributeName": "due", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
        "TimeToLiveSpecification": {"AttributeName": "expires_at", "Enabled": True},
        "Replicas": [
            {
                "Region": "eu-west-1",
                "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
                "DeletionProtectionEnabled": False,
            }
        ],
    },
}
REFUSALS = {
    "NoToken": _refusal("UNAUTHORIZED", 401, "unauthorized"),
    "Denied": _refusal("ACCESS_DENIED", 403, "forbidden"),
    "NoPath": _refusal("MISSING_AUTHENTICATION_TOKEN", 404, "not-found"),
    "Default4": _refusal("DEFAULT_4XX", 400, "bad-request"),
    "Default5": _refusal("DEFAULT_5XX", 500, "internal"),
}
GUARD = {"AuthorizationType": "CUSTOM", "AuthorizerId": {"Ref": "Authorizer"}}
MACHINES = {
    "Machine": _machine("saga", MACHINE),
    "TokenMachine": _machine("token", TOKEN_MACHINE),
    "HastyMachine": _machine("hasty", _hasty(MACHINE)),
    "HastyTokenMachine": _machine("hasty-token", _hasty(TOKEN_MACHINE)),
    "StoppedMachine": _machine("stopped", MACHINE, "Stopped"),
}
TEMPLATE: dict[str, Any] = {
    "Resources": {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}},
        },
        "Table": TABLE,
        "Secret": {
            "Type": "AWS::SecretsManager::Secret",
            "Properties": {
                "GenerateSecretString": {
                    "SecretStringTemplate": '{"kid":"1"}',
                    "GenerateStringKey": "key",
                    "PasswordLength": 64,
                    "ExcludePunctuation": True,
                }
            },
        },
        "Act": _function("act", "act"),
        "Rare": _function("rare", "act", ReservedConcurrentExecutions=1),
        "Brief": _function("brief", "act", Timeout=1),
        "Warm": _function("warm", "act"),
        "Stopped": _function("stopped", "act"),
        "Heard": _function("heard", "heard"),
        "Broken": _function("broken", "nothing"),
        "ApiFunction": _function("api", "api"),
        "AuthorizerFunction": _function("authorizer", "authorize"),
        **MACHINES,
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "sample"}},
        "Authorizer": {
            "Type": "AWS::ApiGateway::Authorizer",
            "Properties": {
                "Name": "session",
                "RestApiId": {"Ref": "Api"},
                "Type": "REQUEST",
                "IdentitySource": "method.request.header.Authorization",
                "AuthorizerResultTtlInSeconds": 300,
                "AuthorizerUri": _proxy("AuthorizerFunction")["Uri"],
            },
        },
        "Open": _resource(ROOT, "open"),
        "OpenAny": _resource({"Ref": "Open"}, "{proxy+}"),
        "OpenMethod": _method({"Ref": "OpenAny"}),
        "Closed": _resource(ROOT, "closed"),
        "ClosedMethod": _method({"Ref": "Closed"}, **GUARD),
        "Line": _resource({"Ref": "Closed"}, "{line_id}"),
        "LineMethod": _method({"Ref": "Line"}, **GUARD),
        **REFUSALS,
        "Deployment": {
            "Type": "AWS::ApiGateway::Deployment",
            "Properties": {"RestApiId": {"Ref": "Api"}},
            "DependsOn": [*("OpenMethod", "ClosedMethod", "LineMethod"), *REFUSALS],
        },
        "Stage": {
            "Type": "AWS::ApiGateway::Stage",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "DeploymentId": {"Ref": "Deployment"},
                "StageName": "api",
                "MethodSettings": [{"HttpMethod": "*", "ResourcePath": "/*"} | THROTTLED],
            },
        },
    },
    "Outputs": {
        "ApiId": {"Value": {"Ref": "Api"}},
        **{name: {"Value": {"Ref": name}} for name in ("Table", "Secret", *MACHINES)},
    },
}
