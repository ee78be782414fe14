"""`/invitation`: whoever was invited chooses a password, and is signed in."""

from dataclasses import dataclass

from beffroi.errors import BeffroiError
from beffroi.errors.people import INVITATION_REFUSED, PASSWORD_WEAK, TOO_MANY_ATTEMPTS
from beffroi.periods import utc_now
from beffroi.texts import Text
from beffroi.trust.people import passwords, signing
from beffroi.web.access.demands import ANYONE
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit
from beffroi.web.pages.faults import fault_of, headers_of
from beffroi.web.pages.signin import after

_FIELDS = {INVITATION_REFUSED: "invitation", PASSWORD_WEAK: "password", TOO_MANY_ATTEMPTS: ""}
_TITLE = Text(fr="Choisir son mot de passe", en="Choose a password")
_WORDS = {
    "lead": Text(
        fr="L’administrateur vous a remis un code d’invitation. Il sert une fois, pendant sept "
        "jours.",
        en="The administrator gave you an invitation code. It serves once, for seven days.",
    ),
    "invitation": Text(fr="Code d’invitation", en="Invitation code"),
    "password": Text(fr="Nouveau mot de passe", en="New password"),
    "hint": Text(
        fr="Au moins {least} caractères que personne ne devinerait : quatre mots sans rapport font "
        "l’affaire.",
        en="At least {least} characters that nobody would guess: four unrelated words do.",
    ).fill(least=passwords.LEAST),
    "go": Text(fr="Choisir ce mot de passe", en="Choose this password"),
    "faults": Text(fr="Rien n’est changé encore", en="Nothing is changed yet"),
}


@dataclass(frozen=True, slots=True)
class Invited:
    """A form to take up an invitation."""

    invitation: str = ""
    faults: tuple[Fault, ...] = ()


def _form(_visit: Visit) -> View:
    return View("invitation.html", _TITLE, Invited(), _WORDS)


def _take_up(visit: Visit) -> View | Move:
    code = visit.said("invitation").strip()
    try:
        secret = signing.take_up(
            visit.own(), visit.visitor, code, visit.said("password"), utc_now()
        )
    except BeffroiError as error:
        if error.type not in _FIELDS:
            raise
        asked = Invited(code[:200], (fault_of(error, _FIELDS[error.type]),))
        status, said = error.type.status, headers_of(error)
        return View("invitation.html", _TITLE, asked, _WORDS, status, said, faulty=True)
    return Move(after(visit, secret, "/"), cookie=secret)


PAGES = (
    Page("GET", "/invitation", ANYONE, _form),
    Page("POST", "/invitation", ANYONE, _take_up, slow=True),
)
