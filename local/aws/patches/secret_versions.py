"""A version id of a secret stands for one value, for at least a day after it is no longer the current one.

Upstream lets a second PutSecretValue write over it, and forgets a version two writes later. Whoever changes a
secret beside others relies on the refusal (functions/session/store.py).
"""

from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import secretsmanager

from local.aws.anchor import replace

SOURCE = "d09b0557e169"

_values: dict[tuple[str, str], tuple[str | None, str | None]] = {}
"""What each id stands for, by the secret's ARN and the id; kept for as long as the embedded cloud runs."""


def apply() -> None:
    """Wrap PutSecretValue."""
    original: Any = None

    def put(data: dict[str, Any]) -> Any:
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        token = data.get("ClientRequestToken")
        if secret is None or token is None:
            return original(data)
        value = (data.get("SecretString"), data.get("SecretBinary"))
        if _values.setdefault((secret["ARN"], token), value) != value:
            return error_response_json(
                "ResourceExistsException", "A version with this id stands for another value.", 400
            )
        if token in secret["Versions"]:
            return json_response({"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token})
        return original(data)

    original = replace(secretsmanager, "_put_secret_value", put, source=SOURCE)
