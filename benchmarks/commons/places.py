"""Geography that is read when it is asked, and the check of competences at the intake.

Simulated files in the form of Insee: the communes of a vintage, and movements over fifty years, a
fifth of the communes in mergers. "Read" is both files from their bytes, as every question does;
"one code" is what a commune of 1976 is in the vintage of the list, over codes drawn at random.

A message of one measure, to an installation in a file: of a delivery point, which no competence
covers; of a service that nobody transferred; of one that is transferred on a later day. In turn,
the middle of the ratios of neighbours. Aim: less than 5 % more than where nothing is checked.

A plan of shared costs for as many members, with floors and ceilings: to the cent.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from beffroi.commons.competences import Receiver, transfer
from beffroi.commons.costs import read_plan, statement
from beffroi.decide.organisations import create_organisation
from beffroi.ingest.messages import send
from beffroi.store.store import Store
from beffroi.territory.communes import read_communes, read_moves
from beffroi.territory.history import History
from beffroi.territory.reading import read_table

YEAR, FIRST = 2026, 1976
_COMMUNES = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n"
_MOVES = (
    "MOD,DATE_EFF,TYPECOM_AV,COM_AV,TNCC_AV,NCC_AV,NCCENR_AV,LIBELLE_AV,"
    "TYPECOM_AP,COM_AP,TNCC_AP,NCC_AP,NCCENR_AP,LIBELLE_AP\n"
)


def geography(communes: int) -> tuple[bytes, bytes]:
    """Write the two files of Insee: communes that stand, and the tenth that joined others."""
    rng = np.random.default_rng(1)
    gone = communes // 10
    codes = [f"{1 + n // 999:02}{1 + n % 999:03}" for n in range(communes + gone)]
    standing = "".join(f"COM,{c},84,{c[:2]},,,0,C{c},C{c},C{c},,\n" for c in codes[:communes])
    moves = []
    for old, into in zip(codes[communes:], rng.permutation(communes)[:gone], strict=True):
        new, day = codes[into], f"{rng.integers(FIRST + 1, YEAR)}-01-01"
        for code in (new, old):
            sides = f"COM,{code},0,C,C,C{code},COM,{new},0,C,C,C{new}"
            moves.append(f"31,{day},{sides}\n")
    return (_COMMUNES + standing).encode(), (_MOVES + "".join(moves)).encode()


def territory(communes: int, codes: int) -> list[tuple[str, float]]:
    """Time the reading of the files, and questions about codes [ms]."""
    listed, moved = geography(communes)

    def read() -> History:
        known = read_communes(read_table(f"v_commune_{YEAR}.csv", listed))
        moves = read_moves(read_table(f"v_mvt_commune_{YEAR}.csv", moved))
        return History(YEAR, known, YEAR, moves)

    reading = min(_timed(read) for _ in range(3))
    history = read()
    known = sorted(history.communes(FIRST))
    asked = [known[n] for n in np.random.default_rng(2).integers(0, len(known), codes)]
    times = [_timed(partial(history.find, code, FIRST, YEAR)) for code in asked]
    return [
        (f"read {communes:,} communes and their movements", reading),
        ("one code through fifty years, median", statistics.median(times)),
        ("one code through fifty years, 95th percentile", float(np.percentile(times, 95))),
    ]


def intake(folder: Path, messages: int) -> list[tuple[str, float, float]]:
    """Time messages with and without a competence to check [ms, ratio to without]."""
    with Store.create(folder) as store:
        door = store.writer("bench")
        keeps, gives = (create_organisation(door, name) for name in ("Garde", "Transfère"))
        transfer(door, gives, "heat", date(2090, 1, 1), Receiver("Syndicat"), "acte")
        cases = {
            "of a consumption: nothing to check": (keeps, "delivery_point"),
            "of a service, nothing transferred": (keeps, "meter"),
            "of a service, transferred later": (gives, "meter"),
        }
        times: dict[str, list[float]] = {name: [] for name in cases}
        for number in range(messages):
            for name, (owner, asset) in cases.items():
                work = partial(send, store, owner, f"{asset}-{number}", _message(number, asset))
                times[name].append(_timed(work))
    base = next(iter(times.values()))
    return [
        (
            name,
            statistics.median(own),
            statistics.median(a / b for a, b in zip(own, base, strict=True)),
        )
        for name, own in times.items()
    ]


def _message(number: int, asset: str) -> dict[str, Any]:
    day = date.fromordinal(date(2024, 1, 1).toordinal() + number)
    item = {
        "asset": {"type": asset, "key": asset},
        "quantity": "heat.energy",
        "kind": "interval",
        "unit": "kWh",
        "source": "bench",
        "observations": [[f"{day}T00:00:00Z", f"{day}T23:00:00Z", 1.0]],
    }
    return {"series": [item]}


def costs(members: int) -> tuple[str, float]:
    """Time a statement of shared costs [ms]."""
    lines = ['title = "Service"', "year = 2026"]
    for n in range(members):
        bounds = '\nfloor = "10,00"\nceiling = "5 000,00"' if n % 3 == 0 else ""
        lines += [f'[[members]]\nname = "C{n}"\npopulation = {100 + 7 * n}{bounds}']
    lines += ['[[costs]]\nlabel = "Abonnement"\namount = "120 000,01"\nkey = "population"']
    plan = read_plan("\n".join(lines))
    spent = min(_timed(partial(statement, plan)) for _ in range(3))
    return f"costs shared between {members:,} members", spent


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - started)


def main() -> None:
    """Print the tables; `--json` keeps the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--communes", type=int, default=35_000)
    parser.add_argument("--codes", type=int, default=200)
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--members", type=int, default=300)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = [*territory(asked.communes, asked.codes), costs(asked.members)]
        messages = intake(folder / "home", asked.messages)
    print("| Work | ms |\n| --- | ---: |")
    for what, spent in plain:
        print(f"| {what} | {spent:.1f} |")
    print("\n| A message | ms | Times the first |\n| --- | ---: | ---: |")
    for what, spent, ratio in messages:
        print(f"| {what} | {spent:.1f} | {ratio:.2f} |")
    if asked.json:
        asked.json.write_text(json.dumps({"work": plain, "messages": messages}), "utf-8")


if __name__ == "__main__":
    main()
