"""How findings are shown to people: in a list, one by one, or when there is none."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.padding import Padding
from rich.panel import Panel as Box

from beffroi.cli.context import Session
from beffroi.cli.screen import styled
from beffroi.decide.findings import CURRENT, STATUS, order, unsure
from beffroi.decide.history import day_of
from beffroi.decide.stakes import at_stake
from beffroi.decide.standing import standing
from beffroi.domains import domains
from beffroi.figures import numbers, shown_unit
from beffroi.texts import Text

SEVERITY = {
    "high": ("red", Text(fr="fort", en="high")),
    "medium": ("yellow", Text(fr="moyen", en="medium")),
    "low": ("dim", Text(fr="faible", en="low")),
}
NO_STAKE = Text(fr="sans enjeu chiffré", en="no stake in figures")
_PAST = Text(
    fr="constat du passé, dernière mesure le {day}", en="of the past, last measure on {day}"
)
#: Findings without a stake come last: some are shown whatever the number of the others.
_KEPT = 3
_EMPTY = {
    "measured": Text(
        fr="Aucun constat, car aucune mesure. Importez des fichiers (beffroi import), puis "
        "beffroi analyse.",
        en="No finding, since there is no measure. Import files (beffroi import), then "
        "beffroi analyse.",
    ),
    "judged": Text(
        fr="Aucun constat : aucun compteur n’a encore un an de mesures, ce qu’il faut pour "
        "juger. Importez un historique plus long (beffroi import), puis beffroi analyse.",
        en="No finding: no meter has a year of measures yet, which it takes to judge. Import a "
        "longer history (beffroi import), then beffroi analyse.",
    ),
    "analysed": Text(
        fr="Aucun constat : les mesures n’ont pas encore été analysées : beffroi analyse.",
        en="No finding: the measures were not analysed yet: beffroi analyse.",
    ),
}
_GOOD = Text(
    fr="Aucun constat en cours : rien d’anormal n’est vu dans les mesures. C’est une bonne "
    "nouvelle.",
    en="No finding under way: nothing abnormal is seen in the measures. That is good news.",
)
_OVER = Text(
    fr="Constats terminés ou écartés : {n}. Pour les voir : beffroi findings --all",
    en="Findings ended or dismissed: {n}. To see them: beffroi findings --all",
)

_UNSURE = Text(fr=", à confirmer", en=", to be confirmed")


def show_findings(
    session: Session, rows: list[dict[str, Any]], owners: Sequence[int], most: int = 25
) -> None:
    """Print findings, the greatest stake first; where there is none, say what that means."""
    if not rows:
        _show_none(session, owners)
        return
    ranked = sorted(rows, key=order)
    shown = _chosen(ranked, most)
    for row in shown:
        _show_line(session, row)
    others = len(rows) - len(shown)
    total = numbers(sum(_sure_eur(row) for row in rows))
    if others:
        rest = numbers(sum(_sure_eur(row) for row in rows) - sum(_sure_eur(row) for row in shown))
        more = Text(
            fr="… et {n} autres constats, {rest} €/an (beffroi findings --all montre tout). En "
            "tout, {total} €/an sont en jeu.",
            en="... and {n} more findings, {rest} EUR/year (beffroi findings --all shows all). In "
            "all, {total} EUR/year are at stake.",
        )
        session.console.print(session.say(more.fill(n=others, rest=rest, total=total)))
    elif len(rows) > 1:
        text = Text(
            fr="En tout, {total} €/an sont en jeu.", en="In all, {total} EUR/year are at stake."
        )
        session.console.print(session.say(text.fill(total=total)))


def _chosen(ranked: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Keep the first rows, and the first of those without a stake."""
    if len(ranked) <= most:
        return ranked
    bare = [row for row in ranked if _eur(row) <= 0][:_KEPT]
    first = [row for row in ranked if _eur(row) > 0][: most - len(bare)]
    return [*first, *bare]


def _eur(row: dict[str, Any]) -> float:
    return float(row["stake"]["eur_per_year"]["value"])


def _sure_eur(row: dict[str, Any]) -> float:
    """Return what a finding surely costs today: nothing for what is over or of the past."""
    over = row["past"] or row["status"] not in CURRENT
    return 0.0 if over or unsure(row) else max(_eur(row), 0.0)


def _show_line(session: Session, row: dict[str, Any]) -> None:
    say = session.say
    year = say(Text(fr="an", en="year"))
    colour, _ = SEVERITY[row["severity"]]
    place = " · ".join(dict.fromkeys((row["organisation"], row["place"])))
    details = [say(STATUS[row["status"]])]
    head = say(NO_STAKE)
    parts = [
        f"{say(numbers(row['stake'][key]['value']))}\u00a0{shown_unit(unit)}/{year}"
        for key, unit in at_stake(row["stake"])
    ]
    if parts:
        head = parts[0] + (say(_UNSURE) if unsure(row) else "")
        details[:0] = [", ".join(parts[1:])] if parts[1:] else []
    if row["past"]:
        details.append(say(past_of(row)))
    session.console.print(
        styled(
            (f"{row['id'] or '–':>4}  ", "bold"), (head, f"bold {colour}"), (f"  {place}", "bold")
        ),
        Padding(row["explanation"], (0, 0, 0, 6)),
        Padding(styled((" · ".join(details), "dim")), (0, 0, 0, 6)),
    )


def past_of(row: dict[str, Any]) -> Text:
    """Say that a finding is of the past, and since when."""
    day = date.fromisoformat(row["measured_to"])
    return _PAST.fill(day=Text(fr=f"{day:%d/%m/%Y}", en=day.isoformat()))


def _show_none(session: Session, owners: Sequence[int]) -> None:
    found = standing(session.read("findings"), owners, list(domains().values()))
    for name, text in _EMPTY.items():
        if not getattr(found, name):
            session.console.print(session.say(text))
            break
    else:
        session.console.print(session.say(_GOOD))
    if found.past:
        session.console.print(session.say(_OVER.fill(n=found.past)))


def show_one(session: Session, data: dict[str, Any]) -> None:
    """Print one finding whole: its stake, what could be done, what was."""
    say = session.say
    stake = data["stake"]
    lines = [data["explanation"], ""]
    if data["past"]:
        lines[1:1] = [f"{say(past_of(data))}."]
    text = Text(
        fr="{value} {unit} par an (entre {low} et {high})",
        en="{value} {unit} a year (between {low} and {high})",
    )
    told = at_stake(stake)
    for key, unit in told:
        part = {name: say(numbers(value)) for name, value in stake[key].items()}
        lines.append(say(text.fill(unit=shown_unit(unit), **part)))
    if not told:
        lines.append(say(NO_STAKE))
    since = Text(
        fr="depuis le {since}, confiance {confidence} %",
        en="since {since}, {confidence}% sure",
    )
    began = f"{date.fromisoformat(data['since']):%d/%m/%Y}"
    sure = round(100 * data["confidence"])
    lines += [say(since.fill(since=began, confidence=sure)), say(STATUS[data["status"]]), ""]
    lines += [f"→ {action['label']}" for action in data["actions"]]
    lines += [f"· {day_of(entry['at'])} {entry['sentence']}" for entry in data["history"]]
    title = styled(f"{data['id']} · {data['organisation']} · {data['place']}")
    session.console.print(Box("\n".join(lines), title=title, title_align="left"))


def reasons(rows: Sequence[dict[str, Any]], most: int = 5) -> list[str]:
    r"""Say in a line a reason which meters were left out for it.

    >>> row = {"why": "trop court", "asset_name": "A", "from": "2024-01-01", "to": "2024-02-01"}
    >>> reasons([row])
    ['1 · trop court\xa0: A (01/01/2024 – 01/02/2024)']
    """
    counts = Counter(row["why"] for row in rows)
    lines = []
    for why, count in counts.most_common():
        names = [_named(row) for row in rows if row["why"] == why]
        rest = ", …" if count > most else ""
        lines.append(f"{count} · {why}\u00a0: {', '.join(names[:most])}{rest}")
    return lines


def _named(row: dict[str, Any]) -> str:
    if not row["from"]:
        return str(row["asset_name"])
    first, last = (f"{date.fromisoformat(row[name]):%d/%m/%Y}" for name in ("from", "to"))
    span = f"{first} – {last}" if first != last else first
    return f"{row['asset_name']} ({span})"
