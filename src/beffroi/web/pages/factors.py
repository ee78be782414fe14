"""`/compte/second-facteur`: an authenticator application added with a QR code, and taken away."""

import io
from dataclasses import dataclass

import segno
from markupsafe import Markup

from beffroi.errors import BeffroiError
from beffroi.errors.people import SIGN_IN_REFUSED
from beffroi.periods import utc_now
from beffroi.texts import Text
from beffroi.trust.people import second
from beffroi.web.access.demands import RECENT
from beffroi.web.pages.declaring import Fault, Move, Page, View, Visit

_TITLE = Text(
    fr="Ajouter une application d’authentification", en="Add an authenticator application"
)
_CODES = Text(fr="Vos codes de secours", en="Your recovery codes")
_WORDS = {
    "scan": Text(
        fr="Dans l’application de votre téléphone (FreeOTP, Aegis, 2FAS…), scannez cette image.",
        en="In the application of your phone (FreeOTP, Aegis, 2FAS...), scan this picture.",
    ),
    "image": Text(fr="Code QR à scanner", en="QR code to scan"),
    "by_hand": Text(fr="Je ne peux pas scanner", en="I cannot scan"),
    "secret": Text(fr="Saisissez cette clé :", en="Type this key:"),
    "copy": Text(
        fr="Puis recopiez le code qu’elle affiche.", en="Then copy the code that it shows."
    ),
    "code": Text(fr="Code à six chiffres", en="Six-digit code"),
    "name": Text(fr="Nom de l’appareil", en="Name of the device"),
    "phone": Text(fr="téléphone", en="phone"),
    "go": Text(fr="Ajouter", en="Add"),
    "faults": Text(fr="Rien n’est ajouté encore", en="Nothing is added yet"),
    "back": Text(fr="Renoncer", en="Give up"),
}
_CODES_WORDS = {
    "why": Text(
        fr="Le jour où votre téléphone manque, un de ces codes le remplace. Chacun sert une fois. "
        "Imprimez-les ou recopiez-les : ils ne seront plus jamais montrés.",
        en="The day your phone is missing, one of these codes stands in for it. Each serves once. "
        "Print or copy them: they will never be shown again.",
    ),
    "kept": Text(
        fr="Ce second facteur est ajouté ; vos autres sessions sont fermées.",
        en="This second factor is added; your other sessions are ended.",
    ),
    "done": Text(fr="Je les ai gardés", en="I have kept them"),
    "none": Text(
        fr="Vos codes de secours d’avant servent toujours.",
        en="Your earlier recovery codes still serve.",
    ),
}
_WRONG = Text(
    fr="Ce code ne convient pas : scannez la nouvelle image et recopiez un code récent.",
    en="This code will not do: scan the new picture and copy a recent code.",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an application is to keep, shown once."""

    ceremony: str
    secret: str
    picture: Markup
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Codes:
    """Recovery codes, shown once; `added` with a new factor."""

    codes: tuple[str, ...]
    added: bool


def picture(address: str) -> Markup:
    """Return an address as a QR code, an SVG without any style of its own."""
    drawn = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(drawn, kind="svg", xmldecl=False, svgns=False, svgclass=None, lineclass=None, scale=4)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - made of the modules of a QR code alone


def _offer(visit: Visit, faults: tuple[Fault, ...] = (), status: int = 200) -> View:
    found = second.offer_totp(visit.writer(), visit.caller.who, utc_now())
    groups = " ".join(found.secret[at : at + 4] for at in range(0, len(found.secret), 4))
    offer = Offer(found.ceremony, groups, picture(found.address), faults)
    return View("factor.html", _TITLE, offer, _WORDS, status, faulty=bool(faults))


def _begin(visit: Visit) -> View:
    return _offer(visit)


def _confirm(visit: Visit) -> View:
    said = (visit.said("ceremony")[:200], visit.said("code"), visit.said("name"))
    try:
        added = second.add_totp(visit.writer(), visit.caller.who, *said, utc_now())
    except BeffroiError as error:
        if error.type is not SIGN_IN_REFUSED:
            raise
        return _offer(visit, (Fault(_WRONG, "code"),), error.type.status)
    codes = Codes(added.recovery_codes, added=True)
    return View("codes.html", _CODES, codes, _CODES_WORDS, cookie=added.session)


def _remove(visit: Visit) -> Move:
    second.remove(visit.writer(), visit.caller.who, visit.number("factor"))
    return Move("/compte?done=factor")


def _renew(visit: Visit) -> View:
    codes = second.renew_codes(visit.writer(), visit.caller.who)
    return View("codes.html", _CODES, Codes(tuple(codes), added=False), _CODES_WORDS)


PAGES = (
    Page("POST", "/compte/second-facteur", RECENT, _begin),
    Page("POST", "/compte/second-facteur/confirmation", RECENT, _confirm),
    Page("POST", "/compte/facteurs/{factor}", RECENT, _remove),
    Page("POST", "/compte/codes", RECENT, _renew),
)
