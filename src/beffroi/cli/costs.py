"""A statement of shared costs, for people and for programs."""

from collections.abc import Sequence
from typing import Any

from beffroi.cli.screen import Screen
from beffroi.cli.tables import light
from beffroi.commons.costs import Change, Plan, Statement
from beffroi.commons.costs.model import BASES
from beffroi.commons.costs.writing import euros, written
from beffroi.figures import number
from beffroi.texts import Language, Text

_HEAD = Text(fr="{title}, {year} : {total} € à répartir.", en="{title}, {year}: €{total} to share.")
_RESERVE = Text(fr="mise en réserve", en="put in reserve")
_AWAITED = Text(fr="attendue, non déduite", en="awaited, not deducted")
_COUNTED = Text(fr="déduite", en="deducted")
_KEY = Text(fr="Clé « {key} » : {bases}.", en="Key “{key}”: {bases}.")
_STEP = Text(
    fr="  {key} : {share} % de {total} € = {amount} €",
    en="  {key}: {share}% of €{total} = €{amount}",
)
_DAYS = Text(fr="présent {share} % de l’année", en="a member {share}% of the year")
_CORRECTION = Text(fr="  planchers et plafonds : {amount} €", en="  floors and ceilings: €{amount}")
_LINES = (
    Text(fr="dépense", en="cost"),
    Text(fr="clé", en="key"),
    Text(fr="montant", en="amount"),
    Text(fr="aides", en="subsidies"),
    Text(fr="réserve", en="reserve"),
    Text(fr="à répartir", en="to share"),
)
_DUES = (
    Text(fr="membre", en="member"),
    Text(fr="dû", en="due"),
    Text(fr="versé", en="paid"),
    Text(fr="solde", en="balance"),
)
_CHANGES = (
    Text(fr="membre", en="member"),
    Text(fr="avant", en="before"),
    Text(fr="après", en="after"),
    Text(fr="écart", en="difference"),
)


def plain(found: Statement) -> dict[str, Any]:
    """Return a statement as plain data; amounts are texts in euros, exact."""
    plan = found.plan
    return {
        "title": plan.title,
        "year": plan.year,
        "total": written(found.total),
        "costs": [
            {
                "label": line.label,
                "key": line.key,
                "amount": written(line.amount),
                "subsidies": written(line.subsidies),
                "reserve": written(line.reserve),
                "net": written(line.net),
            }
            for line in found.lines
        ],
        "subsidies": [
            {
                "label": one.subsidy.label,
                "base": written(one.base),
                "rate": float(one.subsidy.rate * 100),
                "amount": written(one.amount),
                "deducted": written(one.deducted),
                "received": one.subsidy.received,
            }
            for one in found.granted
        ],
        "keys": {
            key: {basis: float(weight) for basis, weight in plan.weights(key).items()}
            for key in sorted({line.key for line in found.lines})
        },
        "members": [
            {
                "member": due.member,
                "presence": float(due.days),
                "portions": [
                    {
                        "key": one.key,
                        "total": written(one.total),
                        "share": float(one.share),
                        "amount": written(one.amount),
                    }
                    for one in due.portions
                ],
                "shared": written(due.shared),
                "correction": written(due.correction),
                "due": written(due.due),
                "paid": written(due.paid),
                "balance": written(due.balance),
            }
            for due in found.dues
        ],
    }


def show(screen: Screen, found: Statement, language: Language) -> None:
    """Print a statement: costs, subsidies, keys, then each member with each step."""
    plan = found.plan
    total = euros(found.total, language)
    screen.print(_HEAD.format(language, title=plan.title, year=plan.year, total=total))
    table = light(*(one.in_(language) for one in _LINES), right=(2, 3, 4, 5))
    for line in found.lines:
        amounts = (line.amount, line.subsidies, line.reserve, line.net)
        label = line.label or _RESERVE.in_(language)
        table.add_row(label, line.key, *(euros(one, language) for one in amounts))
    screen.print(table)
    for one in found.granted:
        state = _COUNTED if one.deducted == one.amount else _AWAITED
        rate = number(float(one.subsidy.rate * 100), 2, language)
        told = f"{one.subsidy.label} : {rate} % × {euros(one.base, language)} €"
        screen.print(f"{told} → {euros(one.amount, language)} € ({state.in_(language)})")
    for key in sorted({line.key for line in found.lines}):
        bases = _bases(plan, key, language)
        screen.print(_KEY.format(language, key=key, bases=bases))
    _members(screen, found, language)


def _members(screen: Screen, found: Statement, language: Language) -> None:
    for due in found.dues:
        share = number(float(due.days * 100), 2, language)
        there = "" if due.days == 1 else f" ({_DAYS.format(language, share=share)})"
        screen.print(f"{due.member}{there}")
        for one in due.portions:
            said = {
                "key": one.key,
                "share": number(float(one.share * 100), 2, language),
                "total": euros(one.total, language),
                "amount": euros(one.amount, language),
            }
            screen.print(_STEP.format(language, **said))
        if due.correction:
            amount = euros(due.correction, language)
            screen.print(_CORRECTION.format(language, amount=amount))
    table = light(*(one.in_(language) for one in _DUES), right=(1, 2, 3))
    for due in found.dues:
        amounts = (due.due, due.paid, due.balance)
        table.add_row(due.member, *(euros(one, language) for one in amounts))
    screen.print(table)


def show_changes(screen: Screen, changes: Sequence[Change], language: Language) -> None:
    """Print what each member owes before and after."""
    table = light(*(one.in_(language) for one in _CHANGES), right=(1, 2, 3))
    for one in changes:
        amounts = (one.before, one.after, one.difference)
        table.add_row(one.member, *(euros(amount, language) for amount in amounts))
    screen.print(table)


def _bases(plan: Plan, key: str, language: Language) -> str:
    weights = plan.weights(key).items()
    parts = [(BASES[basis].in_(language), float(weight * 100)) for basis, weight in weights]
    if len(parts) == 1:
        return parts[0][0]
    return ", ".join(f"{label} ({number(share, 2, language)} %)" for label, share in parts)
