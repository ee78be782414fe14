"""The words of the page of what is followed of a district, night after night."""

from beffroi.texts import Text

WORDS: dict[str, Text] = {
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "title": Text(fr="Nuits de « {name} »", en="Nights of “{name}”"),
    "lead": Text(
        fr="Ce qui entre la nuit, de 2 h à 5 h, quand presque personne ne consomme : ce qui monte "
        "et reste est souvent une fuite, pas toujours.",
        en="What enters at night, from 2:00 to 5:00, when hardly anybody uses water: what rises "
        "and stays is often a leak, not always.",
    ),
    "none": Text(
        fr="Rien n’en est encore connu : il faut les volumes horaires de toutes les entrées et "
        "sorties du secteur, et quatre semaines de passé.",
        en="Nothing is known of it yet: it takes hourly volumes of all inlets and outlets of the "
        "district, and four weeks of past.",
    ),
    "closed": Text(
        fr="Ces nuits ne se montrent à qui ne lit pas les mesures que si le secteur compte dix "
        "branchements au moins : moins nombreux, ils diraient quand un logement est habité. Donnez "
        "le nombre de branchements du secteur.",
        en="Whoever does not read measures is shown these nights only where the district has ten "
        "connections at least: fewer would tell when a home is lived in. Give the number of "
        "connections of the district.",
    ),
    "chart": Text(fr="Débit de chaque nuit", en="Flow of each night"),
    "caption": Text(
        fr="Trait : débit moyen de 2 h à 5 h. Bande grise : ce qui était attendu (9 nuits sur 10). "
        "Numéros : les changements, expliqués dessous.",
        en="Line: mean flow from 2:00 to 5:00. Grey band: what was expected (9 nights in 10). "
        "Numbers: changes, explained below.",
    ),
    "picture": Text(
        fr="Débit de chaque nuit du secteur ; les mêmes chiffres sont dans le tableau.",
        en="Flow of each night of the district; the same figures are in the table.",
    ),
    "table": Text(fr="Les mêmes chiffres, en tableau", en="The same figures, as a table"),
    "evidence": Text(fr="Les nuits", en="The nights"),
    "changes": Text(
        fr="Comment chaque changement a été compris", en="How each change was understood"
    ),
    "no_changes": Text(
        fr="Aucune nuit n’est sortie durablement de l’ordinaire.",
        en="No night lastingly left the ordinary.",
    ),
    "since": Text(fr="depuis le {day}", en="since {day}"),
    "span": Text(fr="du {first} au {last}", en="from {first} to {last}"),
    "leak": Text(fr="fuite", en="leak"),
    "no_leak": Text(fr="pas une fuite", en="no leak"),
    "finding": Text(fr="Voir le constat n° {n}", en="See finding no. {n}"),
    "to_come": Text(
        fr="Le constat sera écrit à la prochaine analyse.",
        en="The finding will be written at the next analysis.",
    ),
    "contradict": Text(fr="Ce n’est pas cela", en="That is not it"),
    "is": Text(fr="Qu’est-ce que c’est ?", en="What is it?"),
    "unknown": Text(fr="je ne sais pas : regarder à nouveau", en="I do not know: look again"),
    "why": Text(fr="Comment le savez-vous ?", en="How do you know?"),
    "why_hint": Text(
        fr="Par exemple : pas de réservoir ici ; la laiterie a fermé. Jamais un nom d’abonné.",
        en="For example: no tank here; the dairy closed. Never the name of a subscriber.",
    ),
    "send": Text(fr="Regarder à nouveau", en="Look again"),
    "said_not": Text(
        fr="Contredit le {day} : ce n’est pas « {was} ».",
        en="Contradicted on {day}: it is not “{was}”.",
    ),
    "said_is": Text(
        fr="Contredit le {day} : ce n’est pas « {was} », c’est « {right} ».",
        en="Contradicted on {day}: it is not “{was}”, it is “{right}”.",
    ),
    "retract": Text(fr="Reprendre cette contradiction", en="Take this contradiction back"),
    "others": Text(fr="Contredit, et qui ne se voit plus", en="Contradicted, and no longer seen"),
    "unread": Text(fr="Nuits qui n’ont pas pu être lues", en="Nights that could not be read"),
    "meters": Text(fr="Compteurs qui ne disaient pas vrai", en="Meters that were wrong"),
    "faults": Text(fr="La contradiction n’est pas gardée", en="The contradiction is not kept"),
    "why_missing": Text(fr="Dites comment vous le savez.", en="Say how you know."),
    "why_long": Text(fr="C’est trop long : 500 signes au plus.", en="Too long: 500 signs at most."),
    "is_unknown": Text(fr="Choisissez dans la liste.", en="Choose from the list."),
    "gone": Text(
        fr="Ce changement n’est plus vu ainsi : la page a été relue.",
        en="This change is no longer seen so: the page was read again.",
    ),
}
