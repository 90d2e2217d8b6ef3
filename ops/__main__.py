"""`python -m ops COMMAND`: results alone on stdout, talk on stderr. 0: done; 1: a violation; 2: not done."""

import sys
from functools import cache

from botocore.exceptions import BotoCoreError, ClientError

from functions.operations.errors import OperationRefused
from functions.shared.errors import TransientError
from functions.shared.items import Unreadable
from ops.arguments import Parser
from ops.commands import (
    catalog,
    checks,
    credit,
    dead_letters,
    mail_texts,
    migrations,
    payments,
    persons,
    regions,
    releases,
    restoring,
    returns,
    sessions,
    shop,
    stock,
    stuck,
    traces,
    views,
    work_queues,
)
from ops.errors import FileRefused
from ops.output import flush, say
from ops.target import connect

INTERRUPTED = 130
GROUPS = (
    *(checks, traces, stock, catalog, shop, mail_texts, sessions, persons, views, restoring, credit),
    *(returns, payments, stuck, dead_letters, work_queues, releases, migrations, regions),
)


def main(arguments: list[str]) -> int:
    try:
        options = parser().parse_args(arguments)
        connect(options.aws)
        return int(options.run(options))
    except FileRefused as wrong:
        say(str(wrong))
    except OperationRefused as wrong:
        say(f"ops: {wrong}")
    except Unreadable as broken:
        say(f"ops: something stored cannot be read: {broken}; find-order tells which item")
    except (ClientError, BotoCoreError, TransientError) as failed:
        say(f"ops: the shop did not answer: {failed}")
    except KeyboardInterrupt:
        say("ops: interrupted")
        return INTERRUPTED
    return 2


@cache
def parser() -> Parser:
    """Of every command."""
    whole = Parser(prog="python -m ops", description="Break-glass commands of a PaidOnce shop.")
    whole.add_argument("--aws", action="store_true", help="the deployed shop, by the AWS credentials at hand")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    for group in GROUPS:
        group.add(commands)
    return whole


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    finally:
        flush()
