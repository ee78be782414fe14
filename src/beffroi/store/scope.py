"""Scopes: what a reader may read, and why."""

from dataclasses import dataclass

from beffroi.errors import BeffroiError
from beffroi.errors.store import OUT_OF_SCOPE
from beffroi.texts import Text


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
