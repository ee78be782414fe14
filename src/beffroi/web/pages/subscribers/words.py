"""The words of the pages for the agents of a water service."""

from beffroi.texts import Text

LISTING: dict[str, Text] = {
    "lead": Text(
        fr="Ce qui a été vu derrière les compteurs des foyers : fuites, compteurs arrêtés, "
        "consommations anormales. Vous seuls, qui lisez les foyers, voyez cette page : rien n’en "
        "est montré, compté ni publié ailleurs. Le journal dit que vous l’ouvrez.",
        en="What was seen behind the meters of households: leaks, meters that stopped, abnormal "
        "use. Only you, who read households, see this page: nothing of it is shown, counted or "
        "published elsewhere. The journal says that you open it.",
    ),
    "status": Text(fr="État", en="State"),
    "apply": Text(fr="Filtrer", en="Filter"),
    "one": Text(fr="Un constat", en="One finding"),
    "count": Text(fr="{n} constats", en="{n} findings"),
    "since": Text(fr="depuis le {day}", en="since {day}"),
    "year": Text(fr="par an", en="a year"),
    "no_stake": Text(fr="sans volume en jeu", en="no volume at stake"),
    "none": Text(fr="Rien à traiter", en="Nothing to follow up"),
    "none_why": Text(
        fr="Rien n’a été vu dans cet état. Les compteurs de foyers sont examinés à chaque analyse, "
        "dès que leurs relevés d’eau sont importés comme ceux de foyers.",
        en="Nothing was seen in this state. The meters of households are looked at by each "
        "analysis, once their water readings are imported as those of households.",
    ),
    "see_all": Text(fr="Voir tous les états", en="See all states"),
    "pages": Text(fr="Pages de la liste", en="Pages of the list"),
    "before": Text(fr="Précédents", en="Previous"),
    "after": Text(fr="Suivants", en="Next"),
    "page": Text(fr="page {n} sur {of}", en="page {n} of {of}"),
}
ONE: dict[str, Text] = {
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "back": Text(fr="Abonnés à l’eau", en="Water subscribers"),
    "since": Text(fr="depuis le {day}", en="since {day}"),
    "until": Text(fr="jusqu’au {day}", en="until {day}"),
    "sure": Text(fr="sûr à {n} %", en="{n}% sure"),
    "evidence": Text(fr="Ce qui a été mesuré", en="What was measured"),
    "table": Text(fr="Voir les chiffres", en="See the figures"),
    "no_chart": Text(fr="Pas de courbe.", en="No chart."),
    "stake": Text(fr="Ce qui est en jeu", en="What is at stake"),
    "no_stake": Text(fr="Aucun volume en jeu.", en="No volume is at stake."),
    "stake_said": Text(
        fr="{m3} par an si rien ne change, soit environ {eur} pour l’abonné.",
        en="{m3} a year if nothing changes, about {eur} for the subscriber.",
    ),
    "ideas": Text(fr="Que faire", en="What to do"),
    "letter": Text(fr="Préparer le courrier à l’abonné", en="Prepare the letter to the subscriber"),
    "letter_law": Text(
        fr="La loi demande d’informer l’abonné sans délai, au plus tard avec la facture. Le "
        "courrier dit les démarches ; complétez-y son nom, son adresse et son contrat, que Beffroi "
        "ne connaît pas.",
        en="The law asks that the subscriber be informed without delay, with the bill at the "
        "latest. The letter (in French) says what to do; fill in the name, the address and the "
        "contract, which Beffroi does not know.",
    ),
    "letter_why": Text(
        fr="Complétez-y le nom, l’adresse et le contrat, que Beffroi ne connaît pas.",
        en="Fill in the name, the address and the contract, which Beffroi does not know.",
    ),
    "follow": Text(fr="Noter la suite donnée", en="Note what was done"),
    "faults": Text(fr="La suite n’est pas notée", en="It is not noted"),
    "choice": Text(fr="Suite", en="What was done"),
    "way": Text(fr="Comment l’abonné a été informé", en="How the subscriber was informed"),
    "day": Text(fr="Quel jour", en="On which day"),
    "way_why": Text(
        fr="Pour un abonné informé seulement.", en="For a subscriber who was informed only."
    ),
    "reason": Text(fr="Précision", en="Details"),
    "reason_hint": Text(
        fr="Jamais un nom, une adresse ni un numéro. Obligatoire pour surveiller ou écarter.",
        en="Never a name, an address or a number. Required to watch or to dismiss.",
    ),
    "record": Text(fr="Noter", en="Note"),
    "undo": Text(fr="Revenir en arrière", en="Undo"),
    "undo_why": Text(
        fr="L’abonné est de nouveau à traiter ; ce qui a été noté reste dans l’historique.",
        en="The subscriber is to be followed up again; what was noted stays in the history.",
    ),
    "undo_reason": Text(fr="Pourquoi", en="Why"),
    "reopen": Text(fr="Remettre à traiter", en="Follow up again"),
    "reads_only": Text(
        fr="Vous lisez cette page ; noter une suite demande le droit de décider.",
        en="You read this page; noting what was done needs the right to decide.",
    ),
    "history": Text(fr="Historique", en="History"),
    "nothing": Text(fr="Rien n’a été noté.", en="Nothing was noted."),
    "who_saw": Text(fr="Qui l’a vu", en="What saw it"),
    "algorithm": Text(
        fr="Un algorithme, version {version} ; une personne décide.",
        en="An algorithm, version {version}; a person decides.",
    ),
    "card": Text(fr="Lire sa fiche", en="Read its card"),
}
DONE: dict[str, Text] = {
    "inform": Text(fr="l’abonné a été informé", en="the subscriber was informed"),
    "watch": Text(fr="à surveiller", en="to be watched"),
    "dismiss": Text(fr="écarter : rien d’anormal", en="dismiss: nothing abnormal"),
    "inform_done": Text(
        fr="a informé l’abonné le {day}, {way}", en="informed the subscriber on {day}, {way}"
    ),
    "watch_done": Text(fr="surveille", en="watches"),
    "dismiss_done": Text(fr="a écarté", en="dismissed"),
    "reopen_done": Text(fr="a remis à traiter", en="put it back"),
    "wrong": Text(fr="La suite n’est pas notée : {problem}.", en="It is not noted: {problem}."),
}
