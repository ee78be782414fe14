"""What the pages of the quality of tap water say."""

from beffroi.domains.water.quality.bounds import Above
from beffroi.texts import Text

TITLE = Text(fr="Qualité de l’eau du robinet", en="Quality of tap water")
SAMPLE = Text(fr="Prélèvement du {day}", en="Sample of {day}")
#: The letters of the conformity of a sample.
LETTERS = {
    "C": Text(fr="conforme", en="conforming"),
    "N": Text(fr="non conforme", en="not conforming"),
    "D": Text(fr="conforme par dérogation", en="conforming by derogation"),
    "S": Text(fr="non recherchée", en="not looked for"),
}
BEYOND = {
    Above.LIMIT: Text(fr="au-dessus de la limite", en="above the limit"),
    Above.REFERENCE: Text(fr="hors de la référence", en="outside of the reference"),
    Above.NOTHING: Text(fr="", en=""),
}
DIRECTIONS = {
    "up": Text(fr="en hausse", en="rising"),
    "down": Text(fr="en baisse", en="falling"),
    "": Text(fr="pas d’évolution nette", en="no clear course"),
}
FEW = Text(fr="trop peu de résultats pour le dire", en="too few results to say")
SLOPE = Text(fr="{word}, {slope} {unit} par an", en="{word}, {slope} {unit} a year")
BETWEEN = Text(fr="entre {low} et {high} {unit}", en="between {low} and {high} {unit}")
NAMED = Text(fr="{name} : {found}", en="{name}: {found}")
ONE_MEAN = Text(fr="{low} {unit}", en="{low} {unit}")
CAPTION = Text(
    fr="Trait bleu : les résultats, jour par jour ; un résultat non détecté est au seuil du "
    "laboratoire. Bande grise : jusqu’à la limite de qualité, là où le fichier l’écrit.",
    en="Blue line: results, day by day; one that was not detected stands at the bound of the "
    "laboratory. Grey band: up to the limit of quality, where the file writes it.",
)
ALL = Text(fr="tous les réseaux", en="all networks")
DAY_WRONG = Text(
    fr="Ce n’est pas un jour : écrivez-le AAAA-MM-JJ.", en="It is no day: write it YYYY-MM-DD."
)
ORDER_WRONG = Text(
    fr="Le dernier jour vient avant le premier.", en="The last day comes before the first."
)
COLUMNS = {
    "sample": Text(fr="prélèvement", en="sample"),
    "day": Text(fr="jour", en="day"),
    "clock": Text(fr="heure", en="time"),
    "communes": Text(fr="communes", en="communes"),
    "networks": Text(fr="réseaux", en="networks"),
    "parameter": Text(fr="code du paramètre", en="code of the parameter"),
    "name": Text(fr="paramètre", en="parameter"),
    "text": Text(fr="résultat", en="result"),
    "unit": Text(fr="unité", en="unit"),
    "limit": Text(fr="limite de qualité", en="limit of quality"),
    "reference": Text(fr="référence de qualité", en="reference of quality"),
    "beyond": Text(fr="dépassement", en="beyond"),
    "conclusion": Text(fr="conclusion de l’ARS", en="conclusion of the health agency"),
}
WORDS = {
    "lead": Text(
        fr="{n} prélèvements du contrôle sanitaire, du {first} au {last}. Les conclusions sont "
        "celles de l’agence régionale de santé (ARS), mot pour mot.",
        en="{n} samples of the sanitary control, from {first} to {last}. Conclusions are those of "
        "the health agency, verbatim.",
    ),
    "faults": Text(fr="À corriger", en="To be corrected"),
    "since": Text(fr="Du", en="From"),
    "until": Text(fr="Au", en="To"),
    "parameter": Text(fr="Courbe de", en="Curve of"),
    "network": Text(fr="Réseau", en="Network"),
    "several": Text(
        fr="Chaque réseau a son eau : seules les évolutions nettes sont dites ici, réseau par "
        "réseau. Choisissez un réseau pour voir ses moyennes et sa courbe.",
        en="Each network has its water: only clear courses are said here, network by network. "
        "Choose a network to see its means and its curve.",
    ),
    "no_course": Text(
        fr="Aucun paramètre suivi n’a d’évolution nette, dans aucun réseau.",
        en="No parameter has a clear course, in any network.",
    ),
    "show": Text(fr="Montrer", en="Show"),
    "csv": Text(fr="Emporter ces résultats (.csv)", en="Take these results away (.csv)"),
    "conformity": Text(fr="Conformité", en="Conformity"),
    "rate": Text(fr="{good} prélèvements conformes sur {judged}", en="{good} of {judged} conform"),
    "derogated": Text(fr="dont {n} par dérogation", en="{n} of them by derogation"),
    "unjudged": Text(fr="aucun prélèvement", en="no sample"),
    "conformity_why": Text(
        fr="Part des prélèvements où l’on a cherché, conformes aux limites de qualité : c’est la "
        "définition du rapport annuel. Quand ils sont peu nombreux, un seul change beaucoup le "
        "pourcentage. Un service de moins de 5 000 habitants et 1 000 m³ par jour rapporte les "
        "deux nombres.",
        en="Share of the samples in which it was looked for that keep to the limits of quality: "
        "the definition of the annual report. Where they are few, one changes the percentage a "
        "lot. A service of less than 5,000 inhabitants and 1,000 m³ a day reports the two numbers.",
    ),
    "limits": Text(fr="Limites de qualité dépassées", en="Limits of quality exceeded"),
    "no_limit": Text(
        fr="Aucun résultat de la période n’est au-dessus d’une limite de qualité.",
        en="No result of the period is above a limit of quality.",
    ),
    "limits_why": Text(
        fr="Une limite protège la santé. Le dépassement dure jusqu’au prélèvement suivant du même "
        "paramètre, au même réseau, qui la respecte.",
        en="A limit protects health. It is exceeded until the next sample of the same parameter, "
        "at the same network, that keeps to it.",
    ),
    "references": Text(fr="Hors des références de qualité", en="Outside of references of quality"),
    "references_why": Text(
        fr="Une référence témoigne du bon fonctionnement des installations : hors d’elle, l’eau "
        "n’est pas dangereuse pour autant.",
        en="A reference tells how well works go: outside of it, water is not harmful for all that.",
    ),
    "where": Text(fr="Où", en="Where"),
    "from_day": Text(fr="Depuis le", en="Since"),
    "to_day": Text(fr="Jusqu’au", en="Until"),
    "runs": Text(fr="en cours", en="still"),
    "most": Text(fr="Au plus", en="At most"),
    "limit": Text(fr="Limite", en="Limit"),
    "reference": Text(fr="Référence", en="Reference"),
    "name": Text(fr="Paramètre", en="Parameter"),
    "count": Text(fr="Résultats", en="Results"),
    "last_day": Text(fr="Le dernier", en="The last"),
    "below": Text(fr="Non détectés", en="Not detected"),
    "mean": Text(fr="Moyenne", en="Mean"),
    "course": Text(fr="Évolution", en="Course"),
    "courses": Text(fr="Évolution des paramètres suivis", en="Course of parameters"),
    "courses_why": Text(
        fr="« < 0,1 » n’est pas zéro : le laboratoire ne voit rien au-dessous de 0,1. La moyenne "
        "est alors dite entre ce qu’elle serait avec des zéros et avec les seuils. Une évolution "
        "n’est dite que si elle est nette, sur 8 résultats et un an au moins.",
        en="“< 0.1” is not zero: the laboratory sees nothing below 0.1. The mean is then said "
        "between what it would be with zeros and with bounds. A course is only said where it is "
        "clear, over 8 results and a year at least.",
    ),
    "picture": Text(fr="Courbe des résultats", en="Curve of the results"),
    "evidence": Text(fr="Courbe des résultats", en="Curve of the results"),
    "table": Text(fr="Voir les chiffres", en="See the figures"),
    "samples": Text(fr="Prélèvements", en="Samples"),
    "conclusion": Text(fr="Conclusion de l’ARS", en="Conclusion of the health agency"),
    "bact": Text(fr="Microbiologie, limites", en="Microbiology, limits"),
    "pc": Text(fr="Physico-chimie, limites", en="Physico-chemistry, limits"),
    "bact_references": Text(fr="Microbiologie, références", en="Microbiology, references"),
    "pc_references": Text(fr="Physico-chimie, références", en="Physico-chemistry, references"),
    "distributor": Text(fr="Distributeur", en="Distributor"),
    "authority": Text(fr="Service responsable", en="Authority in charge"),
    "brought": Text(fr="Importé par", en="Imported by"),
    "networks": Text(fr="Réseaux", en="Networks"),
    "communes": Text(fr="Communes", en="Communes"),
    "results": Text(fr="Résultats", en="Results"),
    "result": Text(fr="Résultat", en="Result"),
    "beyond": Text(fr="Dépassement", en="Beyond"),
    "code": Text(fr="Numéro du prélèvement", en="Number of the sample"),
    "back": Text(fr="Tous les prélèvements", en="All samples"),
    "none": Text(fr="Aucun prélèvement", en="No sample"),
    "none_then": Text(
        fr="Aucun prélèvement n’est connu dans cette période. Changez de dates, ou importez un "
        "fichier plus récent.",
        en="No sample is known in this period. Change the dates, or import a newer file.",
    ),
    "how": Text(
        fr="Les résultats du contrôle sanitaire sont publics. Ouvrez cette adresse de Hub’Eau dans "
        "votre navigateur, enregistrez la page (Ctrl+S), puis importez le fichier. Beffroi ne "
        "demande rien à Hub’Eau lui-même.",
        en="Results of the sanitary control are public. Open this address of Hub’Eau in your "
        "browser, save the page (Ctrl+S), then import the file. Beffroi asks Hub’Eau for nothing "
        "itself.",
    ),
    "newer": Text(fr="Télécharger des résultats plus récents", en="Download newer results"),
    "import": Text(fr="Importer le fichier", en="Import the file"),
    "unknown_communes": Text(
        fr="Remplacez 01001 par le code Insee de la commune (et non son code postal).",
        en="Replace 01001 with the Insee code of the commune (not its postal code).",
    ),
    "pages": Text(fr="Pages des prélèvements", en="Pages of samples"),
    "page": Text(fr="Page {n} sur {of}", en="Page {n} of {of}"),
    "before": Text(fr="Plus récents", en="Newer"),
    "after": Text(fr="Plus anciens", en="Older"),
    "sources": Text(
        fr="Source : ministère chargé de la santé, contrôle sanitaire (SISE-Eaux), par Hub’Eau.",
        en="Source: ministry of health, sanitary control (SISE-Eaux), through Hub’Eau.",
    ),
}
