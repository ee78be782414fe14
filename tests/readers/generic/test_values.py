"""Small files of many shapes, and what must be read in them, worked out by hand."""

from dataclasses import dataclass

import pytest

from beffroi.readers import ReadOptions
from beffroi.readers.generic import Understanding, read, understand
from tests.readers.reading import source_of


@dataclass(frozen=True)
class Case:
    """A file; its first observation `(asset, quantity, kind, start, end, value)`, and how many."""

    name: str
    text: str
    first: tuple[str, str, str, str, str, float]
    count: int
    encoding: str = "utf-8"
    file: str = "mairie.csv"
    mapping: tuple[tuple[str, object], ...] = ()
    said: str = ""  # a part of a doubt
    silent: str = ""  # a part of no doubt


ENERGY, POWER = "electricity.active_energy", "electricity.active_power"
PARIS_JULY = "2021-06-30T22:00"

CASES = [
    Case(
        "iso with offset, power in W",
        "Horodate;Valeur (W)\n2021-07-01T00:00:00+02:00;100\n2021-07-01T00:30:00+02:00;120\n",
        ("mairie", POWER, "mean_power", PARIS_JULY, "2021-06-30T22:30", 100.0),
        2,
        said="début est supposé",
        silent="Paris",
    ),
    Case(
        "naive local time, decimal comma, kW",
        "Date;Puissance (kW)\n01/07/2021 00:00;1,5\n01/07/2021 00:10;2,5\n",
        ("mairie", POWER, "mean_power", PARIS_JULY, "2021-06-30T22:10", 1500.0),
        2,
        said="heure de Paris est supposée",
    ),
    Case(
        "the same with a mapping in UTC",
        "Date;Puissance (kW)\n01/07/2021 00:00;1,5\n01/07/2021 00:10;2,5\n",
        ("mairie", POWER, "mean_power", "2021-07-01T00:00", "2021-07-01T00:10", 1500.0),
        2,
        mapping=(("timezone", "UTC"),),
        silent="Paris",
    ),
    Case(
        "winter time all year",
        "Date;Puissance (kW)\n01/07/2021 00:00;1,5\n01/07/2021 00:10;2,5\n",
        ("mairie", POWER, "mean_power", "2021-06-30T23:00", "2021-06-30T23:10", 1500.0),
        2,
        mapping=(("timezone", "+01:00"),),
    ),
    Case(
        "end of the step, told by the mapping",
        "Date;Conso (kWh)\n01/07/2021 01:00;1,5\n01/07/2021 02:00;2,5\n",
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-06-30T23:00", 1500.0),
        2,
        mapping=(("stamp", "end"),),
        silent="début est supposé",
    ),
    Case(
        "end of the step, told by the title",
        "Fin de période;Conso (kWh)\n01/07/2021 01:00;1,5\n01/07/2021 02:00;2,5\n",
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-06-30T23:00", 1500.0),
        2,
        silent="début est supposé",
    ),
    Case(
        "a day that lasts 23 hours",
        "Jour;Conso (kWh)\n27/03/2021;1\n28/03/2021;1\n29/03/2021;1\n",
        ("mairie", ENERGY, "interval", "2021-03-26T23:00", "2021-03-27T23:00", 1000.0),
        3,
        silent="début est supposé",
    ),
    Case(
        "months are civil ones",
        "Mois;Conso (MWh)\n2021-02;1,5\n2021-03;2\n2021-04;1\n",
        ("mairie", ENERGY, "interval", "2021-01-31T23:00", "2021-02-28T23:00", 1.5e6),
        3,
    ),
    Case(
        "date and hour apart",
        "Date;Heure;Conso (kWh)\n01/07/2021;00:00;1\n01/07/2021;01:00;2\n01/07/2021;02:00;2\n",
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-06-30T23:00", 1000.0),
        3,
    ),
    Case(
        "hours from 1 to 24 name the hour that they end",
        "Date;Heure;Conso (kWh)\n" + "".join(f"01/07/2021;{h};{h}\n" for h in range(1, 25)),
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-06-30T23:00", 1000.0),
        24,
    ),
    Case(
        "start and end columns",
        "Début;Fin;Conso (kWh)\n01/07/2021;05/07/2021;8\n05/07/2021;06/07/2021;2\n",
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-07-04T22:00", 8000.0),
        2,
    ),
    Case(
        "month before day, proven by a 13th",
        "date,load [kWh]\n" + "".join(f"07/{d:02d}/2021,{d}\n" for d in range(1, 20)),
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-07-01T22:00", 1000.0),
        19,
        silent="mois/jour",
    ),
    Case(
        "month before day, not proven",
        "date,load [kWh]\n01/07/2021,1\n02/07/2021,1\n03/07/2021,1\n",
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-07-01T22:00", 1000.0),
        3,
        said="mois/jour",
    ),
    Case(
        "epoch in seconds, count",
        "timestamp,passages\n1625090400,3\n1625094000,4\n",
        ("mairie", "count.passages", "count", PARIS_JULY, "2021-06-30T23:00", 3.0),
        2,
        silent="Paris",
    ),
    Case(
        "compact dates",
        "AAAAMMJJHH;T (°C)\n2021070100;21,5\n2021070101;20,5\n",
        ("mairie", "weather.air_temperature", "gauge", PARIS_JULY, PARIS_JULY, 21.5),
        2,
    ),
    Case(
        "year first with slashes, kelvin",
        "Date de début;Température (K)\n2021/07/01 00:00:00;293.15\n2021/07/01 01:00:00;294.15\n",
        ("mairie", "weather.air_temperature", "gauge", PARIS_JULY, PARIS_JULY, 20.0),
        2,
    ),
    Case(
        "cp1252, thousands with no-break spaces, water in litres, index by its title",
        "Date de relevé;Index relevé (litres)\n"
        "01/07/2021;40\u00a0000,00\n02/07/2021;40\u00a0250,00\n",
        ("mairie", "water.volume", "index", PARIS_JULY, PARIS_JULY, 40.0),
        2,
        encoding="cp1252",
        said="Volume d’eau",
    ),
    Case(
        "narrow no-break spaces",
        "Date;Conso eau (m3)\n01/07/2021;1\u202f234,5\n02/07/2021;2\n",
        ("mairie", "water.volume", "interval", PARIS_JULY, "2021-07-01T22:00", 1234.5),
        2,
        silent="Volume d’eau",
    ),
    Case(
        "points between thousands",
        "Date;Conso (kWh)\n01/07/2021;1.234,5\n02/07/2021;1.000.000,0\n",
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-07-01T22:00", 1_234_500.0),
        2,
    ),
    Case(
        "commas between thousands, in quotes",
        'date,load [kWh]\n2021-07-01,"1,234.5"\n2021-07-02,"2,000.0"\n',
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-07-01T22:00", 1_234_500.0),
        2,
    ),
    Case(
        "index by its values",
        "Date;Compteur gaz (m3)\n"
        + "".join(f"{d:02d}/07/2021;{5000 + 2 * d}\n" for d in range(1, 15)),
        ("mairie", "gas.volume", "index", PARIS_JULY, PARIS_JULY, 5002.0),
        14,
    ),
    Case(
        "gas by the name of the file",
        "Date;Conso (kWh)\n01/07/2021;5\n02/07/2021;6\n",
        ("ecole_gaz", "gas.energy", "interval", PARIS_JULY, "2021-07-01T22:00", 5000.0),
        2,
        file="ecole_gaz.csv",
        silent="fluide",
    ),
    Case(
        "preamble, blank lines, total at the end",
        "Export du 05/07/2021\nSite : Mairie\n\nDate;Conso (kWh)\n01/07/2021;5\n;\n02/07/2021;6\n"
        "Total;11\n",
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-07-01T22:00", 5000.0),
        2,
    ),
    Case(
        "titles are meters",
        "Date;30001234567890;30009876543210\n01/07/2021;5;7\n02/07/2021;6;8\n",
        ("30001234567890", "other.value", "gauge", PARIS_JULY, PARIS_JULY, 5.0),
        4,
        said="ni le titre ni le fichier",
    ),
    Case(
        "long, with units by row",
        "Compteur;Date;Grandeur;Valeur;Unité\nC1;01/07/2021;Eau froide;1500;L\n"
        "C2;01/07/2021;Gaz;2;MWh\nC1;02/07/2021;Eau froide;500;L\nC2;02/07/2021;Gaz;3;MWh\n",
        ("C1", "water.volume", "interval", PARIS_JULY, "2021-07-01T22:00", 1.5),
        4,
    ),
    Case(
        "tabs and no titles",
        "2021-07-01T00:00:00Z\t1.5\n2021-07-01T01:00:00Z\t2.5\n",
        ("mairie", "other.value", "gauge", "2021-07-01T00:00", "2021-07-01T00:00", 1.5),
        2,
    ),
    Case(
        "utf-16 with bars",
        "Date|Conso (kWh)\n01/07/2021|5\n02/07/2021|6\n",
        ("mairie", ENERGY, "interval", PARIS_JULY, "2021-07-01T22:00", 5000.0),
        2,
        encoding="utf-16",
    ),
    Case(
        "title in UTC, half past midnight as 0h30",
        "Date UTC;Conso (kWh)\n01/07/2021 0h00;5\n01/07/2021 0h30;6\n",
        ("mairie", ENERGY, "interval", "2021-07-01T00:00", "2021-07-01T00:30", 5000.0),
        2,
        silent="Paris",
    ),
    Case(
        "an unknown unit is never guessed",
        "Date;Turbidité [NTU]\n01/07/2021;5\n02/07/2021;6\n",
        ("mairie", "other.value", "gauge", PARIS_JULY, PARIS_JULY, 5.0),
        2,
        said="NTU",
    ),
]


def observe(case: Case) -> tuple[Understanding, list[tuple[str, str, str, str, str, float]]]:
    source = source_of(case.text.encode(case.encoding), case.file)
    options = ReadOptions(mapping=dict(case.mapping))
    found = [
        (draft.asset, draft.quantity, draft.kind.value, f"{row['start']:%Y-%m-%dT%H:%M}",
         f"{row['end']:%Y-%m-%dT%H:%M}", row["value"])
        for piece in read(source, options)
        for row in piece.observations.to_pylist()
        for draft in [piece.series[row["series"]]]
    ]  # fmt: skip
    return understand(source, options), found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    known, found = observe(case)
    assert found[0][:5] == case.first[:5]
    assert found[0][5] == pytest.approx(case.first[5], rel=1e-12)
    assert len(found) == case.count
    doubts = " ".join(doubt.fr for doubt in known.doubts)
    assert case.said in doubts
    assert not case.silent or case.silent not in doubts
    shown = known.preview[0]
    assert (shown.asset, shown.quantity, shown.value) == (found[0][0], found[0][1], found[0][5])
