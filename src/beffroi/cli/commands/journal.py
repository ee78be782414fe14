"""`beffroi journal`: what was done, by whom and why, and the proof that nobody changed it since."""

from beffroi.cli.context import Say
from beffroi.cli.frame import Frame
from beffroi.cli.journal.proving import check_command, prove_command
from beffroi.cli.journal.reading import list_command, show_command
from beffroi.cli.journal.standing import status_command
from beffroi.cli.journal.verifying import head_command, verify_command
from beffroi.cli.journal.witnessing import witness_group


def register(app: Frame, say: Say) -> None:
    """Add the commands of this file."""
    group = app.group("journal", no_args_is_help=True)
    status_command(group, say)
    list_command(group, say)
    show_command(group, say)
    verify_command(group, say)
    head_command(group, say)
    prove_command(group, say)
    check_command(group, say)
    witness_group(group, say)
