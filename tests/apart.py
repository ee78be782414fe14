"""Processes of their own for tests, killed as they like, that begin at once.

A new interpreter takes two seconds to import the program. One process imports it, does nothing
else, and is forked for each of them: there is no thread, no file and no installation to share.
They have the environment that the first one had.
"""

from multiprocessing import get_context

_context = get_context("forkserver")
_context.set_forkserver_preload(
    [
        "hypothesis",
        "pytest",
        "typer.testing",
        "beffroi.cli.main",
        "beffroi.ingest",
        "beffroi.store.backup.snapshot",
        "beffroi.store.checking",
        "beffroi.store.erasing",
        "beffroi.store.moving",
        "beffroi.store.state.postgresql",
        "beffroi.store.stream.drain",
    ]
)
Process = _context.Process
