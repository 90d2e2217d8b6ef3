"""An authorizer's policy holds for any path: AWS's `*` matches a line break too."""

import re

from ministack.services import apigateway_v1

from local.aws.anchor import replace

SOURCE = "a7200eba83ac"


def apply() -> None:
    replace(apigateway_v1, "_arn_matches", arn_matches, source=SOURCE)


def arn_matches(pattern: str, arn: str) -> bool:
    """Whether an IAM policy's Resource covers a method's ARN; `*` and `?` stand for any characters."""
    regex = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(regex, arn, re.DOTALL) is not None
