"""Gift codes as people type them: a typo is told by the code alone, whatever it is."""

import re

import pytest

from functions.credit.gift_code import ALPHABET, SYMBOLS, Mistyped, new_code, read_code

CODES = [new_code() for _ in range(50)]
CODE = "7K2M-0RQX-93ZD-HV41-T8BN-5CGH"


def mistyped(typed: str) -> bool:
    try:
        read_code(typed)
    except Mistyped:
        return True
    return False


def test_a_code_is_six_groups_of_four_without_symbols_that_look_alike() -> None:
    form = re.compile(r"([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}")
    assert [code for code in CODES if not form.fullmatch(code)] == []


def test_a_code_has_more_than_a_hundred_random_bits_and_no_two_are_alike() -> None:
    assert len(ALPHABET) ** SYMBOLS >= 2**100
    assert len(set(CODES)) == len(CODES)
    plain = [read_code(code) for code in CODES]
    assert min(len({code[place] for code in plain}) for place in range(SYMBOLS)) > 10


def test_however_it_is_typed_it_is_the_same_code() -> None:
    for code in CODES:
        plain = code.replace("-", "")
        alike = plain.replace("0", "o").replace("1", "l").lower()
        assert {read_code(typed) for typed in (code, plain, f" {code.lower()} ", alike)} == {plain}


def test_every_wrong_symbol_is_told() -> None:
    plain = read_code(CODES[0])
    typos = [
        plain[:place] + other + plain[place + 1 :]
        for place in range(len(plain))
        for other in ALPHABET
        if other != plain[place]
    ]

    assert [typo for typo in typos if not mistyped(typo)] == []


def test_two_neighbours_in_each_others_place_are_told() -> None:
    for plain in map(read_code, CODES):
        swapped = {
            plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
            for place in range(len(plain) - 1)
        }
        assert [typo for typo in swapped - {plain} if not mistyped(typo)] == []


@pytest.mark.parametrize("typed", ["", "-", "7K2M", CODE, CODE[:-1], CODE + "0", "Ü" * 24, "U" * 24])
def test_what_is_no_code_is_mistyped(typed: str) -> None:
    assert mistyped(typed)
