"""How agreements are shown to people."""

from beffroi.cli.context import Session
from beffroi.cli.naming import asset_type
from beffroi.cli.screen import styled
from beffroi.cli.tables import day, light
from beffroi.commons.agreements.drafting import bases, templates
from beffroi.commons.agreements.explaining import STEP_NAMES
from beffroi.commons.agreements.listing import STATUSES, Listed
from beffroi.commons.agreements.stances import STEPS
from beffroi.commons.agreements.telling import Told
from beffroi.domains import quantities
from beffroi.figures import number
from beffroi.periods import Step
from beffroi.store.sharing.terms import Terms
from beffroi.store.sharing.trace import Trace
from beffroi.texts import Text

EMPTY = Text(
    fr="Aucune convention. beffroi agreements templates montre des modèles.",
    en="No agreement. beffroi agreements templates shows models.",
)
_NOBODY = Text(
    fr="Personne n’a lu de mesures d’une autre collectivité.",
    en="Nobody has read measures of another authority.",
)
_NO_TOTAL = Text(
    fr="Aucun total à donner : pas assez d’équipements de même sorte dans la même commune, une "
    "période encore ouverte, des mesures manquantes, ou un équipement qui pèse presque tout.",
    en="No total to give: not enough assets of one type in one commune, a period not over yet, "
    "missing measures, or one asset that makes nearly all of it.",
)
_ALL = Text(fr="tout", en="all")
_ROWS = {
    "purpose": Text(fr="finalité", en="purpose"),
    "basis": Text(fr="base légale", en="legal basis"),
    "quantities": Text(fr="grandeurs", en="quantities"),
    "types": Text(fr="équipements", en="assets"),
    "places": Text(fr="communes", en="communes"),
    "step": Text(fr="pas le plus fin", en="finest step"),
    "group": Text(fr="regroupement", en="grouping"),
    "window": Text(fr="mesures", en="measures"),
    "findings": Text(fr="constats", en="findings"),
    "conditions": Text(fr="conditions", en="conditions"),
}
_ALONE = Text(fr="chaque équipement", en="each asset")
_TOGETHER = Text(fr="totaux d’au moins {n} équipements", en="totals of at least {n} assets")
_YES, _NO = Text(fr="prêtés", en="lent"), Text(fr="non prêtés", en="not lent")


def show_templates(session: Session) -> None:
    """Print the templates."""
    table = light(
        session.say(Text(fr="modèle", en="template")), session.say(Text(fr="objet", en="about"))
    )
    for key, said in sorted(templates().items()):
        table.add_row(key, said["about"])
    session.console.print(table)
    more = Text(
        fr="beffroi agreements propose --template MODÈLE --provider … --recipient … --acting …",
        en="beffroi agreements propose --template TEMPLATE --provider … --recipient … --acting …",
    )
    session.console.print(session.say(more), soft_wrap=True)


def show_list(session: Session, rows: list[Listed]) -> None:
    """Print agreements, a line a recipient."""
    if not rows:
        session.console.print(session.say(EMPTY))
        return
    names = session.names()
    titles = (
        Text(fr="convention", en="agreement"),
        Text(fr="prête", en="lends"),
        Text(fr="à", en="to"),
        Text(fr="jusqu’au", en="until"),
        Text(fr="état", en="state"),
    )
    table = light("n°", *map(session.say, titles), right=(0,))
    for one in rows:
        for party in one.parties:
            table.add_row(
                str(one.row.id),
                one.row.title,
                names[one.row.organisation_id],
                names[party.organisation_id],
                day(one.row.valid_until),
                session.say(STATUSES[one.status(party.organisation_id)]),
            )
    session.console.print(table)


def show_one(session: Session, found: Listed) -> None:
    """Print an agreement, its terms and its steps."""
    say, names = session.say, session.names()
    session.console.print(styled((f"n° {found.row.id} – {found.row.title}", "bold")))
    show_list(session, [found])
    table = light("", "")
    for label, value in _terms(session, found.terms):
        table.add_row(say(label), value)
    session.console.print(table)
    for step in found.steps:
        words = (day(step.at), names[step.organisation_id], say(STEPS[step.step].label), step.actor)
        session.console.print(" – ".join(filter(None, (*words, step.why))), soft_wrap=True)


def show_totals(session: Session, rows: list[Told]) -> None:
    """Print totals, or why there is none."""
    if not rows:
        session.console.print(session.say(_NO_TOTAL), soft_wrap=True)
        return
    titles = (
        Text(fr="grandeur", en="quantity"),
        Text(fr="équipements", en="assets"),
        Text(fr="commune", en="commune"),
        Text(fr="nombre", en="number"),
        Text(fr="du", en="from"),
        Text(fr="au", en="to"),
        Text(fr="total", en="total"),
    )
    table = light(*map(session.say, titles), right=(3, 4, 5, 6))
    known = quantities()
    for row in rows:
        total = row.total
        table.add_row(
            session.say(known[row.quantity].label),
            session.say(asset_type(total.asset_type)),
            total.insee,
            str(total.assets),
            day(total.start),
            day(total.end),
            f"{number(row.value, language=session.language)} {row.unit}",
        )
    session.console.print(table)


def show_traces(session: Session, rows: list[Trace]) -> None:
    """Print who read whose measures."""
    if not rows:
        session.console.print(session.say(_NOBODY))
        return
    names = session.names()
    titles = (
        Text(fr="le", en="on"),
        Text(fr="lecteur", en="reader"),
        Text(fr="mesures de", en="measures of"),
        Text(fr="convention", en="agreement"),
        Text(fr="quoi", en="what"),
        Text(fr="séries", en="series"),
        Text(fr="par", en="by"),
    )
    table = light(*map(session.say, titles), right=(3, 5))
    for row in rows:
        table.add_row(
            day(row.at),
            names[row.reader] if row.reader else "",
            names[row.owner],
            str(row.agreement or ""),
            session.say(STEP_NAMES[Step(row.what)]) if row.what in [*Step] else row.what,
            str(row.series or ""),
            row.actor,
        )
    session.console.print(table)


def _terms(session: Session, terms: Terms) -> list[tuple[Text, str]]:
    say, known = session.say, quantities()
    basis = bases().get(terms.legal_basis)
    names = [say(known[one].label) if one in known else one for one in terms.quantities]
    assets = [*(say(asset_type(one)) for one in terms.asset_types), *terms.assets]
    group = _TOGETHER.fill(n=terms.minimum_group) if terms.minimum_group else _ALONE
    window = say(_ALL)
    if terms.since or terms.until:
        window = f"{terms.since or '…'} → {terms.until or '…'}"
    values = {
        "purpose": terms.purpose,
        "basis": f"{say(basis.label)} ({basis.reference})" if basis else terms.legal_basis,
        "quantities": ", ".join(names),
        "types": ", ".join(assets) or say(_ALL),
        "places": ", ".join(terms.territories) or say(_ALL),
        "step": say(STEP_NAMES[terms.granularity]),
        "group": say(group),
        "window": window,
        "findings": say(_YES if terms.findings else _NO),
        "conditions": "\n".join(terms.conditions),
    }
    return [(_ROWS[key], value) for key, value in values.items() if value]
