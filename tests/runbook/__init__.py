"""The runbook, rehearsed: every alarm provoked on a running shop, its page followed literally.

Run by `make rehearse`, as `python -m tests.runbook`; no part of `make test`, since it takes minutes.
"""
