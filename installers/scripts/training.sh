# shellcheck shell=bash
# Trains the JVM on the files of an image: it keeps what it loaded, parsed and linked, in AOT caches, which are of use only
# to these very files in this very place. Read after common.sh and packages.sh; expects $image and $jdk, and in $run a
# folder for logs and a home.

# Seconds that one training run may take: a toolkit that lacks something of the system waits for ever.
training_limit=60

# What begins the command of a training run, if anything does.
training_network=()

# Two runs that load what later starts load; the JVM keeps it, parsed and linked, in the AOT caches of the image. A list
# with a machine in it takes the way that most commands take: the engine, a machine's folder, JSON both ways. Without a
# cache Hamlet works as well, only slower, so a failure here is told and no more. A container takes another way; where none
# can run here, what leads to that is trained.
train() {
    prepare_training
    train_window
    read_options cli
    choose_training_network
    # Profiles in the cache would set the optimizing compiler to work at once, on a command that is over before it pays.
    if train_with -XX:TieredStopAtLevel=1 -XX:AOTCacheOutput="$image/hamlet.aot.new" \
        -Dhamlet.training.commands="$training_commands" vm list >>"$run/training.log" 2>&1 </dev/null && [[ -f $image/hamlet.aot.new ]]; then
        mv -- "$image/hamlet.aot.new" "$image/hamlet.aot"
    else
        rm -f -- "$image"/hamlet.aot.new*
        say "No AOT cache could be made, so starts take longer. What the JVM said: $run/training.log"
    fi
    note_caches
    rm -rf -- "$home"
}

# Sets home, with a machine to show.
prepare_training() {
    home=$(mktemp -d -- "$run/.training.XXXXXX")
    leftover_files+=("$home")
    read_options cli
    train_with vm create training --kernel="$image/jvm.options" >"$run/training.log" 2>&1 </dev/null || true
    if has_command busybox; then
        train_with image build busybox >>"$run/training.log" 2>&1 </dev/null || true
    fi
}

# A container is trained with its network and a published port. Those of root would be this computer's: they are made in a
# network that ends with the training, whatever ends that. An ordinary user's take programs that may hang elsewhere. Sets
# training_network, what begins the command, and training_commands.
choose_training_network() {
    local run='container run --rm'
    training_network=()
    training_commands="$run --network none localhost/busybox true"
    if ((EUID == 0)) && has_command ip && unshare --net -- ip link set lo up 2>/dev/null; then
        # shellcheck disable=SC2016  # for the inner shell
        training_network=(unshare --net -- sh -c 'ip link set lo up && exec "$@"' sh)
        training_commands="$run -p 80 localhost/busybox true"$'\n'"$run localhost/busybox true"$'\n''network prune --force'
    fi
}

# How large the AOT caches of the image are; what a training has written is noted in the file "caches".
cache_sizes() { stat -c '%s %n' -- "$image/hamlet.aot" "$image/window.aot" 2>/dev/null || true; }

# Held fast, so that a computer that loses its power leaves no half of them.
note_caches() {
    sync -- "$image"/*.aot 2>/dev/null || true
    cache_sizes >"$image/caches.new"
    mv -- "$image/caches.new" "$image/caches"
}

# The window is drawn without a display. Where it cannot be, it makes do with the cache of the commands.
train_window() {
    if ! can_draw; then
        return
    fi
    read_options window
    # Profiles in the cache would set the optimizing compiler to work for minutes on a window that nobody touches.
    if train_with -XX:TieredStopAtLevel=1 -XX:AOTCacheOutput="$image/window.aot.new" \
        -Dglass.platform=Headless -Dprism.order=sw -Dhamlet.training=true >"$run/training-window.log" 2>&1 </dev/null && [[ -f $image/window.aot.new ]]; then
        mv -- "$image/window.aot.new" "$image/window.aot"
    else
        rm -f -- "$image"/window.aot.new*
        : >"$image/window.untrained"
    fi
}

# A system without a desktop lacks what letters are drawn with: what a window needs is installed when one is opened.
can_draw() {
    has_library 'libfreetype.so.6' && has_library 'libpangoft2-1.0.so.0' && has_command fc-list
}

# train_with [-OPTION]... [WORD]...: the command line, or the window, on a home folder of its own.
train_with() {
    local extra=()
    while [[ ${1:-} == -* ]]; do
        extra+=("$1")
        shift
    done
    HAMLET_HOME=$home timeout --kill-after=5 "$training_limit" "${training_network[@]}" "$jdk/bin/java" "${extra[@]}" "${java_options[@]}" \
        -p "$image/lib" -m hamlet.app/dev.hamlet.app.Main "$@"
}

# Trains an image that was unpacked here or moved here, once. Where that cannot be, as for who may not write to it, there
# are no caches, and starts take longer. Of two that begin at once, the later replaces what the earlier made.
train_here() {
    local jdk=$image/runtime run
    if [[ ! -w $image ]] || ! run=$(mktemp -d -- "$image/.training.XXXXXX" 2>/dev/null); then
        # shellcheck disable=SC2034  # read by read_options
        trained=no
        return
    fi
    leftover_files+=("$run")
    say "Hamlet prepares its starts from this place, once ..."
    rm -f -- "$image"/*.aot
    train
    rm -rf -- "$run"
    printf '%s\n' "$image" >"$image/portable.new"
    mv -- "$image/portable.new" "$image/portable"
}
