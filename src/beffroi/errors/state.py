"""The state on a server: reaching it, the role, which installation it is of."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

STATE_UNREACHABLE = ErrorType(
    "store.state_unreachable",
    Text(fr="Base d’état injoignable", en="State out of reach"),
    Text(
        fr="La base PostgreSQL « {server} » ne répond pas : {reason}.",
        en="The PostgreSQL database “{server}” does not answer: {reason}.",
    ),
    Text(
        fr="Vérifiez que le serveur tourne, que l’adresse du réglage « state » est juste et que le"
        " mot de passe est dans le fichier de PGPASSFILE, puis recommencez : rien n’est perdu.",
        en="Check that the server runs, that the address in the setting “state” is right and that"
        " the password is in the file of PGPASSFILE, then try again: nothing is lost.",
    ),
    status=503,
    retryable=True,
)
DRIVER_MISSING = ErrorType(
    "store.driver_missing",
    Text(fr="Pilote PostgreSQL absent", en="PostgreSQL driver missing"),
    Text(
        fr="La base d’état est sur PostgreSQL, et le pilote psycopg n’est pas installé.",
        en="The state is on PostgreSQL, and the driver psycopg is not installed.",
    ),
    Text(
        fr="Installez-le : pip install 'beffroi[postgresql]'.",
        en="Install it: pip install 'beffroi[postgresql]'.",
    ),
    status=500,
)
ROLE_UNSAFE = ErrorType(
    "store.role_unsafe",
    Text(fr="Rôle PostgreSQL trop puissant", en="PostgreSQL role too powerful"),
    Text(
        fr="Le rôle « {role} » de « {server} » est superutilisateur ou peut passer outre la"
        " séparation des collectivités (BYPASSRLS), de lui-même ou par un rôle dont il est membre.",
        en="The role “{role}” of “{server}” is a superuser or may bypass the separation of"
        " authorities (BYPASSRLS), by itself or through a role that it is a member of.",
    ),
    Text(
        fr="Créez un rôle ordinaire et donnez-lui la base : CREATE ROLE beffroi LOGIN NOSUPERUSER"
        ' NOBYPASSRLS ; ALTER DATABASE "{database}" OWNER TO beffroi ; puis mettez ce rôle dans'
        " l’adresse du réglage « state ».",
        en="Create a plain role and give it the database: CREATE ROLE beffroi LOGIN NOSUPERUSER"
        ' NOBYPASSRLS; ALTER DATABASE "{database}" OWNER TO beffroi; then put that role in the'
        " address of the setting “state”.",
    ),
    status=500,
)
STATE_UNGUARDED = ErrorType(
    "store.state_unguarded",
    Text(fr="Séparation des collectivités défaite", en="Separation of authorities undone"),
    Text(
        fr="Dans « {server} », des tables ont perdu leur politique d’accès : {tables}.",
        en="In “{server}”, tables have lost their access policy: {tables}.",
    ),
    Text(
        fr="Restaurez la dernière sauvegarde dans une base neuve : beffroi restore … --state.",
        en="Restore the last backup into a new database: beffroi restore ... --state.",
    ),
    status=500,
)
STATE_OTHER = ErrorType(
    "store.state_other",
    Text(fr="Base d’une autre installation", en="State of another installation"),
    Text(
        fr="La base d’état de « {home} » n’est pas la sienne : {reason}.",
        en="The state of “{home}” is not its own: {reason}.",
    ),
    Text(
        fr="Corrigez le réglage « state », ou restaurez une sauvegarde dans un dossier neuf et une"
        " base neuve : beffroi restore … --state.",
        en="Mend the setting “state”, or restore a backup into a new folder and a new database:"
        " beffroi restore ... --state.",
    ),
    status=409,
)
STATE_TAKEN = ErrorType(
    "store.state_taken",
    Text(fr="Base déjà utilisée", en="Database already in use"),
    Text(
        fr="« {server} » sert déjà à une installation.",
        en="“{server}” already serves an installation.",
    ),
    Text(
        fr="Créez une base neuve pour celle-ci : CREATE DATABASE beffroi2 OWNER beffroi;",
        en="Create a new database for this one: CREATE DATABASE beffroi2 OWNER beffroi;",
    ),
    status=409,
)
