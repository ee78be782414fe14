"""How what a report says was made, in words, and after which texts."""

from beffroi.publish.report.content import Method
from beffroi.texts import Text

METHODS: dict[str, Method] = {
    "figures": Method(
        Text(fr="Énergie, dépense, émissions", en="Energy, spending, emissions"),
        Text(
            fr="L’énergie est celle des compteurs, jour par jour. La dépense est cette énergie au "
            "prix du contrat, ou à défaut à un prix moyen daté : elle n’est pas la facture, et ne "
            "compte ni abonnement ni TVA. Un total ne retient que les compteurs connus sur toute "
            "la période (330 jours au moins d’une année) ; un jour inconnu y vaut le jour moyen. "
            "Une évolution compare les mêmes compteurs aux mêmes mois, sans corriger du climat.",
            en="Energy is that of the meters, day by day. Spending is that energy at the price of "
            "the contract, else at a dated mean price: it is not the bill, and counts neither "
            "standing charge nor VAT. A total holds the meters known all through the period only "
            "(330 days of a year at least), where an unknown day counts as the mean one. A change "
            "compares the same meters over the same months, without correction for climate.",
        ),
        (
            "IPMVP Core Concepts 2022",
            "ADEME, Base Empreinte (facteurs d’émission)",
        ),
    ),
    "findings": Method(
        Text(fr="Constats et enjeux", en="Findings and what is at stake"),
        Text(
            fr="Un constat est un écart que les mesures montrent et qu’un calcul public a repéré. "
            "L’enjeu est ce que cet écart coûterait en un an s’il durait ; « entre A et B » se "
            "lit : neuf chances sur dix que la vraie valeur y soit. Quand cet intervalle contient "
            "zéro, l’enjeu reste à confirmer et n’entre dans aucun total.",
            en="A finding is a gap that measures show and that a public computation noticed. What "
            "is at stake is what this gap would cost in a year if it lasted; “between A and B” "
            "reads: nine chances in ten that the true value is there. Where that interval holds "
            "zero, the stake is to be confirmed and is in no total.",
        ),
    ),
    "savings": Method(
        Text(fr="Économies vérifiées", en="Verified savings"),
        Text(
            fr="La consommation d’avant les travaux, ajustée au climat et au calendrier, dit ce "
            "qui aurait été consommé sans eux ; l’économie est la différence avec ce qui est "
            "mesuré. Elle n’est dite prouvée que si tout l’intervalle, à neuf chances sur dix, est "
            "au-dessus de zéro.",
            en="Consumption before the works, adjusted to climate and calendar, says what would "
            "have been used without them; the saving is the difference with what is measured. It "
            "is called proven only where the whole interval, nine chances in ten, is above zero.",
        ),
        ("IPMVP Core Concepts 2022, option C", "ASHRAE Guideline 14-2014"),
    ),
    "targets": Method(
        Text(fr="Objectif du décret tertiaire", en="Target of the tertiary decree"),
        Text(
            fr="La baisse depuis l’année de référence que la collectivité a déclarée, toutes "
            "énergies ensemble, à climat réel. Elle est indicative : seule la déclaration sur "
            "OPERAT fait foi.",
            en="The reduction since the reference year that the authority declared, all energies "
            "together, in the climate as it was. It is indicative: only the declaration on OPERAT "
            "counts.",
        ),
        ("Code de la construction et de l’habitation, articles L174-1 et R174-22 à R174-32",),
    ),
    "conforming": Method(
        Text(fr="Eau du robinet : prélèvements conformes", en="Tap water: samples that conform"),
        Text(
            fr="La part des prélèvements du contrôle sanitaire d’une année civile, parmi ceux où "
            "l’on a cherché, que l’agence régionale de santé dit conformes aux limites de qualité "
            "(conformes par dérogation compris). Chaque prélèvement compte une fois. Une année "
            "sans prélèvement connu, ou connue en partie, n’a pas de valeur. Au-dessous de "
            "5 000 habitants et de 1 000 m³ par jour, le rapport annuel demande les deux nombres, "
            "pas leur rapport.",
            en="The share of the samples of the sanitary control of a civil year, among those in "
            "which something was looked for, that the health agency calls conforming to limits of "
            "quality (by derogation included). Each sample counts once. A year without any known "
            "sample, or known in part, has no value. Below 5,000 inhabitants and 1,000 m³ a day, "
            "the annual report asks for the two numbers, not their ratio.",
        ),
        (
            "SISPEA, fiches P101.1 et P102.1",
            "Arrêté du 2 mai 2007, annexe I",
        ),
    ),
    "peers": Method(
        Text(fr="Collectivités semblables", en="Similar authorities"),
        Text(
            fr="Des collectivités volontaires, de population et de climat voisins, onze au moins. "
            "Aucune n’est nommée ni reconnaissable : chaque repère est la moyenne de trois "
            "d’entre elles, arrondie.",
            en="Authorities that chose to take part, of like population and climate, eleven at "
            "least. None is named nor can be recognised: each mark is the mean of three of them, "
            "rounded.",
        ),
    ),
    "repair": Method(
        Text(fr="Réparation des mesures", en="Repair of measures"),
        Text(
            fr="Les trous, les pics et les blocages sont repérés par des règles publiques. Une "
            "valeur remplacée est marquée, sa valeur d’origine est gardée, et aucune n’entre dans "
            "le calcul d’un modèle.",
            en="Holes, spikes and stuck values are noticed by public rules. A value that is "
            "replaced is marked, its first value is kept, and none enters the fit of a model.",
        ),
    ),
}

LAW = Text(
    fr="Ces calculs signalent et chiffrent ; aucun ne décide : chaque décision est prise par une "
    "personne nommée, avec un motif, et inscrite au journal. Les fiches publiques de ces "
    "algorithmes (code des relations entre le public et l’administration, article L312-1-3) sont "
    "sur la page « Algorithmes » du site. Toute personne peut demander les règles et les "
    "principales caractéristiques de leur mise en œuvre (articles L311-3-1 et R311-3-1-2) ; sans "
    "réponse sous un mois, elle peut saisir la CADA.",
    en="These computations report and count; none of them decides: each decision is taken by a "
    "named person, with a reason, and is in the journal. The public cards of these algorithms "
    "(CRPA, article L312-1-3) are on the page “Algorithms” of the site. Anybody may ask for their "
    "rules and the main features of how they are applied (articles L311-3-1 and R311-3-1-2); "
    "without an answer within a month, they may turn to the CADA.",
)
