"""Which error of the domain is which problem: every row of every entry point's table."""

from collections.abc import Iterator
from types import ModuleType

import pytest

from functions.account import api_current_session, api_login
from functions.cancellation import api_cancel_order
from functions.checkout import api_checkouts
from functions.conversation import api_conversations
from functions.credit import api_credit
from functions.fulfilment import api_fulfilments, api_receipts
from functions.operations import (
    api_ops_orders,
    api_orders_graph,
    look_pages,
    looks,
    operator_requests,
)
from functions.returns import api_return_photos, api_returns
from functions.session import data_calls
from functions.shared import api
from functions.storefront import api_cart, api_cart_merge, api_catalog, api_orders

LOOKS = "NotAnOperator 403, Unreadable 409"
OPERATORS = (
    "NotAnOperator 403, TargetUnknown 404, NotStuck 409, AnsweredOtherwise 409, OperationRefused 409,"
    " ProviderSilent 503, Unreadable 409, KeyReused 422, NotInSteps 422, Contended 503"
)
TABLES: dict[ModuleType, str] = {
    looks: LOOKS,
    look_pages: f"{LOOKS}, SignatureBroken 422",
    api_ops_orders: f"{LOOKS}, SignatureBroken 422, OrderUnknown 404, VersionUnknown 404, BrokenLog 409,"
    " NotSearchable 422,"
    " ProviderUnavailable 503, PaymentsNotConfigured 503",
    api_orders_graph: f"{LOOKS}, OrderUnknown 404",
    operator_requests: OPERATORS,
    api_login: "CodeRefused 401, IdTokenRefused 401, RedirectRefused 422, OperatorsOnly 403,"
    " IssuerSilent 503, TooManyAttempts 429, Contended 503",
    api_current_session: "InvalidToken 401",
    api_cancel_order: "OrderUnknown 404, AlreadyPacked 409, Contended 503",
    api_cart: "NotSold 422, UnknownChoice 422, CartFull 422, CartChanged 412, CheckoutInProgress 409,"
    " TooManyCodes 422, NotDelivered 422, CodeNotApplicable 422, MoreThanBalance 422, TooManyCodesTried 429,"
    " NotInSteps 422, PricesUnavailable 503, Contended 503",
    api_cart_merge: "InvalidToken 422, OwnCart 422, CartFull 422, CheckoutInProgress 409, Contended 503",
    api_catalog: "ProductUnknown 404",
    api_checkouts: "CartEmpty 409, PriceChanged 409, AmountTooSmall 422, AmountTooLarge 422,"
    " PaymentMethodMissing 422, ExpectedToPayMissing 422, CreditShort 409, CodeUsedUp 409,"
    " Unavailable 409, NotDelivered 422, AddressIncomplete 422, NotInStock 409, CartChanged 409,"
    " CheckoutInProgress 409, KeyReused 422, TooManyDeclines 429,"
    " PaymentsNotConfigured 503, PaymentsUnavailable 503, PricesUnavailable 503, Contended 503, ShopBusy 503",
    api_conversations: "ConversationUnknown 404, ClientIdReused 409, NotSaidYet 422, SignatureBroken 422,"
    " Contended 503",
    api_credit: "CodeRefused 422, Mistyped 422, SignatureBroken 422, TooManyAttempts 429, Contended 503",
    data_calls: "DataRefused 422",
    api_fulfilments: "CallbackUnknown 404, PackingOver 410, LinesRefused 422, ReportMalformed 422,"
    " DecidedOtherwise 409",
    api_orders: "OrderUnknown 404, SignatureBroken 422",
    api_receipts: "OrderUnknown 404, NotCompleted 409",
    api_return_photos: "OrderUnknown 404, ReturnUnknown 404, ReturnMoved 409",
    api_returns: "OrderUnknown 404, NotCompleted 409, NothingLeft 409, UnknownLine 422, TooMany 422,"
    " KeyReused 422, Contended 503",
}


class Anything:
    """An error with whatever a row asks of it, so that the row can make its problem."""

    def __getattr__(self, name: str) -> "Anything":
        return self

    def __call__(self, *_: object) -> "Anything":
        return self

    def __iter__(self) -> Iterator["Anything"]:
        return iter(())

    def items(self) -> list[object]:
        return []

    def __str__(self) -> str:
        return "1"


@pytest.mark.parametrize("module", TABLES, ids=lambda module: module.__name__)
def test_each_error_is_answered_with_its_status(module: ModuleType) -> None:
    problems: api.Problems = module.PROBLEMS
    told = {kind.__name__: make(Anything()).status for kind, make in problems.items()}
    assert told == {name: int(status) for name, status in (row.split() for row in TABLES[module].split(", "))}
