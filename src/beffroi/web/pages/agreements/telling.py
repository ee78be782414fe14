"""An agreement in plain words: one sentence for lists, a line a term for its own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from beffroi.commons.agreements.drafting import bases
from beffroi.commons.agreements.explaining import VIEW_NAMES
from beffroi.commons.agreements.listing import STATUSES, Listed
from beffroi.domains import asset_types, quantities
from beffroi.periods import PARIS, Step
from beffroi.store.sharing.terms import Terms
from beffroi.texts import Text
from beffroi.web.pages import writing
from beffroi.web.pages.agreements.words import TELLING as WORDS

#: Of how many quantities a sentence names each one.
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the terms."""

    label: Text
    said: Text


def plain(said: object) -> Text:
    """Return a word that is the same in every language."""
    return Text(fr=str(said), en=str(said))


def joined(said: Sequence[Text]) -> Text:
    """Join texts as people enumerate.

    >>> joined([plain("gaz"), plain("eau"), plain("bois")]).fr
    'gaz, eau et bois'
    """
    if len(said) < 2:
        return said[0] if said else plain("")
    first = said[:-1]
    return Text(
        fr=f"{', '.join(one.fr for one in first)} et {said[-1].fr}",
        en=f"{', '.join(one.en for one in first)} and {said[-1].en}",
    )


def day(value: date | datetime) -> Text:
    """Write a day; of an instant, that of Paris."""
    shown = value.astimezone(PARIS).date() if isinstance(value, datetime) else value
    return Text(fr=writing.day(shown, "fr"), en=writing.day(shown, "en"))


def last_day(end: datetime) -> date:
    """Return the last whole day before an instant: an agreement ends as a day begins."""
    return (end - timedelta(microseconds=1)).astimezone(PARIS).date()


def lowered(said: Text) -> Text:
    """Return a name as it is written within a sentence.

    >>> lowered(Text(fr="Énergie active", en="Active energy")).fr
    'énergie active'
    """
    return Text(fr=said.fr[:1].lower() + said.fr[1:], en=said.en[:1].lower() + said.en[1:])


def what_of(terms: Terms, most: int = _NAMED) -> Text:
    """Name the quantities of some terms, the first ones where there are many."""
    named = [lowered(quantity(key)) for key in terms.quantities]
    if len(named) > most:
        rest = WORDS["others"].fill(n=len(named) - most + 1)
        named = [*named[: most - 1], rest]
    return joined(named)


def quantity(key: str) -> Text:
    """Name a quantity."""
    known = quantities()
    return known[key].label if key in known else plain(key)


def type_of(key: str) -> Text:
    """Name a type of asset."""
    declared = asset_types().get(key)
    return declared.label if declared else plain(key)


def how_of(terms: Terms) -> Text:
    """Say how finely measures are lent."""
    if terms.minimum_group:
        return WORDS[f"totals_{terms.granularity}"].fill(n=terms.minimum_group)
    return WORDS[f"each_{terms.granularity}"]


def basis_of(terms: Terms) -> Text:
    """Say the legal basis, and where it is written."""
    known = bases().get(terms.legal_basis)
    if known is None:
        return plain(terms.legal_basis)
    return WORDS["basis"].fill(label=known.label, reference=known.reference)


def sentence(one: Listed, own: int, names: Mapping[int, str]) -> Text:
    """Say in one sentence who may read what, why, how finely and until when."""
    provider, terms = one.row.organisation_id, one.terms
    if not terms.quantities:
        return WORDS["erased"]
    lends = provider == own
    readers = joined([plain(names.get(each.organisation_id, "")) for each in one.parties])
    basis = bases().get(terms.legal_basis)
    return WORDS["lends" if lends else "lent"].fill(
        who=readers if lends else names.get(provider, ""),
        what=what_of(terms),
        how=how_of(terms),
        findings=WORDS["and_findings"] if terms.findings else plain(""),
        purpose=terms.purpose,
        basis=lowered(basis.label) if basis else terms.legal_basis,
        day=day(last_day(one.row.valid_until)),
    )


def terms_of(terms: Terms) -> tuple[Term, ...]:
    """Say each term; those that say nothing are left out."""
    views = joined([VIEW_NAMES[view] for view in terms.views if view in VIEW_NAMES])
    assets = [*map(type_of, terms.asset_types), *map(plain, terms.assets)]
    said = {
        "quantities": joined([quantity(key) for key in terms.quantities]),
        "assets": joined(assets) if assets else WORDS["all_assets"],
        "places": plain(", ".join(terms.territories)) if terms.territories else None,
        "how": how_of(terms),
        "views": views,
        "window": _window(terms),
        "findings": WORDS["findings_yes" if terms.findings else "findings_no"],
        "households": WORDS["households_never"],
        "purpose": plain(terms.purpose),
        "legal_basis": basis_of(terms),
    }
    return tuple(Term(WORDS[f"term_{key}"], text) for key, text in said.items() if text)


def _window(terms: Terms) -> Text:
    last = terms.until - timedelta(days=1) if terms.until else None
    if terms.since and last:
        return WORDS["between"].fill(since=day(terms.since), until=day(last))
    if terms.since:
        return WORDS["since"].fill(since=day(terms.since))
    return WORDS["until"].fill(until=day(last)) if last else WORDS["any_time"]


def status_of(key: str) -> Text:
    """Name how an agreement stands."""
    return STATUSES[key]


def step_of(step: Step) -> Text:
    """Name a step as a choice of the form."""
    return WORDS[f"each_{step}"]
