"""The words of the map, on the page and in its script."""

from beffroi.texts import Text

TITLE = Text(fr="Carte", en="Map")
SEVERITY = {
    "high": Text(fr="fort", en="high"),
    "medium": Text(fr="moyen", en="medium"),
    "low": Text(fr="faible", en="low"),
}
MAP: dict[str, Text] = {
    "lead": Text(
        fr="Où sont les équipements et ce qui y a été vu. La liste dit la même chose que la carte.",
        en="Where assets are, and what was seen there. The list says the same as the map.",
    ),
    "month": Text(fr="Constats en cours", en="Findings under way"),
    "now": Text(fr="aujourd’hui", en="today"),
    "end_of": Text(fr="fin {month}", en="end of {month}"),
    "domain": Text(fr="Domaine", en="Domain"),
    "all_domains": Text(fr="Tous les domaines", en="All domains"),
    "apply": Text(fr="Appliquer", en="Apply"),
    "slider": Text(fr="Remonter le temps", en="Go back in time"),
    "play": Text(fr="Dérouler", en="Play"),
    "stop": Text(fr="Arrêter", en="Stop"),
    "wall": Text(fr="Mur d’écran", en="Wall screen"),
    "count": Text(fr="{n} constats", en="{n} findings"),
    "one": Text(fr="Un constat", en="One finding"),
    "none": Text(fr="Aucun constat à cette date", en="No finding on that day"),
    "none_why": Text(
        fr="Rien d’anormal n’avait été vu, ou tout avait été écarté.",
        en="Nothing abnormal had been seen, or all of it had been dismissed.",
    ),
    "list": Text(fr="Les constats de la carte", en="The findings of the map"),
    "show": Text(fr="Voir sur la carte", en="Show on the map"),
    "at_commune": Text(
        fr="position inconnue : placé au milieu de la commune",
        en="position unknown: put in the middle of the commune",
    ),
    "nowhere": Text(
        fr="position inconnue : absent de la carte", en="position unknown: not on the map"
    ),
    "figure": Text(fr="Carte des équipements et des constats", en="Map of assets and findings"),
    "sketch": Text(
        fr="Plan : {communes} communes, {marks} constats placés ; la liste donne chacun d’eux.",
        en="Sketch: {communes} communes, {marks} findings placed; the list has each of them.",
    ),
    "legend": Text(fr="Légende", en="Legend"),
    "high": Text(fr="constat fort", en="high finding"),
    "medium": Text(fr="constat moyen", en="medium finding"),
    "low": Text(fr="constat faible", en="low finding"),
    "asset": Text(
        fr="équipement ; plus gros, plusieurs ensemble", en="asset; larger, several together"
    ),
    "lent": Text(fr="équipement d’une autre collectivité, prêté", en="asset of another, lent"),
    "zone": Text(fr="zone où chercher une fuite", en="where to search for a leak"),
    "by_keys": Text(
        fr="Au clavier, sur la carte : les flèches déplacent, + et − rapprochent ou éloignent, "
        "Entrée choisit le constat le plus proche du centre et le montre dans la liste.",
        en="With the keyboard, on the map: arrows move, + and − zoom, Enter chooses the finding "
        "nearest to the centre and shows it in the list.",
    ),
    "still": Text(fr="Page du {at}.", en="Page of {at}."),
    "unplaced": Text(
        fr="{n} équipements n’ont pas de position. Donnez-la dans le tableau des équipements, ou "
        "en GeoJSON.",
        en="{n} assets have no position. Give it in the table of assets, or in GeoJSON.",
    ),
    "unplaced_one": Text(
        fr="Un équipement n’a pas de position. Donnez-la dans le tableau des équipements, ou en "
        "GeoJSON.",
        en="One asset has no position. Give it in the table of assets, or in GeoJSON.",
    ),
    "no_outline": Text(
        fr="Le contour de la commune n’est pas encore chargé ; qui administre Beffroi le fait une "
        "fois pour toutes.",
        en="The outline of the commune is not loaded yet; whoever administers Beffroi does it once "
        "for all.",
    ),
    "simulated": Text(fr="Contours et positions simulés.", en="Simulated outlines and positions."),
}
WALL: dict[str, Text] = {
    "to_decide": Text(fr="à décider", en="to decide"),
    "under_way": Text(fr="déjà décidés", en="decided already"),
    "stake": Text(fr="d’enjeu sûr, par an", en="surely at stake, a year"),
    "leave": Text(fr="Quitter le mur d’écran", en="Leave the wall screen"),
    "pause": Text(fr="Pause", en="Pause"),
    "resume": Text(fr="Reprendre", en="Resume"),
    "first": Text(fr="Ce qui compte le plus", en="What matters most"),
}
#: What the script says by itself.
SCRIPT: dict[str, Text] = {
    "live": Text(fr="En direct", en="Live"),
    "off": Text(fr="Hors ligne depuis {at}", en="Offline since {at}"),
    "over": Text(
        fr="Session terminée : reconnectez-vous.", en="Your session is over: sign in again."
    ),
    "fresh": Text(fr="Mis à jour à {at}", en="Updated at {at}"),
    "chosen": Text(fr="Choisi sur la carte : {place}", en="Chosen on the map: {place}"),
    "flown": Text(fr="La carte montre {place}", en="The map shows {place}"),
    "no_near": Text(fr="Aucun constat dans cette vue", en="No finding in this view"),
    "open": Text(fr="Ouvrir le constat", en="Open the finding"),
    "year": Text(fr="par an", en="a year"),
    "more": Text(fr="et {n} autres", en="and {n} more"),
    "lent_by": Text(fr="prêté par {owner}", en="lent by {owner}"),
    "around": Text(fr="au milieu de la commune", en="in the middle of the commune"),
    "no_webgl": Text(
        fr="Ce navigateur ne dessine pas de carte animée : voici un plan.",
        en="This browser draws no moving map: here is a sketch.",
    ),
    "title": Text(fr="Carte", en="Map"),
    "zoom_in": Text(fr="Rapprocher", en="Zoom in"),
    "zoom_out": Text(fr="Éloigner", en="Zoom out"),
    "close": Text(fr="Fermer", en="Close"),
    "credits": Text(fr="Sources de la carte", en="Sources of the map"),
    "pause": WALL["pause"],
    "resume": WALL["resume"],
    "play": MAP["play"],
    "stop": MAP["stop"],
}
