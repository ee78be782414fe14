"""What an export says of itself to somebody who has no Beffroi: in French, as its readers are."""

from typing import Any

from beffroi.store.moving.held import CARRIED

_TEXT = """\
Export de « {name} » ({key})
Fait le {made_at} par l’installation {installation}.

Tout est lisible sans Beffroi : les fichiers .jsonl sont du texte, une ligne JSON par élément ;
les fichiers .parquet s’ouvrent avec DuckDB, pandas, R, LibreOffice (extension) ou un SIG.

measures/values/ANNÉE.parquet – les mesures telles que les écrans les montrent, réparées
  asset        équipement (clé, voir state/asset.jsonl)
  quantity     grandeur ; unit : son unité ; kind, source, qualifier : sa nature et son origine
  series       numéro de la série (voir state/series.jsonl)
  start, end   début et fin de la mesure, en temps universel
  value        valeur, dans l’unité dite par « unit »
  quality      qualité dite par la source : 0 si elle n’en dit rien de particulier
  rule         0 : valeur reçue telle quelle ; sinon, numéro de la règle de réparation
  available_at quand la valeur a été connue
  batch        import qui l’a apportée (voir state/batch.jsonl)

measures/versions/ANNÉE.parquet – tout ce qui a été dit de chaque mesure, corrections comprises
  les mêmes colonnes, et « view » : 0 reçu, 1 réparé. Pour une mesure (series, view, start, end),
  la version du plus grand « batch » est celle qui vaut. Une réparation remplace la valeur reçue ;
  sans valeur, elle l’ôte. rule = -1 : ce qui avait été dit est retiré.

originals/ – les fichiers tels qu’ils ont été reçus, nommés par leur empreinte SHA-256
  (state/batch.jsonl donne le nom d’origine de chacun).

state/ – le reste, une table par fichier ; les numéros relient les lignes entre elles
{tables}

manifest.json – la liste des fichiers, avec taille, nombre de lignes et empreinte SHA-256
journal.json – l’entrée du journal qui dit cet export (son sujet est l’empreinte SHA-256 de
  manifest.json) et la preuve, signée (Ed25519), qu’elle est dans le journal de l’installation.
  La clé publique qui la vérifie est {public}
  Demandez cette clé à l’installation par un autre chemin avant de vous y fier.

Pour reprendre ces données dans une autre installation : beffroi adopt CET_EXPORT
"""


def readme(about: dict[str, Any]) -> str:
    """Return the text that explains an export."""
    tables = "\n".join(f"  {held.table.name}.jsonl – {held.about.fr}" for held in CARRIED)
    return _TEXT.format(
        **about["organisation"],
        made_at=about["made_at"],
        installation=about["installation"],
        public=about["key"],
        tables=tables,
    )
