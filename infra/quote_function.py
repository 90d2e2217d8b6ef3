"""How a Lambda function may be named: by its name, or by its ARN; with a version or an alias, or without."""

import re

_NAMED = re.compile(
    r"(arn:aws[a-z-]*:lambda:[a-z0-9-]{1,40}:[0-9]{12}:function:)?[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,128})?"
)
EXPECTED = "the name or the ARN of a Lambda function, or nothing"


def names_a_function(value: object) -> bool:
    return isinstance(value, str) and _NAMED.fullmatch(value) is not None
