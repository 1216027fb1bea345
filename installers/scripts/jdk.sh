# shellcheck shell=bash
# Finds a JDK that can build and run Hamlet, or brings one. Read after common.sh and packages.sh.

jdk_minimum=25
# How the publisher of Temurin answers "the newest of this version", as a listing with address and checksum.
jdk_listing='https://api.adoptium.net/v3/assets/latest/25/hotspot?image_type=jdk&os=linux&vendor=eclipse&architecture='

# The major version of the JDK in $1, 0 if it is none that runs here. Reads the "release" file that every JDK has had
# since 9, since starting each JVM found would take seconds.
jdk_version() {
    local home=$1 line version='' arch=''
    jdk_found_version=0
    if [[ ! -x $home/bin/java || ! -x $home/bin/javac ]]; then
        return
    fi
    if [[ -r $home/release ]]; then
        while IFS= read -r line || [[ -n $line ]]; do
            case $line in
                JAVA_VERSION=*) version=${line#*=} ;;
                OS_ARCH=*) arch=${line#*=} ;;
            esac
        done <"$home/release"
        arch=${arch//\"/}
        case $arch in
            '' | "$HOSTTYPE") ;;
            amd64) [[ $HOSTTYPE == x86_64 ]] || return 0 ;;
            arm64) [[ $HOSTTYPE == aarch64 ]] || return 0 ;;
            *) return 0 ;;
        esac
    else
        version=$("$home/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p;q' || true)
    fi
    version=${version//\"/}
    version=${version%%[!0-9]*}
    if [[ -n $version ]]; then
        jdk_found_version=$version
    fi
}

# Where JDKs are, by packages and by the tools that keep several; one folder a line.
jdk_places() {
    local home
    for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/*jdk* /opt/* /opt/*/* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.jbang/cache/jdks/* \
        "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/*; do
        if [[ -d $home/bin ]]; then
            printf '%s\n' "$home"
        fi
    done
}

# Looks in the usual places. Sets jdk, empty if there is none. JAVA_HOME and the java of the PATH come first, as the
# user chose them; among the others the lowest version that suffices, as that is what Hamlet was tried with.
find_jdk() {
    jdk=''
    local home best=0 command
    if command=$(type -P java); then
        command=$(readlink -f -- "$command")
        command=${command%/bin/java}
    fi
    for home in "${JAVA_HOME:-}" "$command"; do
        if [[ -n $home ]]; then
            jdk_version "$home"
            if ((jdk_found_version >= jdk_minimum)) && jdk_starts "$home"; then
                jdk=$home
                return
            fi
        fi
    done
    while IFS= read -r home; do
        jdk_version "$home"
        if ((jdk_found_version >= jdk_minimum && (best == 0 || jdk_found_version < best))) && jdk_starts "$home"; then
            jdk=$home
            best=$jdk_found_version
        fi
    done < <(jdk_places && printf '%s\n' "$cache"/jdk/*)
}

# A JDK on a file system mounted noexec, or for another C library, has a fine release file and does not start.
jdk_starts() { "$1/bin/java" -XX:-UsePerfData -version >/dev/null 2>&1; }

# Adds to the wanted packages what a JDK takes: its own package, or else a program to download it with.
want_for_jdk() {
    find_jdk
    if [[ -n $jdk ]]; then
        return
    fi
    local package
    package=$(jdk_package)
    if [[ -n $package ]]; then
        want "$package" "" "" "" "the Java Development Kit, version $jdk_minimum or newer, that Hamlet runs on"
    elif ! has_command curl && ! has_command wget; then
        want curl curl curl curl 'downloads the Java Development Kit'
        want ca-certificates ca-certificates ca-certificates ca-certificates \
            'lets that download be checked to come from its publisher'
    fi
}

# Sets jdk, or ends with what to do. To be called when what want_for_jdk named has been installed.
require_jdk() {
    find_jdk
    if [[ -z $jdk && -n ${HAMLET_NO_INSTALL:-} ]]; then
        fail "Hamlet needs a Java Development Kit, version $jdk_minimum or newer, and found none." \
            "HAMLET_NO_INSTALL is set; without it one would be installed, or downloaded into $cache/jdk." \
            "Remedy: set JAVA_HOME to one, or unset HAMLET_NO_INSTALL."
    elif [[ -z $jdk ]]; then
        download_jdk
        find_jdk
    fi
    if [[ -z $jdk ]]; then
        fail "The Java Development Kit that was brought does not start here." \
            "Remedy: set JAVA_HOME to one, version $jdk_minimum or newer, that does."
    fi
}

# The lowest version that the package manager offers and that suffices, empty if it has none.
jdk_package() {
    if [[ $(package_manager) != apt ]]; then
        return
    fi
    refresh_lists
    local name version best=''
    while read -r name _; do
        version=${name#openjdk-}
        version=${version%-jdk-headless}
        if [[ $version =~ ^[0-9]+$ ]] && ((version >= jdk_minimum && (${#best} == 0 || version < best))); then
            best=$version
        fi
    done < <(apt-cache search --names-only '^openjdk-[0-9]+-jdk-headless$' 2>/dev/null)
    if [[ -n $best ]]; then
        printf 'openjdk-%s-jdk-headless\n' "$best"
    fi
}

# Brings Temurin from its publisher into the cache. HAMLET_JDK_URL replaces the address: either that of an archive
# (.tar.gz) that has its checksum beside it (.tar.gz.sha256.txt), or that of a listing in the form of the Adoptium API.
download_jdk() {
    local machine url archive sum name part lock folder=$cache/jdk
    case $HOSTTYPE in
        x86_64) machine=x64 ;;
        aarch64) machine=aarch64 ;;
        *) fail "There is no build of Temurin $jdk_minimum for $HOSTTYPE that Hamlet knows." \
            "Remedy: install a JDK $jdk_minimum or newer and set JAVA_HOME." ;;
    esac
    url=${HAMLET_JDK_URL:-$jdk_listing$machine}
    if ! has_command curl && ! has_command wget; then
        fail "To download a Java Development Kit takes curl or wget, and there is neither." \
            "Remedy: install one of them, or a JDK $jdk_minimum or newer, and start again."
    fi
    mkdir -p -- "$folder"
    exec {lock}<"$folder"
    flock "$lock"
    find_jdk # Another start may have brought it while this one waited.
    if [[ -n $jdk ]]; then
        exec {lock}<&-
        return
    fi
    part=$(mktemp -d -- "$folder/.part.XXXXXX")
    leftover_files+=("$part")
    say "Downloading a Java Development Kit (Temurin $jdk_minimum) from $url into $folder ..."
    if [[ $url == *.tar.gz ]]; then
        archive=$url
        fetch "$url.sha256.txt" "$part/sum"
        read -r sum _ <"$part/sum" || true
    else
        fetch "$url" "$part/listing"
        archive=$(grep -o '"link": *"[^"]*\.tar\.gz"' "$part/listing" | head -n 1 | cut -d '"' -f 4 || true)
        sum=$(grep -o '"checksum": *"[0-9a-f]*"' "$part/listing" | head -n 1 | cut -d '"' -f 4 || true)
    fi
    if [[ -z $archive || ! $sum =~ ^[0-9a-fA-F]{64}$ ]]; then
        fail "The answer of $url names no archive with a SHA-256 checksum, so nothing was installed." \
            "Remedy: install a JDK $jdk_minimum or newer and set JAVA_HOME, or set HAMLET_JDK_URL."
    fi
    fetch "$archive" "$part/archive"
    if ! printf '%s  %s\n' "${sum,,}" "$part/archive" | sha256sum --check --status; then
        fail "The archive from $archive does not have the published checksum $sum; it was deleted." \
            "Remedy: try again; if it stays so, the download is damaged or not the publisher's."
    fi
    mkdir -- "$part/tree"
    tar -xzf "$part/archive" -C "$part/tree" --no-same-owner --strip-components=1
    name=${archive##*/}
    name=${name%.tar.gz}
    jdk_version "$part/tree"
    if ((jdk_found_version < jdk_minimum)); then
        fail "The archive from $archive holds no JDK $jdk_minimum or newer for this machine; it was deleted."
    fi
    rm -rf -- "${folder:?}/$name"
    mv -- "$part/tree" "$folder/$name"
    rm -rf -- "$part"
    exec {lock}<&-
}

fetch() {
    local url=$1 target=$2
    if has_command curl; then
        curl --fail --silent --show-error --location --retry 2 --connect-timeout 30 --output "$target" -- "$url"
    else
        wget --quiet --tries=3 --timeout=30 --output-document="$target" -- "$url"
    fi || fail "Could not download $url." \
        "Remedy: check the network and the proxy variables, or set HAMLET_JDK_URL to an address that can be reached," \
        "or install a JDK $jdk_minimum or newer and set JAVA_HOME."
}
