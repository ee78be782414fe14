"""What may be wrong in an installation, as data: what was found, and what to do."""

from dataclasses import dataclass
from typing import Any

from beffroi.texts import Language, Text

_RESTORE = Text(
    fr="Restaurez la dernière sauvegarde dans un autre dossier (beffroi restore), puis importez-y"
    " ce qui est venu depuis.",
    en="Restore the last backup into another folder (beffroi restore), then import there what came"
    " since.",
)
_AGAIN = Text(
    fr="Lancez une commande qui écrit, comme « beffroi store compact » : elle termine ou oublie ce"
    " qu’un programme interrompu a laissé.",
    en="Run a command that writes, such as “beffroi store compact”: it ends or forgets what an"
    " interrupted program left.",
)
_COMPACT = Text(
    fr="Les mesures sont entières. « beffroi store compact » enlève ces restes après un délai.",
    en="The measures are whole. “beffroi store compact” removes such remains after a while.",
)
_REPORT = Text(
    fr="Si un fichier manque ou est abîmé, remettez-le d’abord. Sinon gardez une copie du"
    " dossier et signalez-le : la dernière sauvegarde permet de comparer.",
    en="If a file is missing or damaged, put it back first. Else keep a copy of the folder and"
    " report it: the last backup allows to compare.",
)
_FILE = Text(
    fr="Restaurez une sauvegarde à part (beffroi restore) et remettez-en ce fichier, sous le même"
    " nom.",
    en="Restore a backup aside (beffroi restore) and put this file back from it, under the same"
    " name.",
)
_DOCUMENT = Text(
    fr="Remettez {path} depuis une sauvegarde du dossier, ou attachez le document de nouveau.",
    en="Put {path} back from a backup of the folder, or attach the document again.",
)

#: By kind: what is said of it, and what to do.
KINDS: dict[str, tuple[Text, Text]] = {
    "lake_version": (
        Text(
            fr="le lac s’arrête à la version {found}, l’état en connaît {known}",
            en="the lake ends at version {found}, the state knows {known}",
        ),
        _RESTORE,
    ),
    "lake_log": (
        Text(fr="le journal du lac est illisible : {reason}", en="the lake’s log: {reason}"),
        _RESTORE,
    ),
    "delta_missing": (
        Text(
            fr="{path} : les lecteurs le voient, le journal Delta ne le nomme pas",
            en="{path}: readers see it, the Delta log does not name it",
        ),
        _REPORT,
    ),
    "delta_unknown": (
        Text(
            fr="{path} : le journal Delta le nomme, les lecteurs ne le voient pas",
            en="{path}: the Delta log names it, readers do not see it",
        ),
        _REPORT,
    ),
    "file_missing": (Text(fr="{path} : absent", en="{path}: missing"), _FILE),
    "file_size": (
        Text(
            fr="{path} : {found} octets au lieu de {known}",
            en="{path}: {found} bytes instead of {known}",
        ),
        _FILE,
    ),
    "file_unreadable": (
        Text(fr="{path} : illisible, {reason}", en="{path}: cannot be read, {reason}"),
        _FILE,
    ),
    "file_changed": (
        Text(
            fr="{path} : son contenu a changé depuis qu’il a été écrit",
            en="{path}: its content has changed since it was written",
        ),
        _FILE,
    ),
    "file_rows": (
        Text(
            fr="{path} : {found} lignes au lieu de {known}",
            en="{path}: {found} rows instead of {known}",
        ),
        _FILE,
    ),
    "file_bounds": (
        Text(
            fr="{path} : il tient d’autres séries ou imports que ceux que l’état connaît",
            en="{path}: it holds other series or batches than the state knows",
        ),
        _FILE,
    ),
    "file_place": (
        Text(
            fr="{path} : l’état le dit d’une autre collectivité, année ou durée",
            en="{path}: the state says that it is of another authority, year or step",
        ),
        _REPORT,
    ),
    "orphan": (
        Text(
            fr="{path} : personne ne le nomme, un programme interrompu l’a laissé",
            en="{path}: nobody names it, an interrupted program left it",
        ),
        _COMPACT,
    ),
    "points": (
        Text(
            fr="série {series} : {found} mesures dans le lac, {known} dans l’état",
            en="series {series}: {found} measures in the lake, {known} in the state",
        ),
        _REPORT,
    ),
    "series_unknown": (
        Text(
            fr="série {series} : {found} lignes dans le lac, inconnue de l’état",
            en="series {series}: {found} rows in the lake, unknown to the state",
        ),
        _REPORT,
    ),
    "latest": (
        Text(
            fr="série {series} : les dernières valeurs tenues prêtes ne sont pas la sienne",
            en="series {series}: the last values kept ready do not hold its own",
        ),
        _REPORT,
    ),
    "last": (
        Text(
            fr="série {series} : la dernière mesure du lac n’est pas celle de l’état",
            en="series {series}: the last measure of the lake is not that of the state",
        ),
        _REPORT,
    ),
    "first": (
        Text(
            fr="série {series} : la première mesure du lac n’est pas celle de l’état",
            en="series {series}: the first measure of the lake is not that of the state",
        ),
        _REPORT,
    ),
    "series_owner": (
        Text(
            fr="série {series} : l’état la dit de la collectivité {known}, {what} est de {found}",
            en="series {series}: the state says that it is of authority {known}, {what} is of"
            " {found}",
        ),
        _REPORT,
    ),
    "rollup": (
        Text(
            fr="série {series} : les sommes par {step} ne sont pas celles de ses mesures",
            en="series {series}: the sums by {step} are not those of its measures",
        ),
        _REPORT,
    ),
    "original_missing": (
        Text(
            fr="import {batch} : le fichier reçu « {name} » n’est plus là",
            en="import {batch}: the received file “{name}” is gone",
        ),
        Text(
            fr="Ses mesures sont là. Remettez {path} depuis une sauvegarde du dossier.",
            en="Its measures are there. Put {path} back from a backup of the folder.",
        ),
    ),
    "original_changed": (
        Text(
            fr="import {batch} : le fichier reçu « {name} » a changé",
            en="import {batch}: the received file “{name}” changed",
        ),
        Text(
            fr="Ses mesures sont là. Remettez {path} depuis une sauvegarde du dossier.",
            en="Its measures are there. Put {path} back from a backup of the folder.",
        ),
    ),
    "document_missing": (
        Text(
            fr="document {document} : le fichier « {name} » n’est plus là",
            en="document {document}: the file “{name}” is gone",
        ),
        _DOCUMENT,
    ),
    "document_changed": (
        Text(
            fr="document {document} : le fichier « {name} » a changé",
            en="document {document}: the file “{name}” changed",
        ),
        _DOCUMENT,
    ),
    "batch": (
        Text(
            fr="import {batch} : ni fait ni en cours ({status})",
            en="import {batch}: neither done nor going on ({status})",
        ),
        _AGAIN,
    ),
    "journal": (
        Text(fr="journal : {reason}", en="journal: {reason}"),
        Text(
            fr="Gardez une copie du dossier, et comparez avec une sauvegarde et avec ce que gardent"
            " les témoins : beffroi journal verify --witness FICHIER",
            en="Keep a copy of the folder, and compare with a backup and with what witnesses keep:"
            " beffroi journal verify --witness FILE",
        ),
    ),
    "message": (
        Text(
            fr="message {message} : il n’attend plus et aucun import ne l’a pris",
            en="message {message}: it waits no more and no batch took it",
        ),
        Text(
            fr="Demandez à l’émetteur « {actor} » de l’envoyer de nouveau, sous une autre clé.",
            en="Ask the sender “{actor}” to send it again, under another key.",
        ),
    ),
    "message_damaged": (
        Text(
            fr="message {message} : il attend, et son contenu est illisible",
            en="message {message}: it waits, and its content cannot be read",
        ),
        Text(
            fr="Rien ne l’attend : il sera mis de côté. Demandez à l’émetteur « {actor} » de"
            " l’envoyer de nouveau, sous une autre clé.",
            en="Nothing waits for it: it will be set aside. Ask the sender “{actor}” to send it"
            " again, under another key.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong."""

    kind: str
    about: str
    """What it is about: a path, a series, a batch..."""
    what: Text
    do: Text

    def to_dict(self, language: Language) -> dict[str, Any]:
        """Return it as plain data in one language."""
        return {
            "kind": self.kind,
            "about": self.about,
            "what": self.what.in_(language),
            "do": self.do.in_(language),
        }


def problem(kind: str, about: object, **values: object) -> Problem:
    """Make a problem of a kind.

    >>> problem("file_missing", "lake/a.parquet", path="lake/a.parquet").what.en
    'lake/a.parquet: missing'
    """
    what, do = KINDS[kind]
    return Problem(kind, str(about), what.fill(values), do.fill(values))
