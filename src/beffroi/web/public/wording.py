"""The words of public pages."""

from beffroi.texts import Text

SHELL = {
    "skip": Text(fr="Aller au contenu", en="Skip to content"),
    "main": Text(fr="Navigation du site", en="Navigation of the site"),
    "home": Text(fr="Accueil", en="Home"),
    "data": Text(fr="Données ouvertes", en="Open data"),
    "register": Text(fr="Algorithmes utilisés", en="Algorithms in use"),
    "access": Text(fr="Accessibilité : non évaluée", en="Accessibility: not assessed"),
    "legal": Text(fr="Mentions légales", en="Legal notice"),
    "feed": Text(fr="Suivre les publications (Atom)", en="Follow publications (Atom)"),
    "other": Text(fr="Read in English", en="Lire en français"),
    "simulated": Text(
        fr="Démonstration : cette collectivité, ses mesures et ses résultats sont inventés.",
        en="Demonstration: this authority, its measures and its results are made up.",
    ),
    "foot": Text(
        fr="Site fait avec Beffroi, logiciel libre. Aucun témoin de connexion (cookie), aucune "
        "mesure d’audience.",
        en="Made with Beffroi, free software. No cookie, no tracking.",
    ),
}
PIECE = {
    "figures": Text(fr="Chiffres en {unit}", en="Figures in {unit}"),
    "held": Text(
        fr="Des chiffres sont retenus : ils en diraient trop sur quelques-uns.",
        en="Some figures are held back: they would tell too much of a few.",
    ),
    "method": Text(fr="Comment c’est calculé", en="How it is computed"),
    "references": Text(fr="Références", en="References"),
    "proven": Text(fr="économie prouvée", en="proven saving"),
    "not_proven": Text(fr="non prouvé", en="not proven"),
    "worse": Text(fr="hausse prouvée", en="proven increase"),
    "done": Text(fr="{what}, le {day}", en="{what}, on {day}"),
    "promised": Text(fr="Ce qui était attendu", en="What was expected"),
    "a_year": Text(
        fr="environ {value} par an (de {low} à {high})",
        en="about {value} a year ({low} to {high})",
    ),
    "obtained": Text(fr="Ce qui a été obtenu", en="What was obtained"),
    "in_days": Text(
        fr="{value} en {days} jours (de {low} à {high})",
        en="{value} in {days} days ({low} to {high})",
    ),
    "in_euros": Text(fr="soit {value}", en="or {value}"),
    "cost": Text(fr="Ce que cela a coûté", en="What it cost"),
    "measured": Text(fr="Comment c’est mesuré", en="How it is measured"),
    "how": Text(
        fr="la consommation mesurée du {since} au {until}, comparée à celle qu’il y aurait eu sans "
        "l’action, au même temps qu’il a fait ({method}) ; les intervalles valent neuf fois sur "
        "dix",
        en="the consumption measured from {since} to {until}, compared with what it would have "
        "been without the action, in the weather that there was ({method}); intervals hold nine "
        "times in ten",
    ),
    "no_figures": Text(
        fr="Les chiffres de ce bâtiment sont retenus.",
        en="The figures of this building are held back.",
    ),
}
PAGES = {
    "at": Text(fr="publié le {day}, version {n}", en="published on {day}, version {n}"),
    "files": Text(fr="Télécharger", en="Download"),
    "embed": Text(fr="Reprendre ce graphique", en="Reuse this chart"),
    "embed_why": Text(
        fr="Copiez ce code dans une page de votre site : le graphique suivra les publications.",
        en="Copy this code into a page of your site: the chart will follow publications.",
    ),
    "code": Text(fr="Code à copier", en="Code to copy"),
    "all": Text(fr="Toutes les données et leurs versions", en="All data and their versions"),
    "contact": Text(fr="Contact", en="Contact"),
    "algorithms": Text(fr="Algorithmes", en="Algorithms"),
    "algorithms_why": Text(
        fr="Des algorithmes repèrent ce qui consomme trop ; des personnes décident. Chacun a sa "
        "fiche.",
        en="Algorithms spot what uses too much; people decide. Each has its card.",
    ),
    "licence": Text(
        fr="Ces données sont réutilisables librement, en citant la source : {name}.",
        en="These data may be reused freely, naming the source: {name}.",
    ),
    "catalogue": Text(
        fr="Catalogue pour les portails de données (DCAT-AP, JSON-LD)",
        en="Catalogue for data portals (DCAT-AP, JSON-LD)",
    ),
    "dataset": Text(fr="Jeu de données", en="Data set"),
    "version": Text(fr="Version", en="Version"),
    "day": Text(fr="Publiée le", en="Published on"),
    "formats": Text(fr="Fichiers", en="Files"),
    "versions": Text(fr="Versions de « {label} »", en="Versions of “{label}”"),
    "source": Text(fr="Source : {name}", en="Source: {name}"),
    "see": Text(fr="Chiffres et méthode", en="Figures and method"),
    "none": Text(fr="Aucune page à cette adresse", en="No page at this address"),
    "none_why": Text(
        fr="Elle n’existe pas, ou ce qu’elle montrait a été retiré.",
        en="It does not exist, or what it showed was withdrawn.",
    ),
}
