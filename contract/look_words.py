"""What else one has to know of operators' looks, beside their summaries: by name of the call."""

from contract.words import Words


def _of_operators(text: str) -> Words:
    return Words("operators", text)


LOOK_WORDS = {
    "findOrders": _of_operators(
        "Without q: by status and time. With q: the order that an id names, as it stands at this moment, or "
        "those that were placed with an e-mail address, however it is written in capitals. Lists follow "
        "their orders at a short distance; a page may have fewer orders than its limit and still be followed "
        "by another. What a page costs does not depend on how many orders there are."
    ),
    "lookAtOrder": _of_operators(
        "The log, the payment with its ledger and what the provider says of it, units held, the fulfilment, "
        "returns, executions, and what keeps it before an operator. No addresses, no secrets. What cannot be "
        "read, or what the provider does not tell just now, is named under unreadable; the rest is shown."
    ),
    "lookAtOrderThen": _of_operators(
        "The first events of its log are added up. What was agreed when it was placed never changes."
    ),
    "lookAtGraph": _of_operators(
        "From Step Functions itself: the states and edges of the very definition that each execution runs, "
        "and each visit of a state with its attempts. Executions are forgotten 90 days after their end."
    ),
    "listStuck": _of_operators(
        "Orders, returns and refunds that wait for an answer, and what the sweep could not look after. Those "
        "that are answered leave the list; its pages go by when an order was put before an operator, or set "
        "aside, and by when a return was requested. A page may have fewer than its limit and still be "
        "followed by another."
    ),
    "findReturns": _of_operators(
        "Those that wait are listed the oldest first, those that are CLOSED the newest first."
    ),
    "lookAtReturn": _of_operators(
        "As `show-return`. Photos are those that were uploaded; each link is good for five minutes, for "
        "whoever holds it."
    ),
    "listKeys": _of_operators(
        "Which keys there are, which of them signs, from when on, and how long each is needed. Nobody is "
        "told what they sign with."
    ),
    "listRefunds": _of_operators(
        "Events of orders' logs: refunds of returns, of amounts, made by hand at the provider, and those "
        "that failed after they were made. What is still to be given back stands among the returns."
    ),
    "listStock": _of_operators(
        "All shards of a SKU at one moment. Withdrawn products are among them. Those that were received and "
        "never were in the catalog are not."
    ),
    "listChanges": _of_operators(
        "Every change by the operators' API and by commands: written down in the change's own transaction, "
        "or, where none holds it (a secret, a queue, the provider), before it is begun."
    ),
    "listJobs": _of_operators(
        "What was asked for and does not end within a call, each as `GET /ops/jobs/{job_id}` tells it. A "
        "job stands where it was asked for, however far it is."
    ),
    "lookAtCredit": _of_operators(
        "As `show-credit`: the account as its owner sees it. What came to a guest before a login is in the "
        "account that it was merged into."
    ),
    "lookAtBreaker": _of_operators("As it stands at this moment."),
    "lookAtSales": _of_operators(
        "An order counts on the day on which it was confirmed, and a later return changes that day. Today is "
        "counted every hour, yesterday every six, the last week every day, and what is older, up to 98 days, "
        "every month; `counted_at` says when. The command `sales` counts anew."
    ),
    "lookAtMeasures": _of_operators(
        "Every hour of the time asked for is there. Hours are counted every quarter of an hour from the rows "
        "of their orders, and counted again when they are an hour, three hours, six, a day, three days and a "
        "week old. Steps are those of the newest orders of each hour."
    ),
    "listDeadLetters": _of_operators(
        "Ten messages of each are looked at, and stay where they are. The oldest of fewer is the oldest "
        "there is."
    ),
}
