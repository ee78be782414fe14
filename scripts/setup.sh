#!/bin/sh
# Prepare .venv with what the groups named as arguments need; fast and offline when nothing changed.
#
#   scripts/setup.sh                    the program alone
#   scripts/setup.sh test lint docs     the program and dependency groups of pyproject.toml
#
# PYTHON names another interpreter. pip keeps the user's own configuration (index, proxy, certificate).
set -eu
cd "$(dirname "$0")/.."

say() { # say FRENCH ENGLISH
    printf '\n  %s\n  %s\n\n' "$1" "$2" >&2
}

recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python3.14; do
        if recent "$candidate"; then
            printf '%s' "$candidate"
            return
        fi
    done
    say "Python 3.11 ou plus récent est introuvable. Sous Debian ou Ubuntu : sudo apt-get install python3 python3-venv" \
        "Python 3.11 or later was not found. On Debian or Ubuntu: sudo apt-get install python3 python3-venv"
    exit 1
}

# Debian keeps half of the venv module in a package of its own.
need_venv() {
    "$1" -c 'import venv, ensurepip' >/dev/null 2>&1 && return
    package="$("$1" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')"
    root=''
    [ "$(id -u)" = 0 ] || root='sudo -n'
    if command -v apt-get >/dev/null && $root true 2>/dev/null; then
        say "Installation du paquet $package…" "Installing the package $package..."
        $root apt-get install -y "$package" >&2 ||
            { $root apt-get update >&2 && $root apt-get install -y "$package" >&2; } || true
        "$1" -c 'import venv, ensurepip' >/dev/null 2>&1 && return
    fi
    say "Il manque le module venv de Python. Installez-le puis recommencez : sudo apt-get install $package" \
        "Python lacks its venv module. Install it, then start again: sudo apt-get install $package"
    exit 1
}

# One line a part of what is asked: its name and the hash of what decides its content.
wanted() {
    .venv/bin/python - "$@" <<'PYTHON'
import hashlib, json, pathlib, sys, tomllib
table = tomllib.loads(pathlib.Path("pyproject.toml").read_text("utf-8"))
program = [table["build-system"], table["project"], sys.version, str(pathlib.Path.cwd())]
parts = {"program": program} | {group: table["dependency-groups"][group] for group in sys.argv[1:]}
for name, part in parts.items():
    print(name, hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest())
PYTHON
}

# What browsers are given: styles, script and font, bundled from pinned npm packages.
front() {
    .venv/bin/python scripts/front.py >&2 && return
    say "Les pages n’ont pas pu être préparées : vérifiez l’accès au dépôt npm (npm config get registry), puis recommencez." \
        "The pages could not be prepared: check the access to the npm registry (npm config get registry), then start again."
    exit 1
}

ready=.venv/.ready
if recent .venv/bin/python && [ -f "$ready" ] && ! wanted "$@" | grep -Fvxqf "$ready"; then
    front
    exit 0
fi

if ! recent .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python="$(find_python)"
    need_venv "$python"
    "$python" -m venv --clear .venv # which also forgets what was ready
fi

say "Préparation de l’environnement Python (une seule fois, quelques minutes)…" \
    "Preparing the Python environment (once, a few minutes)..."
groups=''
for group in "$@"; do groups="$groups --group $group"; done
# shellcheck disable=SC2086 # group names hold no space
if ! { .venv/bin/python -m pip install -qq 'pip>=25.1' &&
    .venv/bin/python -m pip install -qq --editable '.[server]' $groups; }; then
    say "pip n’a pas pu installer les dépendances : vérifiez l’accès au dépôt de paquets (pip config list), puis recommencez." \
        "pip could not install the dependencies: check the access to the package index (pip config list), then start again."
    exit 1
fi
front
wanted "$@" >>"$ready"
