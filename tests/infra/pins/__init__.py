"""Every number, switch and word of the templates on which a promise rests, with its reason."""

from tests.infra.pins.data import DATA
from tests.infra.pins.functions import FUNCTIONS, PATIENCE
from tests.infra.pins.gateway import GATEWAY
from tests.infra.pins.messages import MACHINES, MESSAGES, RULES
from tests.infra.pins.pin import DAY

PINNED = (*FUNCTIONS, *PATIENCE, *GATEWAY, *DATA, *MESSAGES, *RULES, *MACHINES)

OUTPUTS = {
    "CheckoutDueSeconds": "1800",
    "ReturnDueSeconds": str(DAY),
    "PackingSeconds": str(6 * DAY),
    "SilenceSeconds": str(DAY),
    "HoldMarginSeconds": str(DAY),
}
"""What commands go by (ops/target.py) is what functions go by."""
