package dev.hamlet.engine.system;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words for processors in labels and file names, such as {@code amd64}, and what they are called here. */
final class Architectures {
    /** Labels of 32 characters are often cut off within the word. */
    private static final Pattern WORD = Pattern.compile(
            "(?<![a-z0-9]|android-)(x86[_-]64|x86_6?$|x64|x86-?32|x86|amd64|64bit|i[3-6]86|32bit|ia64"
                    + "|aarch64|arm64|armhfp?|armv7(hl|l)?|ppc64le|ppc64el|p64el|ppc64|ppc"
                    + "|s390x|riscv(64)?|loong(arch)?64|mips64el)(?![a-z])",
            Pattern.CASE_INSENSITIVE);

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("x64", "x86_64"),
            Map.entry("amd64", "x86_64"),
            Map.entry("64bit", "x86_64"),
            Map.entry("x86", "i686"),
            Map.entry("x8632", "i686"),
            Map.entry("32bit", "i686"),
            Map.entry("i386", "i686"),
            Map.entry("i486", "i686"),
            Map.entry("i586", "i686"),
            Map.entry("arm64", "aarch64"),
            Map.entry("armhf", "armv7l"),
            Map.entry("armhfp", "armv7l"),
            Map.entry("armv7", "armv7l"),
            Map.entry("armv7hl", "armv7l"),
            Map.entry("ppc64el", "ppc64le"),
            Map.entry("p64el", "ppc64le"),
            Map.entry("riscv", "riscv64"),
            Map.entry("loong64", "loongarch64"));

    /** The programs that UEFI firmware starts, by the processor that they are for (UEFI 2.10, 3.5.1.1). */
    private static final Map<String, String> BOOT_PROGRAMS = programs();

    private Architectures() {}

    private static Map<String, String> programs() {
        Map<String, String> programs = new LinkedHashMap<>();
        programs.put("efi/boot/bootx64.efi", "x86_64");
        programs.put("efi/boot/bootaa64.efi", "aarch64");
        programs.put("efi/boot/bootriscv64.efi", "riscv64");
        programs.put("efi/boot/bootloongarch64.efi", "loongarch64");
        programs.put("efi/boot/bootia32.efi", "i686");
        programs.put("efi/boot/bootarm.efi", "armv7l");
        return programs;
    }

    /** The first that the text names, or empty. */
    static String named(String text) {
        Matcher matcher = WORD.matcher(text);
        if (!matcher.find()) {
            return "";
        }
        String word = matcher.group(1).toLowerCase(Locale.ROOT).replace("-", "");
        return word.startsWith("x86_") || word.equals("x8664") ? "x86_64" : NAMES.getOrDefault(word, word);
    }

    /** The text without such words, since the numbers in them are no versions. */
    static String without(String text) {
        return WORD.matcher(text).replaceAll("_");
    }

    /** What to look for on a CD to know its processor. */
    static Set<String> bootPrograms() {
        return BOOT_PROGRAMS.keySet();
    }

    /** The processor of the boot programs that are there, or empty. */
    static String booted(Set<String> files) {
        return BOOT_PROGRAMS.entrySet().stream()
                .filter(program -> files.contains(program.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
