"""The whole shop as a process of its own, for all who come over HTTP or with a browser."""

from local.running import Running
from local.settings import ROOT

HOME = ROOT / ".local-test"
ORIGINS = ("https://pages.example", "http://localhost:5173")
"""Whose pages may call the API."""


def start() -> Running:
    """Under this patience a busy kitchen sheds no orders."""
    return Running.start(HOME, patience="unhurried", allow_origins=",".join(ORIGINS), crash="on")
