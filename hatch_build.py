"""Put what browsers are given in the wheel: it is built, not kept under version control."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def _front(root: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("front", Path(root) / "scripts" / "front.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("scripts/front.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class FrontHook(BuildHookInterface[Any]):
    """Bundle the front end before a wheel is made; an editable one takes it from the tree."""

    def dependencies(self) -> list[str]:
        """Ask for Node where the system has none."""
        front = _front(self.root)
        return [] if front.tools() else [front.WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, and name the folder among what the wheel holds."""
        if version == "editable":
            return
        front = _front(self.root)
        if not front.ready():
            front.build()
        build_data["artifacts"].append("src/beffroi/web/bundle/**")
