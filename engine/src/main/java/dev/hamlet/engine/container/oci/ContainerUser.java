package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who a container runs as, found in its own {@code /etc/passwd} and {@code /etc/group} (passwd(5), group(5)) as the OCI image
 * specification has it: {@code user}, {@code uid}, {@code user:group}, {@code uid:gid} and mixed. Pure.
 *
 * @param uid its number
 * @param gid its first group
 * @param groups further groups, which it has only where no group was said
 * @param home its home folder
 */
record ContainerUser(long uid, long gid, List<Long> groups, String home) {
    ContainerUser {
        groups = List.copyOf(groups);
    }

    /**
     * The user that is written so.
     *
     * @param name of the container, for problems
     * @param passwd the text of the file, or empty
     * @throws ProblemException {@code ContainerUserUnknown}
     */
    static ContainerUser of(String name, String written, String passwd, String group) throws ProblemException {
        String[] parts = written.split(":", 2);
        String user = parts[0].isEmpty() ? "0" : parts[0];
        Optional<List<String>> entry = find(passwd, user, 7);
        long uid = entry.isPresent()
                ? number(name, written, entry.get().get(2))
                : number(name, written, user, "no such user in its /etc/passwd");
        long gid = entry.isPresent() ? number(name, written, entry.get().get(3)) : 0;
        List<Long> groups = new ArrayList<>();
        if (parts.length == 2 && !parts[1].isEmpty()) {
            Optional<List<String>> wanted = find(group, parts[1], 3);
            gid = wanted.isPresent()
                    ? number(name, written, wanted.get().get(2))
                    : number(name, written, parts[1], "no such group in its /etc/group");
        } else if (entry.isPresent()) {
            for (List<String> line : lines(group, 4)) {
                if (Arrays.asList(line.get(3).split(",")).contains(entry.get().getFirst())) {
                    groups.add(number(name, written, line.get(2)));
                }
            }
        }
        String home = entry.map(line -> line.get(5))
                .filter(folder -> !folder.isEmpty())
                .orElse("/");
        return new ContainerUser(uid, gid, groups, home);
    }

    /** The line of this number, or of this name: one that is called like a number shall not stand for another. */
    private static Optional<List<String>> find(String file, String wanted, int fields) {
        List<List<String>> lines = lines(file, fields);
        int field = wanted.matches("[0-9]+") ? 2 : 0;
        return lines.stream().filter(line -> line.get(field).equals(wanted)).findFirst();
    }

    private static List<List<String>> lines(String file, int fields) {
        return file.lines()
                .map(line -> List.of(line.split(":", -1)))
                .filter(line -> line.size() >= fields)
                .toList();
    }

    private static long number(String name, String written, String text) throws ProblemException {
        return number(name, written, text, "its files have no number for it");
    }

    private static long number(String name, String written, String text, String why) throws ProblemException {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
            throw new ProblemException(new ContainerProblem.ContainerUserUnknown(name, written, why));
        }
        return Long.parseLong(text);
    }
}
