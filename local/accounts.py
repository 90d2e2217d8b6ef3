"""The demo shop's accounts: one that buys, and one that may open the console. The README names them."""

from contextlib import suppress
from typing import Any, NamedTuple

from functions.session.groups import CUSTOMERS, OPERATORS
from local.settings import client

DOCUMENT = "{pool}/.well-known/openid-configuration"


class Account(NamedTuple):
    """Whoever runs the shop here logs in with these: they are no secret."""

    name: str
    password: str
    email: str
    group: str


ADA = Account("ada", "Margherita-1889", "ada@example.com", CUSTOMERS)
OLGA = Account("olga", "Quattro-Stagioni-4", "olga@example.com", OPERATORS)
ACCOUNTS = (ADA, OLGA)


def discovery(url: str) -> str:
    """Where the embedded cloud's discovery document is, by the shop's own address, so that the hosted login
    is there too."""
    return f"{url}/{DOCUMENT}"


def add_accounts(endpoint_url: str, pool_id: str) -> None:
    """Those that are not there yet. Again changes nothing but their passwords."""
    cognito = client("cognito-idp", endpoint_url)
    for account in ACCOUNTS:
        _add(cognito, pool_id, account)


def _add(cognito: Any, pool_id: str, account: Account) -> None:
    person = {"UserPoolId": pool_id, "Username": account.name}
    attributes = [
        {"Name": "email", "Value": account.email},
        {"Name": "email_verified", "Value": "true"},
    ]
    with suppress(cognito.exceptions.UsernameExistsException):  # kept from an earlier run
        cognito.admin_create_user(**person, UserAttributes=attributes, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**person, Password=account.password, Permanent=True)
    cognito.admin_add_user_to_group(**person, GroupName=account.group)
