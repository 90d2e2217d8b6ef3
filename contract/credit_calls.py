"""Calls about credit."""

from contract.call import BODY_PROBLEMS, CURSOR, LIMIT, Call, Success
from contract.credit_models import Balance, Credit
from functions.credit.api_credit import RedeemBody

CREDIT_CALLS = [
    Call(
        "get",
        "/credit",
        "getCredit",
        "What the shop owes me, and what came and went",
        {200: Success(Credit, "The account, with a page of its entries")},
        {422: ["invalid-request"]},
        [LIMIT | {"description": "How many entries a page has at most"}, CURSOR],
    ),
    Call(
        "post",
        "/credit/redeem",
        "redeemCode",
        "Redeem a gift code; again is fine",
        {200: Success(Balance, "The account as it now stands")},
        BODY_PROBLEMS | {422: ["invalid-request", "code-refused"]},
        body=RedeemBody,
    ),
]
