"""Installations that many tests begin from: filled once for each kind of state, then copied."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from beffroi.decide.organisations import create_organisation
from beffroi.settings import Settings, choose
from beffroi.store.store import Store
from tests import postgresql

Fill = Callable[[Store], object]


@dataclass(slots=True)
class Copies:
    """Copies of installations for one commune, whose identifier is 1."""

    folder: Path
    made: dict[tuple[Fill, bool], tuple[Path, str]] = field(default_factory=dict)
    """By what fills them, and whether their state is on a server: their folder, their database."""

    def copy(self, fill: Fill, root: Path, server: postgresql.Server | None) -> tuple[Store, str]:
        """Open a copy in a folder that is not there; its database, if any, is the caller's.

        Args:
            fill: Fills the installation that is copied; the same function, the same installation.
            root: The folder of the copy.
            server: Where its state is; None: in a file.
        """
        kind = (fill, server is not None)
        if kind not in self.made:
            self.made[kind] = self._filled(fill, server)
        folder, database = self.made[kind]
        shutil.copytree(folder, root)
        if server is None:
            return Store.open(root), ""
        own = server.fresh(database)
        choose(root, "state", server.address(own))
        return Store.open(root), own

    def _filled(self, fill: Fill, server: postgresql.Server | None) -> tuple[Path, str]:
        root = self.folder / f"{len(self.made)}"
        database = server.fresh(postgresql.TEMPLATE) if server else ""
        address = server.address(database) if server else ""
        with Store.create(root, replace(Settings.load(root), state=address)) as store:
            assert create_organisation(store.writer("test"), "Essai") == 1
            fill(store)
        return root, database
