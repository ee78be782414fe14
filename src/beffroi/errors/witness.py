"""Witnesses of the journal that are other installations."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

WITNESS_ADDRESS = ErrorType(
    "journal.witness_address",
    Text(fr="Adresse de témoin refusée", en="Address of a witness refused"),
    Text(
        fr="« {address} » n’est pas une adresse https://machine/chemin.",
        en="“{address}” is no address https://host/path.",
    ),
    Text(
        fr="Donnez celle que le témoin affiche (beffroi journal witness accept) ; http:// n’est "
        "permis que pour cette machine.",
        en="Give the one that the witness shows (beffroi journal witness accept); http:// is "
        "allowed for this machine only.",
    ),
)
WITNESS_SILENT = ErrorType(
    "journal.witness_silent",
    Text(fr="Témoin sans réponse", en="The witness does not answer"),
    Text(
        fr="« {witness} » n’a pas répondu comme un témoin : {reason}.",
        en="“{witness}” did not answer as a witness does: {reason}.",
    ),
    Text(
        fr="Rien n’est bloqué : le service redemandera. Si cela dure, vérifiez l’adresse avec le "
        "témoin.",
        en="Nothing is blocked: the service asks again. If it lasts, check the address with the "
        "witness.",
    ),
    status=502,
    retryable=True,
)
WITNESS_REFUSES = ErrorType(
    "journal.witness_refuses",
    Text(fr="Le témoin ne connaît pas ce journal", en="The witness does not know this journal"),
    Text(
        fr="« {witness} » ne suit pas ce journal, ou pas avec cette clé.",
        en="“{witness}” does not follow this journal, or not with this key.",
    ),
    Text(
        fr="Donnez-lui votre clé publique (beffroi journal head) : il doit l’accepter, une fois, "
        "et de nouveau quand elle change.",
        en="Give it your public key (beffroi journal head): it must accept it, once, and again "
        "when it changes.",
    ),
    status=502,
)
WITNESS_CONTRADICTS = ErrorType(
    "journal.witness_contradicts",
    Text(fr="Le témoin a vu un autre journal", en="The witness saw another journal"),
    Text(
        fr="« {witness} » refuse de signer {size} entrées : il en a vu {known}, qui ne sont pas le "
        "début de ce journal.",
        en="“{witness}” refuses to sign {size} entries: it saw {known}, which are not the "
        "beginning of this journal.",
    ),
    Text(
        fr="Si ce dossier vient d’être remis dans un état ancien, c’est pourquoi. Sinon, quelqu’un "
        "a ôté ou changé des entrées : gardez une copie du dossier, et comparez avec une "
        "sauvegarde.",
        en="If this folder was just put back as it was before, this is why. Otherwise somebody "
        "removed or changed entries: keep a copy of the folder, and compare with a backup.",
    ),
    status=409,
)
WITNESS_FORGOT = ErrorType(
    "journal.witness_forgot",
    Text(fr="Le témoin a oublié", en="The witness forgot"),
    Text(
        fr="« {witness} » avait signé {size} entrées et ne se souvient que de {known} : il vient "
        "de signer, mais aurait pu signer une autre histoire.",
        en="“{witness}” signed {size} entries and remembers {known} only: it signed now, but could "
        "have signed another history.",
    ),
    Text(
        fr="Dites-le au témoin : il a sans doute remis une sauvegarde. Ce qu’il avait signé reste "
        "ici.",
        en="Tell the witness: it probably put a backup back. What it signed before stays here.",
    ),
    status=502,
)
