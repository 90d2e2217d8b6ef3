"""The user pool, word by word, and the issuers that a deployment may name instead."""

from pathlib import Path
from typing import Any

import pytest

from harness.template import Template, synthesize
from infra.settings import InvalidSetting
from infra.stacks.identity import NOWHERE
from tests.deployments import ISSUER

SAID_BY_THE_CDK = {
    "EmailVerificationMessage",
    "EmailVerificationSubject",
    "SmsVerificationMessage",
    "VerificationMessageTemplate",
}
"""The words of its mails."""


def only(template: Template, kind: str) -> dict[str, Any]:
    (found,) = template.resources(f"AWS::Cognito::{kind}")
    return found.properties


def test_accounts_are_made_by_customers_and_guarded(template: Template) -> None:
    pool = only(template, "UserPool")
    assert {name: pool[name] for name in pool.keys() - SAID_BY_THE_CDK} == {
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False},
        "AliasAttributes": ["email"],
        "AutoVerifiedAttributes": ["email"],
        "DeletionProtection": "ACTIVE",
        "EnabledMfas": ["SOFTWARE_TOKEN_MFA"],
        "MfaConfiguration": "OPTIONAL",
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 12,
                "RequireLowercase": True,
                "RequireNumbers": True,
                "RequireSymbols": True,
                "RequireUppercase": True,
            }
        },
        "Schema": [{"Mutable": True, "Name": "email", "Required": True}],
    }


def test_pages_have_no_secret_and_the_code_flow_alone(template: Template) -> None:
    client = only(template, "UserPoolClient")
    pool = template.resources("AWS::Cognito::UserPool")[0].name
    assert client == {
        "AccessTokenValidity": 5,
        "AllowedOAuthFlows": ["code"],
        "AllowedOAuthFlowsUserPoolClient": True,
        "AllowedOAuthScopes": ["openid", "email"],
        "CallbackURLs": [f"{NOWHERE}/signed-in", f"{NOWHERE}/console/signed-in"],
        "GenerateSecret": False,
        "IdTokenValidity": 5,
        "LogoutURLs": [f"{NOWHERE}/", f"{NOWHERE}/console"],
        "PreventUserExistenceErrors": "ENABLED",
        "RefreshTokenValidity": 60,
        "SupportedIdentityProviders": ["COGNITO"],
        "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "minutes"},
        "UserPoolId": pool,
    } | {name: client[name] for name in ("ExplicitAuthFlows",) if name in client}
    assert client.get("ExplicitAuthFlows", ["ALLOW_REFRESH_TOKEN_AUTH"]) == ["ALLOW_REFRESH_TOKEN_AUTH"]


def test_there_are_the_two_groups(template: Template) -> None:
    groups = template.resources("AWS::Cognito::UserPoolGroup")
    assert {one.properties["GroupName"] for one in groups} == {"customers", "operators"}


def test_the_function_that_asks_who_logged_in_is_told_the_pool(template: Template) -> None:
    told = template.functions["Login"].properties["Environment"]["Variables"]
    assert told["OIDC_ISSUER"].startswith("https://cognito-idp.eu-west-1.amazonaws.com/")
    assert told["OIDC_DISCOVERY"] == f"{told['OIDC_ISSUER']}/.well-known/openid-configuration"
    assert (told["OIDC_GROUPS_CLAIM"], told["OIDC_NAME_CLAIM"]) == ("cognito:groups", "cognito:username")


def test_another_issuer_takes_the_pools_place(at_once: Template) -> None:
    told = at_once.functions["Login"].properties["Environment"]["Variables"]
    assert "PaidOnceIdentity" not in at_once.stacks
    assert {name: said for name, said in told.items() if name.startswith(("OIDC", "LOGIN"))} == {
        "OIDC_ISSUER": "https://id.example",
        "OIDC_CLIENT_ID": "shop",
        "OIDC_DISCOVERY": "https://id.example/.well-known/openid-configuration",
        "OIDC_GROUPS_CLAIM": "groups",
        "OIDC_NAME_CLAIM": "nick",
        "LOGIN_ORIGINS": "https://shop.example",
    }


@pytest.mark.parametrize(
    "context",
    [
        {"oidcIssuer": "https://id.example"},
        {"oidcAudience": "shop"},
        ISSUER | {"oidcIssuer": "id.example"},
        ISSUER | {"oidcDiscovery": "ftp://id.example"},
        ISSUER | {"oidcAudience": "two words"},
        ISSUER | {"oidcGroupsClaim": 7},
    ],
)
def test_what_names_no_issuer_is_refused(tmp_path: Path, context: dict[str, Any]) -> None:
    with pytest.raises(InvalidSetting, match="context oidc"):
        synthesize(tmp_path, **context)
