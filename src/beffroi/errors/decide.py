"""From findings to outcomes: decisions, actions, verification."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

DECISION_INVALID = ErrorType(
    "decide.choice_invalid",
    Text(fr="Décision inconnue", en="Unknown decision"),
    Text(fr="« {choice} » n’est pas une décision.", en="“{choice}” is not a decision."),
    Text(
        fr="Choisissez act (agir), watch (surveiller), dismiss (écarter) ou reopen (rouvrir).",
        en="Choose act, watch, dismiss or reopen.",
    ),
)
REASON_MISSING = ErrorType(
    "decide.reason_missing",
    Text(fr="Motif absent", en="Missing reason"),
    Text(fr="Une décision porte un motif.", en="A decision carries a reason."),
    Text(fr='Ajoutez --reason "…".', en='Add --reason "...".'),
)
CHANGE_UNKNOWN = ErrorType(
    "decide.change_unknown",
    Text(fr="Changement inconnu", en="Unknown change"),
    Text(
        fr="Rien n’est à contredire, ou à reprendre, le {day}.",
        en="There is nothing to contradict, or to take back, on {day}.",
    ),
    Text(
        fr="Revenez à la page du secteur : ce qui y est vu a changé depuis.",
        en="Go back to the page of the district: what is seen there changed since.",
    ),
    status=409,
)
CUSTOMER_STEP = ErrorType(
    "decide.customer_step",
    Text(fr="Suite incomplète", en="Incomplete follow-up"),
    Text(fr="La suite n’a pas été notée : {problem}.", en="It was not noted: {problem}."),
    Text(
        fr="Complétez le formulaire et envoyez-le de nouveau.",
        en="Complete the form and send it again.",
    ),
)
ACTION_INVALID = ErrorType(
    "decide.action_invalid",
    Text(fr="Action invalide", en="Invalid action"),
    Text(fr="{problem}", en="{problem}"),
    Text(
        fr="Donnez une date passée, un coût positif ou nul et ce qui a été fait.",
        en="Give a past date, a cost of zero or more and what was done.",
    ),
)
ACTION_UNDECIDED = ErrorType(
    "decide.action_undecided",
    Text(fr="Aucune décision d’agir", en="No decision to act"),
    Text(
        fr="Une action suit une décision d’agir ; pour le constat {finding}, {state}.",
        en="An action follows a decision to act; for finding {finding}, {state}.",
    ),
    Text(
        fr='Décidez d’abord : beffroi decide {finding} act --reason "…".',
        en='Decide first: beffroi decide {finding} act --reason "...".',
    ),
    status=409,
)
ACTION_LIVE = ErrorType(
    "decide.action_live",
    Text(fr="Action déjà faite", en="Already acted upon"),
    Text(
        fr="Le constat {finding} ne peut être ni écarté ni rouvert : l’action {action} est faite.",
        en="Finding {finding} cannot be dismissed nor reopened: action {action} was done.",
    ),
    Text(
        fr="Si l’action a été notée par erreur, retirez-la d’abord : "
        "beffroi act {finding} --cancel {action}.",
        en="If the action was recorded by mistake, withdraw it first: "
        "beffroi act {finding} --cancel {action}.",
    ),
    status=409,
)
ACTION_MISSING = ErrorType(
    "decide.action_missing",
    Text(fr="Aucune action à vérifier", en="No action to verify"),
    Text(
        fr="Le constat {finding} n’a pas d’action enregistrée.",
        en="Finding {finding} has no recorded action.",
    ),
    Text(
        fr="Enregistrez-la avec « beffroi act {finding} ».",
        en="Record it with “beffroi act {finding}”.",
    ),
)
HISTORY_SHORT = ErrorType(
    "decide.history_short",
    Text(fr="Mesures insuffisantes", en="Not enough measures"),
    Text(
        fr="Il faut au moins {needed} jours de mesures {side} ; il y en a {found}.",
        en="At least {needed} days of measures are needed {side}; there are {found}.",
    ),
    Text(
        fr="Importez les relevés manquants, ou attendez de nouvelles mesures.",
        en="Import the missing readings, or wait for new measures.",
    ),
    status=422,
)
WEATHER_MISSING = ErrorType(
    "decide.weather_missing",
    Text(fr="Météo absente", en="Missing weather"),
    Text(
        fr="La série {series} n’est pas une température de l’air.",
        en="Series {series} is not an air temperature.",
    ),
    Text(
        fr="Importez un fichier de Météo-France ou d’Open-Meteo, puis donnez sa série de "
        "température.",
        en="Import a file of Météo-France or Open-Meteo, then give its temperature series.",
    ),
    status=422,
)
DESCRIPTION_INVALID = ErrorType(
    "decide.description_invalid",
    Text(fr="Tableau refusé", en="Table refused"),
    Text(fr="Ligne {line} : {problem}.", en="Line {line}: {problem}."),
    Text(
        fr="Corrigez la ligne ; rien n’a été enregistré. « beffroi assets --template FICHIER » "
        "donne un tableau à compléter.",
        en="Mend the line; nothing was stored. “beffroi assets --template FILE” gives a table to "
        "fill in.",
    ),
    status=422,
)
FEATURES_INVALID = ErrorType(
    "decide.features_invalid",
    Text(fr="Fichier d’équipements refusé", en="File of assets refused"),
    Text(fr="« {name} », objet {number} : {problem}.", en="“{name}”, feature {number}: {problem}."),
    Text(
        fr="Corrigez l’objet ; rien n’a été enregistré. Ses propriétés portent les titres du "
        "tableau que donne « beffroi assets --template FICHIER » : Sorte, Identifiant, Nom…",
        en="Mend the feature; nothing was stored. Its properties have the headings of the table "
        "that “beffroi assets --template FILE” gives: Type, Identifier, Name...",
    ),
    status=422,
)
NAME_INVALID = ErrorType(
    "decide.name_invalid",
    Text(fr="Nom refusé", en="Name refused"),
    Text(
        fr="« {name} » ne peut pas nommer une collectivité.",
        en="“{name}” cannot name an authority.",
    ),
    Text(fr="Donnez de 1 à {most} caractères.", en="Give 1 to {most} characters."),
)
SIREN_INVALID = ErrorType(
    "decide.siren_invalid",
    Text(fr="SIREN refusé", en="SIREN refused"),
    Text(fr="« {siren} » n’est pas un numéro SIREN.", en="“{siren}” is no SIREN number."),
    Text(
        fr="Recopiez ses neuf chiffres ; l’annuaire des entreprises les donne.",
        en="Copy its nine digits; the French register of organisations has them.",
    ),
)
SCENARIO_INVALID = ErrorType(
    "decide.scenario_invalid",
    Text(fr="Scénario refusé", en="Scenario refused"),
    Text(fr="{problem}.", en="{problem}."),
    Text(
        fr="« beffroi scenarios levers » liste les leviers et leurs réglages, « beffroi scenarios "
        "assets » ce sur quoi essayer.",
        en="“beffroi scenarios levers” lists levers and what can be set of them, “beffroi "
        "scenarios assets” what may be tried upon.",
    ),
    status=422,
)
SCENARIO_STOPPED = ErrorType(
    "decide.scenario_stopped",
    Text(fr="Scénarios arrêtés", en="Scenarios stopped"),
    Text(
        fr="Une personne a arrêté l’algorithme « {algorithm} » pour cette collectivité.",
        en="A person stopped the algorithm “{algorithm}” for this authority.",
    ),
    Text(
        fr="« beffroi algorithms resume {algorithm} » le remet en route, avec un motif.",
        en="“beffroi algorithms resume {algorithm}” starts it again, with a reason.",
    ),
    status=409,
)
SCENARIO_WITHDRAWN = ErrorType(
    "decide.scenario_withdrawn",
    Text(fr="Scénario retiré", en="Withdrawn scenario"),
    Text(fr="Le scénario {scenario} est retiré.", en="Scenario {scenario} is withdrawn."),
    Text(
        fr="Essayez-le à nouveau et gardez-le sous un autre nom.",
        en="Try it again and keep it under another name.",
    ),
    status=409,
)
