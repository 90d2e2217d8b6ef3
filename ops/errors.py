"""What a command says in one line before it exits with 2."""

from functions.operations.errors import OperationRefused


class CommandError(OperationRefused):
    """The command cannot be carried out as given; the message says what to change."""


class FileRefused(CommandError):
    """A file cannot be used; the message begins with `FILE:LINE: `, as compilers have it."""
