package dev.hamlet.engine.system;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.Firmware;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A system of Hamlet's own table with all its versions.
 *
 * @param id such as {@code debian}
 * @param name without the version
 * @param icon key of its icon
 * @param osinfo what libosinfo's short ids of it begin with, the usual word first
 * @param parts how many numbers of a version tell its releases apart
 * @param rolling whether it has no versions
 * @param names how texts name it
 * @param words what stands for a version, lower case, such as {@code bookworm}
 * @param releases its versions in their order with libosinfo's short id of each, where they are no numbers; else empty
 * @param needs what it needs from which version on, ascending
 * @param virtioFrom the first version with drivers for virtio; empty for all, null for none
 * @param uefiFrom the first version that asks for UEFI, or null
 * @param rules how its images name themselves
 */
record SystemKind(
        String id,
        SystemFamily family,
        String name,
        String icon,
        List<String> osinfo,
        int parts,
        boolean rolling,
        List<Pattern> names,
        Map<String, String> words,
        Map<String, String> releases,
        List<Step> needs,
        @Nullable String virtioFrom,
        @Nullable String uefiFrom,
        List<Rule> rules) {
    private static final Pattern HOLE = Pattern.compile("\\{([a-z]+)}");
    private static final Pattern VERSION_AT_ONCE = Pattern.compile(
            "[ _\\-/.v]{0,3}(\\d+(?:\\.\\d+)*(?:[ _-]?sp\\d+)?|[pr]\\d+[a-z]*[0-9.]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern VERSION_LATER =
            Pattern.compile("[ _-](\\d+(?:\\.\\d+)*(?:[ _-]?sp\\d+)?)(?![0-9a-z])", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_MAJOR = 4;

    /** What a version needs, but for firmware and devices. */
    record Amounts(
            int minimumVcpus,
            int recommendedVcpus,
            ByteSize minimumMemory,
            ByteSize recommendedMemory,
            ByteSize minimumDisk,
            ByteSize recommendedDisk) {}

    /** From this version on it needs so much. */
    record Step(String from, Amounts amounts) {}

    /**
     * How some of its images name themselves.
     *
     * @param versions which they are of, likeliest first, with holes such as {@code {v}} for groups of the pattern
     * @param medium what they are good for
     * @param parts how many numbers of the version count
     * @param amounts what the system from these images needs, where that is something else
     */
    record Rule(
            VolumePattern pattern,
            List<String> versions,
            Recognition.Medium medium,
            int parts,
            @Nullable Amounts amounts) {}

    /** The systems, likeliest first, that an image may be of, and what it is good for. */
    record Match(List<GuestSystem> systems, Recognition.Medium medium) {}

    /** What a volume with these texts is, if it is of this kind. */
    Optional<Match> match(VolumeTexts texts) {
        for (Rule rule : rules) {
            Optional<Map<String, String>> groups = rule.pattern().match(texts);
            if (groups.isPresent()) {
                List<GuestSystem> systems = new ArrayList<>();
                for (String template : rule.versions()) {
                    systems.add(system(fill(template, groups.get()), rule.parts(), rule.amounts()));
                }
                return Optional.of(new Match(systems, rule.medium()));
            }
        }
        return Optional.empty();
    }

    private static String fill(String template, Map<String, String> groups) {
        return HOLE.matcher(template)
                .replaceAll(hole -> Matcher.quoteReplacement(groups.getOrDefault(hole.group(1), "")));
    }

    /** The system of this id, if it is of this kind. */
    Optional<GuestSystem> ofId(String wanted) {
        if (wanted.equals(id)) {
            return Optional.of(system(""));
        } else if (!wanted.startsWith(id + "-")) {
            return Optional.empty();
        }
        String rest = wanted.substring(id.length());
        boolean isVersion = releases.isEmpty() && VERSION_AT_ONCE.matcher(rest).matches();
        return Stream.of(versionIn(rest), isVersion ? rest.substring(1) : "")
                .map(version -> system(version, Integer.MAX_VALUE, null))
                .filter(system -> system.id().equals(wanted))
                .findFirst();
    }

    /** What this text names, if it names this kind. */
    Optional<GuestSystem> named(String text) {
        for (Pattern pattern : names) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                return Optional.of(system(versionIn(text.substring(matcher.end()))));
            }
        }
        for (Map.Entry<String, String> word : words.entrySet()) {
            if (text.startsWith(word.getKey() + "-")) {
                return Optional.of(system(word.getValue()));
            }
        }
        return Optional.empty();
    }

    /** The version that this text begins with, or the first further on that stands for itself; else empty. */
    private String versionIn(String text) {
        if (!releases.isEmpty()) {
            return releaseIn(text);
        }
        String bare = Architectures.without(text);
        for (String part : bare.split("[ _.\\-\"()]+", -1)) {
            if (words.containsKey(part) || words.containsValue(part)) {
                return part;
            }
        }
        Matcher atOnce = VERSION_AT_ONCE.matcher(bare);
        if (atOnce.lookingAt()) {
            return plausible(atOnce.group(1));
        }
        Matcher later = VERSION_LATER.matcher(bare);
        return later.find() ? plausible(later.group(1)) : "";
    }

    /** A date is no version. */
    private static String plausible(String version) {
        int dot = version.indexOf('.');
        return (dot < 0 ? version.length() : dot) <= LONGEST_MAJOR || !Character.isDigit(version.charAt(0))
                ? version
                : "";
    }

    private String releaseIn(String text) {
        String found = "";
        for (String release : releases.keySet()) {
            String words = Pattern.quote(release).replace(" ", "\\E[ _-]?\\Q");
            if (release.length() > found.length()
                    && Pattern.compile("^[ _-]{0,2}" + words + "(?![0-9]|[.]\\d)", Pattern.CASE_INSENSITIVE)
                            .matcher(text)
                            .find()) {
                found = release;
            }
        }
        return found;
    }

    /** What libosinfo calls by this short id, if that is of this kind. */
    Optional<GuestSystem> ofShortId(String shortId, String version) {
        for (Map.Entry<String, String> release : releases.entrySet()) {
            if (release.getValue().equals(shortId)) {
                return Optional.of(system(release.getKey()));
            }
        }
        int begin = osinfoPrefix(shortId);
        if (!releases.isEmpty() || begin == 0) {
            return Optional.empty();
        }
        String rest = shortId.substring(begin);
        String bare = rest.startsWith("-") || rest.startsWith(".") ? rest.substring(1) : rest;
        if (bare.isEmpty() || bare.equals("unknown")) {
            return Optional.of(system(""));
        } else if (VERSION_AT_ONCE.matcher(bare).matches() || words.containsValue(bare)) {
            boolean same = SystemVersion.key(version).equals(SystemVersion.key(bare));
            return Optional.of(system(same ? version : bare, Integer.MAX_VALUE, null));
        }
        return Optional.empty();
    }

    /** How much of a short id is this kind's word; 0 for another's. */
    int osinfoPrefix(String shortId) {
        return osinfo.stream()
                .filter(shortId::startsWith)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /** This kind's system of a version as texts have it, or of an unknown one where that is empty. */
    GuestSystem system(String version) {
        return system(version, parts, null);
    }

    private GuestSystem system(String raw, int most, @Nullable Amounts special) {
        String known = words.getOrDefault(raw.toLowerCase(Locale.ROOT), raw);
        String version = rolling ? "" : SystemVersion.cut(known, most);
        Amounts amounts = special == null ? amounts(version) : special;
        SystemNeeds all = new SystemNeeds(
                amounts.minimumVcpus(),
                amounts.recommendedVcpus(),
                amounts.minimumMemory(),
                amounts.recommendedMemory(),
                amounts.minimumDisk(),
                amounts.recommendedDisk(),
                uefiFrom != null && reaches(version, uefiFrom) ? Firmware.UEFI : Firmware.BIOS,
                virtioFrom != null && reaches(version, virtioFrom) ? DeviceProfile.VIRTIO : DeviceProfile.CONSERVATIVE);
        return new GuestSystem(
                version.isEmpty()
                        ? id
                        : id + "-" + version.toLowerCase(Locale.ROOT).replace(' ', '-'),
                family,
                id,
                version.isEmpty() ? name : name + " " + version,
                version,
                rolling,
                icon,
                all);
    }

    private Amounts amounts(String version) {
        Amounts amounts = needs.getFirst().amounts();
        for (Step step : needs) {
            if (reaches(version, step.from())) {
                amounts = step.amounts();
            }
        }
        return amounts;
    }

    /** An unknown version is taken for the latest. */
    private boolean reaches(String version, String from) {
        if (version.isEmpty() || from.isEmpty()) {
            return true;
        } else if (!releases.isEmpty()) {
            List<String> order = List.copyOf(releases.keySet());
            int at = order.indexOf(version);
            return at < 0 || at >= order.indexOf(from);
        }
        return SystemVersion.reaches(version, from);
    }

    /** The short id that libosinfo would have for a system of this kind, without punctuation. */
    String osinfoKey(GuestSystem system) {
        String release = releases.get(system.version());
        return SystemVersion.key(release == null ? osinfo.getFirst() + system.version() : release);
    }
}
