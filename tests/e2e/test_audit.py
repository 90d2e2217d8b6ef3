"""The audit as an operator starts it."""

import json

from tests.e2e.shop import Shop


def test_the_audit_is_a_command_that_finds_the_shop_by_itself(shop: Shop) -> None:
    done = shop.run.ops("audit")

    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["ok"], report["violations"]) == (True, [])
    assert report.keys() == shop.audit().keys()
