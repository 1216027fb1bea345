#!/bin/sh
# Run by conmon when a container has ended, also where no Hamlet looks: takes back what the run had of this computer.
# What fails here is done by whoever next looks at the container. Hamlet writes this file; do not change it.
#
# $1 the folder of the run   $2 the runtime   $3 the runtime's state   $4 the container's id
# $5 where its files are mounted   $6 the file that is its address, where it has one   $7 the agent's folder
set -u
[ -e "$1/run.json" ] || exit 0
# Whoever starts it is still at that, and looks at how it went: the runtime must not lose its state meanwhile.
[ ! -e "$1/starting" ] || exit 0
"$2" --root "$3" delete "$4" &
# An empty file is nobody's address; it keeps its owner where its ports could not be withdrawn.
if [ ! -e "$1/withdraw" ] || nft -f "$1/withdraw"; then
    [ -z "${6:-}" ] || : > "$6"
fi
umount -- "$5"
wait
# Of one that may be started again the agent hears. One that is there sees the end itself: it takes its note away before it
# looks for the last time.
[ -n "${7:-}" ] && [ -e "$1/watched" ] && [ -e "$7/start.sh" ] || exit 0
agent=$7
pid='' start='' boot='' now='' stat=''
{ read -r pid start boot < "$agent/self"; } 2>/dev/null
{ read -r now < /proc/sys/kernel/random/boot_id; } 2>/dev/null
if [ -n "$pid" ] && [ "$boot" = "$now" ]; then
    { read -r stat < "/proc/$pid/stat"; } 2>/dev/null
    # shellcheck disable=SC2086 # fields, the third is the first: the start is the 22nd
    set -- ${stat##*) }
    [ "${20:-}" != "$start" ] || exit 0
fi
sh "$agent/start.sh" >>"$agent/log" 2>&1 &
exit 0
