"""What an attacker computes of published tables: our gate, the usual ones, and pairs of releases.

A hundred invented tables, half of them with a hierarchy of places, about one cell in five sensitive
to the rule of enterprises. The attacker has a linear-program solver, the table as published, and
nothing of the gate's code. *Found* is a sensitive cell whose value is computed exactly; *near* one
that is put closer than the range it must have. *Insider* is the attack of whoever is alone in a
cell. *Bits* is the entropy of how the finest cells that are shown share the whole. The last two
rows are pairs of releases, of all places and of all but one, checked apart and with a record.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
from beffroi.trust.gate.check import check
from beffroi.trust.gate.coarser import told
from beffroi.trust.gate.form import Form
from beffroi.trust.gate.primary import primary
from beffroi.trust.gate.reading import Rows
from beffroi.trust.gate.table import Leaf, Table, build
from tests.trust.gate.tables import DEEP, FLAT, Attacker, form, random_table

Gate: TypeAlias = Callable[[Form, list[Leaf]], set[int]]


def ours(asked: Form, leaves: list[Leaf]) -> set[int]:
    answer = check(asked, Rows({}, tuple(leaves)))
    assert answer.cells, "blocked"
    return {n for n, cell in enumerate(answer.cells) if cell.value is None}


def alone(asked: Form, leaves: list[Leaf]) -> set[int]:
    """Hold back the sensitive cells and nothing else."""
    return {one.cells[0] for one in primary(asked.rule, build(asked, leaves))}


def whole_rows(asked: Form, leaves: list[Leaf]) -> set[int]:
    """Hold back every row, with its total, in which a cell is sensitive."""
    table, sensitive = build(asked, leaves), alone(asked, leaves)
    rows = {table.places[cell][0] for cell in sensitive} - {("", "")}
    hidden = {n for n, place in enumerate(table.places) if place[0] in rows}
    return hidden | sensitive


GATES: dict[str, Gate] = {
    "Beffroi": ours,
    "sensitive cells alone": alone,
    "their whole rows": whole_rows,
}


def reader(leaves: list[Leaf], table: Table, hidden: set[int]) -> Attacker:
    attacker = Attacker(leaves)
    for n, place in enumerate(table.places):
        if n not in hidden:
            attacker.learns([code for _, code in place], float(table.value[n]))
    return attacker


def attack(
    asked: Form, leaves: list[Leaf], table: Table, hidden: set[int], seen: Counter[str]
) -> None:
    near = 1e-5 * float(table.value.max())
    sensitive = primary(asked.rule, table)
    places = [[code for _, code in table.places[one.cells[0]]] for one in sensitive]
    attacker = reader(leaves, table, hidden)
    lost = 0
    for one, codes in zip(sensitive, places, strict=True):
        low, high = attacker.bounds(codes)
        seen["cells"] += 1
        seen["found"] += int(high - low <= near)
        close = low > one.value - one.below + near or high < one.value + one.above - near
        seen["near"] += int(close)
        lost += int(close)
    seen["tables lost"] += lost > 0
    for row, leaf in enumerate(leaves):
        if leaf.count != 1:
            continue
        insider = reader(leaves, table, hidden)
        insider.learns([code for codes in leaf.codes for code in codes], leaf.value)
        for codes in places:
            if not insider.within(codes)[row]:
                low, high = insider.bounds(codes)
                seen["insider attacks"] += 1
                seen["insider"] += int(high - low <= near)


def tables(count: int) -> list[tuple[Form, list[Leaf]]]:
    return [
        (form(DEEP if n % 2 else FLAT), random_table(50_000 + n, deep=bool(n % 2)))
        for n in range(count)
    ]


def one_gate(name: str, count: int) -> dict[str, object]:
    seen: Counter[str] = Counter()
    bits, spent = [], 0.0
    for asked, leaves in tables(count):
        table = build(asked, leaves)
        began = time.perf_counter()
        hidden = GATES[name](asked, leaves)
        spent += time.perf_counter() - began
        before = told(table)
        bits.append(told(table, frozenset(n for n in hidden if table.finest[n])) / before)
        attack(asked, leaves, table, hidden, seen)
    return {"gate": name, **seen, "bits": float(np.mean(bits)), "ms": 1e3 * spent / count}


def pairs(count: int, recorded: bool) -> dict[str, object]:
    """Two releases: every place, then all but the first one."""
    seen: Counter[str] = Counter()
    asked = form(FLAT)
    for n in range(count):
        leaves = random_table(70_000 + n)
        rest = [leaf for leaf in leaves if leaf.codes[0] != leaves[0].codes[0]]
        first = check(asked, Rows({}, tuple(leaves)))
        assert first.release is not None
        before = (replace(first.release, id=1),) if recorded else ()
        second = check(asked, Rows({}, tuple(rest)), before)
        attacker = Attacker(leaves).reads(first)
        kept = np.array([float(leaf.codes[0] != leaves[0].codes[0]) for leaf in leaves])
        for cell in second.cells:
            if cell.value is not None:
                attacker.rows.append(attacker.within([code for _, code in cell.codes]) * kept)
                attacker.right.append(cell.value)
        table = build(asked, leaves)
        near = 1e-5 * float(table.value.max())
        lost = 0
        for one in primary(asked.rule, table):
            low, high = attacker.bounds([code for _, code in table.places[one.cells[0]]])
            close = low > one.value - one.below + near or high < one.value + one.above - near
            seen["cells"] += 1
            seen["found"] += int(high - low <= near)
            seen["near"] += int(close)
            lost += int(close)
        seen["tables lost"] += lost > 0
    return {"gate": f"two releases, {'with' if recorded else 'without'} the record", **seen}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--tables", type=int, default=100)
    given = parser.parse_args()
    rows = [one_gate(name, given.tables) for name in GATES]
    rows += [pairs(given.tables // 2, recorded) for recorded in (False, True)]
    print(
        "| Gate | Tables lost | Sensitive cells | Found | Near | Insider | Bits kept | ms a table |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        insider = f"{row['insider']} of {row['insider attacks']}" if "insider" in row else ""
        bits = f"{100 * float(str(row['bits'])):.0f} %" if "bits" in row else ""
        spent = f"{float(str(row['ms'])):.0f}" if "ms" in row else ""
        print(
            f"| {row['gate']} | {row['tables lost']} | {row['cells']} | {row['found']} "
            f"| {row['near']} | {insider} | {bits} | {spent} |"
        )
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1), "utf-8")


if __name__ == "__main__":
    main()
