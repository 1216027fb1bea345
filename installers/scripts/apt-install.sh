#!/usr/bin/env bash
# Installs the packages named, with apt, without a question. Runs as root; called by packages.sh.
# Without a name it only reads the package lists anew.
set -euo pipefail

export DEBIAN_FRONTEND=noninteractive LC_ALL=C

# Another installation, such as the nightly one, may be at work. apt waits for the lock of dpkg by itself, for that of
# the lists it does not.
update() {
    local output
    for _ in {1..60}; do
        if output=$(apt-get -q update 2>&1); then
            return
        fi
        if [[ $output != *'Could not get lock'* ]]; then
            break
        fi
        sleep 5
    done
    printf '%s\n' "$output" >&2
    return 1
}

install() {
    apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install -- "$@"
}

# Where apt keeps its package lists; another folder in tests.
lists=${HAMLET_APT_LISTS:-/var/lib/apt/lists}

lists_are_fresh() {
    compgen -G "$lists/*_Packages*" >/dev/null \
        && [[ -n $(find "$lists" -maxdepth 1 \( -path "$lists" -o -name partial \) -mmin -1440 -print -quit) ]]
}

if (($# == 0)); then
    update
elif lists_are_fresh; then
    # Lists that are fresh by their age may still name a file that is gone.
    install "$@" || { update && install "$@"; }
else
    update || true
    install "$@"
fi
