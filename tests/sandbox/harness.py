"""A real sandbox process on a loopback socket of ours, and a webhook that remembers what it was sent."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import stripe

from harness.provider_process import SandboxProcess

WEBHOOK_SECRET = "whsec_for_tests"
SECRET_KEY = "sk_test_merchant"
PUBLISHABLE_KEY = "pk_test_browser"
VISA = "pm_card_visa"
DECLINED = "pm_card_visa_chargeDeclined"
ASKING = "pm_card_authenticationRequired"
CREATE: Any = {"amount": 1200, "currency": "eur", "capture_method": "manual"}
HANG = 4.0
SLOW = 0.6
_PATIENCE = 600.0


@dataclass(frozen=True)
class Received:
    payload: bytes
    signature: str
    event: dict[str, Any]

    @property
    def object_id(self) -> str:
        return str(self.event["data"]["object"]["id"])


class Webhook:
    """Answers 200, or 500 where `refuses` says so."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.refuses: Callable[[Received], bool] = lambda _: False
        self._news = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/payments/webhook"

    def of(self, object_id: str) -> list[Received]:
        return [one for one in self.received if one.object_id == object_id]

    def types_of(self, object_id: str) -> list[str]:
        return [one.event["type"] for one in self.of(object_id)]

    def wait_for(self, object_id: str, event_type: str, times: int = 1) -> list[Received]:
        def found() -> list[Received]:
            return [one for one in self.of(object_id) if one.event["type"] == event_type]

        with self._news:
            self._news.wait_for(lambda: len(found()) >= times, _PATIENCE)
        return found()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        webhook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                payload = self.rfile.read(int(self.headers["Content-Length"]))
                one = Received(payload, self.headers["Stripe-Signature"], json.loads(payload))
                self.send_response(500 if webhook.refuses(one) else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()
                with webhook._news:
                    webhook.received.append(one)
                    webhook._news.notify_all()

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        return Handler


class RunningSandbox(SandboxProcess):
    def __init__(self, state: Path, *options: str) -> None:
        super().__init__(
            state, "--hang", str(HANG), "--slow", str(SLOW), "--webhook-backoff", "0.05", *options
        )

    def client(self, key: str = SECRET_KEY, timeout: float = 300) -> stripe.StripeClient:
        return stripe.StripeClient(
            key,
            base_addresses={"api": self.api_base},
            max_network_retries=0,
            http_client=stripe.RequestsClient(timeout=timeout),
        )

    def order_fault(self, operation: str, fault: str, times: int = 1) -> None:
        order: Any = {"operation": operation, "fault": fault, "times": times}
        assert requests.post(f"{self.api_base}/faults", json=order, timeout=300).status_code == 201

    def fired(self) -> int:
        return sum(int(fault["fired"]) for fault in self.faults())

    def faults(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = requests.get(f"{self.api_base}/faults", timeout=300).json()["faults"]
        return listed

    def clear_faults(self) -> None:
        requests.delete(f"{self.api_base}/faults", timeout=300)


class Payments:
    """What the holder of a key does with payments; answers and errors are the official library's own."""

    def __init__(self, client: stripe.StripeClient) -> None:
        self.v1 = client.v1
        self.intents = client.v1.payment_intents

    def new(self, card: str | None = None, **more: Any) -> stripe.PaymentIntent:
        """An intent of 12.00 EUR with manual capture, confirmed at once if a card is given."""
        given: Any = {"payment_method": card, "confirm": True} if card else {}
        return self.intents.create({**CREATE, **given, **more})

    def now(self, intent: stripe.PaymentIntent) -> stripe.PaymentIntent:
        """The intent as it stands now."""
        return self.intents.retrieve(intent.id)

    def confirm(
        self, intent: stripe.PaymentIntent, card: str = VISA, key: str = "", **more: Any
    ) -> stripe.PaymentIntent:
        return self.intents.confirm(intent.id, {"payment_method": card, **more}, with_key(key))

    def capture(self, intent: stripe.PaymentIntent, **more: Any) -> stripe.PaymentIntent:
        return self.intents.capture(intent.id, more)

    def cancel(self, intent: stripe.PaymentIntent, **more: Any) -> stripe.PaymentIntent:
        return self.intents.cancel(intent.id, more)

    def refund(self, intent: stripe.PaymentIntent, **more: Any) -> stripe.Refund:
        return self.v1.refunds.create({"payment_intent": intent.id, **more})

    def refunds(self, intent: stripe.PaymentIntent) -> list[stripe.Refund]:
        """Newest first."""
        return self.v1.refunds.list({"payment_intent": intent.id}).data


def with_key(key: str) -> stripe.RequestOptions:
    return {"idempotency_key": key} if key else {}


def refused(
    call: Callable[..., object],
    *given: Any,
    kind: Any = stripe.InvalidRequestError,
    match: str | None = None,
    **more: Any,
) -> Any:
    """The library's error for a call that must be refused."""
    with pytest.raises(kind, match=match) as error:
        call(*given, **more)
    return error.value


def headers_of(answer: stripe.StripeObject) -> dict[str, str]:
    assert answer.last_response is not None
    return dict(answer.last_response.headers)


def eventually(condition: Callable[[], bool]) -> bool:
    """Asks again for a while; for effects that land after their answer was given up."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False
