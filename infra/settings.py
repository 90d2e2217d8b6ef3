"""What a deployment may choose, read from CDK context (`cdk deploy -c patience=brisk`)."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from constructs import Node

from functions.payment import provider_limits
from functions.payment.limits import CurrencyUnknown
from functions.shared.money import USUAL
from infra.accounts import Accounts, InvalidAccounts, read_accounts
from infra.origins import InvalidOrigins, read_origins
from infra.patience import PATIENCE, Patience
from infra.quote_function import EXPECTED, names_a_function

NAMES = (
    "patience",
    "currency",
    "stripeApiBase",
    "shopUrl",
    "stripeSecretName",
    "waitConcurrency",
    "declinesOfSession",
    "declinesOfAddress",
    "mailSender",
    "outboxFolder",
    "allowOrigins",
    "fulfilment",
    "edge",
    "certificateArn",
    "tableSuffix",
    "releases",
    "releaseNote",
    "runbookUrl",
    "oidcIssuer",
    "oidcAudience",
    "oidcDiscovery",
    "oidcGroupsClaim",
    "oidcNameClaim",
    "sessionStore",
    "sessionCache",
    "replicaRegion",
    "replicaOf",
    "standby",
    "faultInjection",
    "quoteFunction",
)
MAX_NOTE = 100
EDGES = ("none", "cloudfront")
SESSION_STORES = ("dynamodb", "valkey")
FULFILMENT = ("at-once", "on-hold")
CANARY, AT_ONCE = PACES = ("canary", "at-once")
"""How an alias moves to a new version: see infra/parts/releases.py."""
RUNBOOK = "docs/runbook"
DEFAULT_STRIPE_SECRET = "paidonce/stripe"  # noqa: S105 - a name, not a secret
SHOWN = 80
MAX_URL = 500
MAX_PATH = 500
MAX_SENDER = 254
_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/%-]*)?")

_NOTE = re.compile(r"[A-Za-z0-9 ._+-]{0,100}")
_CERTIFICATE = re.compile(r"arn:aws[a-z-]*:acm:us-east-1:[0-9]{12}:certificate/[A-Za-z0-9-]{1,64}")
_LOCAL_CACHE = re.compile(r"127\.0\.0\.1:[0-9]{1,5}")
CLOSED, OPEN = STANDBY = ("closed", "open")
OFF, ON = FAULTS = ("off", "on")
_REGION = re.compile(r"[a-z]{2}(-[a-z]{2,12}){1,2}-[0-9]")
_SUFFIX = re.compile(r"[A-Za-z0-9]{1,32}")
_SENDER = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")


class InvalidSetting(Exception):
    """A context value that cannot be used; the message says what to change."""


@dataclass(frozen=True)
class Settings:
    """`currency` (ISO 4217) is that of all amounts.
    `stripe_api_base` is empty for Stripe itself; `shop_url` is where a bank sends customers back to;
    `wait_concurrency` is set aside for `Prefer: wait`. After `declines_of_session` declined cards of one
    session within an hour, or `declines_of_address` of one network address, checkouts are refused; no more
    than a hundred are counted. `mail_sender` is an address that SES may send from, `outbox_folder` takes
    messages where there is none (the local run); both empty: nobody is mailed.
    `allow_origins` are those of pages from elsewhere that may call the API. `fulfilment` is `at-once`, or
    `on-hold` for orders that stay CONFIRMED. `edge` is `cloudfront` where CloudFront stands before pages, API
    and socket, and nobody reaches these otherwise, or `none`; `certificate_arn` is that of `shop_url`'s host,
    empty for a host of CloudFront's own. `releases` is `canary` where aliases move step by step, or
    `at-once`; `release_note` is written beside each function's code, and makes it another version. `runbook`
    is where who is called by an alarm finds the pages of docs/runbook.
    `session_store` is what keeps session data, `dynamodb` or `valkey`; `session_cache` the address of a
    server that stands already, on this machine (the local run), or empty.
    `table_suffix` names restored tables that the shop is to use, or is empty. `replica_region` is where what
    lasts is replicated to, `replica_of` where it is replicated from; both empty: nowhere. A shop on replicas
    is `closed` until `standby` is `open`. `fault_injection`: whether experiments are deployed.
    `accounts` says whose accounts customers and operators log in with. `quote_function` is the name or the
    ARN of a Lambda that makes the shop's prices, or empty for those of the shop's file."""

    patience: Patience
    currency: str
    stripe_api_base: str
    shop_url: str
    stripe_secret_name: str
    wait_concurrency: int
    declines_of_session: int
    declines_of_address: int
    mail_sender: str
    outbox_folder: str
    allow_origins: tuple[str, ...]
    fulfilment: str
    edge: str
    certificate_arn: str
    table_suffix: str
    releases: str
    release_note: str
    runbook: str
    accounts: Accounts
    session_store: str
    session_cache: str
    replica_region: str
    replica_of: str
    closed: bool
    fault_injection: bool
    quote_function: str

    @property
    def behind_cloudfront(self) -> bool:
        return self.edge == "cloudfront"

    @property
    def own_cache(self) -> bool:
        """Whether Valkey is a stack of this deployment's."""
        return self.session_store == "valkey" and not self.session_cache

    @property
    def held_back(self) -> dict[str, str]:
        """The variable by which functions that begin fulfilments know that it is on hold."""
        return {} if self.fulfilment == "at-once" else {"FULFILMENT": self.fulfilment}


def read_settings(node: Node) -> Settings:
    """Raises InvalidSetting."""
    return Settings(
        patience=_patience(_given(node, "patience", "standard")),
        currency=_currency(_given(node, "currency", USUAL)),
        stripe_api_base=_url("stripeApiBase", _given(node, "stripeApiBase", "")),
        shop_url=_url("shopUrl", _given(node, "shopUrl", "")),
        stripe_secret_name=check_secret_name(_given(node, "stripeSecretName", DEFAULT_STRIPE_SECRET)),
        wait_concurrency=_whole("waitConcurrency", _given(node, "waitConcurrency", "20")),
        declines_of_session=_whole("declinesOfSession", _given(node, "declinesOfSession", "5")),
        declines_of_address=_whole("declinesOfAddress", _given(node, "declinesOfAddress", "50")),
        mail_sender=_sender(_given(node, "mailSender", "")),
        outbox_folder=_folder(_given(node, "outboxFolder", "")),
        allow_origins=_origins(_given(node, "allowOrigins", "")),
        fulfilment=_fulfilment(_given(node, "fulfilment", "at-once")),
        edge=_edge(_given(node, "edge", "none")),
        certificate_arn=_certificate(_given(node, "certificateArn", ""), _given(node, "shopUrl", "")),
        table_suffix=_suffix(_given(node, "tableSuffix", "")),
        releases=_releases(_given(node, "releases", PACES[0])),
        release_note=_note(_given(node, "releaseNote", "")),
        session_store=_session_store(_given(node, "sessionStore", "dynamodb")),
        session_cache=_session_cache(
            _given(node, "sessionCache", ""), _given(node, "sessionStore", "dynamodb")
        ),
        runbook=_url("runbookUrl", _given(node, "runbookUrl", "")) or RUNBOOK,
        accounts=_accounts(node),
        replica_region=_region("replicaRegion", _given(node, "replicaRegion", "")),
        replica_of=_replica_of(node),
        closed=bool(_replica_of(node))
        and _one_of("standby", STANDBY, _given(node, "standby", CLOSED)) == CLOSED,
        fault_injection=_one_of("faultInjection", FAULTS, _given(node, "faultInjection", OFF)) == ON,
        quote_function=_function(_given(node, "quoteFunction", "")),
    )


def refuse_unknown(names: Iterable[str]) -> None:
    """A misspelt setting would silently do nothing. The CDK's own names hold a colon, a dash or an @.

    Raises InvalidSetting.
    """
    for name in names:
        if re.fullmatch(r"[A-Za-z0-9_]*", name) and name not in NAMES:
            raise InvalidSetting(f"context {name}: no such setting; there are {', '.join(NAMES)}")


def check_context_json(text: str) -> None:
    """What the CDK's command hands over in CDK_CONTEXT_JSON. Raises InvalidSetting."""
    try:
        context = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidSetting("CDK_CONTEXT_JSON: not JSON") from None
    if not isinstance(context, dict):
        raise InvalidSetting("CDK_CONTEXT_JSON: not a JSON object")


def _accounts(node: Node) -> Accounts:
    try:
        return read_accounts(lambda name, default: _given(node, name, default))
    except InvalidAccounts as wrong:
        raise InvalidSetting(str(wrong)) from None


def _given(node: Node, name: str, default: str) -> Any:
    value = node.try_get_context(name)
    return default if value is None else value


def _patience(name: Any) -> Patience:
    if not isinstance(name, str) or name not in PATIENCE:
        raise InvalidSetting(f"context patience: one of {', '.join(PATIENCE)}; not {_shown(name)}")
    return PATIENCE[name]


def _currency(value: Any) -> str:
    """One whose amounts the payment provider takes."""
    try:
        provider_limits.limits(value)
    except (CurrencyUnknown, TypeError):
        raise InvalidSetting(
            f"context currency: one that the payment provider takes, as {USUAL}; not {_shown(value)}"
        ) from None
    return str(value)


def _url(name: str, value: Any) -> str:
    if value == "" or (isinstance(value, str) and len(value) <= MAX_URL and _URL.fullmatch(value)):
        return str(value)
    raise InvalidSetting(f"context {name}: an http(s) URL or nothing; not {_shown(value)}")


def check_secret_name(value: Any) -> str:
    """A name that Secrets Manager takes. Raises InvalidSetting."""
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z0-9/_+=.@-]{1,500}", value):
        raise InvalidSetting(f"context stripeSecretName: the name of a secret; not {_shown(value)}")
    return value


def _whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not re.fullmatch(r"[1-9][0-9]{0,3}", str(value)):
        raise InvalidSetting(f"context {name}: a whole number from 1 to 9999; not {_shown(value)}")
    return int(str(value))


def _sender(value: Any) -> str:
    if value == "" or (isinstance(value, str) and len(value) <= MAX_SENDER and _SENDER.fullmatch(value)):
        return str(value)
    raise InvalidSetting(f"context mailSender: a mail address or nothing; not {_shown(value)}")


def _folder(value: Any) -> str:
    if value == "" or (
        isinstance(value, str) and len(value) <= MAX_PATH and value.startswith("/") and value.isprintable()
    ):
        return str(value)
    raise InvalidSetting(f"context outboxFolder: the whole path of a folder or nothing; not {_shown(value)}")


def _fulfilment(value: Any) -> str:
    if value in FULFILMENT:
        return str(value)
    raise InvalidSetting(f"context fulfilment: one of {', '.join(FULFILMENT)}; not {_shown(value)}")


def _edge(value: Any) -> str:
    if value in EDGES:
        return str(value)
    raise InvalidSetting(f"context edge: one of {', '.join(EDGES)}; not {_shown(value)}")


def _session_store(value: Any) -> str:
    if value in SESSION_STORES:
        return str(value)
    raise InvalidSetting(f"context sessionStore: one of {', '.join(SESSION_STORES)}; not {_shown(value)}")


def _session_cache(value: Any, store: Any) -> str:
    if value == "":
        return ""
    if not isinstance(value, str) or not _LOCAL_CACHE.fullmatch(value):
        raise InvalidSetting(
            "context sessionCache: 127.0.0.1 and a port, for a server on this machine, or nothing; not"
            f" {_shown(value)}"
        )
    if store != "valkey":
        raise InvalidSetting("context sessionCache: it is for sessionStore=valkey alone")
    return value


def _suffix(value: Any) -> str:
    if value == "" or (isinstance(value, str) and _SUFFIX.fullmatch(value)):
        return str(value)
    raise InvalidSetting(
        f"context tableSuffix: 1 to 32 letters and digits, as restore-tables was given, or nothing; not"
        f" {_shown(value)}"
    )


def _region(name: str, value: Any) -> str:
    if value == "" or (isinstance(value, str) and _REGION.fullmatch(value)):
        return str(value)
    raise InvalidSetting(f"context {name}: a region like eu-central-1 or nothing; not {_shown(value)}")


def _replica_of(node: Node) -> str:
    """Tables that are replicated here are neither replicated on nor restored."""
    found = _region("replicaOf", _given(node, "replicaOf", ""))
    for other in ("replicaRegion", "tableSuffix"):
        if found and _given(node, other, ""):
            raise InvalidSetting(f"context replicaOf: not together with {other}")
    if not found and _given(node, "standby", CLOSED) != CLOSED:
        raise InvalidSetting("context standby: only with replicaOf")
    return found


def _one_of(name: str, words: tuple[str, ...], value: Any) -> str:
    if value in words:
        return str(value)
    raise InvalidSetting(f"context {name}: one of {', '.join(words)}; not {_shown(value)}")


def _function(value: Any) -> str:
    if value == "" or names_a_function(value):
        return str(value)
    raise InvalidSetting(f"context quoteFunction: {EXPECTED}; not {_shown(value)}")


def _releases(value: Any) -> str:
    if value in PACES:
        return str(value)
    raise InvalidSetting(f"context releases: one of {', '.join(PACES)}; not {_shown(value)}")


def _note(value: Any) -> str:
    if isinstance(value, str) and _NOTE.fullmatch(value):
        return value
    raise InvalidSetting(
        f"context releaseNote: at most {MAX_NOTE} letters, digits, blanks and . _ + -; not {_shown(value)}"
    )


def _certificate(value: Any, shop_url: Any) -> str:
    """It is for the host of `shopUrl`, which has to be named with it."""
    if value == "":
        return ""
    if not isinstance(value, str) or not _CERTIFICATE.fullmatch(value):
        raise InvalidSetting(
            f"context certificateArn: of ACM in us-east-1, where CloudFront looks for it, or nothing; not"
            f" {_shown(value)}"
        )
    if not str(shop_url).startswith("https://"):
        raise InvalidSetting("context certificateArn: name its host by shopUrl (https://shop.example)")
    return value


def _origins(value: Any) -> tuple[str, ...]:
    try:
        return read_origins(value)
    except InvalidOrigins as wrong:
        raise InvalidSetting(f"context allowOrigins: {wrong}") from None


def _shown(value: Any) -> str:
    """On one line, and not all of something huge."""
    text = ascii(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
