"""Every call of the API: customers', warehouses' and the payment provider's, then operators'."""

from contract.cart_calls import CART_CALLS
from contract.catalog_calls import CATALOG_CALLS
from contract.checkout_calls import CHECKOUT_CALLS
from contract.conversation_calls import CONVERSATION_CALLS
from contract.credit_calls import CREDIT_CALLS
from contract.fulfilment_calls import FULFILMENT_CALLS
from contract.look_calls import LOOKS
from contract.operator_calls import OPERATORS_CALLS
from contract.order_calls import ORDER_CALLS
from contract.return_calls import RETURN_CALLS
from contract.session_calls import SESSION_CALLS

CALLS = [
    *SESSION_CALLS,
    *CATALOG_CALLS,
    *CART_CALLS,
    *CHECKOUT_CALLS,
    *CREDIT_CALLS,
    *ORDER_CALLS,
    *FULFILMENT_CALLS,
    *RETURN_CALLS,
    *CONVERSATION_CALLS,
    *OPERATORS_CALLS,
    *LOOKS,
]
