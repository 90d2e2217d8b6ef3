"""What checkouts know of countries is what the data say that it was made from."""

from contract.countries import WRITTEN, text
from functions.checkout.countries import COUNTRIES, NEED_POSTAL_CODE, NEED_REGION


def test_the_countries_are_those_that_the_data_say() -> None:
    assert WRITTEN.read_text() == text(), "run `python -m contract.countries`"


def test_there_are_as_many_countries_as_iso_has_assigned_codes() -> None:
    assert len(COUNTRIES) == 249
    assert {"IT", "GB", "HK", "US", "GR"} <= COUNTRIES
    assert not {"UK", "EL", "ZZ", "XX", "EU"} & COUNTRIES


def test_only_countries_need_anything() -> None:
    assert NEED_POSTAL_CODE | NEED_REGION < COUNTRIES
    assert {"IT", "GB", "US", "JP"} <= NEED_POSTAL_CODE
    assert not {"HK", "AE", "IE", "PA"} & NEED_POSTAL_CODE
    assert {"US", "CA", "AU", "BR", "IN", "MX"} <= NEED_REGION
    assert not {"HK", "IT", "GB", "DE", "FR", "SG"} & NEED_REGION
