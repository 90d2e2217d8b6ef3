"""How one sandbox is set up, from its command line."""

import argparse
from dataclasses import dataclass
from pathlib import Path

DEFAULT_WEBHOOK_SECRET = "whsec_paidonce_local_sandbox"  # noqa: S105 - signs play money on one machine


@dataclass(frozen=True)
class Settings:
    """Times are in seconds. `events` empty means every event is sent to the webhook."""

    state: Path
    fd: int | None
    port: int
    public_url: str | None
    webhook_url: str | None
    webhook_secret: str
    webhook_events: frozenset[str]
    webhook_backoff: float
    webhook_attempts: int
    hang: float
    slow: float
    latency: float


def read_settings(arguments: list[str] | None = None) -> Settings:
    parser = argparse.ArgumentParser(
        prog="python -m local.payment_sandbox", description="A Stripe-like server."
    )
    parser.add_argument("--fd", type=int, help="an inherited listening socket, instead of --port")
    parser.add_argument(
        "--port", type=int, default=0, help="on 127.0.0.1; 0 lets the system choose (default)"
    )
    parser.add_argument("--state", type=Path, required=True, help="the SQLite file")
    parser.add_argument(
        "--public-url", help="the shop's own address, for 3-D Secure links (default: as called)"
    )
    parser.add_argument("--webhook-url", help="where events are sent; without it they are only stored")
    parser.add_argument("--webhook-secret", default=DEFAULT_WEBHOOK_SECRET, help="signs the events")
    parser.add_argument("--webhook-events", default="", help="comma-separated types to send (default: all)")
    parser.add_argument("--webhook-backoff", type=float, default=1.0, help="first pause before redelivery")
    parser.add_argument("--webhook-attempts", type=int, default=10, help="deliveries tried before giving up")
    parser.add_argument("--hang", type=float, default=12.0, help="how long timeouts and delays last")
    parser.add_argument("--slow", type=float, default=5.0, help="how long the slow card's confirmation takes")
    parser.add_argument("--latency", type=float, default=0.0, help="how long every changing call takes")
    given = parser.parse_args(arguments)
    return Settings(
        state=given.state,
        fd=given.fd,
        port=given.port,
        public_url=given.public_url.rstrip("/") if given.public_url else None,
        webhook_url=given.webhook_url,
        webhook_secret=given.webhook_secret,
        webhook_events=frozenset(name for name in given.webhook_events.split(",") if name),
        webhook_backoff=given.webhook_backoff,
        webhook_attempts=given.webhook_attempts,
        hang=given.hang,
        slow=given.slow,
        latency=given.latency,
    )
