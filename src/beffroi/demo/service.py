"""The water syndicat of the demonstration: its service, its homes, what it considers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from beffroi.commons.competences import Receiver, transfer
from beffroi.commons.organisations import put_place
from beffroi.decide.organisations import Description, create_organisation, put_assets
from beffroi.decide.scenarios.asked import asked
from beffroi.decide.scenarios.assets import candidates
from beffroi.decide.scenarios.keeping import keep
from beffroi.decide.scenarios.trying import try_
from beffroi.demo.generate import AssetDraft
from beffroi.demo.generate.model import Measures
from beffroi.demo.generate.offices import offices
from beffroi.demo.generate.outlines import commune_code
from beffroi.demo.generate.places import commune_organisation
from beffroi.demo.generate.samples import NAME, samples
from beffroi.demo.generate.water import Syndicat
from beffroi.demo.place import LAST_DAY
from beffroi.ingest import ImportOptions, import_path
from beffroi.store.households.naming import declare_households
from beffroi.store.scope import Scope
from beffroi.store.store import Store
from beffroi.territory.kinds import Level

ACTOR = "simulation"
_SINCE = date(2020, 1, 1)
#: What the syndicat considers: the name, where, which levers, what was set.
_CONSIDERED: tuple[tuple[str, tuple[str, ...], tuple[str, ...], dict[str, str]], ...] = (
    (
        "Bourg et Coteaux, réparer puis réduire la pression",
        ("Bourg", "Coteaux"),
        ("repair", "pressure"),
        {"pressure.cut": "8"},
    ),
    (
        "Le siège et le Bourg sous un même budget",
        ("Siège", "Bourg"),
        ("schedule", "roof", "repair"),
        {},
    ),
)
_ACT = "arrêté préfectoral (simulation)"


def serve(
    store: Store, water: Syndicat, communes: Sequence[int], seed: int, years: int
) -> tuple[int, Measures]:
    """Create a syndicat with its assets, to which its members gave their water.

    Returns:
        Its number, and what its offices measure.
    """
    door, body = store.writer(ACTOR), water.organisation
    number = create_organisation(
        door,
        body.name,
        siren=body.siren,
        kind=body.kind,
        attributes={**body.attributes, "population": body.population},
    )
    built, measured = offices(seed, years, LAST_DAY, commune_organisation(seed, 0))
    put_assets(door, number, [described(asset) for asset in (*water.assets, *built)])
    for index, commune in enumerate(communes[: water.members]):
        put_place(door, number, Level.COMMUNE, commune_code(index), None)
        receiver = Receiver(body.name, body.siren, number)
        transfer(door, commune, "water", _SINCE, receiver, _ACT)
    return number, measured


def housed(store: Store, organisation: int, homes: Measures) -> Measures:
    """Declare the homes of a service, and return their readings under their pseudonyms.

    From there on, only who reads households sees that they exist.
    """
    numbers = {(one.asset_type, one.asset): dict[str, str]() for one in homes.series}
    names = declare_households(store.writer(ACTOR), organisation, numbers)
    kept = tuple(replace(one, asset=names[one.asset], attributes=()) for one in homes.series)
    return replace(homes, series=kept)


def consider(store: Store, service: int, today: date) -> tuple[int, ...]:
    """Keep two scenarios of the syndicat: its two worst districts; its offices and one of them.

    The second one is in kWh, in m3 and in euros, under one budget.
    """
    read = store.reader(Scope.of(service, ACTOR, "scenarios", measures=False))
    names = {one.name.partition(" ")[0]: one.asset for one in candidates(read, service)}
    kept = []
    for name, places, levers, given in _CONSIDERED:
        wanted = asked([names[one] for one in places], levers, given)
        answer = try_(read, service, wanted, today)
        kept.append(keep(store.writer(ACTOR), service, name, wanted, answer))
    return tuple(kept)


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
