"""The words of the pages of documents."""

from beffroi.texts import Text

#: What the page of an asset says of its documents too.
DOCUMENTS: dict[str, Text] = {
    "documents": Text(fr="Documents", en="Documents"),
    "no_documents": Text(
        fr="Aucun document. Un audit, une facture, une photo : ce que l’on garde ici se retrouve.",
        en="No document. An audit, an invoice, a photograph: what is kept here is found again.",
    ),
    "attach": Text(fr="Attacher un document", en="Attach a document"),
    "manage": Text(fr="Tous les documents", en="All documents"),
    "dated": Text(fr="{kind} du {day}", en="{kind} of {day}"),
    "by": Text(fr="attaché par {who} le {at}", en="attached by {who} on {at}"),
    "open": Text(fr="Ouvrir", en="Open"),
    "download": Text(fr="Télécharger", en="Download"),
    "correct": Text(fr="Corriger", en="Correct"),
    "of_title": Text(fr="« {title} »", en="“{title}”"),
}

PAGE: dict[str, Text] = {
    **DOCUMENTS,
    "where": Text(fr="Vous êtes ici", en="You are here"),
    "faults": Text(fr="Rien n’est gardé pour l’instant", en="Nothing is kept yet"),
    "files": Text(fr="Fichier", en="File"),
    "files_hint": Text(
        fr="PDF, photo (JPEG, PNG, WebP), ODT, ODS, DOCX, XLSX, CSV ou texte ; {file} Mo au plus "
        "chacun. Un téléphone propose l’appareil photo.",
        en="PDF, photograph (JPEG, PNG, WebP), ODT, ODS, DOCX, XLSX, CSV or text; {file} MB each "
        "at most. A phone offers its camera.",
    ),
    "private": Text(
        fr="Le lieu, l’heure et l’appareil qu’une photo garde en elle sont enlevés. Un PDF ou un "
        "texte est gardé tel quel : relisez-le, les agents et les élus de la collectivité le "
        "verront.",
        en="The place, the hour and the device that a photograph keeps within are taken out. A PDF "
        "or a text is kept as it is: read it again, agents and officials of the authority will "
        "see it.",
    ),
    "title": Text(fr="Titre", en="Title"),
    "title_hint": Text(
        fr="Laissez vide pour garder le nom du fichier.", en="Leave empty to keep the file’s name."
    ),
    "kind": Text(fr="Sorte", en="Kind"),
    "day": Text(fr="Date du document", en="Date of the document"),
    "send": Text(fr="Attacher", en="Attach"),
    "here": Text(fr="Glissez des fichiers ici, ou :", en="Drag files here, or:"),
    "chosen": Text(fr="Choisis :", en="Chosen:"),
    "too_large": Text(
        fr="C’est trop volumineux : rien ne sera envoyé.",
        en="It is too large: nothing will be sent.",
    ),
    "sending": Text(fr="Envoi : {n} %", en="Sending: {n}%"),
    "lost": Text(
        fr="L’envoi a échoué. Vérifiez la connexion, puis recommencez.",
        en="Sending failed. Check the connection, then start over.",
    ),
    "gone": Text(fr="Retirés depuis moins de trente jours", en="Removed within thirty days"),
    "gone_why": Text(
        fr="Après trente jours, le fichier est effacé pour de bon.",
        en="After thirty days, the file is erased for good.",
    ),
    "restore": Text(fr="Remettre", en="Put back"),
    "save": Text(fr="Enregistrer", en="Save"),
    "remove": Text(fr="Retirer", en="Remove"),
    "remove_why": Text(
        fr="On peut le remettre pendant trente jours ; ensuite le fichier est effacé.",
        en="It may be put back for thirty days; then its file is erased.",
    ),
    "back": Text(fr="Tous ses documents", en="All of its documents"),
}

NO_FILE = Text(fr="Choisissez un fichier.", en="Choose a file.")
TITLE_MISSING = Text(fr="Donnez un titre.", en="Give a title.")
TITLE_LONG = Text(
    fr="Le titre a plus de {most} signes.", en="The title has more than {most} signs."
)
KIND_UNKNOWN = Text(fr="Choisissez une sorte de la liste.", en="Choose a kind of the list.")
DAY_WRONG = Text(fr="Donnez une date, comme 12/03/2026.", en="Give a date, such as 12 March 2026.")
ON = Text(fr="Documents : {name}", en="Documents: {name}")
