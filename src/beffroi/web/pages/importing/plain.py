"""Errors and notes of imports as a page says them: no option of a command line."""

import re
from collections.abc import Mapping
from typing import Any

from beffroi.texts import Text

#: What a note adds for whoever types commands: `(--asset NOM)`.
_OPTION = re.compile(r"[ \u00a0]\(--[^)]*\)")
_COLUMNS = Text(
    fr="Si c’est un tableau de mesures, décrivez ses colonnes (« Corriger la lecture »), ou "
    "demandez au fournisseur un export CSV.",
    en="If it is a table of measures, describe its columns (“Correct the reading”), or ask the "
    "supplier for a CSV export.",
)
_METER = Text(
    fr="Dites de quel compteur il s’agit (« Corriger la lecture »).",
    en="Say which meter it is (“Correct the reading”).",
)
#: What to do, where the catalogue speaks of commands.
_DO = {
    "import.file_missing": Text(
        fr="Déposez-le de nouveau : les fichiers en attente ne sont gardés que quelques jours.",
        en="Drop it again: files that wait are kept for some days only.",
    ),
    "import.not_understood": _COLUMNS,
    "import.mapping_invalid": Text(
        fr="Corrigez-la (« Corriger la lecture »).", en="Mend it (“Correct the reading”)."
    ),
    "import.asset_unclear": _METER,
    "import.would_replace": Text(
        fr="Dites de quel autre compteur il s’agit, ou que ce fichier corrige bien celui-ci "
        "(« Corriger la lecture »).",
        en="Say which other meter it is, or that this file does correct this one (“Correct the "
        "reading”).",
    ),
    "import.file_too_large": Text(fr="Découpez le fichier.", en="Split the file."),
}


def text_of(kept: Mapping[str, str]) -> Text:
    """Return a text that was kept as plain data, without what is for whoever types commands.

    >>> text_of({"fr": "dites-le (--asset NOM).", "en": "say so (--asset NAME)."}).en
    'say so.'
    """
    return Text(fr=_OPTION.sub("", kept["fr"]), en=_OPTION.sub("", kept["en"]))


def todo_of(error: Mapping[str, Any]) -> Text:
    """Return what to do about an error that was kept."""
    return _DO.get(error["code"]) or text_of(error["do"])
