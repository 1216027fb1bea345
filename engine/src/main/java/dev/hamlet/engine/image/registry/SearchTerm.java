package dev.hamlet.engine.image.registry;

/**
 * What is searched for, and where.
 *
 * @param registry the one that stands before the first slash, else Docker Hub
 * @param name part of a name; empty for all
 */
public record SearchTerm(String registry, String name) {
    private static final String HUB = "docker.io";

    /** The term that a person writes: {@code busybox} or {@code registry.example:5000/team}. */
    public static SearchTerm of(String written) {
        String text = written.strip();
        int slash = text.indexOf('/');
        String first = text.substring(0, Math.max(slash, 0));
        if (!first.contains(".") && !first.contains(":") && !first.equals("localhost")) {
            return new SearchTerm(HUB, text);
        }
        String registry = first.equals("index.docker.io") || first.equals("registry-1.docker.io") ? HUB : first;
        return new SearchTerm(registry, text.substring(slash + 1));
    }
}
