"""Which addresses and e-mail addresses are taken, and what is said of those that are not."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from contract.__main__ import SERVED
from functions.checkout.bodies import CheckoutBody
from functions.shared.api import invalid_fields

ITALY = {"name": "Ada", "line1": "Via Roma 1", "city": "Napoli", "postal_code": "80100", "country": "IT"}
BODY = {
    "payment_method": "pm_card_visa",
    "expected_total": {"amount": 250, "currency": "EUR"},
    "shipping_address": ITALY,
}
DOCUMENT = json.loads(SERVED.read_text())
PROMISED = Draft202012Validator(
    {"$ref": "#/components/schemas/Address", "components": DOCUMENT["components"]}
)


def read(**members: Any) -> CheckoutBody:
    return CheckoutBody.model_validate_json(json.dumps(BODY | members))


def to(**members: Any) -> dict[str, Any]:
    """The Italian address with these members; None takes one away."""
    return {name: given for name, given in (ITALY | members).items() if given is not None}


def refusal(**members: Any) -> tuple[str, str]:
    """The field and the message of what is refused about the body."""
    with pytest.raises(ValidationError) as refused:
        read(**members)
    (error,) = invalid_fields(refused.value).members["errors"]
    return error["field"], error["message"]


TAKEN = {
    "Hong Kong has no postal codes": to(country="HK", city="Hong Kong", postal_code=None),
    "one that needs none may be given all the same": to(country="HK", postal_code="999077"),
    "a region may be given anywhere": to(region="NA"),
    "a state, where there are states": to(country="US", region="CA", postal_code="94105"),
    "the country that some call UK": to(country="GB", postal_code="SW1A 1AA"),
    "a phone": to(phone="+39 081 123 456"),
    "a name and a country alone, for who picks up": {"name": "Ada", "country": "US"},
    "any script": to(name="🍕", line2="c/o Łukasz, 4º", city="那覇市"),
}


@pytest.mark.parametrize("address", TAKEN.values(), ids=TAKEN)
def test_it_is_taken_stored_as_given_and_what_the_document_promises(address: dict[str, str]) -> None:
    assert read(shipping_address=address).request().shipping_address == address
    assert PROMISED.is_valid(address)


REFUSED = {
    "a street without a city": (to(city=None), "city", "Required in IT"),
    "no postal code in Italy": (to(postal_code=None), "postal_code", "Required in IT"),
    "no state in the United States": (to(country="US"), "region", "Required in US"),
    "UK": (to(country="UK"), "country", "No country by ISO 3166-1 (alpha-2): write GB"),
    "EL": (to(country="EL"), "country", "No country by ISO 3166-1 (alpha-2): write GR"),
    "it": (to(country="it"), "country", "No country by ISO 3166-1 (alpha-2): write IT"),
    "ZZ": (
        to(country="ZZ"),
        "country",
        "No country by ISO 3166-1 (alpha-2): give two capital letters, as IT",
    ),
    "no country": (to(country=None), "country", "Field required"),
}


@pytest.mark.parametrize(("address", "field", "says"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_and_so_says_the_document(address: dict[str, str], field: str, says: str) -> None:
    assert refusal(shipping_address=address) == (f"shipping_address.{field}", says)
    assert not PROMISED.is_valid(address)


BLANKS = [" ", "\u00a0\u2003", "\u200b \u200d", "\u3000"]


@pytest.mark.parametrize("member", ["name", "line1", "line2", "city", "region", "postal_code", "phone"])
@pytest.mark.parametrize("blank", BLANKS, ids=ascii)
def test_white_space_alone_is_nothing(member: str, blank: str) -> None:
    said = refusal(shipping_address=ITALY | {member: blank})
    assert said == (f"shipping_address.{member}", "White space alone is nothing")


def test_spaces_around_what_is_said_are_not_kept() -> None:
    body = read(shipping_address=ITALY | {"name": "  Ada L. ", "city": "\u00a0Napoli"})
    assert body.request().shipping_address == ITALY | {"name": "Ada L."}


@pytest.mark.parametrize("given", ["a\nb", "a\n", "\x00", "a\x7f"], ids=ascii)
def test_a_refusal_shows_no_pattern(given: str) -> None:
    for members in ({"shipping_address": ITALY | {"name": given}}, {"payment_method": given}):
        assert not {"^", "\\", "pattern"} & set(refusal(**members)[1].split("'"))
        assert "pattern" not in refusal(**members)[1]


MAILED_TO = {
    "ada@example.com": "ada@example.com",
    " ada@example.com ": "ada@example.com",
    "ada@EXAMPLE.com": "ada@example.com",
    "Ada.L+shop@example.co.uk": "Ada.L+shop@example.co.uk",
    "ada@bücher.example": "ada@xn--bcher-kva.example",
    "ada@faß.example": "ada@xn--fa-hia.example",
    "ada@xn--bcher-kva.example": "ada@xn--bcher-kva.example",
    "o'hara@example.com": "o'hara@example.com",
    "ada@shop.test": "ada@shop.test",
}


@pytest.mark.parametrize("given", MAILED_TO)
def test_mail_goes_to_an_address_that_a_mail_server_takes(given: str) -> None:
    assert read(email=given).request().email == MAILED_TO[given]


NO_EMAILS = [
    "",
    " ",
    "ada",
    "ada@",
    "@example.com",
    "ada@example",
    "ada@exam ple.com",
    "a b@example.com",
    "ada@example..com",
    ".ada@example.com",
    "ada@-example.com",
    "ada@example.com, eve@example.com",
    "Ada <ada@example.com>",
    "ada@example.com\r\nBcc: eve@example.com",
    "ada@[127.0.0.1]",
    "ada@\u202eexample.com",
    "ädä@example.com",
    "a" * 65 + "@example.com",
    "ada@" + "b" * 400 + ".com",
    7,
]


@pytest.mark.parametrize("given", NO_EMAILS, ids=lambda given: ascii(given)[:40])
def test_what_is_no_email_address_is_refused_in_words(given: Any) -> None:
    field, says = refusal(email=given)
    assert field == "email"
    assert not {"^", "[A", "\\", "pattern"} & set(says)
    assert "pattern" not in says
    assert len(says) < 200


DIGESTS_OF_OLD = {
    "tkdtsqtu63rtetjkov35scp5iok2ofzb": {},
    "nwphyrktuwidvobe7cqcdkglm4iufh6n": {"email": "ada@example.com"},
    "ioq7paufia6w4ypvl2kxj5thaikdclsw": {
        "cart_version": 3,
        "shipping_address": ITALY | {"line2": "c/o Bo "},
    },
}
"""What orders from before there were regions and phones were compared by."""


@pytest.mark.parametrize("digest", DIGESTS_OF_OLD)
def test_a_repeat_of_what_was_ordered_before_there_were_such_members_still_fits(digest: str) -> None:
    assert read(**DIGESTS_OF_OLD[digest]).request().digest == digest


@pytest.mark.parametrize("member", ["region", "phone"])
def test_a_member_that_is_null_is_absent_and_one_that_is_given_is_compared(member: str) -> None:
    absent, null = read(), read(shipping_address=ITALY | {member: None})
    given = read(shipping_address=ITALY | {member: "x1"})
    assert absent.request().digest == null.request().digest != given.request().digest
