"""The words of the pages where files are dropped, checked and imported."""

from beffroi.texts import Text

DROP: dict[str, Text] = {
    "lead": Text(
        fr="Déposez les fichiers de vos fournisseurs tels qu’ils sont : relevés d’Enedis ou de "
        "GRDF, factures, exports de supervision, tableaux. Vous verrez ce qui est compris avant "
        "que quoi que ce soit ne soit enregistré.",
        en="Drop the files of your suppliers as they are: readings of Enedis or GRDF, bills, "
        "exports, tables. You will see what is understood before anything is stored.",
    ),
    "files": Text(fr="Fichiers", en="Files"),
    "files_hint": Text(
        fr="Plusieurs à la fois, {files} au plus : {file} Mo par fichier, {sent} Mo en tout. "
        "CSV, XLSX, ODS, XML, JSON, et ces fichiers en .zip ou .gz.",
        en="Several at once, {files} at most: {file} MB a file, {sent} MB in all. CSV, XLSX, ODS, "
        "XML, JSON, and these files in .zip or .gz.",
    ),
    "here": Text(fr="Glissez-les ici, ou choisissez-les :", en="Drag them here, or choose them:"),
    "chosen": Text(fr="Fichiers choisis", en="Files chosen"),
    "too_large": Text(
        fr="C’est trop volumineux : envoyez moins de fichiers à la fois, ou compressez-les.",
        en="This is too large: send fewer files at once, or compress them.",
    ),
    "sending": Text(fr="Envoi en cours : {n} %", en="Sending: {n}%"),
    "lost": Text(
        fr="L’envoi a été coupé. Vérifiez la connexion et recommencez : rien n’est gardé.",
        en="Sending was cut. Check the connection and start over: nothing is kept.",
    ),
    "households": Text(fr="Ces compteurs sont ceux de foyers", en="These meters are of households"),
    "households_why": Text(
        fr="Logements, abonnés particuliers : les numéros sont remplacés par des pseudonymes et "
        "le fichier n’est pas conservé.",
        en="Homes, private customers: numbers are replaced by pseudonyms and the file is not kept.",
    ),
    "send": Text(fr="Voir ce qui est compris", en="See what is understood"),
    "faults": Text(fr="Rien n’a été envoyé", en="Nothing was sent"),
    "waiting": Text(fr="Dépôts en attente et récents", en="Drops waiting and recent"),
    "kept": Text(
        fr="Un dépôt qui n’est pas confirmé est supprimé après {n} jours.",
        en="A drop that is not confirmed is removed after {n} days.",
    ),
    "none": Text(fr="Aucun dépôt en attente.", en="No drop waits."),
    "history": Text(fr="Tout ce qui a été importé", en="All that was imported"),
    "by": Text(fr="{who}, le {at}", en="{who}, {at}"),
}
STATUS = {
    "reading": Text(fr="lecture en cours", en="being read"),
    "understood": Text(fr="à confirmer", en="to be confirmed"),
    "importing": Text(fr="import en cours", en="being imported"),
    "done": Text(fr="terminé", en="done"),
}
DEPOSIT: dict[str, Text] = {
    "back": Text(fr="Importer des fichiers", en="Import files"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "faults": Text(fr="La demande n’a pas abouti", en="This was not done"),
    "dropped": Text(fr="Déposé par {who}, le {at}.", en="Dropped by {who}, {at}."),
    "confirmed": Text(fr="Confirmé par {who}, le {at}.", en="Confirmed by {who}, {at}."),
    "households": Text(
        fr="Fichiers de foyers : pseudonymes à la place des numéros, aucune valeur n’est montrée, "
        "les fichiers ne sont pas conservés.",
        en="Files of households: pseudonyms in the place of numbers, no value is shown, the files "
        "are not kept.",
    ),
    "nothing_yet": Text(
        fr="Rien n’est encore enregistré. Vérifiez, corrigez au besoin, puis confirmez.",
        en="Nothing is stored yet. Check, correct where needed, then confirm.",
    ),
    "refresh": Text(fr="Actualiser la page", en="Refresh the page"),
    "leave": Text(
        fr="Vous pouvez fermer cette page : le travail continue, et reprend même après un arrêt.",
        en="You may close this page: the work goes on, even after a restart.",
    ),
    "stopped": Text(fr="Le travail s’est arrêté", en="The work stopped"),
    "again": Text(fr="Reprendre", en="Go on"),
    "confirm": Text(fr="Confirmer l’import", en="Confirm the import"),
    "confirm_why": Text(
        fr="{n} à importer. Un import s’annule ensuite s’il le faut.",
        en="{n} to be imported. An import can be undone afterwards.",
    ),
    "confirm_some": Text(
        fr="{n} à importer ; ce qui est refusé plus haut reste de côté. Un import s’annule "
        "ensuite s’il le faut.",
        en="{n} to be imported; what is refused above is left aside. An import can be undone "
        "afterwards.",
    ),
    "nothing": Text(fr="Rien à importer", en="Nothing to import"),
    "nothing_why": Text(
        fr="Aucun de ces fichiers n’est compris. Corrigez ce qui peut l’être, ou abandonnez.",
        en="None of these files is understood. Correct what can be, or give up.",
    ),
    "give_up": Text(fr="Abandonner ce dépôt", en="Give up this drop"),
    "give_up_why": Text(
        fr="Abandonner supprime les fichiers déposés ; rien n’a été enregistré.",
        en="Giving up removes the dropped files; nothing was stored.",
    ),
    "correct": Text(fr="Corriger la lecture", en="Correct the reading"),
    "rows": Text(fr="Premières mesures", en="First measures"),
    "meter": Text(fr="Compteur", en="Meter"),
    "start": Text(fr="Date", en="Time"),
    "value": Text(fr="Valeur", en="Value"),
    "quantity": Text(fr="Grandeur", en="Quantity"),
    "measures": Text(fr="Mesures", en="Measures"),
    "series": Text(fr="Ce que contient le fichier", en="What the file holds"),
    "more": Text(fr="et {n} autres", en="and {n} more"),
    "refused": Text(fr="Lignes refusées", en="Rows refused"),
    "line": Text(fr="Ligne", en="Row"),
    "why": Text(fr="Pourquoi", en="Why"),
    "text": Text(fr="Ce qui est écrit", en="What is written"),
    "notes": Text(fr="Ce qui a été décidé à la lecture", en="What was decided while reading"),
    "see_batch": Text(fr="Voir l’import n° {n}", en="See import no. {n}"),
    "analyse": Text(fr="Chercher ce que disent ces mesures", en="Look for what these measures say"),
    "analyse_why": Text(
        fr="Toutes les mesures de la collectivité sont regardées ; les constats nouveaux "
        "attendent ensuite une décision.",
        en="All the measures of the authority are looked at; new findings then wait for a "
        "decision.",
    ),
    "looking": Text(fr="Recherche de constats", en="Looking for findings"),
    "found": Text(
        fr="Recherche terminée. Constats nouveaux : {new} ; toujours là : {updated} ; terminés : "
        "{closed}. Compteurs regardés : {meters}.",
        en="Search done. New findings: {new}; still there: {updated}; ended: {closed}. Meters "
        "looked at: {meters}.",
    ),
    "see": Text(fr="Voir les constats", en="See the findings"),
    "more_files": Text(fr="Importer d’autres fichiers", en="Import more files"),
    "todo": Text(fr="Que faire : {todo}", en="What to do: {todo}"),
    "doubts": Text(fr="À confirmer", en="To be confirmed"),
}
CORRECT: dict[str, Text] = {
    "back": Text(fr="Revenir au dépôt", en="Back to the drop"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "faults": Text(fr="La correction n’est pas prise", en="The correction is not taken"),
    "lead": Text(
        fr="Dites ce que le fichier ne dit pas. Il sera relu, et vous verrez le résultat avant "
        "de confirmer.",
        en="Say what the file does not. It will be read again, and you will see the result before "
        "confirming.",
    ),
    "asset": Text(fr="Compteur", en="Meter"),
    "asset_hint": Text(
        fr="Le numéro ou le nom du compteur, quand le fichier ne le dit pas.",
        en="The number or the name of the meter, where the file does not say it.",
    ),
    "replace": Text(
        fr="Ce fichier corrige bien ce compteur : il peut changer la plupart de ses mesures",
        en="This file does correct this meter: it may change most of its measures",
    ),
    "columns": Text(fr="Colonnes de mesures", en="Columns of measures"),
    "keep": Text(fr="Importer cette colonne", en="Import this column"),
    "quantity": Text(fr="Grandeur", en="Quantity"),
    "unit": Text(fr="Unité", en="Unit"),
    "kind": Text(fr="Sorte de mesure", en="Kind of measure"),
    "dates": Text(fr="Dates", en="Times"),
    "time": Text(fr="Colonne de la date", en="Column of the time"),
    "hour": Text(fr="Colonne de l’heure", en="Column of the hour"),
    "inside": Text(fr="dans celle de la date", en="in that of the time"),
    "stamp": Text(fr="La date marque", en="The time marks"),
    "begin": Text(fr="le début de la période", en="the start of the period"),
    "end": Text(fr="la fin de la période", en="the end of the period"),
    "step": Text(fr="Durée de la période", en="Length of the period"),
    "step_hint": Text(
        fr="30min, 1h, 1d (jour), 1mo (mois) ; vide : inconnue.",
        en="30min, 1h, 1d (day), 1mo (month); empty: unknown.",
    ),
    "zone": Text(fr="Fuseau horaire", en="Time zone"),
    "type": Text(fr="Sorte d’équipement", en="Kind of asset"),
    "asset_column": Text(fr="Colonne du compteur", en="Column of the meter"),
    "no_column": Text(fr="aucune", en="none"),
    "doubts": Text(fr="À confirmer", en="To be confirmed"),
    "read": Text(fr="Relire le fichier", en="Read the file again"),
    "expert": Text(fr="Toute la correspondance des colonnes", en="The whole mapping of columns"),
    "expert_hint": Text(
        fr="Une clé par ligne, comme dans le fichier que prend « beffroi import --mapping ».",
        en="One key a line, as in the file that “beffroi import --mapping” takes.",
    ),
    "mapping": Text(fr="Correspondance", en="Mapping"),
    "nothing": Text(
        fr="Ce format est connu et se lit d’une seule façon : il n’y a rien à corriger ici. Si le "
        "contenu est faux, demandez un nouvel export au fournisseur.",
        en="This format is known and reads in one way only: there is nothing to correct here. If "
        "its content is wrong, ask the supplier for a new export.",
    ),
    "first": Text(fr="Comprendre seul, comme au début", en="Understand by itself, as at first"),
}
HISTORY: dict[str, Text] = {
    "lead": Text(
        fr="Chaque fichier reçu, par qui, et ce qui en a été gardé. Un import s’annule : ce qui "
        "était là avant revient, et l’historique garde les deux.",
        en="Each file received, by whom, and what was kept of it. An import can be undone: what "
        "was there before comes back, and the history keeps both.",
    ),
    "import": Text(fr="Importer des fichiers", en="Import files"),
    "none": Text(fr="Aucun import", en="No import"),
    "none_why": Text(
        fr="Rien n’a encore été importé pour cette collectivité.",
        en="Nothing was imported for this authority yet.",
    ),
    "caption": Text(fr="Imports, le dernier d’abord", en="Imports, the last first"),
    "file": Text(fr="Fichier", en="File"),
    "at": Text(fr="Reçu", en="Received"),
    "who": Text(fr="Par", en="By"),
    "status": Text(fr="État", en="Status"),
    "kept": Text(fr="Gardées", en="Kept"),
    "changed": Text(fr="Remplacées", en="Replaced"),
    "refused": Text(fr="Refusées", en="Refused"),
    "pages": Text(fr="Pages", en="Pages"),
    "page": Text(fr="page {n} sur {of}", en="page {n} of {of}"),
    "before": Text(fr="Plus récents", en="Later"),
    "after": Text(fr="Plus anciens", en="Earlier"),
}
BATCH: dict[str, Text] = {
    "back": Text(fr="Tous les imports", en="All imports"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "faults": Text(fr="La demande n’a pas abouti", en="This was not done"),
    "series": Text(fr="Ce qui a été gardé", en="What was kept"),
    "meter": Text(fr="Compteur", en="Meter"),
    "quantity": Text(fr="Grandeur", en="Quantity"),
    "measures": Text(fr="Mesures", en="Measures"),
    "more": Text(fr="et {n} autres", en="and {n} more"),
    "refused": Text(fr="Lignes refusées", en="Rows refused"),
    "line": Text(fr="Ligne", en="Row"),
    "why": Text(fr="Pourquoi", en="Why"),
    "text": Text(fr="Ce qui est écrit", en="What is written"),
    "undo": Text(fr="Annuler cet import", en="Undo this import"),
    "undo_why": Text(
        fr="Ce que ce fichier a apporté est retiré, ce qui était là avant revient. Cela se "
        "reprend : l’annulation s’annule aussi.",
        en="What this file brought is withdrawn, what was there before comes back. This can be "
        "taken back: an undoing can be undone too.",
    ),
    "undoing": Text(fr="Annulation en cours", en="Being undone"),
    "refresh": Text(fr="Actualiser la page", en="Refresh the page"),
    "not_yours": Text(
        fr="Seul qui l’a importé, ou un gestionnaire des données, peut l’annuler.",
        en="Only whoever imported it, or a data manager, may undo it.",
    ),
    "stopped": Text(fr="L’annulation n’a pas abouti", en="It was not undone"),
}
