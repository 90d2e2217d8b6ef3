"""The groups that a session's owner may be in, and what the owners of operators' sessions are called."""

OPERATORS = "operators"
"""The group of those who may call what lies under /ops. Their connections follow it, as if it were an
owner."""

OPERATOR_PREFIX = "op_"
"""What the owner of an operator's session begins with, before the operator's name."""
