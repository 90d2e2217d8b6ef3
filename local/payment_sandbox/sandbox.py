"""One sandbox: its parts, put together over one database file."""

from aiohttp import web

from local.payment_sandbox.courier import Courier
from local.payment_sandbox.database import Database
from local.payment_sandbox.faults import Faults
from local.payment_sandbox.idempotency import IdempotencyKeys
from local.payment_sandbox.objects import Objects
from local.payment_sandbox.outbox import Outbox
from local.payment_sandbox.payments import Payments
from local.payment_sandbox.settings import Settings


class Sandbox:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.state)
        self.objects = Objects(self.database)
        self.faults = Faults(self.database)
        self.keys = IdempotencyKeys(self.database)
        self.outbox = Outbox(self.database, self.objects, self.faults, settings)
        self.payments = Payments(self.objects, self.outbox)
        self.courier = Courier(self.outbox, self.objects, settings)

    def shop_url(self, request: web.Request) -> str:
        """The address under which the customer's browser reaches /sandbox."""
        return self.settings.public_url or f"{request.scheme}://{request.host}"
