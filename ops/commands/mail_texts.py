"""`load-mail-texts`, `mail-texts`."""

import argparse

from functions.notification import phrases_store
from functions.operator import journal_store
from functions.operator.journal import Entry
from ops.arguments import Commands, reason
from ops.mail_texts_file import read_mail_texts_file
from ops.operator import signed
from ops.output import show


def add(commands: Commands) -> None:
    shown = commands.add_parser("mail-texts", help="what mails to customers are made of, as a file to change")
    shown.set_defaults(run=_mail_texts)
    load = commands.add_parser("load-mail-texts", help="have mails say what a file says")
    load.add_argument("texts", metavar="FILE", type=read_mail_texts_file, help="JSON, as mail-texts shows it")
    load.add_argument("--why", metavar="TEXT", type=reason, help="for the records")
    load.set_defaults(run=_load_mail_texts)


def _mail_texts(_options: argparse.Namespace) -> int:
    show({"texts": phrases_store.load().all()})
    return 0


def _load_mail_texts(options: argparse.Namespace) -> int:
    """The texts themselves are in the file, not in the journal."""
    told = Entry("load-mail-texts", "mail-texts", signed(options.why), {"texts": len(options.texts)})
    phrases_store.replace(options.texts, [journal_store.entry(told)])
    show({"texts": len(options.texts)})
    return 0
