"""The payment provider: the one place that says which adapter stands behind the port."""

from functions.payment.port import Provider
from functions.payment.stripe import adapter

provider: Provider = adapter
