"""What the pages of `/connexion` say."""

from beffroi.texts import Text

TITLE = Text(fr="Se connecter", en="Sign in")
CODE = Text(fr="Seconde preuve", en="Second proof")
WORDS = {
    "lead": Text(
        fr="Beffroi montre ce qui coûte le plus à votre collectivité, pourquoi, et ce que l’on "
        "peut faire. Entrez avec l’adresse et le mot de passe de votre compte.",
        en="Beffroi shows what costs your authority most, why, and what can be done. Enter with "
        "the address and the password of your account.",
    ),
    "demo": Text(
        fr="Les comptes d’essai et leurs mots de passe sont écrits dans la fenêtre d’où cette "
        "démonstration a été lancée.",
        en="The accounts to try it with, and their passwords, are written in the window that this "
        "demonstration was started from.",
    ),
    "email": Text(fr="Adresse électronique", en="E-mail address"),
    "password": Text(fr="Mot de passe", en="Password"),
    "go": Text(fr="Se connecter", en="Sign in"),
    "faults": Text(fr="Vous n’êtes pas connecté", en="You are not signed in"),
    "invited": Text(fr="J’ai reçu une invitation", en="I was sent an invitation"),
    "lost": Text(fr="J’ai perdu mon mot de passe", en="I lost my password"),
    "again": Text(
        fr="Cet acte demande une preuve récente : redonnez votre mot de passe.",
        en="This act asks for a recent proof: give your password again.",
    ),
}
CODE_WORDS = {
    "lead": Text(
        fr="Votre mot de passe est bon. Ouvrez votre application d’authentification et recopiez le "
        "code de six chiffres.",
        en="Your password is right. Open your authenticator application and copy its six-digit "
        "code.",
    ),
    "code": Text(fr="Code", en="Code"),
    "hint": Text(
        fr="Six chiffres ; ou l’un de vos codes de secours.",
        en="Six digits; or one of your recovery codes.",
    ),
    "go": Text(fr="Valider", en="Confirm"),
    "faults": Text(fr="Ce code ne convient pas", en="This code will not do"),
    "lost": Text(
        fr="Sans votre application, saisissez un code de secours : chacun sert une fois.",
        en="Without your application, give a recovery code: each one serves once.",
    ),
}
