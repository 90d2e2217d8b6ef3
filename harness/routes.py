"""The REST API's routes, read from the template: which call goes to which function, and who may call it."""

import re
from dataclasses import dataclass

from harness.template import Template


@dataclass(frozen=True)
class Route:
    """`function` is a construct id; `personal` calls pass the authorizer first."""

    method: str
    resource: str
    function: str
    personal: bool

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The path parameters if this route serves the call, else None."""
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.resource)
        found = re.fullmatch(pattern, path)
        return found.groupdict() if found and method == self.method else None


def read_routes(template: Template) -> list[Route]:
    parts = {
        resource.name: (resource.properties["PathPart"], resource.properties["ParentId"])
        for resource in template.resources("AWS::ApiGateway::Resource")
    }

    def path(resource: str) -> str:
        if resource not in parts:
            return ""
        part, parent = parts[resource]
        return f"{path(parent)}/{part}"

    names = {function.name: construct for construct, function in template.functions.items()}
    return [
        Route(
            method=method.properties["HttpMethod"],
            resource=path(method.properties["ResourceId"]),
            function=_function(method.properties["Integration"]["Uri"], names),
            personal=method.properties["AuthorizationType"] == "CUSTOM",
        )
        for method in template.resources("AWS::ApiGateway::Method")
        if method.properties["Integration"]["Type"] == "AWS_PROXY"
    ]


def _function(uri: str, names: dict[str, str]) -> str:
    found = re.search(r":function:(\w+)(?::\w+)?/invocations", uri)
    assert found, uri
    return names[found[1]]
