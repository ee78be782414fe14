"""Models of water networks and the measures that go with them."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

MODEL_BROKEN = ErrorType(
    "water.model_broken",
    Text(fr="Modèle de réseau illisible", en="Unreadable network model"),
    Text(
        fr="Le modèle « {name} » ne peut pas être lu, ligne {line} : {found}.",
        en="The model “{name}” cannot be read, line {line}: {found}.",
    ),
    Text(
        fr="Exportez-le de nouveau depuis EPANET (Fichier, Exporter, Réseau), en texte.",
        en="Export it again from EPANET (File, Export, Network), as text.",
    ),
    status=422,
)
MODEL_UNSUPPORTED = ErrorType(
    "water.model_unsupported",
    Text(fr="Modèle non pris en charge", en="Model not supported"),
    Text(
        fr="Le modèle « {name} » emploie {found}, qui n’est pas encore compris.",
        en="The model “{name}” uses {found}, which is not understood yet.",
    ),
    Text(
        fr="Exportez-le avec la formule de Hazen-Williams (H-W) et une unité de débit d’EPANET.",
        en="Export it with the Hazen-Williams formula (H-W) and a flow unit of EPANET.",
    ),
    status=422,
)
MODEL_CUT = ErrorType(
    "water.model_cut",
    Text(fr="Modèle coupé en deux", en="Model cut in two"),
    Text(
        fr="Dans le modèle, rien n’alimente {count} nœuds, dont « {name} ».",
        en="In the model, nothing feeds {count} nodes, “{name}” among them.",
    ),
    Text(
        fr="Ouvrez la conduite ou la vanne fermée qui les sépare du réseau, ou retirez-les : "
        "chaque partie a besoin d’une bâche, d’un réservoir ou d’une vanne de régulation.",
        en="Open the closed pipe or valve between them and the network, or remove them: each part "
        "needs a reservoir, a tank or a regulating valve.",
    ),
    status=422,
)
CLOCK_UNREADABLE = ErrorType(
    "water.clock_unreadable",
    Text(fr="Mesures sans horodatage", en="Measures without a time"),
    Text(
        fr="« {name} » n’a pas de colonne « {column} » faite d’instants.",
        en="“{name}” has no column “{column}” made of instants.",
    ),
    Text(
        fr="Donnez-lui une colonne de ce nom, en UTC, au type date et heure ; dans un CSV, écrivez "
        "les instants AAAA-MM-JJ HH:MM ou JJ/MM/AAAA HH:MM, tous de la même façon.",
        en="Give it a column of that name, in UTC, typed as date and time; in a CSV, write all "
        "instants as YYYY-MM-DD HH:MM, or all as DD/MM/YYYY HH:MM.",
    ),
    status=422,
)
CELL_UNREADABLE = ErrorType(
    "water.cell_unreadable",
    Text(fr="Mesure illisible", en="Unreadable measure"),
    Text(
        fr="« {name} », ligne {line}, colonne {column} : « {cell} » n’est pas un nombre.",
        en="“{name}”, line {line}, column {column}: “{cell}” is no number.",
    ),
    Text(
        fr="Corrigez cette valeur, ou laissez la cellule vide là où rien n’est mesuré.",
        en="Mend this value, or leave the cell empty where nothing is measured.",
    ),
    status=422,
)
ZONE_UNKNOWN = ErrorType(
    "water.zone_unknown",
    Text(fr="Fuseau horaire inconnu", en="Unknown time zone"),
    Text(fr="Le fuseau « {zone} » n’est pas compris.", en="The zone “{zone}” is not understood."),
    Text(
        fr="Donnez UTC, Europe/Paris, un autre fuseau sans heure d’été, ou un décalage (+01:00).",
        en="Give UTC, Europe/Paris, the name of a zone without summer time, or an offset (+01:00).",
    ),
    status=422,
)
MEASURES_LACKING = ErrorType(
    "water.measures_lacking",
    Text(fr="Mesures manquantes", en="Missing measures"),
    Text(
        fr="La recherche de fuites a besoin de : {lacking}.",
        en="The search for leaks needs: {lacking}.",
    ),
    Text(
        fr="Ajoutez ces fichiers ou ces colonnes au dossier ; les noms doivent être ceux du "
        "modèle (nœuds, conduites, pompes, réservoirs).",
        en="Add these files or columns to the folder; names must be those of the model (nodes, "
        "pipes, pumps, tanks).",
    ),
    status=422,
)
PAST_SHORT = ErrorType(
    "water.past_short",
    Text(fr="Passé trop court", en="Past too short"),
    Text(
        fr="Le passé compte {days} jours complets, au lieu de {least} : débits des pompes, niveaux "
        "des réservoirs et compteurs d’abonnés y sont tous connus.",
        en="The past holds {days} complete days instead of {least}: flows of pumps, levels of "
        "tanks and meters of customers are all known on these.",
    ),
    Text(
        fr="Ajoutez des mesures plus anciennes au dossier, ou donnez un début plus tardif.",
        en="Add older measures to the folder, or give a later beginning.",
    ),
    status=422,
)
WATCH_UNLEARNT = ErrorType(
    "water.watch_unlearnt",
    Text(fr="Surveillance à commencer", en="Watch to begin"),
    Text(
        fr="Le réseau « {network} » n’a pas encore été appris.",
        en="The network “{network}” was not learnt yet.",
    ),
    Text(
        fr="Donnez le premier jour à surveiller (--from AAAA-MM-JJ) : ce qui précède servira à "
        "apprendre, 60 jours au moins.",
        en="Give the first day to watch (--from YYYY-MM-DD): what comes before is learnt from, 60 "
        "days at least.",
    ),
    status=409,
)
WATCH_OTHER = ErrorType(
    "water.watch_other",
    Text(fr="Surveillance à reprendre", en="Watch to begin again"),
    Text(
        fr="Ce qui avait été appris ne sert plus : {reason}.",
        en="What had been learnt is of no use any more: {reason}.",
    ),
    Text(
        fr="Donnez le premier jour à surveiller (--from AAAA-MM-JJ) pour apprendre de nouveau ; "
        "les fuites en cours restent connues.",
        en="Give the first day to watch (--from YYYY-MM-DD) to learn again; leaks under way stay "
        "known.",
    ),
    status=409,
)
WATCH_OVERTAKEN = ErrorType(
    "water.watch_overtaken",
    Text(fr="Surveillance déjà faite", en="Watch already done"),
    Text(
        fr="Un autre passage a surveillé « {network} » pendant celui-ci, dont rien n’est gardé.",
        en="Another pass watched “{network}” during this one, of which nothing is kept.",
    ),
    Text(fr="Recommencez.", en="Begin again."),
    retryable=True,
    status=409,
)
LEAK_RUNNING = ErrorType(
    "water.leak_running",
    Text(fr="Fuite encore en cours", en="Leak still running"),
    Text(
        fr="Au {day}, le débit près de la fuite du constat {finding} n’a pas baissé.",
        en="On {day}, the flow near the leak of finding {finding} has not fallen.",
    ),
    Text(
        fr="Laissez quelques jours de mesures après les travaux, puis recommencez. Si rien ne "
        "change, la fuite est ailleurs dans la zone.",
        en="Let a few days of measures pass after the works, then begin again. If nothing changes, "
        "the leak is elsewhere in the zone.",
    ),
    status=409,
)
WATCH_STOPPED = ErrorType(
    "water.watch_stopped",
    Text(fr="Recherche arrêtée", en="Search stopped"),
    Text(
        fr="Quelqu’un a arrêté l’algorithme {algorithm} pour cette collectivité.",
        en="Somebody stopped the algorithm {algorithm} for this authority.",
    ),
    Text(
        fr="Voyez le motif sur la fiche de l’algorithme, ou remettez-le en marche : « beffroi "
        "algorithms resume {algorithm} ».",
        en="See the reason on the card of the algorithm, or let it run again: “beffroi algorithms "
        "resume {algorithm}”.",
    ),
    status=409,
)
RESULTS_ELSEWHERE = ErrorType(
    "water.results_elsewhere",
    Text(fr="Résultats d’autres communes", en="Results of other communes"),
    Text(
        fr="Aucun résultat de « {name} » n’est d’une commune de la collectivité ; ils sont de : "
        "{communes}.",
        en="No result of “{name}” is of a commune of the authority; they are of: {communes}.",
    ),
    Text(
        fr="Demandez à Hub’Eau les communes de la collectivité, ou déclarez les siennes : "
        "« beffroi organisations territory ».",
        en="Ask Hub’Eau for the communes of the authority, or declare its own: “beffroi "
        "organisations territory”.",
    ),
    status=422,
)
