"""What settings say of files that people drop in a page, and of the documents they attach."""

from beffroi.texts import Text

FILE = Text(
    fr="taille maximale d’un fichier déposé dans une page, en Mo",
    en="largest file dropped in a page, in MB",
)
SENT = Text(
    fr="taille maximale d’un dépôt, tous ses fichiers ensemble, en Mo",
    en="largest drop, all of its files together, in MB",
)
ALL = Text(
    fr="fichiers déposés qui attendent, par collectivité, en Mo",
    en="dropped files that wait, by authority, in MB",
)
DAYS = Text(
    fr="jours que restent des fichiers déposés et non confirmés",
    en="days for which files that were dropped and not confirmed stay",
)
DOCUMENTS = Text(
    fr="documents attachés aux équipements, par collectivité, en Mo",
    en="documents attached to assets, by authority, in MB",
)
