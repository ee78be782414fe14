"""The words of the pages of agreements."""

from beffroi.texts import Text

TELLING: dict[str, Text] = {
    "lends": Text(
        fr="Vous laissez {who} lire : {what}, {how}{findings}, pour {purpose} ({basis}), jusqu’au "
        "{day}.",
        en="You let {who} read: {what}, {how}{findings}, to {purpose} ({basis}), until {day}.",
    ),
    "lent": Text(
        fr="{who} vous laisse lire : {what}, {how}{findings}, pour {purpose} ({basis}), jusqu’au "
        "{day}.",
        en="{who} lets you read: {what}, {how}{findings}, to {purpose} ({basis}), until {day}.",
    ),
    "erased": Text(
        fr="Ses termes ont disparu avec la collectivité qui prêtait.",
        en="Its terms went with the authority that lent.",
    ),
    "and_findings": Text(fr=", et les constats", en=", and the findings"),
    "others": Text(fr="{n} autres grandeurs", en="{n} other quantities"),
    "basis": Text(fr="{label} ({reference})", en="{label} ({reference})"),
    "each_raw": Text(fr="mesure par mesure", en="measure by measure"),
    "each_hour": Text(fr="heure par heure", en="hour by hour"),
    "each_day": Text(fr="jour par jour", en="day by day"),
    "each_month": Text(fr="mois par mois", en="month by month"),
    "each_year": Text(fr="année par année", en="year by year"),
    "totals_day": Text(
        fr="par totaux d’un jour sur au moins {n} équipements, jamais un seul",
        en="as totals of a day over at least {n} assets, never one alone",
    ),
    "totals_month": Text(
        fr="par totaux d’un mois sur au moins {n} équipements, jamais un seul",
        en="as totals of a month over at least {n} assets, never one alone",
    ),
    "totals_year": Text(
        fr="par totaux d’une année sur au moins {n} équipements, jamais un seul",
        en="as totals of a year over at least {n} assets, never one alone",
    ),
    "term_quantities": Text(fr="Ce qui est prêté", en="What is lent"),
    "term_assets": Text(fr="Équipements", en="Assets"),
    "term_places": Text(fr="Communes (code INSEE)", en="Communes (INSEE code)"),
    "term_how": Text(fr="Finesse", en="How finely"),
    "term_views": Text(fr="Mesures", en="Measures"),
    "term_window": Text(fr="Période des mesures", en="Period of the measures"),
    "term_findings": Text(fr="Constats", en="Findings"),
    "term_households": Text(fr="Foyers", en="Households"),
    "term_purpose": Text(fr="Finalité", en="Purpose"),
    "term_legal_basis": Text(fr="Base légale", en="Legal basis"),
    "all_assets": Text(fr="tous", en="all"),
    "findings_yes": Text(fr="prêtés aussi", en="lent too"),
    "findings_no": Text(fr="non prêtés", en="not lent"),
    "households_never": Text(
        fr="jamais un à un : seulement dans des totaux d’au moins dix foyers",
        en="never by themselves: only within totals of ten households at least",
    ),
    "between": Text(fr="du {since} au {until}", en="from {since} to {until}"),
    "since": Text(fr="depuis le {since}", en="since {since}"),
    "until": Text(fr="jusqu’au {until}", en="until {until}"),
    "any_time": Text(fr="toutes, passées et à venir", en="all, past and to come"),
}

READS: dict[str, Text] = {
    "reads_none": Text(
        fr="Rien n’a été lu ces {days} derniers jours.",
        en="Nothing was read these last {days} days.",
    ),
    "reads_one": Text(
        fr="Lue une fois ces {days} derniers jours, le {last}.",
        en="Read once these last {days} days, on {last}.",
    ),
    "reads_many": Text(
        fr="Lue {n} fois ces {days} derniers jours, par {people}, la dernière le {last}.",
        en="Read {n} times these last {days} days, by {people}, last on {last}.",
    ),
    "person": Text(fr="une personne ou un programme", en="one person or program"),
    "people": Text(fr="{n} personnes ou programmes", en="{n} people or programs"),
}

LIST: dict[str, Text] = {
    "lead": Text(
        fr="Une convention dit qui peut lire quelles mesures, pourquoi et jusqu’à quand. Sans "
        "elle, personne d’autre que vous ne lit les vôtres ; résiliée, elle cesse à la question "
        "suivante.",
        en="An agreement says who may read which measures, why and until when. Without one, nobody "
        "but you reads yours; once revoked, it stops at the next question.",
    ),
    "new": Text(fr="Proposer une convention", en="Propose an agreement"),
    "to_sign": Text(fr="À signer par votre collectivité", en="For your authority to sign"),
    "current": Text(fr="En vigueur ou suspendues", en="In force or suspended"),
    "waiting": Text(
        fr="Signées ici, en attente de l’autre", en="Signed here, waiting for the other"
    ),
    "over": Text(fr="Terminées", en="Over"),
    "show": Text(fr="Afficher", en="Show"),
    "show_current": Text(fr="en cours ou à signer", en="under way or to be signed"),
    "show_over": Text(fr="terminées", en="over"),
    "apply": Text(fr="Filtrer", en="Filter"),
    "none": Text(fr="Aucune convention ici", en="No agreement here"),
    "none_why": Text(
        fr="Rien n’est prêté et rien ne vous est prêté.",
        en="Nothing is lent, and nothing is lent to you.",
    ),
    "none_over": Text(fr="Aucune convention n’a pris fin.", en="No agreement has come to its end."),
    "before": Text(fr="Précédentes", en="Previous"),
    "after": Text(fr="Suivantes", en="Next"),
    "page": Text(fr="Page {n} sur {of}", en="Page {n} of {of}"),
    "pages": Text(fr="Pages", en="Pages"),
    "lend": Text(fr="vous prêtez", en="you lend"),
    "receive": Text(fr="on vous prête", en="lent to you"),
}

ONE: dict[str, Text] = {
    "back": Text(fr="Toutes les conventions", en="All agreements"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "terms": Text(fr="Ce qu’elle dit", en="What it says"),
    "conditions": Text(fr="Conditions", en="Conditions"),
    "valid": Text(fr="Elle vaut du {since} au {until}.", en="It holds from {since} to {until}."),
    "parties": Text(fr="Où chacun en est", en="Where each stands"),
    "party": Text(fr="Collectivité", en="Authority"),
    "side": Text(fr="Côté", en="Side"),
    "stance": Text(fr="Signature", en="Signature"),
    "provider": Text(fr="prête", en="lends"),
    "recipient": Text(fr="lit", en="reads"),
    "you": Text(fr="vous", en="you"),
    "shows": Text(fr="Ce que cela montre aujourd’hui", en="What it shows today"),
    "shows_over": Text(fr="Rien : elle a pris fin.", en="Nothing: it is over."),
    "shows_not": Text(
        fr="Vous le verrez quand elle sera en vigueur : avant, rien de l’autre ne vous est montré.",
        en="You will see it once it is in force: before, nothing of the other one is shown to you.",
    ),
    "read": Text(fr="Ce qui a été lu", en="What was read"),
    "journal": Text(
        fr="Chaque lecture est au journal, écrite avant d’être faite.",
        en="Each reading is in the journal, written before it is done.",
    ),
    "act": Text(fr="Que voulez-vous faire ?", en="What do you want to do?"),
    "nothing": Text(
        fr="Elle a pris fin de votre côté : pour recommencer, proposez-en une nouvelle.",
        en="It is over on your side: to start again, propose a new one.",
    ),
    "reads_only": Text(
        fr="Seul un élu signe, refuse ou résilie une convention.",
        en="Only an elected official signs, refuses or revokes an agreement.",
    ),
    "act_accept": Text(fr="Signer", en="Sign"),
    "act_refuse": Text(fr="Refuser", en="Refuse"),
    "act_suspend": Text(fr="Suspendre", en="Suspend"),
    "act_resume": Text(fr="Reprendre", en="Resume"),
    "act_revoke": Text(fr="Résilier", en="Revoke"),
    "history": Text(fr="Historique", en="History"),
    "step_propose": Text(fr="a proposé, et signé par là", en="proposed it, and signed by that"),
    "step_accept": Text(fr="a signé", en="signed"),
    "step_refuse": Text(fr="a refusé", en="refused"),
    "step_suspend": Text(fr="a suspendu", en="suspended it"),
    "step_resume": Text(fr="a repris", en="resumed it"),
    "step_revoke": Text(fr="a résilié", en="revoked it"),
    "for": Text(fr="pour {party}", en="for {party}"),
}

SHOWN: dict[str, Text] = {
    "shown_none": Text(
        fr="Rien : aucun de vos équipements n’a ces mesures.",
        en="Nothing: none of your assets has these measures.",
    ),
    "shown_none_theirs": Text(
        fr="Rien pour l’instant : aucun équipement n’a ces mesures.",
        en="Nothing for now: no asset has these measures.",
    ),
    "shown": Text(fr="{assets}, {series}, {how}.", en="{assets}, {series}, {how}."),
    "asset": Text(fr="un équipement", en="one asset"),
    "assets": Text(fr="{n} équipements", en="{n} assets"),
    "series": Text(fr="une série de mesures", en="one series of measures"),
    "serieses": Text(fr="{n} séries de mesures", en="{n} series of measures"),
    "shown_totals": Text(
        fr="{groups} sur {assets}, {how}. Aucun équipement n’y est visible seul.",
        en="{groups} over {assets}, {how}. No asset is to be seen alone in it.",
    ),
    "group": Text(fr="Un total", en="One total"),
    "groups": Text(fr="{n} totaux", en="{n} totals"),
    "shown_few": Text(
        fr="Rien : il n’y a pas {n} équipements de même sorte dans une même commune.",
        en="Nothing: there are not {n} assets of one kind in one commune.",
    ),
    "asset_title": Text(fr="Équipement", en="Asset"),
    "kind_title": Text(fr="Sorte", en="Kind"),
    "what_title": Text(fr="Mesures visibles", en="Measures to be seen"),
    "caption": Text(fr="Ce que l’autre verra", en="What the other one will see"),
    "more": Text(fr="… et {n} autres équipements.", en="… and {n} more assets."),
}
