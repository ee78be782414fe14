"""Scopes: what a reader may read, and why."""

from dataclasses import dataclass

from beffroi.errors import BeffroiError
from beffroi.errors.store import OUT_OF_SCOPE
from beffroi.texts import Text

_NOT_LENT = Text(
    fr="elle n’existe pas, ou aucune convention en vigueur ne vous la prête",
    en="it does not exist, or no agreement in force lends it to you",
)


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

    @classmethod
    def of(cls, organisation: int, actor: str, purpose: str) -> "Scope":
        """Return what an organisation may read: its own measures, and what others lend to it.

        >>> Scope.of(3, "mairie", "analysis").acting
        3
        """
        return cls(frozenset({organisation}), actor, purpose, acting=organisation)

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

    def require(self, organisation: int, what: str) -> None:
        """Refuse what is outside.

        Raises:
            BeffroiError: `store.out_of_scope`, with the reason.
        """
        if not self.allows(organisation):
            raise BeffroiError(OUT_OF_SCOPE, what=what, reason=self.explain(organisation))

    def refuse(self, what: str) -> BeffroiError:
        """Return the refusal of what is neither one's own nor lent, be it there or not."""
        return BeffroiError(OUT_OF_SCOPE, what=what, reason=_NOT_LENT)
