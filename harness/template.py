"""The CDK app's synthesized templates, read as what they describe: tables, functions, routes, the machine."""

import json
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

REGION = "eu-west-1"
ACCOUNT = "123456789012"

# The CDK's Node reads both as it starts, which any import of a stack makes it do: too late for synthesize().
os.environ["CDK_VALIDATION"] = "false"
os.environ["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "20"

ROOT = Path(__file__).resolve().parent.parent
PSEUDO = {
    "AWS::Region": REGION,
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}
ARNS = {
    "AWS::Lambda::Function": "arn:aws:lambda:{region}:{account}:function:{name}",
    "AWS::Events::EventBus": "arn:aws:events:{region}:{account}:event-bus/{name}",
    "AWS::DynamoDB::GlobalTable": "arn:aws:dynamodb:{region}:{account}:table/{name}",
    "AWS::StepFunctions::StateMachine": "arn:aws:states:{region}:{account}:stateMachine:{name}",
    "AWS::SQS::Queue": "arn:aws:sqs:{region}:{account}:{name}",
    "AWS::CodeBuild::Project": "arn:aws:codebuild:{region}:{account}:project/{name}",
    "AWS::S3::Bucket": "arn:aws:s3:::{name}",
}
PUBLISHED = "1"
"""Of each function and machine there is one version here."""
QUEUE_URL = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/"
HASH = re.compile(r"[0-9A-F]{8}$")
FIFO = ".fifo"

Properties = dict[str, Any]


@dataclass(frozen=True)
class Resource:
    """`name` is what the resource is called in AWS here: its logical id, as no name is given in the app, in
    the form that its kind demands."""

    stack: str
    name: str
    kind: str
    properties: Properties

    @property
    def construct(self) -> str:
        """The construct's id in the CDK code: the logical id without its hash."""
        return HASH.sub("", self.logical_id)

    @property
    def logical_id(self) -> str:
        return self.name.removesuffix(FIFO)

    @property
    def arn(self) -> str:
        return _arn(self.kind, self.name)


def unqualified(arn: str) -> str:
    """The ARN of the function or machine, of a version or an alias of which this may be the ARN."""
    return ":".join(arn.split(":")[:7])


def function_named(arn: str) -> str:
    """A function's construct id, from its name, its ARN, or that of a version or an alias of it."""
    name = unqualified(arn).rpartition(":")[2] if arn.startswith("arn:") else arn
    return HASH.sub("", name)


def _arn(kind: str, name: str) -> str:
    """Of kinds whose ARN nobody takes apart, just something that tells them from each other."""
    return ARNS.get(kind, "{name}.Arn").format(region=REGION, account=ACCOUNT, name=name)


def synthesize(outdir: Path, **context: Any) -> dict[str, Properties]:
    """Templates by stack name, from the very app that is deployed, under cdk.json's flags.

    Without bundling and without the built-in validation: both cost seconds and neither changes a template.
    """
    from infra.app import build  # starts Node: only the tests that need a template pay for it

    flags = json.loads((ROOT / "cdk.json").read_text())["context"]
    app = build(flags | {"aws:cdk:bundling-stacks": []} | context, outdir=str(outdir))
    return {stack.stack_name: stack.template for stack in app.synth().stacks}


class Template:
    """All stacks taken together, with every reference between resources resolved."""

    def __init__(self, stacks: dict[str, Properties]) -> None:
        self.stacks = stacks
        self._kinds = {
            (stack, name): resource["Type"]
            for stack, template in stacks.items()
            for name, resource in template["Resources"].items()
        }

    def resources(self, kind: str) -> list[Resource]:
        return [
            Resource(stack, self._called(stack, name), kind, self._resolve(stack, one.get("Properties", {})))
            for stack, template in self.stacks.items()
            for name, one in template["Resources"].items()
            if one["Type"] == kind
        ]

    @cached_property
    def tables(self) -> dict[str, Resource]:
        """By construct id (`Orders`)."""
        return {table.construct: table for table in self.resources("AWS::DynamoDB::GlobalTable")}

    @cached_property
    def functions(self) -> dict[str, Resource]:
        """By construct id, which for a step is the name of its state (`ReserveStock`)."""
        return {function.construct: function for function in self.resources("AWS::Lambda::Function")}

    @cached_property
    def machines(self) -> dict[str, Resource]:
        """By construct id (`Checkout`)."""
        return {machine.construct: machine for machine in self.resources("AWS::StepFunctions::StateMachine")}

    @property
    def machine(self) -> Resource:
        return self.machines["Checkout"]

    @cached_property
    def queues(self) -> dict[str, Resource]:
        """By construct id (`RelayFailures`)."""
        return {queue.construct: queue for queue in self.resources("AWS::SQS::Queue")}

    @cached_property
    def rules(self) -> dict[str, Resource]:
        """By construct id (`TellCustomers`)."""
        return {rule.construct: rule for rule in self.resources("AWS::Events::Rule")}

    def definition(self, machine: Resource | None = None) -> dict[str, Any]:
        """The machine (the checkout's, unless told otherwise) as AWS would run it: substitutions made."""
        machine = machine or self.machine
        text: str = machine.properties["DefinitionString"]
        for name, value in machine.properties["DefinitionSubstitutions"].items():
            text = text.replace("${" + name + "}", value)
        assert "${" not in text, "a placeholder was left in the state machine"
        definition: dict[str, Any] = json.loads(text)
        return definition

    def outputs(self) -> dict[str, Any]:
        return {
            name: self._resolve(stack, output["Value"])
            for stack, template in self.stacks.items()
            for name, output in template.get("Outputs", {}).items()
        }

    def _resolve(self, stack: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._resolve(stack, item) for item in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            (function, argument), *_ = value.items()
            if function == "Ref":
                return self._named(stack, argument)
            if function == "Fn::GetAtt":
                return self._attribute(stack, *argument)
            if function == "Fn::ImportValue":
                return self._import(argument)
            if function == "Fn::Join":
                return argument[0].join(str(part) for part in self._resolve(stack, argument[1]))
            if function == "Fn::Sub":
                return re.sub(r"\$\{([\w:]+)\}", lambda found: self._named(stack, found[1]), argument)
            if function == "Fn::Split":
                return self._resolve(stack, argument[1]).split(argument[0])
            if function == "Fn::Select":
                return self._resolve(stack, argument[1])[int(argument[0])]
            if function == "Fn::GetStackOutput":
                return f"{argument['StackName']}.{argument['OutputName']} in {argument['Region']}"
            assert not function.startswith("Fn::"), f"{function} is not understood by the harness"
        return {key: self._resolve(stack, item) for key, item in value.items()}

    def _named(self, stack: str, name: str) -> str:
        given = self.stacks[stack].get("Parameters", {}).get(name, {}).get("Default")
        return PSEUDO.get(name) or given or self._reference(stack, name)

    def _reference(self, stack: str, name: str) -> str:
        """What `Ref` answers: an ARN for a machine, a URL for a queue, else the name (a secret's, too)."""
        match self._kinds[stack, name]:
            case "AWS::StepFunctions::StateMachine":
                return self._attribute(stack, name, "Arn")
            case "AWS::SQS::Queue":
                return QUEUE_URL + self._called(stack, name)
            case "AWS::Lambda::Version" | "AWS::Lambda::Alias":
                return self._qualified(stack, name, self._properties(stack, name)["FunctionName"])
            case "AWS::StepFunctions::StateMachineVersion":
                return self._qualified(stack, name, self._properties(stack, name)["StateMachineArn"])
            case "AWS::StepFunctions::StateMachineAlias":
                moved = self._properties(stack, name)["DeploymentPreference"]
                version = self._resolve(stack, moved["StateMachineVersionArn"])
                return f"{unqualified(version)}:{self._properties(stack, name)['Name']}"
            case _:
                return self._called(stack, name)

    def _qualified(self, stack: str, name: str, of: Any) -> str:
        """A version by its number, an alias by its name, after the ARN of what it is a version or alias of;
        a function is named there by its name."""
        named = self._resolve(stack, of)
        arn = named if named.startswith("arn:") else _arn("AWS::Lambda::Function", named)
        return f"{arn}:{self._properties(stack, name).get('Name', PUBLISHED)}"

    def _properties(self, stack: str, name: str) -> Properties:
        found: Properties = self.stacks[stack]["Resources"][name]["Properties"]
        return found

    def _called(self, stack: str, name: str) -> str:
        """The name that a resource gets: FIFO queues end in .fifo, buckets have no capitals."""
        resource = self.stacks[stack]["Resources"][name]
        if resource["Type"] == "AWS::S3::Bucket":
            return name.lower()
        return name + FIFO if resource.get("Properties", {}).get("FifoQueue") else name

    def _attribute(self, stack: str, name: str, attribute: str) -> str:
        called = self._called(stack, name)
        arn = _arn(self._kinds[stack, name], called)
        match attribute:
            case "Arn":
                return arn
            case "StreamArn":
                return f"{arn}/stream/now"
            case "Name" | "QueueName":
                return called
            case "Version":
                return PUBLISHED
            case _:
                return f"{name}.{attribute}"

    def _import(self, export: str) -> Any:
        stack, _, output = export.partition(":")
        return self._resolve(stack, self.stacks[stack]["Outputs"][output]["Value"])
