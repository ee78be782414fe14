"""The water syndicat of the demonstration: who it is, whose service it runs."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from beffroi.commons.competences import Receiver, transfer
from beffroi.commons.organisations import put_place
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.demo.generate import AssetDraft
from beffroi.demo.generate.outlines import commune_code
from beffroi.demo.generate.places import commune_organisation
from beffroi.demo.generate.samples import NAME, samples
from beffroi.demo.generate.water import Syndicat
from beffroi.demo.place import LAST_DAY
from beffroi.ingest import ImportOptions, import_path
from beffroi.store.store import Store
from beffroi.territory.kinds import Level

ACTOR = "simulation"
_SINCE = date(2020, 1, 1)
_ACT = "arrêté préfectoral (simulation)"


def serve(store: Store, water: Syndicat, communes: Sequence[int]) -> int:
    """Create a syndicat with its assets, to which its members gave their water; return it."""
    door, body = store.writer(ACTOR), water.organisation
    number = create_organisation(
        door,
        body.name,
        siren=body.siren,
        kind=body.kind,
        attributes={**body.attributes, "population": body.population},
    )
    put_assets(door, number, [described(asset) for asset in water.assets])
    for index, commune in enumerate(communes[: water.members]):
        put_place(door, number, Level.COMMUNE, commune_code(index), None)
        receiver = Receiver(body.name, body.siren, number)
        transfer(door, commune, "water", _SINCE, receiver, _ACT)
    return number


def bring_samples(store: Store, service: int, seed: int, years: int, members: int) -> None:
    """Import simulated samples of the water of the members, through the door of files."""
    towns = tuple(commune_organisation(seed, index).name for index in range(members))
    with TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(samples(seed, years, LAST_DAY, towns))
        options = ImportOptions(service)
        for report in import_path(store.writer(ACTOR), store.settings, path, options):
            if report.cause is not None:
                raise report.cause


def described(asset: AssetDraft) -> Description:
    """Return a simulated asset as people would describe it."""
    return Description(
        asset.type, asset.key, asset.name, asset.parent or "", dict(asset.attributes)
    )
