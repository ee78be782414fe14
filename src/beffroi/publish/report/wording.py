"""The words of a report, in both languages: what it is made of, and what it says of itself."""

from beffroi.texts import Text

TITLE = Text(fr="Rapport au conseil", en="Report to the council")
SUBJECT = Text(
    fr="Énergie, constats, décisions et économies vérifiées",
    en="Energy, findings, decisions and verified savings",
)
#: Key figures by unit, in the order in which a council asks for them.
FIGURES = {
    "EUR": Text(fr="Dépense, hors TVA", en="Spending, without VAT"),
    "kWh": Text(fr="Énergie consommée", en="Energy used"),
    "m3": Text(fr="Eau mise en distribution", en="Water put in"),
    "kgCO2e": Text(fr="Émissions", en="Emissions"),
}
IN_DOMAIN = Text(fr="{label} ({domain})", en="{label} ({domain})")

PROVEN = Text(fr="économie prouvée", en="proven saving")
NOT_PROVEN = Text(fr="non prouvée", en="not proven")
INCREASED = Text(fr="hausse prouvée", en="proven increase")
NOT_VERIFIED = Text(fr="pas encore vérifiée", en="not verified yet")
UNSAID = Text(
    fr="Ce que l’action a économisé n’est pas encore calculé.",
    en="What the action saved has not been computed yet.",
)

NO_METER = Text(
    fr="Aucun compteur n’est mesuré sur la période.", en="No meter is measured over the period."
)
COVERED = Text(
    fr="Compteurs suivis : {n}. Leurs mesures couvrent {share} du temps de la période.",
    en="Meters followed: {n}. Their measures cover {share} of the time of the period.",
)
MENDED = Text(
    fr="Mesures que la réparation automatique a complétées ou corrigées : {share}. Chacune garde "
    "sa valeur d’origine et la règle qui l’a changée.",
    en="Measures that automatic repair filled or corrected: {share}. Each keeps its first value "
    "and the rule that changed it.",
)
SILENT = Text(
    fr="Compteurs sans mesure à la fin de la période : {n} ({names}).",
    en="Meters without measure at the end of the period: {n} ({names}).",
)
WELL = Text(
    fr="Compteurs couverts à moins de {share} : {n} ({names}). Leurs totaux sont incomplets.",
    en="Meters covered less than {share}: {n} ({names}). Their totals are incomplete.",
)

#: The five sentences of the summary.
SPENT = (
    Text(
        fr="{period} : {eur} hors TVA pour {kwh}, dans le bâtiment mesuré toute la période{moved}.",
        en="{period}: {eur} without VAT for {kwh}, in the building measured all through{moved}.",
    ),
    Text(
        fr="{period} : {eur} hors TVA pour {kwh}, dans les {n} bâtiments mesurés toute la "
        "période{moved}.",
        en="{period}: {eur} without VAT for {kwh}, in the {n} buildings measured all "
        "through{moved}.",
    ),
)
MOVED = Text(
    fr=" ; pour l’énergie, {change} par rapport à un an plus tôt sur les mêmes compteurs",
    en="; for energy, {change} against a year before over the same meters",
)
UNSPENT = Text(
    fr="{period} : aucun bâtiment n’est mesuré d’un bout à l’autre de la période, et aucun total "
    "n’est donné.",
    en="{period}: no building is measured all through the period, and no total is given.",
)
DEAREST = Text(
    fr="{names} : {share} de la dépense suivie.",
    en="{names}: {share} of the spending that is followed.",
)
NO_DEAREST = Text(
    fr="Ce qui coûte le plus n’est pas connu sur cette période.",
    en="What costs most is not known over this period.",
)
WAITS = Text(
    fr="À décider : {n} {what}, pour environ {eur} par an si rien n’est fait.",
    en="To decide: {n} {what}, for about {eur} a year if nothing is done.",
)
WAITS_UNSURE = Text(
    fr="À décider : {n} {what}, dont le coût reste à confirmer.",
    en="To decide: {n} {what}, whose cost is to be confirmed.",
)
NOTHING_WAITS = Text(
    fr="Aucun constat n’attend de décision.", en="No finding waits for a decision."
)
FINDING = (Text(fr="constat", en="finding"), Text(fr="constats", en="findings"))
SAVED = Text(
    fr="Actions faites : {n}. Économie prouvée par la mesure : {eur}, soit {kwh}.",
    en="Actions done: {n}. Saving proven by measurement: {eur}, or {kwh}.",
)
NOT_SAVED = Text(
    fr="Actions faites : {n}. Aucune économie n’est encore prouvée par la mesure.",
    en="Actions done: {n}. No saving is proven by measurement yet.",
)
NOTHING_DONE = Text(
    fr="Aucune action n’a été enregistrée depuis le début de la période.",
    en="No action was recorded since the beginning of the period.",
)

#: What the council is asked.
ASK_NOTE = Text(
    fr="Prendre acte du présent rapport, établi d’après les mesures connues au {day}.",
    en="Take note of this report, made from the measures known on {day}.",
)
ASK_UNSURE = Text(
    fr="{place} : {idea}. Enjeu à confirmer : il peut être nul.",
    en="{place}: {idea}. The stake is to be confirmed: it may be nothing.",
)
ASK_BOUNDS = Text(
    fr="{place} : {idea}. Enjeu : environ {eur} par an, entre {low} et {high}.",
    en="{place}: {idea}. At stake: about {eur} a year, between {low} and {high}.",
)
ASK_SEE = Text(fr="examiner le constat", en="look at the finding")
ASK_VERIFY = Text(
    fr="Faire vérifier les actions faites qui ne le sont pas encore : {n}.",
    en="Have the actions that are done and not verified yet verified: {n}.",
)
ASK_METERS = Text(
    fr="Faire rétablir la mesure des compteurs qui n’envoient plus rien : {n}.",
    en="Have the meters that send nothing any more measured again: {n}.",
)

#: Where the authority stands among similar ones.
PEER = (
    Text(fr="parmi le quart qui consomme le moins", en="among the quarter that uses least"),
    Text(fr="un peu au-dessous du milieu", en="somewhat below the middle"),
    Text(fr="un peu au-dessus du milieu", en="somewhat above the middle"),
    Text(fr="parmi le quart qui consomme le plus", en="among the quarter that uses most"),
)
OTHERS = Text(fr="{n} autres bâtiments", en="{n} other buildings")
