# shellcheck shell=bash
# Makes packages to install Hamlet from, out of the run image. Read after the other scripts of this folder.
#
# A package has a Java of its own, made by jlink with JavaFX in it, Hamlet's jars beside that, and the AOT caches trained
# with just these files. All packages of a system have the same tree; what differs is what is wrapped around it.

# What Hamlet's modules do not name and its users need: how each language writes numbers, sizes and dates; the
# characters of terminals that do not speak UTF-8.
extra_modules=jdk.localedata,jdk.charsets

package() {
    local formats=() format folder=''
    while (($# > 0)); do
        case $1 in
            deb | rpm | archive) formats+=("$1") ;;
            --output=*) folder=${1#*=} ;;
            *)
                fail "package takes no such word: $1" \
                    "It takes deb, rpm and archive; with none of them, all are made. --output=FOLDER says where."
                ;;
        esac
        shift
    done
    if ((${#formats[@]} == 0)); then
        formats=(deb rpm archive)
    fi

    choose_output
    compare_image
    want_for_packages "${formats[@]}"
    want_for_build
    install_wanted
    require_formats "${formats[@]}"
    ensure_image
    folder=${folder:-$output/installers/target/packages}
    mkdir -p -- "$folder"

    stage=$(mktemp -d -- "$output/installers/target/.package.XXXXXX")
    leftover_files+=("$stage")
    read_version
    say "Making Hamlet's own Java ..."
    make_tree "$stage/tree"
    for format in "${formats[@]}"; do
        "pack_$format" "$folder"
    done
}

# The window is drawn in the training, and commands run a container where they can.
want_for_packages() {
    want_for_window
    want_for_guests
    has_command strip || want binutils binutils binutils binutils "takes debuggers' names out of libraries"
    local format
    for format in "$@"; do
        case $format in
            deb) has_command dpkg-deb || want dpkg dpkg dpkg dpkg 'makes packages of Debian' ;;
            rpm) has_command rpmbuild || want rpm rpm-build rpm-tools rpm-build 'makes packages of RPM' ;;
            archive) has_command xz || want xz-utils xz xz xz 'makes the archive small' ;;
        esac
    done
}

require_formats() {
    local format command
    for format in "$@"; do
        case $format in
            deb) command=dpkg-deb ;;
            rpm) command=rpmbuild ;;
            archive) command=xz ;;
        esac
        has_command "$command" || fail "Without $command no package of this kind can be made: $format"
    done
}

# Sets version, and changed: when the sources were changed last, in seconds. All files bear that time, so that the same
# sources make the same package.
read_version() {
    version=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$tree/pom.xml" | head -n 1)
    changed=$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</project.build.outputTimestamp>.*|\1|p' "$tree/pom.xml")
    changed=$(date -d "$changed" +%s)
    case $HOSTTYPE in
        x86_64) architecture=amd64 ;;
        aarch64) architecture=arm64 ;;
        *) fail "No packages are made on a computer of this kind: $HOSTTYPE" ;;
    esac
}

# Everything as it lies below / once installed.
make_tree() {
    local root=$1
    local application=$root/usr/lib/hamlet share=$root/usr/share icon size
    mkdir -p -- "$application/bin" "$application/lib" "$application/scripts" "$root/usr/bin" "$share/applications" \
        "$share/bash-completion/completions" "$share/doc/hamlet" "$share/icons/hicolor/scalable/apps" "$share/man/man1" \
        "$share/metainfo" "$share/mime/packages" "$share/polkit-1/actions" "$share/zsh/vendor-completions" \
        "$root/usr/libexec/hamlet"

    make_runtime "$application/runtime"
    copy_libraries "$application/lib"
    cp -- "$tree/installers/jvm.options" "$application/"
    cp -- "$tree/installers/scripts/common.sh" "$application/scripts/"
    cp -- "$tree/installers/linux/hamlet" "$application/bin/"
    ln -s ../lib/hamlet/bin/hamlet "$root/usr/bin/hamlet"

    cp -- "$tree/installers/linux/dev.hamlet.Hamlet.desktop" "$share/applications/"
    cp -- "$tree/installers/linux/hamlet-privileged" "$root/usr/libexec/hamlet/"
    cp -- "$tree/installers/linux/dev.hamlet.Hamlet.policy" "$share/polkit-1/actions/"
    cp -- "$tree/installers/linux/dev.hamlet.Hamlet.mime.xml" "$share/mime/packages/dev.hamlet.Hamlet.xml"
    sed -e "s/@VERSION@/$version/" -e "s/@DATE@/$(date -u -d "@$changed" +%F)/" \
        "$tree/installers/linux/dev.hamlet.Hamlet.metainfo.xml" >"$share/metainfo/dev.hamlet.Hamlet.metainfo.xml"
    local icons=$tree/assets/src/main/resources/dev/hamlet/assets
    cp -- "$icons/hamlet.svg" "$share/icons/hicolor/scalable/apps/dev.hamlet.Hamlet.svg"
    for icon in "$icons"/hamlet-*.png; do
        size=${icon##*-}
        size=${size%.png}
        mkdir -p -- "$share/icons/hicolor/${size}x$size/apps"
        cp -- "$icon" "$share/icons/hicolor/${size}x$size/apps/dev.hamlet.Hamlet.png"
    done
    cp -- "$output/installers/target/parts.cdx.json" "$share/doc/hamlet/"
    write_copyright >"$share/doc/hamlet/copyright"

    settle "$root"
    finish_tree
    settle "$root"
}

# Modes and times as packages have them. The AOT cache looks at the times of the files that it was made with: whole
# seconds, as archives keep them.
settle() {
    find "$1" -type d -exec chmod 755 {} +
    find "$1" -type f -name '*.so' -exec chmod 644 {} +
    find "$1" -type f -exec chmod u=rwX,go=rX {} +
    find "$1" -exec touch --no-dereference --date="@$changed" {} +
}

# A Java with the modules that Hamlet's own ask for, and JavaFX.
make_runtime() {
    local runtime=$1 javafx=$stage/javafx jar modules
    mkdir -- "$javafx"
    for jar in "$image"/lib/javafx-*.jar; do
        cp -- "$jar" "$javafx/"
    done
    # What is found when nothing but Hamlet's modules and what they ask for can be.
    modules=$("$jdk/bin/java" -p "$image/lib" --limit-modules "hamlet.app,$extra_modules" --list-modules \
        | sed -n 's/^\(java\.[^@ ]*\|jdk\.[^@ ]*\|javafx\.[^@ ]*\).*/\1/p' | paste -sd,)
    # The libraries of JavaFX lie beside the runtime's own, and not a second time in it.
    "$jdk/bin/jlink" --module-path "$javafx" --add-modules "$modules" --output "$runtime" \
        --strip-debug --no-header-files --no-man-pages --compress=zip-0 --exclude-resources='glob:/javafx.*/*.so' >"$stage/jlink.log" 2>&1 \
        || fail "jlink failed: $(tail -n 3 "$stage/jlink.log")"
    local library
    for library in "$image"/lib/*.so; do
        case ${library##*/} in
            libjnidispatch.so | libzstd-jni*) ;;
            *) cp -- "$library" "$runtime/lib/" ;;
        esac
    done
    strip_libraries "$runtime"
}

# Names of what is inside are of use to a debugger alone, and a third of the file.
strip_libraries() {
    if has_command strip; then
        find "$1" \( -name '*.so' -o -path '*/bin/*' -o -name jexec -o -name jspawnhelper \) -type f \
            -exec chmod u+w {} + -exec strip --strip-unneeded {} + 2>/dev/null || true
    fi
}

# Hamlet's jars and all others but those of JavaFX, and the libraries that they load.
copy_libraries() {
    local file
    for file in "$image"/lib/*; do
        case ${file##*/} in
            javafx-*.jar) ;;
            *.jar | libjnidispatch.so | libzstd-jni*) cp -- "$file" "$1/" ;;
        esac
    done
    strip_libraries "$1"
}

# What is done to the tree where it will lie once installed: the AOT caches are of use there alone, and the pages that
# Hamlet writes of itself are made with them. In a namespace of its own the tree is
# laid there, over whatever Hamlet may be installed on this computer.
finish_tree() {
    local flags=(--mount)
    if ((EUID != 0)); then
        flags+=(--user --map-root-user)
    fi
    say "Training its AOT caches ..."
    # shellcheck disable=SC2016  # read by the other shell
    unshare "${flags[@]}" -- "$BASH" -euo pipefail -c '
        stage=$1 tree=$2
        mkdir -p -- "$stage/over/hamlet" "$stage/work"
        mount -t overlay hamlet -o "lowerdir=/usr/lib,upperdir=$stage/over,workdir=$stage/work" /usr/lib
        mount --bind "$stage/tree/usr/lib/hamlet" /usr/lib/hamlet
        source "$tree/installers/scripts/common.sh"
        source "$tree/installers/scripts/packages.sh"
        source "$tree/installers/scripts/training.sh"
        image=/usr/lib/hamlet jdk=/usr/lib/hamlet/runtime run=$stage
        ensure_utf8
        train
        share=$stage/tree/usr/share
        "$image/bin/hamlet" manual | gzip -9n >"$share/man/man1/hamlet.1.gz"
        "$image/bin/hamlet" completion bash | sed 1d >"$share/bash-completion/completions/hamlet"
        "$image/bin/hamlet" completion zsh >"$share/zsh/vendor-completions/_hamlet"
    ' bash "$stage" "$tree" >"$stage/finish.log" 2>&1 </dev/null \
        || fail "The files could not be laid over /usr/lib to train them: $(tail -n 3 -- "$stage/finish.log")" \
            "Remedy: build as root, or where ordinary users may make user namespaces (kernel 5.11 or newer)."
    local application=$stage/tree/usr/lib/hamlet
    [[ -f $application/hamlet.aot && -f $application/window.aot ]] \
        || fail "No AOT cache could be made: $(tail -n 5 -- "$stage/training.log")"
    rm -f -- "$application/caches"
}

write_copyright() {
    cat <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Hamlet

Files: *
Copyright: 2026 The Hamlet developers
License: Apache-2.0
 On Debian systems, the text of the Apache License, Version 2.0, is in the file
 /usr/share/common-licenses/Apache-2.0.

Files: usr/lib/hamlet/runtime/*
Copyright: Oracle and/or its affiliates, and others
License: GPL-2 with Classpath exception
 OpenJDK and OpenJFX: GNU General Public License, version 2, with the Classpath
 exception. On Debian systems the text of the licence is in the file
 /usr/share/common-licenses/GPL-2; the exception and the licences of what is
 within are below /usr/lib/hamlet/runtime/legal.
END
}

pack_deb() {
    local file="$1/hamlet_${version}_$architecture.deb" root=$stage/deb qemu=x86
    if [[ $architecture == arm64 ]]; then
        qemu=arm
    fi
    say "Packing ${file##*/} ..."
    mkdir -- "$root"
    cp -a -- "$stage/tree/." "$root/"
    mkdir -m 755 -- "$root/DEBIAN"
    sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@QEMU@/$qemu/" \
        -e "s/@KIBIBYTES@/$(du -sk --apparent-size -- "$root/usr" | cut -f 1)/" \
        "$tree/installers/linux/deb-control" >"$root/DEBIAN/control"
    cp -- "$tree/installers/linux/deb-postrm" "$root/DEBIAN/postrm"
    printf 'hamlet (%s) unstable; urgency=low\n\n  * See docs/CHANGELOG.md.\n\n -- The Hamlet developers <developers@hamlet.dev>  %s\n' \
        "$version" "$(LC_ALL=C date -u -R -d "@$changed")" | gzip -9n >"$root/usr/share/doc/hamlet/changelog.gz"
    mkdir -p -- "$root/usr/share/lintian/overrides"
    cp -- "$tree/installers/linux/deb-lintian-overrides" "$root/usr/share/lintian/overrides/hamlet"
    chmod 755 "$root/DEBIAN/postrm"
    chmod 644 "$root/DEBIAN/control" "$root/usr/share/doc/hamlet/changelog.gz" "$root/usr/share/lintian/overrides/hamlet"
    (cd -- "$root" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    chmod 644 "$root/DEBIAN/md5sums"
    settle "$root"
    SOURCE_DATE_EPOCH=$changed dpkg-deb -Zxz -z6 --root-owner-group --build "$root" "$stage/${file##*/}" >/dev/null
    finish_package "$stage/${file##*/}" "$1"
    rm -rf -- "$root"
}

pack_rpm() {
    local file="$1/hamlet-$version-1.$HOSTTYPE.rpm"
    say "Packing ${file##*/} ..."
    SOURCE_DATE_EPOCH=$changed rpmbuild -bb --quiet --target "$HOSTTYPE" \
        --define "_topdir $stage/rpm" --define "_tmppath $stage/rpm" --define "_binary_payload w6T0.xzdio" \
        --define "hamlet_version $version" --define "hamlet_tree $stage/tree" --define "use_source_date_epoch_as_buildtime 1" \
        "$tree/installers/linux/hamlet.spec" >"$stage/rpm.log" 2>&1 \
        || fail "rpmbuild failed: $(tail -n 5 "$stage/rpm.log")"
    finish_package "$stage/rpm/RPMS/$HOSTTYPE/${file##*/}" "$1"
    rm -rf -- "$stage/rpm"
}

# A folder that runs from wherever it is unpacked. Its caches are made there, at the first start.
pack_archive() {
    local name=hamlet-$version-linux-$HOSTTYPE
    say "Packing $name.tar.xz ..."
    mkdir -- "$stage/$name"
    cp -a -- "$stage/tree/usr/lib/hamlet/." "$stage/$name/"
    cp -a -- "$stage/tree/usr/share" "$stage/$name/share"
    # Nobody but root may own what polkit runs: what is unpacked into somebody's folder says in words what to type instead.
    rm -rf -- "$stage/$name/share/polkit-1"
    cp -- "$tree/installers/scripts/packages.sh" "$tree/installers/scripts/training.sh" "$stage/$name/scripts/"
    cp -- "$tree/LICENSE" "$stage/$name/"
    rm -f -- "$stage/$name"/*.aot
    : >"$stage/$name/portable"
    settle "$stage/$name"
    tar -C "$stage" --owner=0 --group=0 --numeric-owner --sort=name -cf - "$name" | xz -T0 -3 >"$stage/$name.tar.xz"
    finish_package "$stage/$name.tar.xz" "$1"
    rm -rf -- "${stage:?}/$name"
}

# Whole or not at all, whatever package of this name was there.
finish_package() {
    local made=$1 folder=$2
    cp -- "$made" "$folder/.${made##*/}.new"
    mv -- "$folder/.${made##*/}.new" "$folder/${made##*/}"
    say "  $(du -h --apparent-size -- "$folder/${made##*/}")"
}
