"""Every call of the API, in the order in which they were thought of: customers', then operators'."""

from contract.calls import CALLS as CUSTOMERS_CALLS
from contract.operator_calls import OPERATORS_CALLS

CALLS = [*CUSTOMERS_CALLS, *OPERATORS_CALLS]
