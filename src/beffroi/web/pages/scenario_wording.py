"""The words of the pages of scenarios."""

from beffroi.texts import Text

RESULT = {
    "result": Text(fr="Ce que cela changerait", en="What it would change"),
    "by_lever": Text(
        fr="Levier par levier, dans l’ordre où ils agissent : chacun sur ce que les précédents ont "
        "laissé",
        en="Lever by lever, in the order in which they act: each on what those before it left",
    ),
    "lever": Text(fr="Levier", en="Lever"),
    "kWh": Text(fr="Énergie économisée par an", en="Energy saved a year"),
    "m3": Text(fr="Eau économisée par an", en="Water saved a year"),
    "yearly": Text(fr="chaque année", en="every year"),
    "every": Text(fr="tous les {n} ans", en="every {n} years"),
    "measures_say": Text(fr="Ce que disent les mesures", en="What measures say"),
    "idle": Text(fr="« {lever} » : {why}.", en="“{lever}”: {why}."),
    "eur": Text(fr="Euros par an", en="Euros a year"),
    "co2": Text(fr="CO₂e évité par an", en="CO₂e avoided a year"),
    "cost": Text(fr="Coût, hors TVA", en="Cost, without VAT"),
    "all": Text(fr="En tout", en="In all"),
    "between": Text(fr="de {low} à {high}", en="from {low} to {high}"),
    "unknown": Text(fr="inconnu", en="unknown"),
    "net": Text(fr="Quand est-ce remboursé ?", en="When is it paid back?"),
    "evidence": Text(fr="Euros cumulés", en="Euros added up"),
    "table": Text(fr="Les mêmes chiffres en tableau", en="The same figures as a table"),
    "until": Text(fr="D’ici la fin de l’année", en="By the end of the year"),
    "money": Text(fr="Euros, travaux payés", en="Euros, works paid"),
    "avoided": Text(fr="CO₂e évité", en="CO₂e avoided"),
    "today": Text(
        fr="Aujourd’hui, ce qui est choisi utilise {amounts} par an, pour {eur} hors TVA.",
        en="Today what is chosen uses {amounts} a year, for {eur} without VAT.",
    ),
    "and_too": Text(fr="et", en="and"),
    "left": Text(fr="{name} : {why}.", en="{name}: {why}."),
    "left_lever": Text(fr="{name}, « {lever} » : {why}.", en="{name}, “{lever}”: {why}."),
    "left_out": Text(fr="Non essayé", en="Not tried"),
    "by_building": Text(fr="Un par un", en="One by one"),
    "building": Text(fr="Équipement", en="Asset"),
    "range": Text(
        fr="Chaque intervalle contient la vraie valeur neuf fois sur dix, si les hypothèses sont "
        "justes.",
        en="Each interval holds the true value nine times in ten, if the hypotheses are right.",
    ),
    "method": Text(fr="Comment c’est calculé", en="How it is computed"),
}
TRY = RESULT | {
    "back": Text(fr="Scénarios", en="Scenarios"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "lead": Text(
        fr="Choisissez des équipements et des leviers : la réponse vient de leurs propres mesures. "
        "Essayer n’enregistre rien.",
        en="Choose assets and levers: the answer comes from their own measures. Trying records "
        "nothing.",
    ),
    "faults": Text(fr="Ce scénario ne peut pas être essayé", en="This scenario cannot be tried"),
    "levers": Text(fr="Leviers", en="Levers"),
    "levers_of": Text(fr="Leviers : {kind}", en="Levers: {kind}"),
    "adjust": Text(fr="Régler", en="Adjust"),
    "adjust_lever": Text(fr="Régler « {lever} »", en="Adjust “{lever}”"),
    "usual": Text(fr="Laisser vide : {usual}", en="Leave empty: {usual}"),
    "source": Text(fr="Source : {source}", en="Source: {source}"),
    "go": Text(fr="Essayer", en="Try"),
    "change": Text(fr="Changer le scénario", en="Change the scenario"),
    "keep": Text(fr="Garder ce scénario", en="Keep this scenario"),
    "keep_why": Text(
        fr="Il pourra être comparé à d’autres, puis décidé. Votre nom y figure.",
        en="It can be compared with others, then decided. Your name stands on it.",
    ),
    "change_of": Text(
        fr="Ce sera une nouvelle version de « {name} ».",
        en="This will be a new version of “{name}”.",
    ),
    "name": Text(fr="Nom du scénario", en="Name of the scenario"),
    "name_hint": Text(
        fr="Par exemple : École, toit puis chaudière", en="For example: School, roof then boiler"
    ),
    "record": Text(fr="Garder", en="Keep"),
    "share": Text(
        fr="L’adresse de cette page contient tout le scénario : elle se partage telle quelle avec "
        "vos collègues.",
        en="The address of this page holds the whole scenario: share it as it is with colleagues.",
    ),
    "none": Text(fr="Rien de mesuré", en="Nothing is measured"),
    "none_why": Text(
        fr="Importez un an de relevés, puis rattachez les compteurs à leur bâtiment, ou à leur "
        "secteur de distribution.",
        en="Import a year of readings, then attach meters to their building, or to their district "
        "metered area.",
    ),
    "reads_only": Text(
        fr="Votre rôle essaie des scénarios sans en garder.",
        en="Your role tries scenarios without keeping any.",
    ),
    "limits": Text(fr="Limites", en="Limits"),
}
LIST = {
    "lead": Text(
        fr="Des travaux ou des réglages essayés sur vos bâtiments et vos secteurs d’eau, avant de "
        "décider.",
        en="Works or settings tried on your buildings and water districts, before deciding.",
    ),
    "new": Text(fr="Essayer un scénario", en="Try a scenario"),
    "pick": Text(fr="Comparer", en="Compare"),
    "compare": Text(fr="Comparer ceux qui sont cochés", en="Compare those that are ticked"),
    "compare_why": Text(fr="Jusqu’à quatre à la fois.", en="Up to four at a time."),
    "faults": Text(fr="Comparaison impossible", en="They cannot be compared"),
    "a_year": Text(fr="par an", en="a year"),
    "saves": Text(
        fr="{amount} économisés par an (de {low} à {high})",
        en="{amount} saved a year (from {low} to {high})",
    ),
    "costs": Text(fr="coût {cost}", en="cost {cost}"),
    "back_in": Text(fr="remboursé en {back}", en="paid back in {back}"),
    "no_back": Text(fr="pas remboursé avant {year}", en="not paid back before {year}"),
    "none": Text(fr="Aucun scénario gardé", en="No scenario kept"),
    "none_why": Text(
        fr="Essayez par exemple une baisse de consigne sur l’école, ou une recherche de fuites sur "
        "un secteur d’eau : la réponse est immédiate.",
        en="Try a lower setpoint on the school, or a search for leaks in a water district, for "
        "example: the answer is immediate.",
    ),
    "compared": Text(fr="Comparaison", en="Comparison"),
    "kWh": Text(fr="Énergie économisée par an", en="Energy saved a year"),
    "m3": Text(fr="Eau économisée par an", en="Water saved a year"),
    "chart_of": Text(
        fr="{what} : le point est la valeur attendue, le trait l’intervalle à 90 %",
        en="{what}: the dot is the expected value, the line the 90% interval",
    ),
    "what": Text(fr="Ce qui est comparé", en="What is compared"),
    "eur": Text(fr="Euros par an", en="Euros a year"),
    "co2": Text(fr="CO₂e évité par an", en="CO₂e avoided a year"),
    "cost": Text(fr="Coût, hors TVA", en="Cost, without VAT"),
    "back": Text(fr="Remboursé en", en="Paid back in"),
    "net_by": Text(
        fr="Euros à la fin de {year}, travaux payés", en="Euros at the end of {year}, works paid"
    ),
    "co2_by": Text(fr="CO₂e évité à la fin de {year}", en="CO₂e avoided at the end of {year}"),
    "same": Text(
        fr="Mêmes hypothèses de prix et d’hivers pour tous. Chaque colonne date du jour où le "
        "scénario a été gardé.",
        en="The same hypotheses of prices and winters for all. Each column is of the day when the "
        "scenario was kept.",
    ),
    "between": Text(fr="de {low} à {high}", en="from {low} to {high}"),
    "unknown": Text(fr="inconnu", en="unknown"),
    "planned": Text(fr="décidé", en="decided"),
    "kept": Text(fr="gardé", en="kept"),
}
ONE = RESULT | {
    "back": Text(fr="Scénarios", en="Scenarios"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "by": Text(fr="Version {n} du {day}, par {who}.", en="Version {n} of {day}, by {who}."),
    "again": Text(fr="Essayer à nouveau, ou changer", en="Try again, or change"),
    "planned": Text(fr="décidé", en="decided"),
    "kept": Text(fr="gardé", en="kept"),
    "withdrawn": Text(fr="retiré", en="withdrawn"),
    "decide": Text(fr="Décider de le réaliser", en="Decide to carry it out"),
    "redecide": Text(fr="Changer le plan", en="Change the plan"),
    "plan": Text(
        fr="Décidé : {who}, fin des travaux prévue le {day}.",
        en="Decided: {who}, works are to end on {day}.",
    ),
    "done_on": Text(fr="Fin prévue des travaux", en="When works are to end"),
    "who": Text(fr="Qui s’en charge", en="Who sees to it"),
    "why": Text(fr="Pourquoi", en="Why"),
    "why_hint": Text(
        fr="Par exemple : voté au conseil du 12 mars", en="For example: voted by the council"
    ),
    "record": Text(fr="Décider", en="Decide"),
    "unplan": Text(fr="Retirer le plan", en="Withdraw the plan"),
    "withdraw": Text(fr="Retirer ce scénario", en="Withdraw this scenario"),
    "withdraw_why": Text(
        fr="Il quitte la liste ; son histoire reste au journal.",
        en="It leaves the list; its history stays in the journal.",
    ),
    "reason": Text(fr="Motif", en="Reason"),
    "faults": Text(fr="Rien n’est enregistré encore", en="Nothing is recorded yet"),
    "history": Text(fr="Histoire", en="History"),
    "step_version": Text(fr="a gardé la version {n}", en="kept version {n}"),
    "step_plan": Text(
        fr="a décidé de le réaliser : {who}, pour le {day}",
        en="decided to carry it out: {who}, by {day}",
    ),
    "step_unplan": Text(fr="a retiré le plan", en="withdrew the plan"),
    "step_withdraw": Text(fr="a retiré le scénario", en="withdrew the scenario"),
    "reads_only": Text(
        fr="Votre rôle consulte les scénarios sans décider.",
        en="Your role reads scenarios without deciding.",
    ),
}
NEWS = {
    "kept": Text(
        fr="Scénario gardé. Il figure au journal.", en="Scenario kept. It is in the journal."
    ),
    "planned": Text(
        fr="Plan enregistré : il figure dans l’histoire et au journal.",
        en="Plan recorded: it is in the history and in the journal.",
    ),
    "unplanned": Text(
        fr="Plan retiré ; l’histoire garde tout.", en="Plan withdrawn; the history keeps all."
    ),
    "withdrawn": Text(
        fr="Scénario retiré ; son histoire est gardée.", en="Scenario withdrawn; its history stays."
    ),
}
