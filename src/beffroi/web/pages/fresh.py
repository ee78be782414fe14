"""What is long to compute and serves several visits: see `decide/kept.py`."""

from beffroi.decide.kept import Keeper
from beffroi.store.read import ReadDoor
from beffroi.web.pages.declaring import Visit


def keeper(visit: Visit, door: ReadDoor) -> Keeper:
    """Return what keeps values of the organisation of a page, for those who read the same."""
    return Keeper(visit.own(), door, visit.organisation)
