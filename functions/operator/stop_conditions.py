"""What the writes on a stop before an operator are conditioned by, wherever it is stored: in the item of its
own that an order has, or in the map `stuck` of a return (`within` is `#stuck.` there)."""

from functions.operator.stop import Stop
from functions.shared.write import Item

Condition = tuple[str, Item]
"""An expression and its values."""


def later_stop(stop: Stop, within: str = "") -> Condition:
    """Nothing stands there, or an earlier stop. One of whose entering nothing is known is taken for a later
    one if what stands there was answered."""
    if not stop.entered:
        return f"attribute_not_exists({within}#at) OR attribute_exists({within}#answer)", {}
    later = f"attribute_not_exists({within}#entered) OR {within}#entered < :entered"
    return later, {"entered": stop.entered}


def same_stop(stop: Stop, within: str = "") -> Condition:
    """Another try of the same state stands there."""
    if not stop.entered:
        return f"attribute_exists({within}#at) AND attribute_not_exists({within}#answer)", {}
    return f"{within}#entered = :entered", {"entered": stop.entered}


def unanswered(stop: Stop, within: str = "") -> Condition:
    """It stands there as it was seen, with no more tokens, and nobody has answered it. One of before there
    could be several tokens has its first under another name."""
    name, first = f"{within}#task_tokens", f"{within}#task_token"
    seen = f"attribute_not_exists({name}) OR {name} = :seen OR (attribute_exists({first}) AND {name} = :more)"
    condition = f"attribute_exists({within}#at) AND attribute_not_exists({within}#answer) AND ({seen})"
    return condition, {"seen": list(stop.task_tokens), "more": list(stop.task_tokens[1:])}
