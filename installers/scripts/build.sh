# shellcheck shell=bash
# Builds Hamlet when its sources are newer than the build, and makes the run image: a folder with all jars, the native
# libraries and the AOT cache, from which every start runs. Read after common.sh.
#
# installers/target/run/current says which image is the newest and what it was made with. Its time of change is the
# moment when that build began, so that an edit made during the build is not missed.

# Where the build goes. A tree that belongs to someone else is never written to: root would leave files there that its
# owner cannot delete, anybody else cannot write. Its sources are then copied and built in the cache. Sets output, run.
choose_output() {
    output=$tree
    local folder
    for folder in "$tree" "$tree"/target "$tree"/*/target; do
        if [[ -e $folder && ! (-O $folder && -w $folder) ]]; then
            local sum
            sum=$(printf '%s' "$tree" | sha256sum)
            output=$cache/build/${tree##*/}-${sum:0:12}
            break
        fi
    done
    run=$output/installers/target/run
}

# Reads what the last build left. Sets image, jdk and image_java_home; false if there is none that can be used.
read_image() {
    { IFS= read -r image && IFS= read -r jdk && IFS= read -r image_java_home; } 2>/dev/null <"$run/current" \
        && image=$run/$image && [[ -d $image/lib ]]
}

# Compares the last image with what it was made of. Sets stale: empty, "jdk" or "sources".
# Changed, added, renamed and removed files all show in a time of status change, which, unlike the time of
# modification, no tool can set back. The tests of this tree do not end up in the image.
compare_image() {
    local changed
    stale=sources
    if ! read_image; then
        return
    fi
    stale=jdk
    if [[ ! -x $jdk/bin/java ]]; then
        return
    fi
    changed=$(find "$tree/pom.xml" "$tree/.mvn" "$tree"/*/pom.xml "$tree/installers/jvm.options" "$tree/docs" "$tree"/*/src \
        "$jdk/bin/java" -path '*/src/test' -prune -o -cnewer "$run/current" -print -quit)
    if [[ -n $changed && $changed != "$jdk/bin/java" ]]; then
        stale=sources
    elif [[ -z $changed && $image_java_home == "${JAVA_HOME:-}" ]]; then
        stale=''
    fi
}

# Adds to the wanted packages what the build takes, if there is something to build.
want_for_build() {
    if [[ -n $stale ]]; then
        # shellcheck source=installers/scripts/jdk.sh
        source "$tree/installers/scripts/jdk.sh"
        want_for_jdk
    fi
    if [[ $stale == sources ]]; then
        find_maven
        [[ -n $maven ]] || want maven maven maven maven 'builds Hamlet from its sources'
    fi
}

# Builds what compare_image found out of date. Sets image and jdk.
ensure_image() {
    if [[ -z $stale ]]; then
        mend_caches
        train_window_late
        return
    fi
    lock_build
    note_moment
    compare_image # Another start may have built it while this one waited.
    if [[ -n $stale ]]; then
        require_jdk
    fi
    if [[ $stale == sources ]]; then
        require_maven
        prepare_build
        say "Building Hamlet with $jdk (the first time, its libraries are downloaded too) ..."
        if ! run_maven package -Dmaven.test.skip=true -Dspotless.check.skip=true; then
            grep -m 12 '^\[ERROR\]' "$output/installers/target/build.log" >&2 || true
            fail "The build failed. All that Maven said: $output/installers/target/build.log"
        fi
    fi
    if [[ -n $stale ]]; then
        make_image
    fi
    unlock_build
    read_image || fail "The build left no image in $run."
}

# One build at a time in a folder. The lock is on the folder itself, so that nothing is left behind and "mvn clean"
# cannot remove it from under its holder.
lock_build() {
    mkdir -p -- "$output/installers"
    exec {build_lock}<"$output/installers"
    if ! flock --nonblock "$build_lock"; then
        say "Another build of Hamlet is running in $output; waiting for it ..."
        flock "$build_lock"
    fi
}

unlock_build() {
    exec {build_lock}<&-
    clean_up
}

# The time that a build counts as, taken before the sources are looked at. Sets moment.
note_moment() {
    mkdir -p -- "$run"
    moment=$(mktemp -- "$run/.moment.XXXXXX")
    leftover_files+=("$moment")
}

# Copies the sources to where they are built, if that is not this tree; what was removed here is removed there.
# A library left from a build before, in another version, would be found twice.
prepare_build() {
    rm -rf -- "$output/installers/target/lib" "$output/installers/target/dependency-maven-plugin-markers"
    if [[ $output == "$tree" ]]; then
        return
    fi
    say "This tree belongs to another user, so Hamlet is built in $output."
    find "$output" -mindepth 1 -name target -prune -o ! -type d -exec rm -f -- {} +
    tar -C "$tree" --exclude=./.git --exclude=target -cf - . | tar -C "$output" --no-same-owner -xf -
}

# Sets maven, empty if there is none.
find_maven() {
    local home
    maven=$(type -P mvn || true)
    for home in "${MAVEN_HOME:-}" "${M2_HOME:-}" "$HOME/.sdkman/candidates/maven/current"; do
        if [[ -z $maven && -x $home/bin/mvn ]]; then
            maven=$home/bin/mvn
        fi
    done
}

require_maven() {
    find_maven
    if [[ -z $maven ]]; then
        fail "Hamlet is built from its sources by Maven (mvn), and there is none." \
            "Remedy: install it as said above, and start again."
    fi
}

# Maven in the folder of the build, with this JDK. Settings of the user and of the system hold as ever. What it says
# goes to build.log and, shortened, to the user.
run_maven() {
    local log=$output/installers/target/build.log status=0
    mkdir -p -- "${log%/*}"
    (maven_environment && cd -- "$output" && exec "$maven" -B -ntp "${maven_options[@]}" "$@") </dev/null 2>&1 \
        | tee -- "$log" | show_progress || status=$?
    return "$status"
}

show_progress() {
    if [[ -n ${maven_verbose:-} ]]; then
        cat >&2
    else
        sed -u -n 's/^\[INFO\] Building \(Hamlet.*[^ ]\)  *[0-9][^ ]*  *\[\(.*\)\].*/  \1 (\2)/p' >&2
    fi
}

# Sets and exports what Maven needs. A subshell, so that the JVM of Hamlet sees nothing of it.
maven_environment() {
    export JAVA_HOME=$jdk
    # A .mavenrc may set JAVA_HOME back to an older JDK.
    export MAVEN_SKIP_RC=1
    # Maven's own libraries still use what the JDK warns about.
    export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
    maven_options=()
    # Maven takes the home folder from the user database. One that cannot be written to, as system users have, gives it
    # nowhere to keep what it downloads.
    local home
    home=$(unset HOME && printf '%s' ~)
    if [[ ! -w $home ]]; then
        maven_options+=("-Dmaven.repo.local=$cache/m2")
    fi
    # shellcheck source=installers/scripts/proxy.sh
    source "$tree/installers/scripts/proxy.sh"
    pass_proxy_to_maven
}

# Gathers the image and lets it replace the one before, at once for every later start.
make_image() {
    local file image_new
    image_new=$run/$(date -u +%Y%m%dT%H%M%S)-$$
    leftover_files+=("$image_new" "$run/current.new")
    mkdir -- "$image_new" "$image_new/lib"
    for file in "$output"/installers/target/lib/*; do
        case ${file##*/} in
            # JavaFX puts an empty jar beside each one that has the classes of this system.
            javafx-*-linux*.jar) ;;
            javafx-*.jar) continue ;;
        esac
        # Copied and not linked: the next build overwrites the original under the feet of a running JVM.
        case ${file##*/} in
            picocli-*) lift "$file" "$image_new/lib/${file##*/}" ;;
            *) cp -p -- "$file" "$image_new/lib/" ;;
        esac
    done
    cp -p -- "$tree/installers/jvm.options" "$image_new/"
    image=$image_new
    train
    printf '%s\n' "${image_new##*/}" "$jdk" "${JAVA_HOME:-}" >"$run/current.new"
    touch -r "$moment" -- "$run/current.new"
    mv -T -- "$run/current.new" "$run/current"
    leftover_files=("$moment")
    remove_old_images
}

# Writes a jar whose classes are too old for the AOT cache in a newer form. Takes seconds, so the result is kept.
lift() {
    local from=$1 to=$2 kept
    kept=$output/installers/target/lifted-${from##*/}
    if [[ ! -f $kept || $from -nt $kept || $tree/installers/scripts/LiftClasses.java -nt $kept ]]; then
        if ! "$jdk/bin/java" "$tree/installers/scripts/LiftClasses.java" "$from" "$kept.new" 2>"$run/lift.log"; then
            say "${from##*/} goes into the image as it is, so starts take longer. The reason: $run/lift.log"
            cp -p -- "$from" "$to"
            return
        fi
        mv -- "$kept.new" "$kept"
    fi
    cp -p -- "$kept" "$to"
}

# A JVM opens its jars when it first needs them, so the image before this one may still be in use by a window.
remove_old_images() {
    local images=("$run"/2*) i
    for ((i = 0; i < ${#images[@]} - 2; i++)); do
        rm -rf -- "${images[i]}"
    done
}

# Whether each cache that is there is as it was written.
caches_are_whole() {
    local noted='' line
    if [[ -f $image/caches ]]; then
        noted=$(<"$image/caches")
    fi
    while IFS= read -r line; do
        if [[ $'\n'$noted$'\n' != *$'\n'"$line"$'\n'* ]]; then
            return 1
        fi
    done < <(cache_sizes)
}

# One that is not, as after a crash or on a full disk, would be refused at each start, or worse.
mend_caches() {
    if caches_are_whole; then
        return
    fi
    lock_build
    if ! caches_are_whole; then
        say "The AOT cache of this build is not what was written; it is made anew ..."
        rm -f -- "$image"/*.aot "$image/window.untrained"
        train
    fi
    unlock_build
}

# The image may have been made before the window could be drawn.
train_window_late() {
    if [[ ${kind:-} != window || -e $image/window.aot || -e $image/window.untrained ]] || ! can_draw; then
        return
    fi
    lock_build
    if [[ ! -e $image/window.aot ]]; then
        prepare_training
        train_window
        note_caches
    fi
    unlock_build
}
