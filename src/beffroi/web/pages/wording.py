"""The words of the pages of findings, and of the first page of an organisation."""

from beffroi.texts import Text

#: How many samples conform (`lists.html`).
TALLIES: dict[str, Text] = {
    "samples": Text(fr="{good} sur {n} prélèvements", en="{good} of {n} samples"),
    "every": Text(fr="{n} prélèvements, tous conformes", en="{n} samples, all of which conform"),
    "one": Text(fr="1 seul prélèvement, conforme", en="1 sample only, which conforms"),
    "derogated": Text(fr=", dont {n} par dérogation", en=", {n} of them by derogation"),
}

FINDING: dict[str, Text] = {
    "back": Text(fr="Tous les constats", en="All findings"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "asset": Text(fr="Voir l’équipement et ses mesures", en="See the asset and its measures"),
    "asset_only": Text(fr="Voir l’équipement", en="See the asset"),
    "stake": Text(fr="Ce que cela coûte", en="What it costs"),
    "year": Text(fr="par an", en="a year"),
    "between": Text(fr="entre {low} et {high}", en="between {low} and {high}"),
    "range": Text(
        fr="Neuf fois sur dix, la vraie valeur est dans cet intervalle.",
        en="Nine times in ten, the true value is in this interval.",
    ),
    "unsure": Text(
        fr="À confirmer : l’enjeu peut aussi être nul.",
        en="To be confirmed: there may be no stake at all.",
    ),
    "no_stake": Text(
        fr="Ce constat n’a pas d’enjeu chiffré.", en="This finding has no stake in figures."
    ),
    "since": Text(fr="depuis le {day}", en="since {day}"),
    "until": Text(fr="jusqu’au {day}", en="until {day}"),
    "sure": Text(fr="sûr à {n} %", en="{n}% sure"),
    "past": Text(
        fr="Ce compteur n’envoie plus rien depuis longtemps : le constat vaut au {day}.",
        en="This meter has sent nothing for long: the finding is as of {day}.",
    ),
    "lent": Text(
        fr="Prêté par {owner} sous convention : c’est à elle de décider.",
        en="Lent by {owner} under an agreement: it decides.",
    ),
    "evidence": Text(fr="Ce qui le montre", en="What shows it"),
    "picture": Text(
        fr="Graphique ; ses chiffres sont dans le tableau qui suit",
        en="Chart; its figures are in the table that follows",
    ),
    "table": Text(fr="Voir les chiffres du graphique", en="See the figures of the chart"),
    "no_measures": Text(
        fr="La courbe montre des mesures que votre rôle ne lit pas : elles peuvent être celles "
        "d’un foyer, car rien ne dit ici l’usage du bâtiment, ou l’on y habite. La phrase "
        "ci-dessus en dit l’essentiel.",
        en="The curve shows measures that your role does not read: they may be those of a "
        "household, since the use of the building is not told here, or people live there. The "
        "sentence above says what matters of it.",
    ),
    "no_chart": Text(fr="Ce constat n’a pas de graphique.", en="This finding has no chart."),
    "ideas": Text(fr="Ce que l’on peut faire", en="What can be done"),
    "try_it": Text(fr="Essayer un scénario ici", en="Try a scenario here"),
    "decide": Text(fr="Décider", en="Decide"),
    "redecide": Text(fr="Décider autrement", en="Decide otherwise"),
    "choice": Text(fr="Décision", en="Decision"),
    "act": Text(fr="Agir", en="Act"),
    "act_why": Text(fr="Quelqu’un va intervenir.", en="Somebody will do something."),
    "watch": Text(fr="Surveiller", en="Watch"),
    "watch_why": Text(fr="On regarde encore avant d’agir.", en="We look further before acting."),
    "dismiss": Text(fr="Écarter", en="Dismiss"),
    "dismiss_why": Text(
        fr="C’est normal, ou cela ne vaut pas la peine.", en="It is normal, or not worth it."
    ),
    "reason": Text(fr="Motif", en="Reason"),
    "reason_hint": Text(
        fr="Une phrase suffit. Elle est gardée avec votre nom.",
        en="One sentence is enough. It is kept with your name.",
    ),
    "record": Text(fr="Enregistrer la décision", en="Record the decision"),
    "faults": Text(fr="La décision n’est pas enregistrée", en="The decision is not recorded"),
    "undo": Text(fr="Annuler la décision", en="Undo the decision"),
    "undo_why": Text(
        fr="Le constat revient à décider ; l’historique garde tout.",
        en="The finding is to be decided again; its history keeps everything.",
    ),
    "undo_reason": Text(fr="Motif de l’annulation", en="Reason to undo"),
    "reopen": Text(fr="Rouvrir le constat", en="Reopen the finding"),
    "reads_only": Text(
        fr="Votre rôle lit ce constat sans décider.", en="Your role reads this finding only."
    ),
    "history": Text(fr="Historique", en="History"),
    "nothing": Text(fr="Personne n’a encore décidé.", en="Nobody has decided yet."),
    "decided": Text(fr="a décidé : {choice}", en="decided: {choice}"),
    "acted": Text(fr="a noté une action faite", en="recorded an action that was done"),
    "withdrawn": Text(fr="a retiré une action", en="withdrew an action"),
    "replaced": Text(fr="remplacée depuis", en="replaced since"),
    "works": Text(fr="Ce qui a été fait", en="What was done"),
    "acted_why": Text(
        fr="Une action a été faite pour ce constat : il ne peut être ni écarté ni rouvert tant "
        "qu’elle n’est pas retirée.",
        en="An action was done for this finding: it can be neither dismissed nor reopened until "
        "that is withdrawn.",
    ),
    "commented": Text(fr="a écrit", en="wrote"),
    "uncommented": Text(fr="a retiré son commentaire", en="withdrew a comment"),
    "given": Text(fr="a confié le constat à {name}", en="gave the finding to {name}"),
    "freed": Text(
        fr="a retiré le constat à qui l’avait", en="took the finding back from whoever had it"
    ),
    "together": Text(fr="S’en occuper à plusieurs", en="Work on it together"),
    "held": Text(fr="Confié à {name}.", en="Given to {name}."),
    "held_mine": Text(fr="Il vous est confié.", en="It is given to you."),
    "held_nobody": Text(fr="Il n’est confié à personne.", en="It is given to nobody."),
    "person": Text(fr="Confier à", en="Give to"),
    "nobody": Text(fr="personne", en="nobody"),
    "give": Text(fr="Confier", en="Give"),
    "follow": Text(fr="Suivre ce constat", en="Follow this finding"),
    "unfollow": Text(fr="Ne plus suivre", en="No longer follow"),
    "follows": Text(fr="Vous le suivez.", en="You follow it."),
    "comment": Text(fr="Écrire un commentaire", en="Write a comment"),
    "comment_hint": Text(
        fr="Lu par vos collègues qui lisent ce constat. N’y mettez le nom d’aucun habitant.",
        en="Read by your colleagues who read this finding. Name no inhabitant in it.",
    ),
    "send": Text(fr="Garder le commentaire", en="Keep the comment"),
    "withdraw": Text(fr="Retirer", en="Withdraw"),
    "talk_faults": Text(fr="Rien n’est gardé", en="Nothing is kept"),
    "who_saw": Text(fr="Qui l’a vu", en="What saw it"),
    "algorithm": Text(
        fr="Un algorithme, « {name} » (version {version}), a vu ce constat dans vos mesures. Il "
        "propose et ne décide rien : une personne nommée le fait.",
        en="An algorithm, “{name}” (version {version}), saw this in your measures. It proposes and "
        "decides nothing: a named person does.",
    ),
    "card": Text(fr="Lire sa fiche", en="Read its card"),
}

FINDINGS: dict[str, Text] = {
    "status": Text(fr="État", en="State"),
    "domain": Text(fr="Domaine", en="Domain"),
    "whose": Text(fr="À qui", en="Whose"),
    "all_domains": Text(fr="tous", en="all"),
    "apply": Text(fr="Filtrer", en="Filter"),
    "year": Text(fr="par an", en="a year"),
    "unsure": Text(fr="à confirmer", en="to be confirmed"),
    "no_stake": Text(fr="sans enjeu chiffré", en="no stake in figures"),
    "since": Text(fr="depuis le {day}", en="since {day}"),
    "past": Text(fr="constat du passé", en="of the past"),
    "lent": Text(fr="prêté par {owner}", en="lent by {owner}"),
    "pick": Text(fr="Choisir", en="Pick"),
    "count": Text(
        fr="{n} constats, les plus coûteux d’abord, puis ceux à confirmer.",
        en="{n} findings, the most costly first, then those to be confirmed.",
    ),
    "one": Text(fr="1 constat.", en="1 finding."),
    "none": Text(fr="Aucun constat ici", en="No finding here"),
    "none_why": Text(fr="Rien ne correspond à ces filtres.", en="Nothing matches these filters."),
    "see_all": Text(fr="Voir tous les constats", en="See all findings"),
    "before": Text(fr="Précédents", en="Previous"),
    "after": Text(fr="Suivants", en="Next"),
    "page": Text(fr="Page {n} sur {of}", en="Page {n} of {of}"),
    "pages": Text(fr="Pages", en="Pages"),
    "bulk": Text(
        fr="Décider de plusieurs constats à la fois", en="Decide about several findings at once"
    ),
    "bulk_why": Text(
        fr="Cochez des constats ci-dessus ; la même décision et le même motif sont gardés pour "
        "chacun.",
        en="Tick findings above; the same decision and reason are kept for each.",
    ),
    "pick_all": Text(fr="Cocher toute la page", en="Tick the whole page"),
    "choice": Text(fr="Décision", en="Decision"),
    "act": Text(fr="Agir", en="Act"),
    "watch": Text(fr="Surveiller", en="Watch"),
    "dismiss": Text(fr="Écarter", en="Dismiss"),
    "reason": Text(fr="Motif", en="Reason"),
    "record": Text(fr="Enregistrer les décisions", en="Record the decisions"),
    "faults": Text(fr="Rien n’est enregistré", en="Nothing is recorded"),
}

COMMUNE: dict[str, Text] = {
    "to_decide": Text(
        fr="{n} constats attendent une décision", en="{n} findings wait for a decision"
    ),
    "to_decide_one": Text(
        fr="Un constat attend une décision", en="One finding waits for a decision"
    ),
    "at_stake": Text(
        fr=" ; l’enjeu déjà sûr est d’environ {amount} par an.",
        en="; the stake that is sure already is about {amount} a year.",
    ),
    "at_stake_one": Text(
        fr=" ; il coûte environ {amount} par an.", en="; it costs about {amount} a year."
    ),
    "more_to_confirm": Text(
        fr="Peut-être {amount} de plus : cela reste à confirmer.",
        en="Perhaps {amount} more: that remains to be confirmed.",
    ),
    "to_confirm": Text(
        fr="L’enjeu, peut-être {amount} par an, reste à confirmer.",
        en="The stake, perhaps {amount} a year, remains to be confirmed.",
    ),
    "nothing": Text(fr="Rien n’attend de décision.", en="Nothing waits for a decision."),
    "cost_year": Text(fr="Énergie, hors TVA", en="Energy, without VAT"),
    "consumption_year": Text(fr="Énergie consommée", en="Energy used"),
    "emissions_year": Text(fr="Gaz à effet de serre", en="Greenhouse gases"),
    "put_in_year": Text(fr="Eau mise en distribution", en="Water put in"),
    "losses": Text(fr="Eau perdue", en="Water lost"),
    "losses_eur": Text(fr="Coût de l’eau perdue, hors TVA", en="Cost of water lost, without VAT"),
    "conformity_microbiology": Text(
        fr="Eau du robinet conforme, microbiologie", en="Tap water that conforms, microbiology"
    ),
    "conformity_chemistry": Text(
        fr="Eau du robinet conforme, physico-chimie", en="Tap water that conforms, chemistry"
    ),
    **TALLIES,
    "and_then": Text(fr=" ; ", en="; "),
    "against": Text(fr="{points} par rapport à {year}", en="{points} against {year}"),
    "aim": Text(fr="objectif {value}", en="target {value}"),
    "in_year": Text(fr="en {year}", en="in {year}"),
    "more": Text(fr="{n} de plus qu’en {year}", en="{n} more than in {year}"),
    "less": Text(fr="{n} de moins qu’en {year}", en="{n} less than in {year}"),
    "stable": Text(fr="autant qu’en {year}", en="as much as in {year}"),
    "same": Text(fr="sur les mêmes compteurs", en="over the same meters"),
    "saved": Text(fr="Économies prouvées", en="Proven savings"),
    "saved_by": Text(fr="par {n} actions vérifiées", en="by {n} verified actions"),
    "saved_by_one": Text(fr="par une action vérifiée", en="by one verified action"),
    "first": Text(fr="À décider d’abord", en="To decide first"),
    "first_unsure": Text(fr="Enjeu à confirmer", en="Stake to be confirmed"),
    "see": Text(fr="Tous les constats", en="All findings"),
    "spent_others": Text(fr="Tous les autres", en="All the others"),
    "under_way": Text(
        fr="{n} autres constats sont déjà entre de bonnes mains.",
        en="{n} more findings are in good hands already.",
    ),
    "under_way_one": Text(
        fr="Un autre constat est déjà entre de bonnes mains.",
        en="One more finding is in good hands already.",
    ),
    "obtained": Text(fr="Ce que les actions ont obtenu", en="What actions obtained"),
    "not_obtained": Text(
        fr="Aucune action n’a encore été vérifiée.", en="No action was verified yet."
    ),
    "proven": Text(fr="prouvé", en="proven"),
    "not_proven": Text(fr="non prouvé", en="not proven"),
    "decided": Text(fr="Les dernières décisions", en="The latest decisions"),
    "not_decided": Text(fr="Personne n’a encore décidé.", en="Nobody has decided yet."),
    "not_measured": Text(
        fr="Aucune mesure n’est encore arrivée : un agent importe les fichiers des compteurs.",
        en="No measure came in yet: an agent imports the files of the meters.",
    ),
    "not_judged": Text(
        fr="Aucun compteur n’a encore un an de mesures, ce qu’il faut pour juger.",
        en="No meter has a year of measures yet, which it takes to judge.",
    ),
    "not_analysed": Text(
        fr="Les mesures sont là ; leur analyse n’a pas encore eu lieu.",
        en="The measures are there; they were not analysed yet.",
    ),
    "good": Text(
        fr="Rien d’anormal n’est vu dans les mesures. C’est une bonne nouvelle.",
        en="Nothing abnormal is seen in the measures. That is good news.",
    ),
}
