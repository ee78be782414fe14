"""Settings: one table, checked when built, passed in, never read at import.

A setting comes from the environment (`BEFFROI_NAME`), else from `beffroi.toml` in the home
folder, else from its default here. Secrets do not live in this table.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, TypeAlias, get_args, get_type_hints

from beffroi.errors.base import BeffroiError
from beffroi.errors.ground import SETTING_INVALID
from beffroi.settings import mail, waiting
from beffroi.settings.checks import (
    folder_problem,
    issuer_problem,
    lake_problem,
    site_problem,
    state_problem,
)
from beffroi.settings.choosing import FILE_NAME as FILE_NAME
from beffroi.settings.choosing import choose as choose
from beffroi.settings.declaring import checked, setting
from beffroi.texts import Language, Text

Security: TypeAlias = Literal["starttls", "tls", "none"]
Profile: TypeAlias = Literal["standard", "proconnect"]
MapBase: TypeAlias = Literal["none", "ign"]
LogLevel: TypeAlias = Literal["debug", "info", "warning", "error"]

_UNKNOWN = Text(fr="ce réglage n’existe pas", en="there is no such setting")
_KEEP = Text(
    fr="heures que reste un fichier remplacé, pour ce qui a commencé avant à le lire",
    en="hours for which a replaced file stays, for what began before to read it",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting of an installation.

    >>> Settings.load(environ={"BEFFROI_LANGUAGE": "en"}).language
    'en'
    """

    language: Language = setting(
        "fr", Text(fr="langue des écrans et des messages", en="language of screens and messages")
    )
    max_file_bytes: int = setting(
        8 << 30,
        Text(
            fr="taille maximale d’un fichier importé, décompressé, en octets",
            en="largest imported file, once decompressed, in bytes",
        ),
        1,
    )
    max_compression_ratio: int = setting(
        200,
        Text(
            fr="taux de compression au-delà duquel un fichier est refusé",
            en="compression ratio above which a file is refused",
        ),
        2,
    )
    max_columns: int = setting(
        20_000,
        Text(
            fr="nombre maximal de colonnes d’un fichier",
            en="largest number of columns of a file",
        ),
        2,
    )
    memory_limit_mb: int = setting(
        1024,
        Text(
            fr="mémoire du moteur d’analyse, en Mo",
            en="memory of the query engine, in MB",
        ),
        128,
    )
    lock_wait_seconds: int = setting(
        20,
        Text(
            fr="attente d’un autre processus qui écrit, en secondes",
            en="how long to wait for another process that writes, in seconds",
        ),
        0,
    )
    keep_replaced_hours: int = setting(24, _KEEP, 1)
    cluster_tasks: int = setting(
        8,
        Text(
            fr="tâches qu’un cluster mène à la fois : ses cœurs, au plus ses places (Sail)",
            en="tasks that a cluster does at once: its cores, its task slots at most (Sail)",
        ),
        1,
    )
    upload_file_mb: int = setting(500, waiting.FILE, 1)
    upload_mb: int = setting(1000, waiting.SENT, 1)
    uploads_waiting_mb: int = setting(5000, waiting.ALL, 1)
    uploads_keep_days: int = setting(7, waiting.DAYS, 1)
    documents_mb: int = setting(5000, waiting.DOCUMENTS, 1)
    message_max_bytes: int = setting(
        16 << 20,
        Text(
            fr="taille maximale d’un envoi de mesures, décompressé, en octets",
            en="largest message of measures, once decompressed, in bytes",
        ),
        1024,
    )
    message_max_rows: int = setting(
        100_000,
        Text(
            fr="nombre maximal de mesures d’un envoi",
            en="largest number of measures of a message",
        ),
        1,
    )
    stream_waiting_rows: int = setting(
        5_000_000,
        Text(
            fr="mesures en attente de rangement au-delà desquelles les envois sont différés",
            en="measures waiting to be filed above which senders are asked to wait",
        ),
        1,
    )
    log_level: LogLevel = setting(
        "warning",
        Text(
            fr="niveau du journal technique (debug, info, warning, error)",
            en="level of the technical log (debug, info, warning, error)",
        ),
    )

    state: str = setting(
        "",
        Text(
            fr="base PostgreSQL de l’état, postgresql://role@machine/base, sans mot de passe ;"
            " vide : un fichier du dossier",
            en="PostgreSQL database of the state, postgresql://role@host/database, without"
            " password; empty: a file of the home",
        ),
        check=state_problem,
    )
    lake: str = setting(
        "",
        Text(
            fr="stockage objet des mesures, s3://compartiment/préfixe ; vide : le dossier",
            en="object storage of the measures, s3://bucket/prefix; empty: the home",
        ),
        check=lake_problem,
    )
    lake_cache_mb: int = setting(
        20_000,
        Text(
            fr="mesures du stockage objet gardées en copie dans le dossier, en Mo",
            en="measures of the object storage kept as copies in the home, in MB",
        ),
        1,
    )
    backup_to: str = setting(
        "",
        Text(
            fr="dossier que sauvegarde le service, seul ; vide : il n’en fait rien",
            en="folder that the service backs up to, by itself; empty: it does not",
        ),
        check=folder_problem,
    )
    backup_every_hours: int = setting(
        24,
        Text(fr="heures entre deux sauvegardes du service", en="hours between two such backups"),
        1,
    )
    drill_every_days: int = setting(
        0,
        Text(
            fr="jours entre deux essais de restauration par le service ; 0 : aucun",
            en="days between two restore drills by the service; 0: none",
        ),
        0,
    )
    backup_identity: str = setting(
        "",
        Text(
            fr="fichier de la clé privée, pour ces essais ; vide : sauvegardes en clair",
            en="file of the private key, for these drills; empty: backups in clear",
        ),
        check=folder_problem,
    )
    address: str = setting(
        "",
        Text(
            fr="adresse à laquelle on joint le serveur, https://machine ; vide : cette machine"
            " seule",
            en="address at which people reach the server, https://host; empty: this machine only",
        ),
        check=site_problem,
    )
    map_base: MapBase = setting(
        "none",
        Text(
            fr="fond de carte : none, les contours seuls, sans internet ; ign, celui de l’IGN, que "
            "les navigateurs demandent à data.geopf.fr",
            en="base map: none, outlines alone, without internet; ign, that of IGN, which browsers "
            "ask data.geopf.fr for",
        ),
    )
    oidc_issuer: str = setting(
        "",
        Text(
            fr="adresse du fournisseur d’identité (OpenID Connect) ; vide : aucun",
            en="address of the identity provider (OpenID Connect); empty: none",
        ),
        check=issuer_problem,
    )
    oidc_client: str = setting(
        "", Text(fr="identifiant que ce fournisseur nous a donné", en="client id that it gave us")
    )
    oidc_secret_file: str = setting(
        "",
        Text(
            fr="fichier du secret qu’il nous a donné", en="file of the client secret that it gave"
        ),
        check=folder_problem,
    )
    oidc_profile: Profile = setting(
        "standard",
        Text(
            fr="ce qu’on lui demande ; proconnect : le profil de l’État",
            en="what is asked of it; proconnect: the profile of the French State",
        ),
    )

    smtp_host: str = setting("", mail.HOST)
    smtp_port: int = setting(587, mail.PORT, 1)
    smtp_security: Security = setting("starttls", mail.SECURITY)
    smtp_user: str = setting("", mail.USER)
    smtp_password_file: str = setting("", mail.PASSWORD, check=folder_problem)
    smtp_from: str = setting("", mail.SENDER, check=mail.sender_problem)

    @classmethod
    def load(cls, home: Path | None = None, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings of a home folder and of the environment, and check them.

        Raises:
            BeffroiError: `settings.invalid`, with the place of the wrong value.
        """
        environ = os.environ if environ is None else environ
        given: dict[str, object] = {}
        if home is not None and (home / FILE_NAME).is_file():
            origin = str(home / FILE_NAME)
            try:
                content = tomllib.loads((home / FILE_NAME).read_text("utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise BeffroiError(
                    SETTING_INVALID, name=FILE_NAME, value="…", reason=error, origin=origin
                ) from error
            known = {item.name for item in fields(cls)}
            for name, value in content.items():
                if name not in known:
                    raise BeffroiError(
                        SETTING_INVALID, name=name, value=value, reason=_UNKNOWN, origin=origin
                    )
                given[name] = checked(cls, name, value, origin)
        for item in fields(cls):
            variable = f"BEFFROI_{item.name.upper()}"
            if variable in environ:
                given[item.name] = checked(cls, item.name, environ[variable], variable)
        return cls(**given)  # type: ignore[arg-type]  # each value is checked just above

    @classmethod
    def table(cls) -> list[tuple[str, str, str, Text]]:
        """Return (name, type, default, help) of each setting, in order."""
        hints = get_type_hints(cls)
        return [
            (
                item.name,
                "|".join(get_args(hints[item.name])) or hints[item.name].__name__,
                str(item.default),
                item.metadata["help"],
            )
            for item in fields(cls)
        ]
