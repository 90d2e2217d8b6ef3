"""A page of an owner's orders is the same work for the embedded cloud, however many orders the owner has."""

import json
import subprocess
import sys

from harness.template import ROOT

FEW, MANY = 200, 4000
"""Upstream looks at every item of a partition: twenty times as many would be twenty times the calls."""


def counted(items: int) -> list[int]:
    command = [sys.executable, "-m", "tests.local.query_work", str(items)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    found: list[int] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_page_takes_as_many_calls_in_a_partition_of_four_thousand_as_in_one_of_two_hundred() -> None:
    few, many = counted(FEW), counted(MANY)

    assert all(more <= 1.05 * less for less, more in zip(few, many, strict=True)), (few, many)
