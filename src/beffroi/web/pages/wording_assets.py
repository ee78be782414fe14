"""The words of the pages of assets and of their measures."""

from beffroi.texts import Text

ASSETS: dict[str, Text] = {
    "search": Text(fr="Nom ou numéro", en="Name or number"),
    "search_hint": Text(
        fr="Une partie suffit : école, mairie, les derniers chiffres d’un compteur.",
        en="A part is enough: school, town hall, the last figures of a meter.",
    ),
    "kind": Text(fr="Sorte", en="Kind"),
    "all": Text(fr="bâtiments, secteurs, et le reste", en="buildings, districts, the rest"),
    "apply": Text(fr="Chercher", en="Search"),
    "clear": Text(fr="Tout revoir", en="See all again"),
    "caption": Text(
        fr="{n} équipements, ceux dont les constats coûtent le plus d’abord",
        en="{n} assets, those whose findings cost most first",
    ),
    "caption_one": Text(fr="1 équipement", en="1 asset"),
    "name": Text(fr="Équipement", en="Asset"),
    "findings": Text(fr="Constats", en="Findings"),
    "cost": Text(fr="Enjeu par an", en="Stake a year"),
    "unsure": Text(fr="à confirmer", en="to be confirmed"),
    "last": Text(fr="Dernière mesure", en="Last measure"),
    "never": Text(fr="aucune", en="none"),
    "inside": Text(fr="dans {name}", en="in {name}"),
    "none": Text(fr="Aucun équipement ici", en="No asset here"),
    "none_found": Text(
        fr="Rien n’a ce nom ni ce numéro. Essayez un mot plus court.",
        en="Nothing has that name or number. Try a shorter word.",
    ),
    "none_why": Text(
        fr="Les équipements apparaissent quand un agent importe un fichier de compteurs ou décrit "
        "les bâtiments.",
        en="Assets appear once an agent imports a file of meters or describes the buildings.",
    ),
    "before": Text(fr="Précédents", en="Previous"),
    "after": Text(fr="Suivants", en="Next"),
    "page": Text(fr="Page {n} sur {of}", en="Page {n} of {of}"),
    "pages": Text(fr="Pages", en="Pages"),
}

ASSET: dict[str, Text] = {
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "back": Text(fr="Tous les équipements", en="All assets"),
    "inside": Text(fr="Dans", en="In"),
    "number": Text(fr="n° {key}", en="no. {key}"),
    "last": Text(fr="mesuré jusqu’au {day}", en="measured until {day}"),
    "never": Text(fr="sans mesure", en="without measures"),
    "findings": Text(fr="Constats", en="Findings"),
    "no_findings": Text(fr="Aucun constat en cours.", en="No finding under way."),
    "ended": Text(
        fr="Constats terminés ou écartés : {n}", en="Findings that ended or were dismissed: {n}"
    ),
    "facts": Text(fr="Ce que l’on en sait", en="What is known of it"),
    "no_facts": Text(
        fr="Personne ne l’a encore décrit : surface, usage et horaires aident à juger.",
        en="Nobody described it yet: floor area, use and hours help to judge.",
    ),
    "branches": Text(fr="Ce qui le mesure", en="What measures it"),
    "history": Text(fr="Décisions, travaux, résultats", en="Decisions, works, outcomes"),
    "nothing": Text(fr="Personne n’a encore décidé.", en="Nobody has decided yet."),
    "replaced": Text(fr="remplacée depuis", en="replaced since"),
    "about": Text(fr="sur le constat n° {n}", en="about finding no. {n}"),
}

MEASURES: dict[str, Text] = {
    "measures": Text(fr="Mesures", en="Measures"),
    "not_read": Text(
        fr="Votre rôle lit les constats et les indicateurs, pas les mesures, qui peuvent être "
        "celles d’un foyer.",
        en="Your role reads findings and indicators, not measures, which may be those of a "
        "household.",
    ),
    "no_measures": Text(fr="Aucune mesure n’est encore arrivée.", en="No measure came in yet."),
    "empty": Text(fr="Rien n’a été mesuré sur cette période.", en="Nothing was measured then."),
    "series": Text(fr="Ce qui est mesuré", en="What is measured"),
    "show": Text(fr="Montrer", en="Show"),
    "periods": Text(fr="Périodes", en="Periods"),
    "all_time": Text(fr="Toutes les années", en="All years"),
    "wider": Text(fr="Plus large", en="Wider"),
    "earlier": Text(fr="Avant", en="Before"),
    "later": Text(fr="Après", en="After"),
    "closer": Text(fr="Voir de plus près", en="Look closer"),
    "repaired": Text(fr="Réparé", en="Repaired"),
    "raw": Text(fr="Lu, là où la réparation l’a changé", en="Read, where repair changed it"),
    "read": Text(fr="Lu", en="Read"),
    "expected": Text(fr="Attendu (90 %)", en="Expected (90%)"),
    "expected_how": Text(
        fr="Attendu : ce que les deux ans d’avant, le calendrier et la température laissent "
        "prévoir ; la vraie valeur y est au moins neuf fois sur dix.",
        en="Expected: what the two years before, the calendar and the temperature let foresee; "
        "the true value is within at least nine times in ten.",
    ),
    "when": Text(fr="Période", en="Period"),
    "remark": Text(fr="Remarque", en="Remark"),
    "table": Text(fr="Voir les chiffres de la courbe", en="See the figures of the curve"),
    "csv": Text(fr="Télécharger ces chiffres (CSV)", en="Download these figures (CSV)"),
    "chart": Text(fr="{label} ({unit}), {step}, {title}", en="{label} ({unit}), {step}, {title}"),
    "how": Text(
        fr="Glissez sur la courbe pour voir de plus près. Au clavier : flèches pour avancer ou "
        "reculer, + et − pour rapprocher ou éloigner.",
        en="Drag over the curve to look closer. With the keyboard: arrows go back and forth, "
        "+ and − closer and further.",
    ),
    "lost": Text(
        fr="La courbe n’a pas pu être chargée ; les liens et le tableau restent.",
        en="The curve could not be loaded; links and table remain.",
    ),
    "quality": Text(fr="Qualité des mesures", en="Quality of the measures"),
    "clean": Text(
        fr="Sur cette période : {read} mesures lues, aucune réparée.",
        en="Over this period: {read} measures read, none repaired.",
    ),
    "mended": Text(
        fr="Sur cette période : {read} mesures lues ; réparées ou retirées : {touched}. Ce qui a "
        "été lu est toujours gardé.",
        en="Over this period: {read} measures read; repaired or removed: {touched}. What was read "
        "is always kept.",
    ),
    "too_long": Text(
        fr="Choisissez une année ou moins pour voir ce que la réparation a fait, mesure par "
        "mesure.",
        en="Choose a year or less to see what repair did, measure by measure.",
    ),
    "rule": Text(fr="Règle", en="Rule"),
    "count": Text(fr="Mesures", en="Measures"),
    "removed": Text(fr="Retirées : {n}", en="Removed: {n}"),
    "trace": Text(
        fr="Où la réparation est passée (les plus récentes)", en="Where repair went (latest)"
    ),
    "before": Text(fr="Lu", en="Read"),
    "after": Text(fr="Réparé", en="Repaired"),
    "card": Text(fr="fiche", en="card"),
}
