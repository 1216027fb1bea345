# shellcheck shell=bash
# What the scripts of this tree share: words to the user, and an environment that a JVM can live in.
# Read by the others with "source"; expects $tree, the folder of this tree.

# Everything the scripts say goes to standard error: standard output belongs to the command (vm list --json | jq).
say() { printf '%s\n' "$@" >&2; }

# Ends with 125, which no command of Hamlet itself ends with: "the program never ran".
fail() {
    printf 'hamlet: %s\n' "$@" >&2
    exit 125
}

# A command that failed where none was expected to. The user sees which, and not a bare exit code that a command of
# Hamlet could have ended with.
set -E
trap 'fail "$BASH_COMMAND failed (${BASH_SOURCE[0]##*/}, line $LINENO)."' ERR

# Files and folders to remove and processes to end when the script ends, in whatever way.
leftover_files=()
leftover_processes=()

clean_up() {
    local process
    for process in "${leftover_processes[@]}"; do
        kill -- "$process" 2>/dev/null || true
    done
    if ((${#leftover_files[@]} > 0)); then
        rm -rf -- "${leftover_files[@]}"
    fi
    leftover_processes=()
    leftover_files=()
}
trap clean_up EXIT

# A user id without a name has no home that the JVM could find ("?"), and QEMU and ssh refuse it too.
require_known_user() {
    if ! id -un >/dev/null 2>&1; then
        fail "User id $EUID has no entry in the user database (passwd), so it has no home folder and no name." \
            "Remedy: run Hamlet as a user that has one, or add one as root:" \
            "  useradd --uid $EUID --create-home hamlet" \
            "In a container, start it with a user that its image knows."
    fi
}

# cron, systemd units and "env -i" leave HOME unset. Bash then takes ~ from the user database.
ensure_home() {
    if [[ -z ${HOME:-} ]]; then
        unset HOME
        HOME=~
        export HOME
    fi
}

# Java takes the encoding of file names and arguments from the locale and refuses what does not fit: under the C
# locale a folder called "Häuser" cannot even be named. So the JVM always gets a UTF-8 locale. What the user's own
# locale says about language is handed on as a property. Sets locale_options.
ensure_utf8() {
    locale_options=()
    local letter
    printf -v letter '\303\244'
    # Bash counts one character only if its own locale, hence that of its children, is UTF-8: no process needed to ask.
    if ((${#letter} == 1)); then
        return
    fi
    local own=${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} charset candidate
    charset=$(locale charmap 2>/dev/null || true)
    for candidate in C.UTF-8 C.utf8 en_US.UTF-8; do
        if [[ $(LC_ALL=$candidate locale charmap 2>/dev/null) == UTF-8 ]]; then
            export LC_ALL=$candidate
            break
        fi
    done
    if [[ -n $own && $own != C && $own != POSIX ]]; then
        locale_options+=("-Dhamlet.user.locale=$own")
    fi
    # Only a charset that was really chosen says what the terminal shows; the C locale says nothing about it.
    if [[ -n $charset && $charset != ANSI_X3.4-1968 && $charset != UTF-8 ]]; then
        locale_options+=("-Dstdout.encoding=$charset" "-Dstderr.encoding=$charset")
    fi
}

# Downloaded JDKs, builds of trees that belong to someone else. Sets cache.
choose_cache() {
    if [[ -n ${HAMLET_HOME:-} ]]; then
        cache=$HAMLET_HOME/cache
    elif [[ ${XDG_CACHE_HOME:-} == /* ]]; then
        cache=$XDG_CACHE_HOME/hamlet
    else
        cache=$HOME/.cache/hamlet
    fi
    if [[ $cache != /* ]]; then
        cache=$PWD/$cache
    fi
}

# Java separates the folders of a path list with colons and knows no way to write one that is meant.
require_path_without_colon() {
    if [[ $tree == *:* ]]; then
        fail "Java cannot run from a folder with a colon in its name: $tree" \
            "Remedy: move or rename the folder."
    fi
}

prepare_environment() {
    require_path_without_colon
    require_known_user
    ensure_home
    ensure_utf8
    choose_cache
}

# choose_kind COMMAND [ARGUMENT]...: what these arguments of Hamlet ask for, and the words that it was called by. A help
# asked for opens no window. Sets kind, "cli" or "window".
choose_kind() {
    local command=$1
    shift
    kind=cli
    case $#/${1:-}/${2:-} in
        0/* | 1/open/* | */open/[!-]* | */open/--new*) kind=window ;;
    esac
    if [[ $kind == window && -z ${DISPLAY:-} ]]; then
        fail "There is no display to open a window on (DISPLAY is not set)." \
            "Without one, the command line does everything: $command --help" \
            "To see a machine start here and now: $command demo"
    fi
}

# A JVM that crashes writes its report into the folder of Hamlet's own state, where "hamlet doctor --bundle" finds it, and
# not into whatever folder the person is in. Where there can be no such folder, it is as the JVM has it. The words of the
# folder are those of the engine (HamletPaths).
keep_crash_reports() {
    local state
    if [[ -n ${HAMLET_HOME:-} ]]; then
        state=$HAMLET_HOME/state
    elif [[ ${XDG_STATE_HOME:-} == /* ]]; then
        state=$XDG_STATE_HOME/hamlet
    else
        state=$HOME/.local/state/hamlet
    fi
    if [[ -d $state/crash ]] || (umask 077 && mkdir -p -- "$state/crash") 2>/dev/null; then
        # The JVM takes %p for its process, and %% for a percent sign.
        java_options+=("-XX:ErrorFile=${state//%/%%}/crash/hs_err_%p.log")
    fi
}

# The options of the JVM for $1, "cli" or "window", out of the image's own jvm.options. Sets java_options.
read_options() {
    local line kind=$1
    java_options=("${locale_options[@]}")
    while IFS= read -r line || [[ -n $line ]]; do
        case $line in
            '' | '#'*) continue ;;
            "$kind "*) line=${line#"$kind "} ;;
            -*) ;;
            *) continue ;;
        esac
        # Quoted inside too: an ampersand in the path would else stand for the pattern.
        java_options+=("${line//@IMAGE@/"$image"}")
    done <"$image/jvm.options"
    if [[ ${trained:-} == no ]]; then
        return
    fi
    if [[ $kind == window && -f $image/window.aot ]]; then
        java_options+=("-XX:AOTCache=$image/window.aot")
    elif [[ -f $image/hamlet.aot ]]; then
        java_options+=("-XX:AOTCache=$image/hamlet.aot")
    fi
}
