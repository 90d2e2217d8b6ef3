"""How a change by hand is refused. The message says why, and what to change; it names the changes as the
commands are named."""


class OperationRefused(Exception):
    """It cannot be done as asked, and nothing was changed unless the message says so."""


class TargetUnknown(OperationRefused):
    """There is nothing of this id or name."""


class NotStuck(OperationRefused):
    """It does not stand before an operator."""


class AnsweredOtherwise(OperationRefused):
    """Somebody else has given another answer: the first one decides."""


class ProviderSilent(OperationRefused):
    """The payment provider does not tell what has to be known first: ask again later."""
