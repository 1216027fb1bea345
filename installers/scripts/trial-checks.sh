#!/usr/bin/env bash
# What installers/trial-guest looks at inside its guest, each part in a session of its own of the user it is about:
#
#   trial-checks.sh PART     one line for each check: "ok" or "FAIL", what it is, and how long it took; after a failure
#                            the last that was said. Ends with 1 where a check failed.
#
# Expects a Debian with systemd, Hamlet installed, runc, crun, conmon, jq and curl, and no containers of the user's.
set -euo pipefail

export LC_ALL=C.UTF-8
failed=no

# check TITLE FUNCTION [WORD...]: in a shell of its own that stops at the first command that fails.
check() {
    local title=$1 log begun=$SECONDS
    shift
    log=$(mktemp)
    # shellcheck disable=SC2016  # the shell inside reads it
    if timeout --kill-after=10 240 bash -Eeuo pipefail -c \
        'trap '\''echo "line: $BASH_COMMAND"'\'' ERR; "$@"' check "$@" >"$log" 2>&1 </dev/null; then
        printf 'ok    %s (%s s)\n' "$title" "$((SECONDS - begun))"
    else
        # At once, since two parts may be at work.
        printf 'FAIL  %s (%s s)\n%s\n' "$title" "$((SECONDS - begun))" "$(tail -n 14 -- "$log" | sed 's/^/      /')"
        failed=yes
    fi
    rm -f -- "$log"
}

# is WHAT FOUND EXPECTED: fails with words where they differ.
is() {
    [[ $2 == "$3" ]] || {
        printf '%s is "%s", and should be "%s"\n' "$1" "$2" "$3"
        return 1
    }
}

# within WHAT FOUND LEAST MOST
within() {
    (($2 >= $3 && $2 <= $4)) || {
        printf '%s is %s, and should be %s to %s\n' "$1" "$2" "$3" "$4"
        return 1
    }
}

# until SECONDS COMMAND...: tries until it succeeds.
until_true() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < end)) || {
            printf 'not so in time: %s\n' "$*"
            return 1
        }
        sleep 0.3
    done
}

code_of() {
    local code=0
    "$@" || code=$?
    printf '%s\n' "$code"
}

says() { grep -q -- "$1" <<<"$("${@:2}" 2>&1)"; }

c() { hamlet container "$@"; }
fact() { c inspect "$1" | jq -r "$2"; }
group() { printf '/sys/fs/cgroup%s\n' "$(sed -n 's/^0:://p' "/proc/$1/cgroup")"; }
state_is() { is "the state of $1" "$(fact "$1" .state)" "$2"; }

# --- what both root and an ordinary user see

says_hello() {
    is 'what it wrote' "$(c run --rm --network none busybox echo hello)" hello
    is 'its exit code' "$(code_of hamlet container run --rm --network none busybox sh -c 'exit 7')" 7
}

# The files of the kernel, not what Hamlet says of them.
has_limits() {
    c run -d --name limited --network none --memory 64m --cpus 0.5 --pids-limit 20 busybox sleep 1000 >/dev/null
    local folder
    fact limited .pid >~/limited.pid
    folder=$(limited)
    printf '%s\n' "$folder"
    is memory.max "$(<"$folder/memory.max")" $((64 << 20))
    if [[ -e $folder/memory.swap.max ]]; then
        is memory.swap.max "$(<"$folder/memory.swap.max")" 0
    fi
    is cpu.max "$(<"$folder/cpu.max")" '50000 100000'
    is pids.max "$(<"$folder/pids.max")" 20
}

# The group of the one that is limited. Emulated, a Hamlet takes seconds to ask.
limited() { group "$(<~/limited.pid)"; }

# systemd takes away controllers that none of its own units needs, and with them limits of groups that it does not know.
keeps_limits_beside_systemd() {
    local folder unit
    folder=$(limited)
    unit=$(grep -o '[^/]*\.scope' <<<"$folder" | tail -n 1)
    is 'whether its group was handed over' "$(systemctl show --property Delegate --value "${unit:-none}")" yes
    systemd-run --quiet --wait --property CPUQuota=50% --property MemoryMax=50M true
    systemctl daemon-reload
    sleep 2
    is cpu.max "$(<"$folder/cpu.max")" '50000 100000'
    is memory.max "$(<"$folder/memory.max")" $((64 << 20))
}

keeps_monitor_outside() {
    local pid monitor
    pid=$(<~/limited.pid)
    monitor=$(sed -n 's/^PPid:\t//p' "/proc/$pid/status")
    is 'the parent' "$(<"/proc/$monitor/comm")" conmon
    [[ $(group "$monitor") != "$(group "$pid")" ]]
}

sees_own_group() {
    is 'its group as seen from inside' "$(c exec limited cat /proc/self/cgroup | tail -n 1)" 0::/
    is 'its limit as seen from inside' "$(c exec limited cat /sys/fs/cgroup/memory.max)" $((64 << 20))
    is 'the exit code of one that would change it' \
        "$(code_of hamlet container exec limited sh -c 'echo max >/sys/fs/cgroup/memory.max')" 1
}

is_measured() {
    c stats --no-stream --json limited >/tmp/stats.$$
    cat /tmp/stats.$$
    jq -e '.usage[0] | .memoryBytes > 0 and .memoryLimitBytes == 67108864 and .cpuLimit == 0.5 and .processes >= 1
        and .processLimit == 20 and .cpuSeconds != null' /tmp/stats.$$
    rm /tmp/stats.$$
}

is_updated() {
    c update --memory 128m --cpus 1.5 --pids-limit 30 limited
    local folder
    folder=$(limited)
    is memory.max "$(<"$folder/memory.max")" $((128 << 20))
    is cpu.max "$(<"$folder/cpu.max")" '150000 100000'
    is pids.max "$(<"$folder/pids.max")" 30
}

keeps_processes() {
    local folder
    folder=$(limited)
    # shellcheck disable=SC2016  # the shell inside reads it
    c exec limited sh -c 'i=0; while [ $i -lt 60 ]; do sleep 60 & i=$((i + 1)); done' || true
    within 'how many processes' "$(<"$folder/pids.current")" 2 30
    grep -q '^max [1-9]' "$folder/pids.events"
}

is_paused() {
    local folder
    folder=$(limited)
    c pause limited
    grep -qx 'frozen 1' "$folder/cgroup.events"
    state_is limited paused
    c unpause limited
    grep -qx 'frozen 0' "$folder/cgroup.events"
}

leaves_no_group() {
    local folder
    folder=$(limited)
    c stop -t 0 limited
    until_true 20 test ! -e "$folder"
    c rm limited
    rm ~/limited.pid
}

ends_of_memory() {
    is 'its exit code' "$(code_of hamlet container run --name greedy --network none --memory 24m busybox \
        sh -c 'tail /dev/zero')" 137
    is 'whether it wanted too much' "$(fact greedy .outOfMemory)" true
    c rm greedy
}

keeps_processors() {
    c run -d --name busy --network none --cpus 0.25 busybox sh -c 'while :; do :; done' >/dev/null
    local folder before begun used
    folder=$(group "$(fact busy .pid)")
    before=$(sed -n 's/^usage_usec //p' "$folder/cpu.stat")
    begun=$(date +%s%N)
    sleep 8
    used=$((($(sed -n 's/^usage_usec //p' "$folder/cpu.stat") - before) * 100000 / ($(date +%s%N) - begun)))
    c rm -f busy
    within 'the percents of a processor that it had' "$used" 12 32
}

is_asked() {
    c run -d --name asked --network none --health-cmd 'cat /proc/self/cgroup' --health-interval 1s \
        --health-timeout 30s busybox sleep 1000 >/dev/null
    until_true 90 healthy asked
    is 'the group that it is asked in' "$(fact asked '.health.answers[-1].output' | grep .)" 0::/
    c rm -f asked
}
healthy() { [[ $(fact "$1" .health.state) == healthy ]]; }

is_published() {
    local port=$((18080 + UID % 1000))
    c run -d --name web -p $port:80 busybox sh -c 'echo page >/index.html; exec httpd -f -h /' >/dev/null
    until_true 30 curl -sf -o /dev/null "http://127.0.0.1:$port/index.html"
    is 'the page' "$(curl -sf "http://127.0.0.1:$port/index.html")" page
    is 'the page from a neighbour, by name' \
        "$(c run --rm busybox wget -q -O - http://web/index.html)" page
    c rm -f web
    (! curl -sf -o /dev/null "http://127.0.0.1:$port/index.html")
}

# What is outside of the guest's own network: the one who answers its names.
reaches_outside() {
    local server
    server=$(ip route | sed -n 's/^default via \([^ ]*\).*/\1/p' | head -n 1)
    c run --rm busybox sh -c 'cat /etc/resolv.conf; ip route'
    c run --rm busybox nslookup deb.debian.org
    printf 'the gateway: %s\n' "$server"
}

is_started_again() {
    c run -d --name again --network none --restart on-failure busybox sh -c 'sleep 1; exit 3' >/dev/null
    until_true 90 restarted again 2
    c stop -t 0 again
    state_is again exited
    c rm again
}
restarted() { (($(fact "$1" .restarts) >= $2)); }

# The monitor is the only one who sees the end.
survives_its_monitor() {
    c run -d --name orphan --network none busybox sleep 1000 >/dev/null
    local pid monitor
    pid=$(fact orphan .pid)
    monitor=$(sed -n 's/^PPid:\t//p' "/proc/$pid/status")
    kill -9 "$monitor"
    c rm -f orphan
    until_true 10 test ! -e "/proc/$pid"
}

# A Hamlet that is killed takes nothing with it.
survives_hamlet() {
    hamlet container run --name kept --network none busybox sleep 1000 &
    local hamlet=$!
    until_true 60 state_is kept running
    kill -9 "$hamlet"
    sleep 1
    state_is kept running
    is 'what it says still' "$(c exec kept echo here)" here
    c rm -f kept
}

gets_devices() {
    c run --rm --network none --device /dev/fuse --device /dev/net/tun busybox sh -c 'ls -l /dev/fuse /dev/net/tun; : </dev/fuse'
    is 'the exit code without the device' \
        "$(code_of hamlet container run --rm --network none busybox sh -c ': </dev/fuse')" 1
}

has_files() {
    echo mine >/tmp/mine.$$
    c run -d --name files --network none -v data:/data busybox sleep 1000 >/dev/null
    c cp /tmp/mine.$$ files:/data/mine
    is 'what is in it' "$(c exec files cat /data/mine)" mine
    c cp files:/data/mine /tmp/back.$$
    cmp /tmp/mine.$$ /tmp/back.$$
    c exec files touch /new
    says '/new' hamlet container diff files
    c rm -f files
    hamlet volume rm data
    rm /tmp/mine.$$ /tmp/back.$$
}

works_in_control_groups() {
    check "$1: it writes, and has its exit code" says_hello
    check "$1: limits of memory, processors and processes are in the kernel" has_limits
    check "$1: the monitor is outside of the limited group" keeps_monitor_outside
    if ((EUID == 0)); then
        check "$1: they stay whatever systemd does" keeps_limits_beside_systemd
    fi
    check "$1: from inside it sees its own group, and cannot change it" sees_own_group
    check "$1: stats has what it uses, and its limits" is_measured
    check "$1: other limits hold at once" is_updated
    check "$1: no more processes than it may" keeps_processes
    check "$1: it is frozen and goes on" is_paused
    check "$1: its group goes with it" leaves_no_group
    check "$1: it ends by 137 for want of memory, which is told" ends_of_memory
    check "$1: no more of a processor than it may" keeps_processors
    check "$1: it is asked how it is, in its own group" is_asked
}

works_otherwise() {
    check "$1: published, found by name" is_published
    check "$1: reaches the outside by name" reaches_outside
    check "$1: it is started again" is_started_again
    check "$1: files in, out, differences, volumes" has_files
    check "$1: devices of the computer, where given" gets_devices
    check "$1: killed monitor, nothing stays" survives_its_monitor
    check "$1: killed Hamlet, the container stays" survives_hamlet
}

# --- the computer

is_such_a_host() {
    is 'the control groups' "$(stat -f -c %T /sys/fs/cgroup)" cgroup2fs
    is 'process 1' "$(</proc/1/comm)" systemd
    systemctl is-system-running --wait || systemctl --failed --no-legend
    is AppArmor "$(cat /sys/module/apparmor/parameters/enabled)" Y
    stat -c '%A %n' /dev/fuse /dev/net/tun
    is 'the mode of /dev/net/tun' "$(stat -c %a /dev/net/tun)" 666
    is 'the mode of /dev/fuse' "$(stat -c %a /dev/fuse)" 666
}

# There is no KVM in this guest, which is told.
doctor_tells() {
    local code=0
    hamlet doctor >~/doctor.txt 2>&1 || code=$?
    cat ~/doctor.txt
    within 'the exit code' "$code" 0 1
    grep -q KVM ~/doctor.txt
}

builds_image() {
    hamlet image build busybox
    : >~/image.made
}

has_no_group() {
    local groups=/sys/fs/cgroup/user.slice/user-$UID.slice
    ((EUID != 0)) || groups=/sys/fs/cgroup
    (! find "$groups" -path /sys/fs/cgroup/user.slice -prune -o -name 'hamlet-*' ! -name '*.service' -print | grep .)
}

leaves_nothing() {
    c list --json | jq -r '.containers[].name' >/tmp/left.$$
    local name
    while read -r name; do c rm -f "$name"; done </tmp/left.$$
    rm /tmp/left.$$
    sleep 1
    (! pgrep -u "$(id -u)" -a conmon)
    # An agent that was begun in one of them stays for ten seconds.
    until_true 40 has_no_group
    (! grep /containers/ /proc/self/mounts)
    if ((EUID == 0)); then
        (! ip -o link | grep -E ': hm')
        (! nft list tables | grep hamlet)
    fi
}

# --- an ordinary user

is_in_a_session() {
    cat /proc/self/cgroup
    grep -q '/session-.*\.scope' /proc/self/cgroup
    test -S "$XDG_RUNTIME_DIR/bus"
    cat "/sys/fs/cgroup/user.slice/user-$UID.slice/user@$UID.service/cgroup.controllers"
}

is_in_a_scope() {
    local folder
    c run -d --name scoped --network none busybox sleep 1000 >/dev/null
    folder=$(group "$(fact scoped .pid)")
    printf '%s\n' "$folder"
    [[ $folder == /sys/fs/cgroup/user.slice/user-$UID.slice/user@$UID.service/*hamlet-*.scope/container ]]
    systemctl --user list-units --type=scope --no-legend | grep hamlet-
    c rm -f scoped
    until_true 20 test ! -e "${folder%/container}"
    (! systemctl --user list-units --all --type=scope --no-legend | grep hamlet-)
}

# A Hamlet that systemd itself started: as a service, and in a scope beside the session.
works_as_a_service() {
    systemd-run --user --quiet --wait --collect --pipe hamlet container run -d --name service --network none --memory 64m busybox sleep 1000
    state_is service running
    is memory.max "$(cat "$(group "$(fact service .pid)")/memory.max")" $((64 << 20))
    is 'what another program says' "$(systemd-run --user --quiet --wait --collect --pipe hamlet container exec service echo here)" here
    is 'what one from a scope says' "$(systemd-run --user --quiet --scope --collect hamlet container exec service echo here)" here
    c rm -f service
}

# A unit whose name looks like ours is not a container's.
works_in_a_service_of_our_name() {
    systemd-run --user --quiet --wait --collect --pipe --unit=hamlet-trial hamlet container run --rm --network none --memory 64m busybox echo hello
}

knows_other_users() {
    is 'another user inside' "$(c run --rm --network none -u 33:33 busybox id -u)" 33
}

# systemd hands over memory and processes, since 252 processors, too, and never disks.
is_told_of_processors() {
    local controllers
    controllers=$(<"/sys/fs/cgroup/user.slice/user-$UID.slice/user@$UID.service/cgroup.controllers")
    printf 'handed over: %s\n' "$controllers"
    if [[ " $controllers " == *' cpu '* ]]; then
        c run --rm --network none --cpus 0.5 --memory 64m --pids-limit 20 busybox true
        return
    fi
    local code=0
    c run --rm --network none --cpus 0.5 busybox true >/tmp/said.$$ 2>&1 || code=$?
    cat /tmp/said.$$
    is 'the exit code' "$code" 125
    grep -q 'Delegate=' /tmp/said.$$
    rm /tmp/said.$$
    c run --rm --network none --memory 64m --pids-limit 20 busybox true
}

has_no_subordinates() {
    (! grep "^$USER:" /etc/subuid)
    is 'what it wrote' "$(c run --rm --network none busybox id -u)" 0
}

# --- sessions that end, and the computer too

leaves_containers_running() {
    c run -d --name stays --network none --restart always busybox sleep 1000 >/dev/null
    c run -d --name plain --network none busybox sleep 1000 >/dev/null
    state_is stays running
    state_is plain running
}

# Nobody looks after one that is not to be started again: an agent would keep its session, and all of its user's, going.
leaves_plain_container() {
    c run -d --name plain --network none busybox sleep 1000 >/dev/null
    state_is plain running
}

finds_containers_ended() {
    c list --json | jq -c '.containers[] | {name, state, exitCode, problem}'
    state_is plain exited
}
finds_containers_running() {
    state_is stays running
    state_is plain running
}
finds_always_running() {
    c list
    until_true 60 state_is stays running
    state_is plain exited
}
# Started by a unit of systemd at the boot, before anybody asked.
was_started_by_unit() {
    until_true 120 pgrep -u "$(id -u)" -x conmon
    state_is stays running
    # The agent has nothing to do and goes: the script at the end of the container, in its scope, starts another one.
    kill -9 "$(fact stays .pid)"
    until_true 120 restarted stays 1
}

part=${1:-}
# shellcheck disable=SC2046  # a word for each function
export -f $(compgen -A function)
who=${USER:-root}
case $part in
    host | root | root-crun | root-runc | user | user-crun | user-runc | other | leave | leave-plain | ended | running | always | booted | clear) ;;
    *)
        printf 'trial-checks.sh: no such part: %s\n' "$part" >&2
        exit 125
        ;;
esac
if [[ ! -e ~/image.made ]]; then
    check "$who: an image is made" builds_image
fi
case $part in
    host)
        check 'host: systemd, control groups of version 2 alone, AppArmor, real modes of devices' is_such_a_host
        check 'host: doctor says what there is' doctor_tells
        ;;
    root-*)
        works_in_control_groups "$who, ${part#*-}"
        ;;
    user-*)
        check "$who, ${part#*-}: in a session of a login, with a service manager" is_in_a_session
        works_in_control_groups "$who, ${part#*-}"
        check "$who, ${part#*-}: a scope of systemd for each run, gone with it" is_in_a_scope
        ;;
    root)
        works_otherwise "$who"
        check "$who: nothing is left" leaves_nothing
        ;;
    user)
        check "$who: doctor says what there is" doctor_tells
        works_otherwise "$who"
        check "$who: other users inside" knows_other_users
        check "$who: a Hamlet that systemd started" works_as_a_service
        check "$who: a service whose name begins as ours" works_in_a_service_of_our_name
        check "$who: nothing is left" leaves_nothing
        ;;
    other)
        check "$who: without subordinate ids" has_no_subordinates
        check "$who: what Debian hands over, and the remedy for the rest" is_told_of_processors
        check "$who: nothing is left" leaves_nothing
        ;;
    leave) check "$who, sessions: containers run" leaves_containers_running ;;
    leave-plain) check "$who, sessions: a container runs" leaves_plain_container ;;
    ended) check "$who, sessions: without lingering, a container ends with the last session, and that is known" finds_containers_ended ;;
    running) check "$who, sessions: with lingering they go on" finds_containers_running ;;
    always) check "$who, reboot: one that is to run always does at the first list, another does not" finds_always_running ;;
    booted) check "$who, reboot: started by the unit of docs/containers.md" was_started_by_unit ;;
    clear) check "$who: nothing is left" leaves_nothing ;;
esac
[[ $failed == no ]]
