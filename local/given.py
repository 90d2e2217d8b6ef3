"""Numbers that a command is given in its environment."""

import os


class BadSetting(Exception):
    """The message says what to change."""


def number(name: str, default: float, least: float, most: float) -> float:
    """The variable's value; `default` where it is not set or empty. Raises BadSetting for what is no number,
    or not from `least` to `most`."""
    text = os.environ.get(name) or str(default)
    try:
        found = float(text)
    except ValueError:
        found = float("nan")
    if not least <= found <= most:
        raise BadSetting(f"{name} must be a number from {least:g} to {most:g}, not {text!r}")
    return found
