"""The demonstration, told as it would have been lived: measure, find, decide, act, verify.

Everything here is simulated and says so. The first measures come in and are analysed; people
decide and act; the following year comes in, is analysed, and the actions are verified.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import select

from beffroi.commons.organisations import put_place
from beffroi.commons.outlines import put_outlines
from beffroi.decide.analyse import Analysis, analyse
from beffroi.decide.decisions import act, decide
from beffroi.decide.organisations import create_organisation, put_assets
from beffroi.decide.verify import verify
from beffroi.demo.generate import CommuneData, Measures, territory
from beffroi.demo.generate.homes import homes
from beffroi.demo.generate.outlines import commune_code, outlines
from beffroi.demo.generate.places import GROUP
from beffroi.demo.generate.water import syndicat
from beffroi.demo.place import LAST_DAY
from beffroi.demo.service import bring_samples, consider, described, housed, serve
from beffroi.demo.sharing import lend
from beffroi.domains import domains
from beffroi.errors import BeffroiError
from beffroi.ingest.reading import key
from beffroi.ingest.repairing import repair_touched
from beffroi.ingest.report import Report
from beffroi.ingest.tending import settle
from beffroi.store.intake import Received, intake
from beffroi.store.state import models
from beffroi.store.state.loop import Finding
from beffroi.store.store import Store
from beffroi.territory.kinds import Level

ACTOR = "simulation"
READER = "demo.generator"
#: The last year comes in after the decisions, so that what they obtained can be verified.
LAST_YEAR = timedelta(days=425)

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Built:
    """What the demonstration holds."""

    organisations: int = 0
    meters: int = 0
    observations: int = 0
    decisions: int = 0
    outcomes: list[dict[str, Any]] = field(default_factory=list)
    analysis: Analysis = field(default_factory=Analysis)


def build(
    store: Store, seed: int, communes: int, years: int, progress: Progress = lambda *_: None
) -> Built:
    """Fill an empty installation with a simulated intercommunality.

    `seed` and `communes` decide everything: the same ones give the same territory.
    """
    built = Built()
    cut = datetime.combine(LAST_DAY - LAST_YEAR, datetime.min.time(), UTC)
    numbers: list[int] = []
    for number, data in _organisations(store, seed, communes, years):
        numbers.append(number)
        _measure(store, number, data.measures, cut, built, later=False)
        progress("first_years", len(numbers), communes)
    water = syndicat(seed, years, LAST_DAY)
    service, seat = serve(store, water, numbers, seed, years)
    lived = housed(store, service, homes(seed, years, LAST_DAY))
    for measures in (water.measures, seat, lived):
        _measure(store, service, measures, cut, built, later=False)
    owners = _all(store)
    settle(store.writer(ACTOR))
    _analyse(store, owners, _named(progress, "first_analysis"))
    for number, data in zip(numbers, territory(seed, communes, years, LAST_DAY), strict=True):
        built.decisions += _decide(store, number, data)
        _measure(store, number, data.measures, cut, built, later=True)
        progress("last_year", data.index + 1, communes)
    for measures in (water.measures, seat, lived):
        _measure(store, service, measures, cut, built, later=True)
    bring_samples(store, service, seed, years, water.members)
    settle(store.writer(ACTOR))
    built.analysis = _analyse(store, owners, _named(progress, "last_analysis"))
    built.outcomes = _verify(store)
    consider(store, service, LAST_DAY)
    lend(store, numbers, owners[0])
    built.organisations, built.meters = len(owners), built.analysis.meters
    return built


def fill(store: Store, seed: int, communes: int, years: int) -> Iterator[tuple[int, CommuneData]]:
    """Fill an empty installation with measures only; yield each commune with its number.

    Nothing is analysed nor decided: benchmarks do, against the faults that are really there.
    """
    for number, data in _organisations(store, seed, communes, years):
        _put(store, number, data.measures, None)
        yield number, data
    settle(store.writer(ACTOR))


def _organisations(
    store: Store, seed: int, communes: int, years: int
) -> Iterator[tuple[int, CommuneData]]:
    """Create the intercommunality and its communes, with their assets and weather."""
    door = store.writer(ACTOR)
    whole: int | None = None
    for data in territory(seed, communes, years, LAST_DAY):
        if whole is None:
            body = data.intercommunality
            whole = create_organisation(
                door, body.name, siren=body.siren, kind=body.kind, attributes=body.attributes
            )
        owner = data.organisation
        number = create_organisation(
            door,
            owner.name,
            siren=owner.siren,
            kind=owner.kind,
            parent=whole,
            attributes={**owner.attributes, "population": owner.population},
        )
        put_assets(door, number, [described(asset) for asset in data.assets])
        _placed(store, seed, data.index, whole, number)
        if data.station is not None:
            put_assets(door, whole, [described(data.station.asset)])
            _put(store, whole, data.station.measures, None)
        yield number, data


def _placed(store: Store, seed: int, index: int, whole: int, number: int) -> None:
    """Say which commune an organisation is, once its group has outlines; all of it is invented."""
    code, door = commune_code(index), store.writer(ACTOR)
    if not code:
        return
    if index % GROUP == 0:
        put_outlines(door, "simulation", outlines(seed, index // GROUP))
    for one in (number, whole):
        put_place(door, one, Level.COMMUNE, code, None)


def _measure(
    store: Store,
    organisation: int,
    measures: Measures,
    cut: datetime,
    built: Built,
    *,
    later: bool,
) -> None:
    stamp = pa.scalar(cut, pa.timestamp("us", tz="UTC"))
    before = pc.less(measures.observations["available_at"], stamp)
    built.observations += _put(
        store, organisation, measures, pc.invert(before) if later else before
    )


def _put(store: Store, organisation: int, measures: Measures, chosen: Any) -> int:
    table = measures.observations
    if chosen is not None:
        table = table.filter(chosen)
    if table.num_rows == 0:
        return 0
    received = Received(organisation, "", "simulation", table.nbytes, READER)
    with intake(store.writer(ACTOR), received) as way_in:
        ids = pa.array(way_in.series([key(draft) for draft in measures.series]), pa.int64())
        way_in.add(table.set_column(0, "series", ids.take(table["series"].combine_chunks())))
        counts = way_in.seal()
        report = Report("simulation", sha256="", kept=counts.new, changed=counts.changed)
        repair_touched(way_in, report, lambda *_: None)
        way_in.commit(report.to_dict("en"))
    return int(table.num_rows)


def _all(store: Store) -> list[int]:
    return sorted(store.whole(ACTOR, "demo").organisations)


def _named(progress: Progress, name: str) -> Progress:
    return lambda _, done, whole: progress(name, done, whole)


def _analyse(store: Store, owners: list[int], progress: Progress) -> Analysis:
    read, write = store.reader(store.whole(ACTOR, "demo")), store.writer(ACTOR)
    return analyse(read, write, owners, list(domains().values()), progress, LAST_DAY)


def _decide(store: Store, organisation: int, data: CommuneData) -> int:
    """Decide about the findings that a person would have decided about, and act on some."""
    made = 0
    for suggestion in data.suggestions:
        finding = _finding(store, organisation, suggestion.asset)
        if finding is None:
            continue
        door = store.writer(ACTOR)
        decide(door, finding, suggestion.choice, suggestion.reason.fr)
        made += 1
        if suggestion.work is not None:
            work = suggestion.work
            act(door, finding, work.done_on, work.cost_eur, work.label.fr)
    return made


def _finding(store: Store, organisation: int, asset: str) -> int | None:
    """Return the open finding of the greatest stake on an asset, if any."""
    with store.writer(ACTOR).look() as session:
        return session.scalar(
            select(Finding.id)
            .join(models.Asset, Finding.asset_id == models.Asset.id)
            .where(
                Finding.organisation_id == organisation,
                models.Asset.key == asset,
                Finding.status == "open",
            )
            .order_by(Finding.eur_per_year.desc())
            .limit(1)
        )


def _verify(store: Store) -> list[dict[str, Any]]:
    read, write = store.reader(store.whole(ACTOR, "demo")), store.writer(ACTOR)
    with write.look() as session:
        done = session.scalars(
            select(Finding.id).where(Finding.status == "done").order_by(Finding.id)
        ).all()
    outcomes = []
    for finding in done:
        try:
            outcomes.append(verify(read, write, finding))
        except BeffroiError as error:
            if error.type.code != "decide.history_short":
                raise
    return outcomes
