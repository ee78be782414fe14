"""Scopes: what a reader may read, and why."""

from dataclasses import dataclass, replace

from beffroi.errors import BeffroiError
from beffroi.errors.store import OUT_OF_SCOPE
from beffroi.texts import Text

_NOT_LENT = Text(
    fr="elle n’existe pas, ou aucune convention en vigueur ne vous la prête",
    en="it does not exist, or no agreement in force lends it to you",
)
_HOUSEHOLD = Text(
    fr="ces mesures sont celles d’un foyer : seul qui tient le droit « read_households » les lit ; "
    "les autres lisent les totaux d’au moins dix foyers",
    en="these measures are those of a household: only holders of the right “read_households” read "
    "them; others read totals of ten households at least",
)
_NO_MEASURES = Text(
    fr="votre rôle lit les constats et les indicateurs, jamais les mesures d’un équipement, qui "
    "peuvent être celles d’un foyer",
    en="your role reads findings and indicators, never the measures of an asset, which may be "
    "those of a household",
)

#: What is refused, by the word that the code has for it.
_KINDS = {
    "agreement": "la convention",
    "finding": "le constat",
    "organisation": "la collectivité",
    "series": "la série",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """The organisations whose measures a reader may read, for whom and why.

    >>> scope = Scope(frozenset({1}), actor="mairie", purpose="analysis")
    >>> scope.allows(1), scope.allows(2)
    (True, False)
    """

    organisations: frozenset[int]
    actor: str
    purpose: str
    whole: bool = False
    """The installation's own: a server need not be told the number of each organisation."""
    acting: int | None = None
    """The organisation that agreements lend measures to; None: nothing of others is read."""
    measures: bool = True
    """Whether measures of an asset may be read at all, raw or by step, and their list."""
    households: bool = False
    """Whether those of a household may be read too; without, no question sees any of them."""
    agreement: int | None = None
    """The only agreement that lends something; None: all of those that are in force."""

    @classmethod
    def of(
        cls,
        organisation: int,
        actor: str,
        purpose: str,
        *,
        measures: bool = True,
        households: bool = False,
    ) -> "Scope":
        """Return what an organisation may read: its own measures, and what others lend to it.

        >>> Scope.of(3, "mairie", "analysis").acting
        3
        """
        own = frozenset({organisation})
        return cls(
            own,
            actor,
            purpose,
            acting=organisation,
            measures=measures,
            households=measures and households,
        )

    def allows(self, organisation: int) -> bool:
        """Tell whether the measures of an organisation may be read."""
        return organisation in self.organisations

    def explain(self, organisation: int) -> Text:
        """Say why the measures of an organisation may or may not be read."""
        if self.allows(organisation):
            return Text(
                fr="vous agissez pour la collectivité propriétaire de ces mesures",
                en="you act for the authority that owns these measures",
            )
        return Text(
            fr="ces mesures appartiennent à une autre collectivité",
            en="these measures belong to another authority",
        )

    def deriving(self) -> "Scope":
        """Return the scope with which what a reader may see is computed from one's own measures.

        Whoever reads indicators alone is shown them, not the measures that they are made of: the
        door of this scope stays with what computes.

        >>> Scope.of(3, "mairie", "indicators", measures=False).deriving().measures
        True
        """
        return replace(self, acting=None, measures=True)

    def require(self, organisation: int, what: str) -> None:
        """Refuse what is outside.

        Raises:
            BeffroiError: `store.out_of_scope`, with the reason.
        """
        if not self.allows(organisation):
            raise BeffroiError(OUT_OF_SCOPE, what=_named(what), reason=self.explain(organisation))

    def require_measures(self, what: str) -> None:
        """Refuse measures to whoever reads findings and indicators only.

        Raises:
            BeffroiError: `store.out_of_scope`, with the reason.
        """
        if not self.measures:
            raise BeffroiError(OUT_OF_SCOPE, what=_named(what), reason=_NO_MEASURES)

    def refuse_household(self, what: str) -> BeffroiError:
        """Return the refusal of what is of a household, to whoever may not read that."""
        return BeffroiError(OUT_OF_SCOPE, what=_named(what), reason=_HOUSEHOLD)

    def refuse(self, what: str) -> BeffroiError:
        """Return the refusal of what is neither one's own nor lent, be it there or not."""
        return BeffroiError(OUT_OF_SCOPE, what=_named(what), reason=_NOT_LENT)


def _named(what: str) -> Text:
    """Say in each language what is refused: its kind and its number.

    >>> _named("series 12").fr, _named("series 12").en
    ('la série 12', 'series 12')
    """
    kind, _, number = what.partition(" ")
    return Text(fr=f"{_KINDS.get(kind, kind)} {number}".strip(), en=what)
