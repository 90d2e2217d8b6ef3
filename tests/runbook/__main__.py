"""`python -m tests.runbook`: a shop is started, every alarm is provoked, and its page followed. More
arguments are pytest's."""

import sys

import pytest

FILE = "tests/runbook/rehearsal.py"

if __name__ == "__main__":
    sys.exit(pytest.main([FILE, "-p", "no:cacheprovider", "--durations", "5", *sys.argv[1:]]))
