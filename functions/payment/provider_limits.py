"""The payment provider's limits, for those who ask it nothing else: provider.py without its library."""

from functions.payment.stripe.limits import limits as limits
