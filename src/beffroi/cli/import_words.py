"""The words of the report of an import, which agree with their numbers."""

from beffroi.figures import numbers
from beffroi.texts import Text

Count = tuple[Text, Text]  # one, several
ROWS = (
    Text(fr="{n} ligne lue", en="{n} row read"),
    Text(fr="{n} lignes lues", en="{n} rows read"),
)
KEPT = (
    Text(fr="{n} mesure ajoutée", en="{n} measure added"),
    Text(fr="{n} mesures ajoutées", en="{n} measures added"),
)
FOUND = (Text(fr="{n} mesure", en="{n} measure"), Text(fr="{n} mesures", en="{n} measures"))
CHANGED = (
    Text(fr="{n} corrigée", en="{n} corrected"),
    Text(fr="{n} corrigées", en="{n} corrected"),
)
KNOWN = (Text(fr="{n} déjà connue", en="{n} known"), Text(fr="{n} déjà connues", en="{n} known"))
REFUSED = (Text(fr="{n} refusée", en="{n} refused"), Text(fr="{n} refusées", en="{n} refused"))
SERIES = (Text(fr="{n} série", en="{n} series"), Text(fr="{n} séries", en="{n} series"))
GAPS = (Text(fr="{n} trou", en="{n} gap"), Text(fr="{n} trous", en="{n} gaps"))
TWICE = (
    Text(
        fr="{n} mesure dite deux fois, avec des valeurs différentes : la dernière compte",
        en="{n} measure said twice with different values: the last one counts",
    ),
    Text(
        fr="{n} mesures dites deux fois, avec des valeurs différentes : la dernière compte",
        en="{n} measures said twice with different values: the last one counts",
    ),
)
FILES = (Text(fr="{n} fichier", en="{n} file"), Text(fr="{n} fichiers", en="{n} files"))
TOTALS: dict[str, Count] = {
    "stored": (
        Text(fr="{n} importé", en="{n} imported"),
        Text(fr="{n} importés", en="{n} imported"),
    ),
    "understood": (
        Text(fr="{n} compris, rien n’est enregistré", en="{n} understood, nothing stored"),
        Text(fr="{n} compris, rien n’est enregistré", en="{n} understood, nothing stored"),
    ),
    "already": (
        Text(fr="{n} déjà importé", en="{n} already imported"),
        Text(fr="{n} déjà importés", en="{n} already imported"),
    ),
    "refused": (Text(fr="{n} refusé", en="{n} refused"), Text(fr="{n} refusés", en="{n} refused")),
    "ignored": (Text(fr="{n} ignoré", en="{n} ignored"), Text(fr="{n} ignorés", en="{n} ignored")),
}
SHORT = (
    Text(
        fr="{n} série est trop courte pour juger des pointes et des erreurs d’unité : regardez-la",
        en="{n} series is too short to be judged for spikes and wrong units: look at it",
    ),
    Text(
        fr="{n} séries sont trop courtes pour juger des pointes et des erreurs d’unité : "
        "regardez-les",
        en="{n} series are too short to be judged for spikes and wrong units: look at them",
    ),
)


def agree(count: int, words: Count) -> Text:
    """Return words that agree with their number.

    >>> agree(1, GAPS).fr, agree(0, GAPS).fr, agree(2, GAPS).fr
    ('1 trou', '0 trou', '2 trous')
    """
    both = Text(fr=words[count >= 2].fr, en=words[count != 1].en)
    return both.fill(n=numbers(count))


WHERE = (
    Text(fr="{refused} : {why} (ligne {lines})", en="{refused}: {why} (line {lines})"),
    Text(fr="{refused} : {why} (lignes {lines})", en="{refused}: {why} (lines {lines})"),
)
WHY = Text(fr="{refused} : {why}", en="{refused}: {why}")
LONGEST = (
    Text(fr="le trou le plus long : {spans}", en="the longest gap: {spans}"),
    Text(fr="les trous les plus longs : {spans}", en="the longest gaps: {spans}"),
)
LOOK = Text(fr="À regarder : {names}", en="To look at: {names}")
AGAIN = Text(
    fr="Corrigez ce qui est refusé, puis relancez la même commande : ce qui est déjà importé ne "
    "compte pas double. --verbose dit tout de chaque fichier.",
    en="Mend what is refused, then run the same command again: what is imported already does not "
    "count twice. --verbose says all of each file.",
)
ANALYSE = Text(
    fr="beffroi assets --template FICHIER pour décrire les bâtiments, beffroi analyse pour "
    "chercher les constats.",
    en="beffroi assets --template FILE to describe the buildings, beffroi analyse to look for "
    "findings.",
)
