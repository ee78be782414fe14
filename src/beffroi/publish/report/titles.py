"""Titles, columns and captions of a report."""

from beffroi.texts import Text

SECTIONS = {
    "essential": Text(fr="L’essentiel", en="In short"),
    "figures": Text(fr="Chiffres clés", en="Key figures"),
    "places": Text(fr="Ce qui coûte le plus", en="What costs most"),
    "waiting": Text(fr="Ce qui attend une décision", en="What waits for a decision"),
    "done": Text(fr="Ce qui a été décidé, fait, économisé", en="What was decided, done and saved"),
    "proposed": Text(fr="Ce qui est proposé au conseil", en="What the council is asked"),
    "quality": Text(fr="Qualité des données", en="Quality of the data"),
    "methods": Text(fr="Méthodes, sources, incertitudes", en="Methods, sources, uncertainties"),
    "algorithms": Text(fr="Algorithmes employés", en="Algorithms used"),
}
ABOUT = Text(
    fr="Établi d’après ce qui était connu le {made} ; mesures jusqu’au {measured}.",
    en="Made from what was known on {made}; measures until {measured}.",
)
ABOUT_BARE = Text(
    fr="Établi d’après ce qui était connu le {made} ; aucune mesure.",
    en="Made from what was known on {made}; no measure.",
)
SIMULATED = Text(
    fr="Démonstration : noms, mesures et défauts sont inventés.",
    en="Demonstration: names, measures and faults are made up.",
)
SAME = Text(
    fr="{change} par rapport à un an plus tôt, sur les mêmes compteurs ({n})",
    en="{change} against a year before, over the same meters ({n})",
)
NOT_COMPARED = Text(
    fr="pas de comparaison avec l’année d’avant", en="no comparison with the year before"
)
NO_FIGURE = Text(
    fr="Aucun bâtiment n’est mesuré d’un bout à l’autre de la période : aucun total n’est donné.",
    en="No building is measured all through the period: no total is given.",
)

MONTHS = Text(
    fr="Énergie de chaque mois ({unit}), sur les compteurs connus toute la période",
    en="Energy of each month ({unit}), over the meters known all through the period",
)
MONTHS_ALT = Text(
    fr="Énergie mois par mois. Le plus haut : {top}, {value}.{moved} Le tableau qui suit donne "
    "chaque valeur.",
    en="Energy month by month. The highest: {top}, {value}.{moved} The table that follows gives "
    "each value.",
)
MONTHS_MOVED = Text(
    fr=" Mois plus élevés que l’année d’avant : {up} sur {n}.",
    en=" Months above the year before: {up} of {n}.",
)
MONTH = Text(fr="Mois", en="Month")
THE_PERIOD = Text(fr="la période", en="the period")
A_YEAR_BEFORE = Text(fr="un an plus tôt", en="a year before")
CHANGE = Text(fr="Évolution", en="Change")
ENERGY_CHANGE = Text(fr="Énergie, sur un an", en="Energy, in a year")
UNKNOWN = Text(fr="–", en="–")

TARGETS = Text(
    fr="Décret tertiaire : où en est chaque bâtiment concerné",
    en="Tertiary decree: how far each building concerned is",
)
TARGETS_HEAD = Text(fr="Objectif de 2030", en="Target of 2030")
NO_TARGET = Text(
    fr="Aucun bâtiment n’a d’année de référence renseignée au titre du décret tertiaire : aucun "
    "objectif n’est suivi ici.",
    en="No building has a reference year of the tertiary decree: no target is followed here.",
)
PLACE = Text(fr="Bâtiment", en="Building")
REACHED = Text(fr="Baisse obtenue", en="Reduction reached")
ASKED = Text(fr="Baisse demandée", en="Reduction asked")
GAP = Text(fr="Points à gagner", en="Points to gain")

TAP_WATER = Text(
    fr="Eau du robinet : prélèvements conformes aux limites de qualité en {year}",
    en="Tap water: samples that conform to the limits of quality in {year}",
)
CONTROL = Text(fr="Contrôle sanitaire", en="Sanitary control")
CONFORM = Text(fr="Conformes", en="Conform")
SAMPLES = Text(fr="Prélèvements", en="Samples")
AIM = Text(fr="Objectif", en="Target")
OF_SAMPLES = Text(fr="{good} sur {n}", en="{good} of {n}")
DEROGATED = Text(fr="{said}, dont {n} par dérogation", en="{said}, {n} of them by derogation")

PEERS_HEAD = Text(fr="Collectivités semblables", en="Similar authorities")
PEERS = Text(
    fr="Énergie par m² : où l’on se situe parmi des collectivités semblables",
    en="Energy by m²: where one stands among similar authorities",
)
NO_PEER = Text(
    fr="La collectivité ne participe pas aux comparaisons, ou aucune n’a réuni assez de "
    "collectivités semblables.",
    en="The authority takes no part in comparisons, or none has held enough similar ones.",
)
USE = Text(fr="Usage, année", en="Use, year")
OURS = Text(fr="Nous", en="Ours")
QUARTERS = (
    Text(fr="Un quart au-dessous de", en="A quarter below"),
    Text(fr="Milieu", en="Middle"),
    Text(fr="Un quart au-dessus de", en="A quarter above"),
)
STAND = Text(fr="Place", en="Standing")
STANDS = Text(fr="{said} ({n} collectivités)", en="{said} ({n} authorities)")

PLACES = Text(
    fr="Bâtiments suivis, du plus coûteux au moins coûteux",
    en="Buildings that are followed, the dearest first",
)
SPENDING = Text(fr="Dépense", en="Spending")
SHARE = Text(fr="Part", en="Share")
ENERGY = Text(fr="Énergie", en="Energy")
BY_AREA = Text(fr="Par m²", en="By m²")

WAITING = Text(
    fr="Constats à décider, du plus coûteux au moins coûteux",
    en="Findings to decide, the dearest first",
)
SEEN = Text(fr="Ce qui est constaté", en="What is seen")
STAKE = Text(fr="Enjeu par an", en="At stake a year")
BETWEEN = Text(fr="{value}, entre {low} et {high}", en="{value}, between {low} and {high}")
NOT_SURE = Text(fr="à confirmer, au plus {high}", en="to be confirmed, {high} at most")
IDEA = Text(fr="Ce qui peut être fait", en="What can be done")
MORE = Text(
    fr="Constats de moindre enjeu qui ne sont pas détaillés ici : {n}.",
    en="Findings of lesser stake that are not told here: {n}.",
)
NOTHING_WAITS = Text(
    fr="Aucun constat n’attend de décision.", en="No finding waits for a decision."
)

DONE = Text(
    fr="Actions faites depuis le {day}, et ce qu’elles ont économisé",
    en="Actions done since {day}, and what they saved",
)
WHAT = Text(fr="Action", en="Action")
ON = Text(fr="Faite le", en="Done on")
COST = Text(fr="Coût", en="Cost")
SAVED = Text(fr="Économie mesurée", en="Measured saving")
STATE = Text(fr="Preuve", en="Proof")
KWH_BETWEEN = Text(fr="{value}, entre {low} et {high}", en="{value}, between {low} and {high}")
SAVINGS_ALT = Text(
    fr="Économie de chaque action et bornes à neuf chances sur dix, en kWh. À droite de la ligne "
    "du zéro, l’économie est prouvée : {n} sur {whole}. Le tableau qui suit donne chaque valeur.",
    en="Saving of each action and bounds at nine chances in ten, in kWh. On the right of the line "
    "of nothing, it is proven: {n} of {whole}. The table that follows gives each value.",
)
NOTHING_DONE = Text(
    fr="Aucune action n’a été enregistrée depuis le {day}.",
    en="No action was recorded since {day}.",
)
DECIDED = Text(fr="Décisions prises depuis le {day}", en="Decisions taken since {day}")
CHOICE = Text(fr="Décision", en="Decision")
DECIDED_ON = Text(fr="Le", en="On")
REASON = Text(fr="Motif", en="Reason")
NOBODY = Text(
    fr="Qui a décidé est inscrit au journal ; ce rapport, qui peut être publié, ne nomme personne.",
    en="Who decided is in the journal; this report, which may be published, names nobody.",
)
NOTHING_DECIDED = Text(
    fr="Aucune décision n’a été prise depuis le {day}.", en="No decision was taken since {day}."
)

METERS = Text(
    fr="Compteurs, du moins bien mesuré au mieux mesuré",
    en="Meters, the least well measured first",
)
METER = Text(fr="Compteur", en="Meter")
KIND = Text(fr="Mesure", en="Measure")
COVERED = Text(fr="Temps couvert", en="Time covered")
MENDED = Text(fr="Complété ou corrigé", en="Filled or corrected")
LAST = Text(fr="Dernière mesure", en="Last measure")
REFERENCES = Text(fr="Références : {titles}.", en="References: {titles}.")
ALGORITHMS = Text(
    fr="Algorithmes qui ont examiné ces mesures", en="Algorithms that looked at these measures"
)
ALGORITHM = Text(fr="Algorithme", en="Algorithm")
PURPOSE = Text(fr="Ce qu’il fait", en="What it does")
VERSION = Text(fr="Version", en="Version")
EMPTY = Text(fr="", en="")
