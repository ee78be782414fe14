"""People: accounts, roles, sign-in, and what a request lacks to be allowed."""

from beffroi.errors.base import ErrorType
from beffroi.texts import Text

ROLE_UNKNOWN = ErrorType(
    "people.role_unknown",
    Text(fr="Rôle inconnu", en="Unknown role"),
    Text(fr="Il n’y a pas de rôle « {role} ».", en="There is no role “{role}”."),
    Text(fr="Rôles : {known}.", en="Roles: {known}."),
)
PERSON_INVALID = ErrorType(
    "people.invalid",
    Text(fr="Personne mal décrite", en="Person not well described"),
    Text(fr="{reason}.", en="{reason}."),
    Text(
        fr="Donnez un nom et une adresse électronique, tels que la personne les écrit.",
        en="Give a name and an e-mail address, as the person writes them.",
    ),
)
EMAIL_TAKEN = ErrorType(
    "people.email_taken",
    Text(fr="Adresse déjà connue", en="Address already known"),
    Text(fr="« {email} » a déjà un compte.", en="“{email}” has an account already."),
    Text(
        fr="Donnez-lui un rôle de plus : beffroi people role.",
        en="Give it one more role: beffroi people role.",
    ),
    status=409,
)
INVITATION_REFUSED = ErrorType(
    "people.invitation_refused",
    Text(fr="Invitation refusée", en="Invitation refused"),
    Text(
        fr="Ce code d’invitation est inconnu, déjà utilisé ou expiré.",
        en="This invitation code is unknown, used already or expired.",
    ),
    Text(
        fr="Demandez-en un autre à qui administre Beffroi (beffroi people reset).",
        en="Ask for another one from whoever administers Beffroi (beffroi people reset).",
    ),
    status=401,
)
PASSWORD_WEAK = ErrorType(
    "people.password_weak",
    Text(fr="Mot de passe trop faible", en="Password too weak"),
    Text(fr="{reason}.", en="{reason}."),
    Text(
        fr="Choisissez au moins {least} caractères que personne ne devinerait : quatre mots sans "
        "rapport font l’affaire.",
        en="Choose at least {least} characters that nobody would guess: four unrelated words do.",
    ),
    status=422,
)
SIGN_IN_REFUSED = ErrorType(
    "people.sign_in_refused",
    Text(fr="Connexion refusée", en="Sign-in refused"),
    Text(
        fr="L’adresse, le mot de passe ou le code ne convient pas.",
        en="The address, the password or the code is not right.",
    ),
    Text(
        fr="Vérifiez-les ; s’ils sont perdus, demandez une invitation à qui administre Beffroi.",
        en="Check them; where they are lost, ask whoever administers Beffroi for an invitation.",
    ),
    status=401,
)
TOO_MANY_ATTEMPTS = ErrorType(
    "people.too_many_attempts",
    Text(fr="Trop d’essais", en="Too many attempts"),
    Text(
        fr="Trop d’essais ont échoué : le prochain est possible dans {seconds} s.",
        en="Too many attempts failed: the next one is possible in {seconds} s.",
    ),
    Text(
        fr="Attendez, ou connectez-vous depuis un navigateur qui vous a déjà servi.",
        en="Wait, or sign in from a browser that you used before.",
    ),
    status=429,
    retryable=True,
)
TOO_MANY_LISTENERS = ErrorType(
    "people.too_many_listeners",
    Text(fr="Trop de pages en direct", en="Too many live pages"),
    Text(
        fr="Vous suivez déjà {most} pages en direct, ou le serveur en suit trop.",
        en="You follow {most} live pages already, or the server follows too many.",
    ),
    Text(fr="Fermez-en une, ou attendez.", en="Close one of them, or wait."),
    status=429,
    retryable=True,
)
SESSION_REQUIRED = ErrorType(
    "people.session_required",
    Text(fr="Connexion nécessaire", en="Sign-in needed"),
    Text(
        fr="Cette adresse demande une session, qui est absente, expirée ou fermée.",
        en="This address asks for a session, which is missing, expired or ended.",
    ),
    Text(fr="Connectez-vous : POST /api/session.", en="Sign in: POST /api/session."),
    status=401,
)
SECOND_FACTOR_REQUIRED = ErrorType(
    "people.second_factor_required",
    Text(fr="Second facteur nécessaire", en="Second factor needed"),
    Text(
        fr="Il faut une seconde preuve : un code d’application ou une clé d’accès.",
        en="A second proof is needed: a code of an application, or a passkey.",
    ),
    Text(
        fr="Donnez-la (POST /api/session/totp) ; si vous n’en avez pas, ajoutez-en une d’abord "
        "(POST /api/me/totp).",
        en="Give it (POST /api/session/totp); where you have none, add one first "
        "(POST /api/me/totp).",
    ),
    status=403,
)
PROOF_TOO_OLD = ErrorType(
    "people.proof_too_old",
    Text(fr="Preuve trop ancienne", en="Proof too old"),
    Text(
        fr="Cet acte demande une preuve de moins de {minutes} minutes.",
        en="This act asks for a proof less than {minutes} minutes old.",
    ),
    Text(
        fr="Redonnez un code (POST /api/session/totp), ou votre mot de passe "
        "(POST /api/session), et recommencez.",
        en="Give a code again (POST /api/session/totp), or your password (POST /api/session), "
        "then start over.",
    ),
    status=403,
)
RIGHT_MISSING = ErrorType(
    "people.right_missing",
    Text(fr="Droit manquant", en="Right missing"),
    Text(
        fr="Votre rôle ne donne pas ici le droit « {right} ».",
        en="Your role does not give the right “{right}” here.",
    ),
    Text(
        fr="Demandez-le à qui administre les comptes de cette collectivité.",
        en="Ask for it from whoever administers the accounts of this authority.",
    ),
    status=403,
)
REQUEST_FOREIGN = ErrorType(
    "request.foreign",
    Text(fr="Requête venue d’ailleurs", en="Request from elsewhere"),
    Text(
        fr="La requête ne prouve pas qu’elle vient de ce site : {reason}.",
        en="The request does not prove that it comes from this site: {reason}.",
    ),
    Text(
        fr="Envoyez l’en-tête {header} que donne GET /api/session, depuis le site lui-même ; le "
        "réglage address dit son adresse.",
        en="Send the header {header} that GET /api/session gives, from the site itself; the "
        "setting address says its address.",
    ),
    status=403,
)
REQUEST_INVALID = ErrorType(
    "request.invalid",
    Text(fr="Requête incomplète", en="Incomplete request"),
    Text(fr="{field} : {reason}.", en="{field}: {reason}."),
    Text(
        fr="/api/openapi.json dit ce que cette adresse attend.",
        en="/api/openapi.json says what this address expects.",
    ),
    status=422,
)
REQUEST_TOO_LARGE = ErrorType(
    "request.too_large",
    Text(fr="Requête trop longue", en="Request too long"),
    Text(
        fr="Cette adresse n’accepte pas plus de {limit} octets.",
        en="This address takes no more than {limit} bytes.",
    ),
    Text(fr="Envoyez moins.", en="Send less."),
    status=413,
)
TOKEN_SCOPE = ErrorType(
    "token.scope_missing",
    Text(fr="Jeton insuffisant", en="Token not enough"),
    Text(
        fr="Ce jeton ne permet pas « {scope} ».",
        en="This token does not allow “{scope}”.",
    ),
    Text(
        fr="Créez-en un autre : beffroi token create --scope {scope}.",
        en="Make another one: beffroi token create --scope {scope}.",
    ),
    status=403,
)
TOKEN_ELSEWHERE = ErrorType(
    "token.elsewhere",
    Text(fr="Jeton d’une autre collectivité", en="Token of another authority"),
    Text(
        fr="Ce jeton n’agit pas pour la collectivité que nomme l’adresse.",
        en="This token does not act for the authority that the address names.",
    ),
    Text(
        fr="GET /api/organisations dit pour laquelle il agit.",
        en="GET /api/organisations says for which one it acts.",
    ),
    status=403,
)
DELEGATION_REFUSED = ErrorType(
    "people.delegation_refused",
    Text(fr="Délégation impossible", en="Delegation not possible"),
    Text(fr="{reason}.", en="{reason}."),
    Text(
        fr="On délègue un rôle que l’on tient soi-même, à une autre personne, pour {most} jours au "
        "plus.",
        en="A role that one holds oneself is lent to another person, for {most} days at most.",
    ),
    status=409,
)
PROVIDER_OFF = ErrorType(
    "provider.off",
    Text(fr="Pas de fournisseur d’identité", en="No identity provider"),
    Text(
        fr="Cette installation ne se connecte à aucun fournisseur d’identité.",
        en="This installation signs in through no identity provider.",
    ),
    Text(
        fr="Renseignez les réglages address, oidc_issuer, oidc_client et oidc_secret_file.",
        en="Set address, oidc_issuer, oidc_client and oidc_secret_file.",
    ),
    status=404,
)
PROVIDER_FAILED = ErrorType(
    "provider.failed",
    Text(fr="Connexion par le fournisseur d’identité impossible", en="The provider failed"),
    Text(
        fr="Le fournisseur d’identité n’a pas répondu comme il faut : {reason}.",
        en="The identity provider did not answer as it should: {reason}.",
    ),
    Text(
        fr="Recommencez ; si cela dure, connectez-vous avec votre mot de passe ou votre clé.",
        en="Start over; if it lasts, sign in with your password or your passkey.",
    ),
    status=502,
)
PROVIDER_STRANGER = ErrorType(
    "provider.stranger",
    Text(fr="Aucun compte ici", en="No account here"),
    Text(
        fr="Le fournisseur d’identité vous reconnaît, mais aucun compte ouvert n’a votre adresse.",
        en="The identity provider recognises you, but no open account has your address.",
    ),
    Text(
        fr="Demandez une invitation à qui administre Beffroi pour votre collectivité.",
        en="Ask whoever administers Beffroi for your authority for an invitation.",
    ),
    status=403,
)
