"""The first words of `beffroi`: what each is for, and the module that carries it out.

A module of `cli/commands` is imported when one of its words is called, and not before: all of them
take longer than most commands.
"""

from dataclasses import dataclass

from beffroi.texts import Text


@dataclass(frozen=True, slots=True)
class Word:
    """A first word: a command, or a group of them.

    Args:
        name: As it is typed.
        module: The module of `cli/commands` that registers it.
        about: What its help says that it is for.
    """

    name: str
    module: str
    about: Text


#: In the order of the help.
WORDS = (
    Word(
        "init", "init", Text(fr="Créer une installation vide.", en="Create an empty installation.")
    ),
    Word(
        "join",
        "init",
        Text(
            fr="Servir, depuis cette machine aussi, une installation partagée.",
            en="Serve a shared installation from this machine too.",
        ),
    ),
    Word("settings", "init", Text(fr="Lister les réglages.", en="List the settings.")),
    Word("import", "importing", Text(fr="Importer des fichiers.", en="Import files.")),
    Word("imports", "imports", Text(fr="Lister les imports.", en="List the imports.")),
    Word(
        "undo",
        "imports",
        Text(
            fr="Annuler un import : ce qui était là avant revient, l’historique reste.",
            en="Undo an import: what was there before comes back, the history stays.",
        ),
    ),
    Word("assets", "catalogue", Text(fr="Lister les équipements.", en="List the assets.")),
    Word("series", "catalogue", Text(fr="Lister les séries.", en="List the series.")),
    Word(
        "observations",
        "observations",
        Text(fr="Lire les mesures d’une série.", en="Read the measures of a series."),
    ),
    Word(
        "baseline",
        "observations",
        Text(
            fr="Ajuster un modèle de référence sur une période et le juger sur une autre.",
            en="Fit a baseline on one period and judge it on another.",
        ),
    ),
    Word(
        "indicators",
        "indicators",
        Text(
            fr="Calculer les indicateurs : le dernier de chaque bâtiment à l’écran.",
            en="Compute the indicators: the last one of each building on the screen.",
        ),
    ),
    Word("analyse", "loop", Text(fr="Chercher des constats.", en="Look for findings.")),
    Word("decide", "decisions", Text(fr="Décider d’un constat.", en="Decide about a finding.")),
    Word("act", "decisions", Text(fr="Noter ce qui a été fait.", en="Record what was done.")),
    Word(
        "verify",
        "decisions",
        Text(
            fr="Vérifier l’économie réelle d’une action (IPMVP, option C).",
            en="Verify the real saving of an action (IPMVP, option C).",
        ),
    ),
    Word(
        "demo",
        "demo",
        Text(
            fr="Construire un territoire de démonstration simulé, et ouvrir ses pages.",
            en="Build a simulated demonstration territory, and open its pages.",
        ),
    ),
    Word(
        "restore",
        "backup",
        Text(
            fr="Restaurer une sauvegarde dans un nouveau dossier.",
            en="Restore a backup into a new folder.",
        ),
    ),
    Word(
        "leave",
        "moving",
        Text(
            fr="Exporter tout ce qui est à une collectivité, pour une autre installation.",
            en="Export all that is an authority’s own, for another installation.",
        ),
    ),
    Word(
        "adopt",
        "moving",
        Text(
            fr="Reprendre une collectivité depuis l’export d’une autre installation.",
            en="Adopt an authority from the export of another installation.",
        ),
    ),
    Word(
        "serve",
        "serving",
        Text(
            fr="Recevoir des mesures par HTTP, et les ranger.",
            en="Receive measures over HTTP, and file them.",
        ),
    ),
    Word(
        "worker",
        "serving",
        Text(
            fr="Ranger les mesures reçues et faire les tâches en attente.",
            en="File the measures received and do the jobs that wait.",
        ),
    ),
    Word(
        "organisations",
        "organisations",
        Text(fr="Collectivités et organismes.", en="Authorities and bodies."),
    ),
    Word(
        "territory",
        "territory",
        Text(fr="Communes et EPCI, année par année.", en="Communes and EPCI, year by year."),
    ),
    Word(
        "documents", "documents", Text(fr="Documents des équipements.", en="Documents of assets.")
    ),
    Word("findings", "loop", Text(fr="Les constats.", en="The findings.")),
    Word(
        "scenarios",
        "scenarios",
        Text(fr="Essayer des travaux ou des réglages.", en="Try works or settings."),
    ),
    Word(
        "costs",
        "costs",
        Text(fr="Coûts partagés entre collectivités.", en="Costs that authorities share."),
    ),
    Word(
        "backup", "backup", Text(fr="Sauvegarder l’installation.", en="Back up the installation.")
    ),
    Word(
        "store",
        "store",
        Text(
            fr="Vérifier, tasser, compter et effacer les mesures gardées.",
            en="Verify, compact, count and erase the measures that are kept.",
        ),
    ),
    Word(
        "journal",
        "journal",
        Text(
            fr="Le journal : le lire, le signer, prouver que rien n’y a changé.",
            en="The journal: read it, sign it, prove that nothing in it changed.",
        ),
    ),
    Word("dev", "dev", Text(fr="Écrire un domaine.", en="Write a domain.")),
    Word(
        "token", "tokens", Text(fr="Jetons d’envoi de mesures.", en="Tokens for sending measures.")
    ),
    Word(
        "agreements",
        "agreements",
        Text(
            fr="Conventions : qui prête quelles mesures à qui.",
            en="Agreements: who lends which measures to whom.",
        ),
    ),
    Word("jobs", "jobs", Text(fr="Les tâches de fond.", en="Background jobs.")),
    Word(
        "people",
        "people",
        Text(fr="Comptes, rôles et sessions.", en="Accounts, roles and sessions."),
    ),
    Word(
        "access",
        "access",
        Text(
            fr="Accès : qui peut lire quoi et pourquoi, qui a lu.",
            en="Access: who may read what and why, and who did.",
        ),
    ),
    Word(
        "federation",
        "federation",
        Text(
            fr="Suivre ce qu’une autre installation prête.",
            en="Follow what another installation lends.",
        ),
    ),
    Word(
        "algorithms",
        "algorithms",
        Text(fr="Algorithmes : fiches, registre.", en="Algorithms: cards, register."),
    ),
    Word(
        "publish", "publish", Text(fr="Contrôle avant publication.", en="Check before publication.")
    ),
    Word(
        "compare",
        "compare",
        Text(
            fr="Se situer parmi des collectivités semblables.",
            en="Stand among similar authorities.",
        ),
    ),
    Word(
        "processing",
        "processing",
        Text(fr="Registre des traitements (RGPD).", en="Record of processing (GDPR)."),
    ),
    Word("report", "report", Text(fr="Rendre compte.", en="Account for what is done.")),
    Word(
        "requests",
        "requests",
        Text(fr="Demandes des personnes (RGPD).", en="Requests of persons (GDPR)."),
    ),
    Word("water", "water", Text(fr="Réseaux d’eau potable.", en="Drinking water networks.")),
    Word(
        "households",
        "households",
        Text(
            fr="Foyers : points de livraison de particuliers, sous pseudonyme.",
            en="Households: delivery points of persons, under pseudonyms.",
        ),
    ),
    Word("notices", "notices", Text(fr="Avis par courriel.", en="Notices by e-mail.")),
)
