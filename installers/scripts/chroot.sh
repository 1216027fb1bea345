# shellcheck shell=bash
# A new, minimal Debian in a folder, and commands in it. Read after common.sh and packages.sh; expects $suite (its release),
# $root (where it is to be) and $folder (where files may be left).

# The new system reaches the mirrors in the way of this one: its sources, proxies and checks of dates.
sources() {
    local file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        if [[ -s $file ]] && grep -q "^[^#]*$suite" "$file" && ! grep -q "^[^#]*backports" "$file"; then
            printf '%s\n' "$file"
        fi
    done
}

# Makes it, without package lists.
new_system() {
    local mirrors
    mapfile -t mirrors < <(sources)
    apt-config dump | grep -E '^Acquire::(.*[Pp]roxy|Check-)' >"$folder/apt.conf" || true
    mmdebstrap --quiet --mode=root --variant=minbase --aptopt="$folder/apt.conf" "$suite" "$root" "${mirrors[@]}"
    rm -rf -- "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin
    cp --dereference /etc/resolv.conf /etc/hosts "$root/etc/"
}

# Runs a command of the shell in the new system, in a folder of it, with an empty environment. What it mounts
# and what it starts lives in namespaces that end with it.
inside() {
    local owner=$1 folder=$2 command=$3 proxies
    mapfile -t proxies < <(env | grep -iE '^(https?|all|no)_proxy=' || true)
    # shellcheck disable=SC2016
    unshare --mount --pid --fork --kill-child --ipc --propagation private "$BASH" -c '
        set -eu
        root=$1 owner=$2 folder=$3 command=$4
        shift 4
        # The root of a system is a mount; of a folder that is none no program in it could have mounts of its own.
        mount --bind "$root" "$root"
        mount -t proc proc "$root/proc"
        mount -t sysfs -o ro sysfs "$root/sys" || mount --rbind /sys "$root/sys"
        mount -t tmpfs -o mode=0755 dev "$root/dev"
        for device in null zero full random urandom tty; do
            touch "$root/dev/$device"
            mount --bind "/dev/$device" "$root/dev/$device"
        done
        mkdir "$root/dev/pts" "$root/dev/shm"
        mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
        ln -s pts/ptmx "$root/dev/ptmx"
        ln -s /proc/self/fd "$root/dev/fd"
        mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
        cd "$root"
        exec chroot --userspec="$owner" "$root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            "$@" /bin/bash -c "cd $folder || exit; $command" </dev/null
    ' inside "$root" "$owner" "$folder" "$command" "${proxies[@]}"
}
