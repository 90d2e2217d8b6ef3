"""Tables of rules in docstrings, read: a test drives the code by each row, so that the two cannot part."""

import re

_ROW = re.compile(r"^ {4}(?=\S)(.*)$", re.MULTILINE)


def rows_of(documented: str | None) -> list[dict[str, str]]:
    """The rows of the one table in a docstring, by the names of its columns. Columns are two spaces apart."""
    assert documented is not None
    heads, *rows = [re.split(r" {2,}", line.rstrip()) for line in _ROW.findall(documented)]
    assert rows
    assert all(len(row) == len(heads) for row in rows), "a row has too few or too many columns"
    return [dict(zip(heads, row, strict=True)) for row in rows]
