"""The words of the page of shared costs."""

from beffroi.texts import Text

#: What the form shows to whoever asks for an example.
EXAMPLE = {
    "title": "Service commun de l’énergie",
    "year": "2027",
    "members": "Commune A ; 1200 ; 30 ; ; 2000\nCommune B ; 800 ; 12\nCommune C ; 400 ; 8",
    "costs": "Économe de flux ; 42000 ; population\nLogiciel ; 3000 ; compteurs",
}

WORDS: dict[str, Text] = {
    "lead": Text(
        fr="Ce que chaque membre d’un service commun doit pour l’année, au centime, et pourquoi. "
        "Rien n’est gardé ici : emportez l’état et le fichier de calcul.",
        en="What each member of a shared service owes for the year, to the cent, and why. Nothing "
        "is kept here: take away the statement and the file of the computation.",
    ),
    "example": Text(fr="Voir un exemple", en="See an example"),
    "title": Text(fr="Titre", en="Title"),
    "year": Text(fr="Année", en="Year"),
    "members": Text(fr="Membres", en="Members"),
    "members_hint": Text(
        fr="Un par ligne, copié d’un tableur ou tapé : nom ; population ; compteurs ; potentiel "
        "fiscal ; déjà versé. Ce qui ne sert pas reste vide. "
        "Par exemple : « Commune B ; 800 ; 12 ».",
        en="One a line, copied from a spreadsheet or typed: name; population; meters; tax base; "
        "already paid. Leave empty what does not serve. For example: “Commune B; 800; 12”.",
    ),
    "costs": Text(fr="Dépenses", en="Costs"),
    "costs_hint": Text(
        fr="Une par ligne : libellé ; montant ; clé. La clé est : parts égales, population, "
        "compteurs ou potentiel fiscal. Par exemple : « Logiciel ; 3000 ; compteurs ».",
        en="One a line: label; amount; key. The key is: equal shares, population, number of meters "
        "or tax base. For example: “Software; 3000; number of meters”.",
    ),
    "key": Text(fr="Essayer une autre clé pour tout", en="Try another key for everything"),
    "no_key": Text(fr="aucune", en="none"),
    "compute": Text(fr="Calculer", en="Compute"),
    "csv": Text(fr="Emporter l’état (.csv)", en="Take the statement away (.csv)"),
    "toml": Text(fr="Emporter le calcul (.toml)", en="Take the computation away (.toml)"),
    "faults": Text(fr="Le calcul ne se fait pas", en="It cannot be computed"),
    "wrong_line": Text(fr="Ligne {line} : {reason}.", en="Line {line}: {reason}."),
    "result": Text(
        fr="{title}, {year} : {total} € à répartir", en="{title}, {year}: €{total} to share"
    ),
    "member": Text(fr="Membre", en="Member"),
    "due": Text(fr="Dû (€)", en="Due (€)"),
    "paid": Text(fr="Versé (€)", en="Paid (€)"),
    "balance": Text(fr="Solde (€)", en="Balance (€)"),
    "tried": Text(fr="Par « {key} » (€)", en="By “{key}” (€)"),
    "difference": Text(fr="Écart (€)", en="Difference (€)"),
    "why": Text(fr="Pourquoi", en="Why"),
    "portion": Text(
        fr="{key} : {share} % de {total} € = {amount} €",
        en="{key}: {share}% of €{total} = €{amount}",
    ),
    "short_equal": Text(fr="égales", en="equal"),
    "short_population": Text(fr="habitants", en="inhabitants"),
    "short_meters": Text(fr="compteurs", en="meters"),
    "short_tax_base": Text(fr="fiscal", en="tax"),
}
