"""What a command says in one line before it exits with 2."""


class CommandError(Exception):
    """The command cannot be carried out as given; the message says what to change."""


class FileRefused(CommandError):
    """A file cannot be used; the message begins with `FILE:LINE: `, as compilers have it."""
