"""The Identity stack: the user pool of customers and operators, its hosted login, and who may be asked who
logged in. Not there where a deployment names another issuer (infra/accounts.py)."""

from dataclasses import dataclass

from aws_cdk import Aws, CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from functions.account.log_in import CUSTOMERS_PAGE, OPERATORS_PAGE
from functions.session.groups import CUSTOMERS, OPERATORS
from infra.accounts import POOL, Accounts
from infra.parts.acknowledge import acknowledge
from infra.settings import Settings

DOMAIN = "paidonce"
NOWHERE = "http://localhost:8000"
"""Where the issuer may send people back to while no shop's address is known: Cognito wants one."""


@dataclass(frozen=True)
class Issuer:
    """As the function that asks it is told."""

    issuer: str
    audience: str
    discovery: str
    accounts: Accounts
    origins: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": self.audience,
            "OIDC_DISCOVERY": self.discovery,
            "OIDC_GROUPS_CLAIM": self.accounts.groups_claim,
            "OIDC_NAME_CLAIM": self.accounts.name_claim,
            "LOGIN_ORIGINS": " ".join(self.origins),
        }


def issuer_of(scope: Construct, settings: Settings) -> Issuer:
    """The issuer that the deployment names, or that of a user pool in a stack of its own."""
    accounts, origins = settings.accounts, login_origins(settings)
    if accounts.issuer:
        return Issuer(accounts.issuer, accounts.audience, accounts.discovery, accounts, origins)
    stack = IdentityStack(scope, "PaidOnceIdentity", origins=origins)
    pool = stack.pool.user_pool_id
    issuer = f"https://cognito-idp.{Aws.REGION}.amazonaws.com/{pool}"
    discovery = accounts.discovery.replace(POOL, pool) or f"{issuer}/.well-known/openid-configuration"
    return Issuer(issuer, stack.client.user_pool_client_id, discovery, accounts, origins)


def login_origins(settings: Settings) -> tuple[str, ...]:
    """The shop's own, and those of its pages elsewhere."""
    own = (settings.shop_url.rstrip("/"),) if settings.shop_url else ()
    return tuple(dict.fromkeys((*own, *settings.allow_origins))) or (NOWHERE,)


class IdentityStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, *, origins: tuple[str, ...]) -> None:
        super().__init__(scope, construct_id, description="PaidOnce: accounts of customers and operators")
        self.pool = self._pool()
        for group, told in ((CUSTOMERS, "Who buys here"), (OPERATORS, "May see and change all: the console")):
            cognito.CfnUserPoolGroup(
                self,
                group.title(),
                user_pool_id=self.pool.user_pool_id,
                group_name=group,
                description=told,
            )
        self.pool.add_domain(
            "Domain", cognito_domain=cognito.CognitoDomainOptions(domain_prefix=f"{DOMAIN}-{Aws.ACCOUNT_ID}")
        )
        self.client = self._client(origins)
        CfnOutput(self, "UserPoolId", value=self.pool.user_pool_id)
        CfnOutput(self, "UserPoolClientId", value=self.client.user_pool_client_id)

    def _pool(self) -> cognito.UserPool:
        pool = cognito.UserPool(
            self,
            "Accounts",
            self_sign_up_enabled=True,
            sign_in_aliases=cognito.SignInAliases(username=True, email=True),
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            standard_attributes=cognito.StandardAttributes(
                email=cognito.StandardAttribute(required=True, mutable=True)
            ),
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_digits=True,
                require_lowercase=True,
                require_uppercase=True,
                require_symbols=True,
            ),
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            removal_policy=RemovalPolicy.RETAIN,
            deletion_protection=True,
        )
        acknowledge(
            pool,
            "AwsSolutions-COG2",
            "Customers may have a second factor and need none to buy a pizza. Operators are asked for one by "
            "whoever puts them into their group (docs/operating.md).",
        )
        acknowledge(
            pool,
            "AwsSolutions-COG8",
            "Threat protection comes with Cognito's Plus plan, at a price for each active user. A shop that "
            "wants it sets the plan here; the web ACL and the pool's own quotas slow down who guesses.",
        )
        return pool

    def _client(self, origins: tuple[str, ...]) -> cognito.UserPoolClient:
        """A page's: the code flow with PKCE, no secret, no password ever sent to anybody but the hosted
        login."""
        return self.pool.add_client(
            "Pages",
            generate_secret=False,
            auth_flows=cognito.AuthFlow(),
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL],
                callback_urls=_at_each(origins, CUSTOMERS_PAGE, OPERATORS_PAGE),
                logout_urls=_at_each(origins, "/", "/console"),
            ),
            prevent_user_existence_errors=True,
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
            # Our session is what lives on: theirs is read once.
            id_token_validity=Duration.minutes(5),
            access_token_validity=Duration.minutes(5),
            refresh_token_validity=Duration.hours(1),
        )


def _at_each(origins: tuple[str, ...], *pages: str) -> list[str]:
    return [origin + page for origin in origins for page in pages]
