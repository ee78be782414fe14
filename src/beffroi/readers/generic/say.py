"""The sentences that say what was understood of a file, and what a person should confirm."""

from collections.abc import Sequence
from datetime import date

from beffroi.quantities import QUANTITIES
from beffroi.readers.generic.mapping import FileMapping, ValueColumn
from beffroi.texts import Text
from beffroi.units import SeriesKind

_SEPARATORS = {
    ";": Text(fr="point-virgule", en="semicolon"),
    ",": Text(fr="virgule", en="comma"),
    "\t": Text(fr="tabulation", en="tab"),
    "|": Text(fr="barre verticale", en="vertical bar"),
}
_KINDS = {
    SeriesKind.MEAN_POWER: Text(fr="moyenne sur le pas", en="mean over the step"),
    SeriesKind.INTERVAL: Text(fr="quantité du pas", en="amount of the step"),
    SeriesKind.INDEX: Text(fr="index cumulé", en="cumulative index"),
    SeriesKind.GAUGE: Text(fr="niveau à l’instant", en="level at the instant"),
    SeriesKind.COUNT: Text(fr="nombre sur le pas", en="number over the step"),
    SeriesKind.STATE: Text(fr="état à partir de l’instant", en="state from the instant on"),
}
_ORDERS = {
    "ymd": Text(fr="année-mois-jour", en="year-month-day"),
    "dmy": Text(fr="jour/mois/année", en="day/month/year"),
    "mdy": Text(fr="mois/jour/année", en="month/day/year"),
    "ym": Text(fr="année-mois", en="year-month"),
    "my": Text(fr="mois/année", en="month/year"),
    "compact": Text(fr="AAAAMMJJ", en="YYYYMMDD"),
    "epoch": Text(fr="secondes depuis 1970", en="seconds since 1970"),
    "epoch_ms": Text(fr="millisecondes depuis 1970", en="milliseconds since 1970"),
    "serial": Text(fr="numéros de jour d’un tableur", en="day numbers of a spreadsheet"),
}
_TYPES = {
    "meter": Text(fr="compteur", en="meter"),
    "delivery_point": Text(fr="point de livraison", en="delivery point"),
    "counter": Text(fr="compteur de passages", en="traffic counter"),
    "weather_station": Text(fr="station météo", en="weather station"),
}
_MAX_COLUMNS_SAID = 12

STEP_ASSUMED = Text(
    fr="Rien ne dit si l’heure marque le début ou la fin du pas : le début est supposé "
    "(sinon, dites-le dans la correspondance).",
    en="Nothing says whether the time marks the start or the end of the step: the start is "
    "assumed (otherwise, say so in the mapping).",
)
ZONE_ASSUMED = Text(
    fr="Les heures n’ont pas de décalage écrit : l’heure de Paris est supposée "
    "(sinon, dites UTC dans la correspondance).",
    en="The times have no written offset: Paris time is assumed (otherwise, say UTC in the "
    "mapping).",
)
ZONE_DISPROVED = Text(
    fr="Le fichier contient des heures qui n’existent pas à Paris (passage à l’heure d’été) : il "
    "est lu en UTC (+01:00 dans la correspondance s’il est en heure d’hiver toute l’année).",
    en="The file holds times that do not exist in Paris (start of summer time): it is read as UTC "
    "(+01:00 in the mapping if it keeps winter time all year).",
)
ZONE_SUSPECT = Text(
    fr="Plus loin, le fichier contient des heures qui n’existent pas à Paris (passage à l’heure "
    "d’été) : il est sans doute en UTC. Reprenez l’import avec une correspondance qui dit UTC.",
    en="Further on, the file holds times that do not exist in Paris (start of summer time): it is "
    "likely in UTC. Import it again with a mapping that says UTC.",
)
ORDER_ASSUMED = Text(
    fr="Les dates se lisent aussi bien mois/jour que jour/mois : jour/mois est supposé "
    "(sinon, dites-le dans la correspondance).",
    en="The dates read as well month/day as day/month: day/month is assumed (otherwise, say "
    "so in the mapping).",
)
YEAR_FOUND = Text(
    fr="Les titres nomment des mois sans année : celle de « {text} » est prise.",
    en="The titles name months without a year: that of “{text}” is taken.",
)
STEP_UNKNOWN = Text(
    fr="Le pas est irrégulier ; sans colonne de fin, on ne sait pas quelle durée couvre chaque "
    "valeur (indiquez step ou end).",
    en="The step is irregular; without a column of ends, the time that each value covers is not "
    "known (give step or end).",
)
SEVERAL_SHEETS = Text(
    fr="Le classeur a plusieurs feuilles ({names}) : seule « {name} » est lue.",
    en="The workbook has several sheets ({names}): only “{name}” is read.",
)
_UNKNOWN_UNIT = Text(
    fr="« {column} » : l’unité « {unit} » n’est pas connue ; les valeurs sont gardées sans unité.",
    en="“{column}”: the unit “{unit}” is not known; the values are kept without a unit.",
)
_NO_QUANTITY = Text(
    fr="« {column} » : ni le titre ni le fichier ne disent ce qui est mesuré ; indiquez la "
    "grandeur et l’unité.",
    en="“{column}”: neither the title nor the file says what is measured; give quantity and unit.",
)
_FLUID_ASSUMED = Text(
    fr="« {column} » : rien ne nomme le fluide ; « {label} » est supposé.",
    en="“{column}”: nothing names the fluid; “{label}” is assumed.",
)


def decided(
    mapping: FileMapping,
    ignored: Sequence[str],
    offsets: bool,
    periods: Sequence[tuple[int, date]] = (),
    *,
    told: bool = False,
) -> list[Text]:
    """Return one sentence for each choice.

    `periods` are those that titles name, if they do; `told` says that a person named the asset.
    """
    time = _titles(mapping, periods) if periods else _time(mapping, offsets)
    found = [_file(mapping), time, _asset(mapping, told=told)]
    found += [_value(value, mapping) for value in mapping.values[:_MAX_COLUMNS_SAID]]
    more = len(mapping.values) - _MAX_COLUMNS_SAID
    if more > 0:
        found.append(
            Text(
                fr="… et {n} autres colonnes de valeurs.", en="... and {n} more columns of values."
            ).fill(n=more)
        )
    if ignored:
        names = ", ".join(ignored[:_MAX_COLUMNS_SAID])
        found.append(
            Text(fr="Colonnes laissées de côté : {names}.", en="Columns left aside: {names}.").fill(
                names=names
            )
        )
    return found


def unit_doubt(column: str, unit: str) -> Text:
    """Return the doubt about a unit that is not known."""
    return _UNKNOWN_UNIT.fill(column=column, unit=unit)


def quantity_doubt(column: str, quantity: str) -> Text:
    """Return the doubt about a quantity that nothing names."""
    if quantity == "other.value":
        return _NO_QUANTITY.fill(column=column)
    return _FLUID_ASSUMED.fill(column=column, label=QUANTITIES[quantity].label)


def _file(mapping: FileMapping) -> Text:
    if not mapping.separator:
        return Text(
            fr="Feuille « {sheet} », titres en ligne {line}.",
            en="Sheet “{sheet}”, titles on line {line}.",
        ).fill(sheet=mapping.sheet, line=mapping.header_line)
    return Text(
        fr="Texte {encoding}, séparateur {name}, décimales « {decimal} », titres en ligne {line}.",
        en="{encoding} text, separator {name}, decimal sign “{decimal}”, titles on line {line}.",
    ).fill(
        encoding=mapping.encoding,
        name=_SEPARATORS[mapping.separator],
        decimal=mapping.decimal,
        line=mapping.header_line,
    )


def _titles(mapping: FileMapping, periods: Sequence[tuple[int, date]]) -> Text:
    days = sorted(day for _, day in periods)
    return Text(
        fr="Les titres de {n} colonnes sont des dates, du {first} au {last}, pas {step}.",
        en="The titles of {n} columns are dates, from {first} to {last}, step {step}.",
    ).fill(
        n=len(days),
        first=f"{days[0]:%d/%m/%Y}",
        last=f"{days[-1]:%d/%m/%Y}",
        step=mapping.step or Text(fr="irrégulier", en="irregular"),
    )


def _time(mapping: FileMapping, offsets: bool) -> Text:
    columns = " + ".join(f"«\u00a0{name}\u00a0»" for name in (mapping.time, mapping.hour) if name)
    zone = (
        Text(fr="décalage écrit dans le fichier", en="offset written in the file")
        if offsets
        else Text(fr=f"fuseau {mapping.timezone}", en=f"time zone {mapping.timezone}")
    )
    ends = mapping.end and Text(fr=f" jusqu’à « {mapping.end} »", en=f" to “{mapping.end}”")
    mark = (
        Text(fr="début du pas", en="start of the step")
        if mapping.stamp == "start"
        else Text(fr="fin du pas", en="end of the step")
    )
    return Text(
        fr="Dates dans {columns}{ends}, ordre {order}, {mark}, {zone}, pas {step}.",
        en="Times in {columns}{ends}, order {order}, {mark}, {zone}, step {step}.",
    ).fill(
        columns=Text(fr=columns, en=columns.replace("«\u00a0", "“").replace("\u00a0»", "”")),
        ends=ends or "",
        order=_ORDERS[mapping.date_order],
        mark=mark,
        zone=zone,
        step=mapping.step or Text(fr="irrégulier", en="irregular"),
    )


def _asset(mapping: FileMapping, *, told: bool) -> Text:
    if mapping.asset_column:
        return Text(
            fr="Fichier en long : « {column} » nomme l’équipement ({type}).",
            en="Long file: “{column}” names the asset ({type}).",
        ).fill(column=mapping.asset_column, type=_TYPES.get(mapping.asset_type, mapping.asset_type))
    if any(value.asset for value in mapping.values):
        return Text(
            fr="Fichier en large : le titre de chaque colonne nomme l’équipement ({type}).",
            en="Wide file: the title of each column names the asset ({type}).",
        ).fill(type=_TYPES.get(mapping.asset_type, mapping.asset_type))
    known = _TOLD if told else _AFTER_NAME
    return known.fill(asset=mapping.asset, type=_TYPES.get(mapping.asset_type, mapping.asset_type))


_TOLD = Text(
    fr="Équipement « {asset} » ({type}), comme indiqué.", en="Asset “{asset}” ({type}), as told."
)
_AFTER_NAME = Text(
    fr="Équipement « {asset} » ({type}), d’après le nom du fichier.",
    en="Asset “{asset}” ({type}), after the name of the file.",
)


def _value(value: ValueColumn, mapping: FileMapping) -> Text:
    if mapping.unit_column or mapping.quantity_column:
        told = " + ".join(filter(None, (mapping.quantity_column, mapping.unit_column)))
        return Text(
            fr="« {column} » : grandeur ou unité dites par « {told} ».",
            en="“{column}”: quantity or unit told by “{told}”.",
        ).fill(column=value.column, told=told)
    return Text(
        fr="« {column} » : {label}, en {unit}, {kind}.",
        en="“{column}”: {label}, in {unit}, {kind}.",
    ).fill(
        column=value.column,
        label=QUANTITIES[value.quantity].label,
        unit=value.unit or "1",
        kind=_KINDS[SeriesKind(value.kind)],
    )
