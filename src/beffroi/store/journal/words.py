"""What is said of a journal that was harmed."""

from beffroi.store.journal.verify import Harm, Wrong
from beffroi.texts import Text

_HARMS = {
    Harm.REWRITTEN: Text(fr="l’entrée {number} a été réécrite", en="entry {number} was rewritten"),
    Harm.DELETED: Text(fr="l’entrée {number} a été supprimée", en="entry {number} was removed"),
    Harm.REORDERED: Text(
        fr="l’entrée {number} n’est plus à sa place", en="entry {number} is out of its place"
    ),
    Harm.ADDED: Text(
        fr="l’entrée {number} a été ajoutée sans passer par Beffroi",
        en="entry {number} was added beside Beffroi",
    ),
    Harm.TRUNCATED: Text(
        fr="la fin manque à partir de l’entrée {number}{by}",
        en="the end is missing from entry {number} on{by}",
    ),
    Harm.FORKED: Text(
        fr="l’histoire a été refaite à partir de l’entrée {number} ou plus loin{by}",
        en="history was made anew from entry {number} or later{by}",
    ),
    Harm.UNSIGNED: Text(
        fr="la signature de la tête de {number} entrées n’est pas valable{by}",
        en="the signature of the head of {number} entries does not hold{by}",
    ),
    Harm.LOST: Text(
        fr="ce qui a été signé de {number} entrées, et que le journal annonce, a été ôté{by}",
        en="what was signed of {number} entries, and the journal tells, was taken away{by}",
    ),
    Harm.DATED: Text(
        fr="la date écrite à côté de la signature de {number} entrées n’est pas celle qui a été"
        " signée{by}",
        en="the date beside the signature of {number} entries is not the one that was signed{by}",
    ),
    Harm.FORGOTTEN: Text(
        fr="le fichier où l’installation garde sa dernière tête ne se lit plus{by}",
        en="the file in which the installation keeps its last head cannot be read any more{by}",
    ),
    Harm.NAMELESS: Text(
        fr="{number} entrées ont perdu qui a agi sans que le journal le dise",
        en="{number} entries lost who acted and the journal does not say so",
    ),
    Harm.BLANKED: Text(
        fr="{number} entrées ont perdu leur texte sans que le journal le dise",
        en="{number} entries lost their text and the journal does not say so",
    ),
    Harm.HIDDEN: Text(
        fr="l’entrée {number} est cachée à une collectivité dont les données ont été lues, ou"
        " montrée comme un accès à une autre",
        en="entry {number} is hidden from an authority whose data were read, or shown as an access"
        " to another",
    ),
    Harm.HASHES: Text(
        fr="les empreintes gardées autour de l’entrée {number} sont fausses ; les entrées sont"
        " saines",
        en="the hashes that are kept around entry {number} are wrong; the entries are sound",
    ),
}
_BY = Text(fr=" (signé par {by})", en=" (signed by {by})")
_NOBODY = Text(fr="", en="")


def told(wrong: Wrong) -> Text:
    """Say what is wrong.

    >>> told(Wrong(Harm.DELETED, 7)).en
    'entry 7 was removed'
    """
    by = _BY.fill(by=wrong.by) if wrong.by else _NOBODY
    return _HARMS[wrong.harm].fill(number=wrong.number, by=by)
