"""What functions find around them: environment variables, secrets, and clients of AWS."""

import threading
from collections.abc import Callable
from typing import Any

from harness.template import REGION, Template

SESSION_KEYS = {"k1": "a-key-for-tests-that-is-long-enough"}
STRIPE_KEYS = {"api_key": "sk_test_world", "webhook_secret": "whsec_world"}
PROCESS = {
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "VALIDATE_LAMBDA_S3": "false",
}
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
"""Nobody's: what runs with these reaches no account, and can sign links."""


def secrets(template: Template) -> dict[str, dict[str, str]]:
    """What each secret holds, by name."""
    (session_keys,) = template.resources("AWS::SecretsManager::Secret")
    given = template.functions["AuthorizePayment"].properties["Environment"]["Variables"]
    return {session_keys.name: SESSION_KEYS, given["PAYMENT_SECRET"]: STRIPE_KEYS}


def environments(template: Template, stripe_api_base: str) -> dict[str, dict[str, str]]:
    """Each function's own, as in the template; only the provider's address is the tests' own."""
    found = {}
    for name, function in template.functions.items():
        variables: dict[str, str] = dict(function.properties["Environment"]["Variables"])
        variables.pop("POWERTOOLS_LOG_LEVEL")
        if "PAYMENT_API_BASE" in variables:
            variables["PAYMENT_API_BASE"] = stripe_api_base
        found[name] = variables
    assert "PAYMENT_API_BASE" in found["AuthorizePayment"]
    assert "PAYMENT_API_BASE" in found["VoidPayment"]
    return found


def one_per_configuration(make: Callable[..., Any], clients: dict[str, Any]) -> Callable[..., Any]:
    """Clients hold nothing of the product's and cost 50 ms each: a fresh process may share an old one's. They
    do hold credentials, and the functions that sign as those were then: each kind of cloud has its own."""
    lock = threading.RLock()

    def client(session: Any, service_name: str, **options: Any) -> Any:
        config = options.get("config")
        chosen = getattr(config, "_user_provided_options", {})
        rest = {name: value for name, value in options.items() if name != "config"}
        key = f"{service_name} {sorted(chosen.items())} {sorted(rest.items())}"
        with lock:
            if key not in clients:
                clients[key] = make(session, service_name, **options)
            return clients[key]

    return client
