# shellcheck shell=bash
# Names the system packages that are missing and why, and installs them where that is possible. Read after common.sh.

wanted=()     # package names for the package manager found
wanted_why=() # one line each, in the same order

# The first of these that exists. Sets package_manager_found, so that asking twice costs nothing.
package_manager() {
    local name
    for name in apt-get dnf pacman zypper; do
        if type -P "$name" >/dev/null; then
            printf '%s\n' "${name%-get}"
            return
        fi
    done
    printf 'none\n'
}

# want APT DNF PACMAN ZYPPER WHY: an empty name says that this distribution needs none, or that none is known.
want() {
    local name
    case $(package_manager) in
        apt) name=$1 ;;
        dnf) name=$2 ;;
        pacman) name=$3 ;;
        zypper) name=$4 ;;
        *) name=$1 ;;
    esac
    if [[ -n $name ]]; then
        wanted+=("$name")
        wanted_why+=("$5")
    fi
}

has_command() { type -P "$1" >/dev/null || [[ -x /usr/sbin/$1 || -x /sbin/$1 ]]; }

# The loader's own folders, for Debian's layout and for the others'.
has_library() { compgen -G "/usr/lib/$HOSTTYPE-linux-gnu/$1" >/dev/null || compgen -G "/usr/lib64/$1" >/dev/null || compgen -G "/usr/lib/$1" >/dev/null; }

want_for_machines() {
    has_command qemu-system-x86_64 || want qemu-system-x86 qemu-system-x86-core qemu-system-x86 qemu-x86 'runs machines'
    has_command qemu-img || want qemu-utils qemu-img qemu-img qemu-tools 'makes and converts disks'
    compgen -G '/usr/share/OVMF/OVMF_CODE*.fd' >/dev/null || compgen -G '/usr/share/edk2/*/OVMF_CODE*' >/dev/null \
        || compgen -G '/usr/share/qemu/ovmf-x86_64*' >/dev/null \
        || want ovmf edk2-ovmf edk2-ovmf qemu-ovmf-x86_64 'firmware of machines that start by UEFI'
    has_command xorriso || want xorriso xorriso libisoburn xorriso 'writes CD images, such as the one that sets up a new guest'
    has_command passt || want passt passt passt passt "keeps guests from this computer's own services"
}

want_for_guests() {
    has_command busybox || want busybox-static busybox busybox busybox-static 'the programs inside the tiny guest'
}

# Optional for users: who runs no containers needs none of it, and who does is told what is missing.
want_for_containers() {
    has_command runc || want runc runc runc runc 'runs containers'
    has_command conmon || want conmon conmon conmon conmon 'keeps what containers write, and their exit codes'
    [[ -e /usr/share/containers/seccomp.json ]] || want golang-github-containers-common containers-common containers-common \
        libcontainers-common 'says what system calls containers may use'
}

want_for_window() {
    has_library 'libgtk-3.so.0' || want libgtk-3-0 gtk3 gtk3 libgtk-3-0 'opens windows'
    has_library 'libGL.so.1' || want libgl1 libglvnd-glx libglvnd Mesa-libGL1 'draws with the graphics card'
    has_library 'libXxf86vm.so.1' || want libxxf86vm1 libXxf86vm libxxf86vm libXxf86vm1 'asks the screen for its modes'
    has_library 'libXtst.so.6' || want libxtst6 libXtst libxtst libXtst6 'handles the keyboard and the pointer of windows'
    want_for_text
}

want_for_text() {
    has_library 'libfreetype.so.6' || want libfreetype6 freetype freetype2 libfreetype6 'draws letters'
    has_command fc-list || want fontconfig fontconfig fontconfig fontconfig 'finds fonts'
    compgen -G '/usr/share/fonts/*/*/*.[to]tf' >/dev/null || compgen -G '/usr/share/fonts/*/*.[to]tf' >/dev/null \
        || want fonts-dejavu-core dejavu-sans-fonts ttf-dejavu dejavu-fonts 'the letters themselves'
}

want_for_tests() {
    want_for_machines
    want_for_guests
    want_for_containers
    want_for_window
    has_command Xvfb || want xvfb xorg-x11-server-Xvfb xorg-server-xvfb xorg-x11-server-Xvfb 'a screen for the tests of the window'
    has_command curl || want curl curl curl curl 'downloads a JDK in the tests'
    has_command wget || want wget wget wget wget 'does so where curl is missing'
    has_command docker-registry || want docker-registry '' '' '' 'takes images in the tests'
    has_command skopeo || want skopeo skopeo skopeo skopeo 'reads in the tests what images are written'
    has_command bsdtar || want libarchive-tools bsdtar libarchive bsdtar 'reads in the tests what archives are written'
    has_command qemu-ga || want qemu-guest-agent qemu-guest-agent qemu-guest-agent qemu-guest-agent 'answers in the tests as a guest does'
    [[ -d /usr/share/osinfo ]] || want osinfo-db osinfo-db osinfo-db osinfo-db 'names in the tests what is on CD images'
    has_command shellcheck || want shellcheck ShellCheck shellcheck ShellCheck 'checks the scripts of this tree'
}

# As root at once; else through sudo, which asks for the password where it must; else through pkexec, where a desktop
# asks. Prints nothing if there is no way.
privilege() {
    if ((EUID == 0)); then
        printf 'root\n'
    elif type -P sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 2 && -r /dev/tty ]]; }; then
        printf 'sudo\n'
    elif type -P pkexec >/dev/null && [[ -n ${DISPLAY:-}${WAYLAND_DISPLAY:-} ]]; then
        printf 'pkexec\n'
    fi
}

as_root() {
    case $(privilege) in
        root) "$@" ;;
        sudo) sudo -- "$@" ;;
        pkexec) pkexec "$@" ;;
        *) return 1 ;;
    esac
}

# Package lists may be missing (a fresh container image) or older than a day, and then name files that are gone.
lists_are_fresh() {
    compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null \
        && [[ -n $(find /var/lib/apt/lists -maxdepth 1 \( -path /var/lib/apt/lists -o -name partial \) -mmin -1440 -print -quit 2>/dev/null) ]]
}

# Only where nobody need be asked: a look-up alone is no reason for a password.
refresh_lists() {
    if ((EUID == 0)) && [[ -z ${HAMLET_NO_INSTALL:-} ]] && ! lists_are_fresh; then
        say "Reading the package lists with apt-get ..."
        "$BASH" "$tree/installers/scripts/apt-install.sh" >&2 || true
    fi
}

# Installs what was wanted since the last call. Where that is not possible it says how, and goes on: what really
# cannot do without says so itself, and much can, such as a list of machines.
install_wanted() {
    if ((${#wanted[@]} == 0)); then
        return
    fi
    local names=("${wanted[@]}") command i
    case $(package_manager) in
        apt) command="apt-get update && apt-get install --no-install-recommends ${names[*]}" ;;
        dnf) command="dnf install ${names[*]}" ;;
        pacman) command="pacman -S --needed ${names[*]}" ;;
        zypper) command="zypper install ${names[*]}" ;;
        *) command='' ;;
    esac
    say "Hamlet needs these packages, which are not installed:"
    for i in "${!names[@]}"; do
        say "  ${names[i]} (${wanted_why[i]})"
    done
    wanted=()
    wanted_why=()
    if [[ -n ${HAMLET_NO_INSTALL:-} ]]; then
        say "Nothing is installed, as HAMLET_NO_INSTALL is set. The command, as root: $command"
    elif [[ $(package_manager) == apt && -n $(privilege) ]]; then
        say "Installing them with apt-get ..."
        if as_root "$BASH" "$tree/installers/scripts/apt-install.sh" "${names[@]}" >&2; then
            return
        fi
        say "The installation did not succeed. To try by hand, as root: $command"
    elif [[ -n $command ]]; then
        say "Install them with this command, as root: $command"
    else
        say "No package manager that Hamlet knows (apt, dnf, pacman, zypper) was found; install them by hand."
    fi
}
