"""Simulated samples of the tap water of the syndicat, in the form of an answer of Hub'Eau.

Each district is a network, sampled every two months. Nitrates rise slowly in one of them; a count
of Escherichia coli exceeds its limit once, and the sample that follows is conforming again. Every
text says that it is simulated.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from beffroi.demo.generate.outlines import commune_code

#: How long before the last day a limit is exceeded, and the sample that keeps to it again.
EXCEEDED, BACK = timedelta(days=96), timedelta(days=89)
EVERY = timedelta(days=61)
NAME = "controle-sanitaire-simulation.json"
#: What is looked for: SANDRE code, SISE-Eaux code, label, unit, limit, reference.
_COLI = ("1449", "ECOLI", "Escherichia coli /100ml - MF", "n/(100mL)", "<=0 n/(100mL)", "")
_NITRATES = ("1340", "NO3", "Nitrates (en NO3)", "mg/L", "<=50 mg/L", "")
_CHLORINE = ("1398", "CL2LIB", "Chlore libre", "mg(Cl2)/L", "", "")
_TURBIDITY = ("1295", "TURBNFU", "Turbidité néphélométrique NFU", "NFU", "", "<=2 NFU")
_CONDUCTIVITY = (
    *("1303", "CDT25", "Conductivité à 25°C", "µS/cm", ""), ">=200 et <=1100 µS/cm",
)  # fmt: skip
_LEAD = ("1382", "PB", "Plomb", "µg/L", "<=10 µg/L", "")
_PESTICIDES = ("6276", "PESTOT", "Total des pesticides analysés", "µg/L", "<=0,5 µg/L", "")
_GOOD = (
    "Eau d'alimentation conforme aux exigences de qualité en vigueur pour l'ensemble des "
    "paramètres mesurés. (simulation)"
)
_BAD = (
    "Eau d'alimentation non conforme : la limite de qualité en Escherichia coli est dépassée. Un "
    "prélèvement de contrôle est demandé. (simulation)"
)
_DETECTED = {"ECOLI": 1.0, "PB": 0.5, "PESTOT": 0.02, "CL2LIB": 0.03}


@dataclass(frozen=True, slots=True)
class _Network:
    """What the water of a network is like."""

    nitrates: float  # mg/L at the beginning
    rise: float  # mg/L a year
    conductivity: float
    turbidity: float


_NETWORKS = (
    _Network(21.0, 0.1, 560.0, 0.25),
    _Network(32.0, 1.9, 610.0, 0.2),
    _Network(9.0, 0.0, 480.0, 0.4),
    _Network(5.5, 0.0, 300.0, 0.9),
)


def samples(seed: int, years: int, end: date, towns: tuple[str, ...]) -> bytes:
    """Return the samples of the first communes of a territory, as a file of Hub'Eau.

    >>> made = json.loads(samples(676, 1, date(2026, 10, 31), ("Val", "Bois")))
    >>> made["count"] == len(made["data"]), made["data"][0]["nom_commune"]
    (True, 'VAL')
    """
    rows = [row for number, town in enumerate(towns) for row in _of(seed, number, town, years, end)]
    answer = {
        "count": len(rows), "first": None, "last": None, "prev": None, "next": None,
        "api_version": "v1", "data": rows,
    }  # fmt: skip
    return json.dumps(answer, ensure_ascii=False).encode()


def _of(seed: int, number: int, town: str, years: int, end: date) -> Iterator[dict[str, Any]]:
    rng = np.random.default_rng([seed, 31, number])
    network = _NETWORKS[number % len(_NETWORKS)]
    first = end - timedelta(days=365 * years)
    day = first + timedelta(days=9 * number + 5)
    days = []
    while day < end - timedelta(days=12):
        days.append(day)
        day += EVERY
    if number == 0:
        days = sorted({*days, end - EXCEEDED, end - BACK})
    for place, one in enumerate(days):
        bad = number == 0 and one == end - EXCEEDED
        found = _found(network, (one - first).days / 365.25, place, rng, bad=bad)
        for about, value in found:
            yield _row(about, value, f"000{number:02d}{place:06d}", one, number, town, bad=bad)


def _found(
    network: _Network, age: float, place: int, rng: np.random.Generator, *, bad: bool
) -> list[tuple[tuple[str, ...], float]]:
    found: list[tuple[tuple[str, ...], float]] = [
        (_COLI, 4.0 if bad else 0.0),
        (_NITRATES, network.nitrates + network.rise * age + rng.normal(0.0, 0.9)),
        (_CHLORINE, abs(rng.normal(0.02 if bad else 0.22, 0.06))),
        (_TURBIDITY, network.turbidity * float(rng.lognormal(0.0, 0.45))),
        (_CONDUCTIVITY, network.conductivity + rng.normal(0.0, 12.0)),
    ]
    if place % 6 == 0:
        found.append((_LEAD, abs(rng.normal(0.4, 0.5))))
    if place % 3 == 0:
        found.append((_PESTICIDES, abs(rng.normal(0.02, 0.05))))
    return found


def _row(
    about: tuple[str, ...], value: float, code: str, day: date, number: int, town: str, *, bad: bool
) -> dict[str, Any]:
    sandre, sise, label, unit, limit, reference = about
    least, digits = _DETECTED.get(sise, 0.0), 0 if sise in ("ECOLI", "CDT25") else 2
    seen = round(value, digits)
    below = seen < least
    text = f"<{least:g}" if below else f"{seen:.{digits}f}"
    return {
        "code_departement": "00",
        "code_prelevement": code,
        "code_parametre": sandre,
        "code_parametre_se": sise,
        "libelle_parametre": label,
        "code_type_parametre": "N",
        "code_lieu_analyse": "T" if sise == "CL2LIB" else "L",
        "resultat_alphanumerique": text.replace(".", ","),
        "resultat_numerique": 0.0 if below else seen,
        "libelle_unite": unit,
        "limite_qualite_parametre": limit or None,
        "reference_qualite_parametre": reference or None,
        "code_commune": commune_code(number),
        "nom_commune": town.upper(),
        "nom_distributeur": "RÉGIE DES EAUX (SIMULATION)",
        "nom_moa": "SYNDICAT DES EAUX (SIMULATION)",
        "date_prelevement": f"{day.isoformat()}T09:{10 + number:02d}:00Z",
        "conclusion_conformite_prelevement": _BAD if bad else _GOOD,
        "conformite_limites_bact_prelevement": "N" if bad else "C",
        "conformite_limites_pc_prelevement": "C",
        "conformite_references_bact_prelevement": "C",
        "conformite_references_pc_prelevement": "C",
        "reseaux": [{"code": f"00000000{number + 1}", "nom": f"{town.upper()} (SIMULATION)"}],
    }
