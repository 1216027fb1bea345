package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name of an image, completed as Docker does it ({@code distribution/reference}): {@code busybox} is {@code
 * docker.io/library/busybox:latest}.
 *
 * @param domain of the registry, with its port if it has one
 * @param path of the repository there
 * @param tag empty only where there is a digest
 * @param digest what it must lead to, if that is said
 */
public record ImageReference(String domain, String path, String tag, Optional<BlobDigest> digest)
        implements Comparable<ImageReference> {
    private static final String USUAL_DOMAIN = "docker.io";
    private static final String USUAL_FOLDER = "library/";
    private static final String USUAL_TAG = "latest";

    /** Of images that were made on this computer. */
    static final String HERE = "localhost";

    private static final Pattern DOMAIN = Pattern.compile(
            "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*"
                    + "(?::[0-9]+)?|\\[[a-fA-F0-9:]+](?::[0-9]+)?");
    private static final Pattern PATH =
            Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern ID = Pattern.compile("[a-f0-9]{64}");
    private static final int LONGEST = 255;

    /**
     * Reads a name as a person writes it.
     *
     * @throws ProblemException {@code ReferenceInvalid}
     */
    public static ImageReference parse(String text) throws ProblemException {
        if (text.length() > 2 * LONGEST) {
            throw invalid(text.substring(0, 40) + "…", "it is too long");
        }
        String rest = text;
        Optional<BlobDigest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = BlobDigest.parse(rest.substring(at + 1));
            if (digest.isEmpty()) {
                throw invalid(text, "after the @ stands a digest, sha256: and 64 lower-case hexadecimal digits");
            }
            rest = rest.substring(0, at);
        }
        String tag = digest.isPresent() ? "" : USUAL_TAG;
        int colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
        if (colon >= 0) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
            if (!TAG.matcher(tag).matches()) {
                throw invalid(text, "a tag has letters, digits, and . _ - but not at its beginning, 128 at most");
            }
        }
        return named(text, rest, tag, digest);
    }

    private static ImageReference named(String text, String name, String tag, Optional<BlobDigest> digest)
            throws ProblemException {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasDomain = first.contains(".")
                || first.contains(":")
                || first.equals(HERE)
                || !first.equals(first.toLowerCase(java.util.Locale.ROOT));
        String domain = hasDomain ? first : USUAL_DOMAIN;
        String path = hasDomain ? name.substring(slash + 1) : name;
        if (domain.equals("index.docker.io")) {
            domain = USUAL_DOMAIN;
        }
        if (domain.equals(USUAL_DOMAIN) && !path.contains("/")) {
            path = USUAL_FOLDER + path;
        }
        if (ID.matcher(name).matches()) {
            throw invalid(text, "64 hexadecimal digits are an id, not a name");
        } else if (!PATH.matcher(path).matches() || !DOMAIN.matcher(domain).matches()) {
            throw invalid(
                    text,
                    path.equals(path.toLowerCase(java.util.Locale.ROOT))
                            ? "a name has lower-case letters, digits, and . _ - / between them"
                            : "a name has no capital letters");
        } else if (path.length() > LONGEST) {
            throw invalid(text, "a name has 255 characters at most");
        }
        return new ImageReference(domain, path, tag, digest);
    }

    private static ProblemException invalid(String text, String why) {
        return new ProblemException(new ImageProblem.ReferenceInvalid(text, why));
    }

    /** A name for what is made on this computer, {@code localhost/PATH:TAG}; both as their grammar has them. */
    public static ImageReference ofThisHost(String path, String tag) {
        if (!PATH.matcher(path).matches() || !TAG.matcher(tag).matches()) {
            throw new IllegalArgumentException("no name of an image: " + path + ":" + tag);
        }
        return new ImageReference(HERE, path, tag, Optional.empty());
    }

    /** The same name on this computer, for one that was given without a registry. */
    Optional<ImageReference> madeHere() {
        return domain.equals(USUAL_DOMAIN) && path.startsWith(USUAL_FOLDER)
                ? Optional.of(new ImageReference(HERE, path.substring(USUAL_FOLDER.length()), tag, digest))
                : Optional.empty();
    }

    /** The same without its digest, by which it has a name in the store; with the usual tag if it had none. */
    public ImageReference tagged() {
        return new ImageReference(domain, path, tag.isEmpty() ? USUAL_TAG : tag, Optional.empty());
    }

    /** By which it has a name in the store once it came from a registry: its tag, or its digest where it was asked for by that. */
    public ImageReference stored() {
        return digest.isPresent() ? new ImageReference(domain, path, "", digest) : tagged();
    }

    /** Such as {@code docker.io/library/busybox}. */
    public String repository() {
        return domain + "/" + path;
    }

    /** As people write it: without what is usual. */
    public String familiar() {
        String name = !domain.equals(USUAL_DOMAIN)
                ? repository()
                : path.startsWith(USUAL_FOLDER) && path.indexOf('/', USUAL_FOLDER.length()) < 0
                        ? path.substring(USUAL_FOLDER.length())
                        : path;
        return name + ending();
    }

    /** The last part of its path, with its tag where that is not the usual one. */
    String shortest() {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return tag.equals(USUAL_TAG) ? last : last + ending();
    }

    private String ending() {
        return (tag.isEmpty() ? "" : ":" + tag) + digest.map(one -> "@" + one).orElse("");
    }

    @Override
    public int compareTo(ImageReference other) {
        return toString().compareTo(other.toString());
    }

    /** All of it. */
    @Override
    public String toString() {
        return repository() + ending();
    }
}
