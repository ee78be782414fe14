"""The words of the pages that keep it running."""

from beffroi.texts import Text

DATA: dict[str, Text] = {
    "silent": Text(fr="Compteurs silencieux", en="Silent meters"),
    "silent_none": Text(
        fr="Tous les compteurs ont envoyé une mesure ces {days} derniers jours.",
        en="Every meter sent a measure these last {days} days.",
    ),
    "silent_some": Text(
        fr="Mesures qui n’arrivent plus depuis {days} jours ou plus, factures à part : {n} sur "
        "{of}. Les plus récentes d’abord.",
        en="Series without a measure for {days} days or more, bills apart: {n} of {of}. The latest "
        "first.",
    ),
    "silent_no_series": Text(
        fr="Aucune mesure n’est encore arrivée.", en="No measure came in yet."
    ),
    "asset": Text(fr="Équipement", en="Asset"),
    "what": Text(fr="Mesure", en="Measure"),
    "last": Text(fr="Dernière mesure", en="Last measure"),
    "more": Text(fr="… et {n} autres.", en="… and {n} more."),
    "gateways": Text(fr="Passerelles et programmes", en="Gateways and programs"),
    "new": Text(fr="Donner un jeton", en="Give a token"),
    "no_gateway": Text(
        fr="Aucun jeton : aucun programme n’envoie ni ne lit rien ici.",
        en="No token: no program sends or reads anything here.",
    ),
    "expires": Text(fr="expire le {day}", en="expires on {day}"),
    "valid": Text(fr="valable", en="valid"),
    "expired": Text(fr="expiré", en="expired"),
    "revoked": Text(fr="retiré", en="revoked"),
    "revoke": Text(fr="Retirer", en="Revoke"),
    "scope_write_measures": Text(fr="envoie des mesures", en="sends measures"),
    "scope_read_measures": Text(fr="lit les mesures", en="reads measures"),
    "scope_read_indicators": Text(
        fr="lit indicateurs et constats", en="reads indicators and findings"
    ),
    "scope_pull_lent": Text(
        fr="reçoit ce qui est prêté à une autre installation",
        en="pulls what is lent to another installation",
    ),
    "kept": Text(fr="Durée de conservation", en="How long measures are kept"),
    "kept_ever": Text(fr="Les mesures sont gardées sans limite.", en="Measures are kept for ever."),
    "kept_for": Text(
        fr="Les mesures sont gardées {months} mois : celles d’avant le {day} sont effacées chaque "
        "jour, pour de bon.",
        en="Measures are kept for {months} months: those of before {day} are erased every day, for "
        "good.",
    ),
    "kept_beyond": Text(
        fr="Mesures suivies qui en ont encore d’avant : {n}. Elles partiront au prochain passage.",
        en="Series that still hold some of before: {n}. They will go at the next round.",
    ),
    "months": Text(fr="Mois gardés", en="Months kept"),
    "months_hint": Text(
        fr="0 : sans limite. Raccourcir efface pour de bon ce qui est plus vieux.",
        en="0: for ever. A shorter time erases for good what is older.",
    ),
    "keep": Text(fr="Changer la durée", en="Change it"),
    "faults": Text(fr="Rien n’est changé", en="Nothing is changed"),
    "wrong_months": Text(
        fr="Écrivez un nombre de 0 à {most}.", en="Write a number from 0 to {most}."
    ),
    "back": Text(fr="Données", en="Data"),
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "name": Text(fr="À qui ou à quoi il sert", en="Who or what it is for"),
    "days": Text(fr="Jours de validité", en="Days of validity"),
    "scopes": Text(fr="Ce qu’il permet", en="What it allows"),
    "give": Text(fr="Donner ce jeton", en="Give this token"),
    "wrong_scopes": Text(fr="Cochez au moins une chose.", en="Tick one thing at least."),
    "wrong_days": Text(
        fr="Écrivez un nombre de 1 à {most}.", en="Write a number from 1 to {most}."
    ),
    "given": Text(
        fr="Le jeton « {name} » vaut jusqu’au {day}.", en="The token “{name}” holds until {day}."
    ),
    "secret_why": Text(
        fr="Copiez-le maintenant dans la passerelle : il n’est montré qu’ici, et gardé nulle part.",
        en="Copy it into the gateway now: it is shown here only, and kept nowhere.",
    ),
    "secret": Text(fr="Jeton", en="Token"),
}

INSTALLATION: dict[str, Text] = {
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "back": Text(fr="Vos collectivités", en="Your authorities"),
    "lead": Text(
        fr="L’installation entière, pour toutes les collectivités : les sauvegardes, ce qui a "
        "échoué, la place qui reste.",
        en="The whole installation, for all authorities: backups, what failed, the room left.",
    ),
    "failed": Text(fr="Tâches échouées", en="Failed jobs"),
    "failed_none": Text(fr="Aucune tâche n’a échoué.", en="No job failed."),
    "retry": Text(fr="Relancer", en="Retry"),
    "kind_analysis.run": Text(fr="recherche de constats", en="search of findings"),
    "kind_backup.make": Text(fr="sauvegarde", en="backup"),
    "kind_backup.drill": Text(fr="essai de restauration", en="drill of a restore"),
    "kind_federation.pull": Text(
        fr="mesures reçues d’une autre installation", en="measures from another installation"
    ),
    "kind_import.bring": Text(fr="import", en="import"),
    "kind_import.look": Text(fr="lecture de fichiers déposés", en="reading of dropped files"),
    "kind_import.undo": Text(fr="annulation d’un import", en="undoing of an import"),
    "kind_journal.ask": Text(fr="témoins du journal", en="witnesses of the journal"),
    "kind_computed.renew": Text(fr="chiffres préparés d’avance", en="figures made ready"),
    "kind_notices.send": Text(fr="avis par courriel", en="notices by e-mail"),
    "kind_retention.apply": Text(fr="fin de conservation", en="end of retention"),
    "working": Text(fr="Tâches en cours ou en attente", en="Jobs under way or waiting"),
    "working_none": Text(fr="Aucune.", en="None."),
    "status_waiting": Text(fr="en attente", en="waiting"),
    "status_running": Text(fr="en cours", en="running"),
    "status_failed": Text(fr="échouée", en="failed"),
    "status_done": Text(fr="finie", en="done"),
    "status_cancelled": Text(fr="annulée", en="cancelled"),
    "job": Text(fr="n° {n}, {kind}, {status} le {at}", en="no. {n}, {kind}, {status} on {at}"),
    "backups": Text(fr="Sauvegardes", en="Backups"),
    "backup_make": Text(fr="Dernière sauvegarde", en="Last backup"),
    "backup_drill": Text(fr="Dernière restauration éprouvée", en="Last restore that was proved"),
    "never": Text(fr="jamais", en="never"),
    "backup_failed": Text(fr="Échec depuis, le {at} : {what}", en="Failed since, on {at}: {what}"),
    "backup_next": Text(fr="Prochaine fois : le {at}.", en="Next time: on {at}."),
    "backup_by_hand": Text(
        fr="Beffroi n’en fait pas de lui-même. Demandez à qui tient la machine de suivre la page "
        "« Sauvegarder » de la documentation (réglages « backup_to » et suivants).",
        en="Beffroi makes none by itself. Ask whoever keeps the machine to follow the page "
        "“Sauvegarder” of the documentation (settings “backup_to” and following).",
    ),
    "place": Text(fr="Vers {place}.", en="To {place}."),
    "facts": Text(fr="En bref", en="In short"),
    "version": Text(fr="Version", en="Version"),
    "state": Text(fr="Base", en="Database"),
    "file": Text(fr="un fichier (SQLite)", en="a file (SQLite)"),
    "server": Text(fr="un serveur (PostgreSQL)", en="a server (PostgreSQL)"),
    "organisations": Text(fr="Collectivités", en="Authorities"),
    "tokens": Text(fr="Jetons non retirés", en="Tokens not revoked"),
    "rules": Text(fr="Durées de conservation fixées", en="Retention rules"),
    "disk": Text(fr="Place libre", en="Free room"),
    "disk_said": Text(fr="{free} Go sur {total}", en="{free} GB of {total}"),
    "disk_little": Text(
        fr="Le disque est presque plein : faites de la place avant que les imports soient refusés.",
        en="The disk is nearly full: make room before imports are refused.",
    ),
    "journal": Text(fr="Journal de l’installation", en="Journal of the installation"),
    "settings": Text(
        fr="Réglages en vigueur, pour qui tient la machine",
        en="Settings in force, for whoever keeps the machine",
    ),
    "settings_why": Text(
        fr="Ils se changent dans le fichier « beffroi.toml » ou par variable, jamais ici. Aucun "
        "secret n’est montré.",
        en="They are changed in the file “beffroi.toml” or by a variable, never here. No secret is "
        "shown.",
    ),
    "setting": Text(fr="Réglage", en="Setting"),
    "value": Text(fr="Valeur", en="Value"),
    "about": Text(fr="Sens", en="Meaning"),
    "changed": Text(fr="changé", en="changed"),
    "empty": Text(fr="non réglé", en="not set"),
    "faults": Text(fr="La tâche n’est pas relancée", en="The job is not retried"),
}
