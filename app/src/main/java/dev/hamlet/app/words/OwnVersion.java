package dev.hamlet.app.words;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/** Which Hamlet this is. */
public final class OwnVersion {
    private OwnVersion() {}

    /** As its module says, such as {@code 0.1.0}. */
    public static String text() {
        return Optional.ofNullable(OwnVersion.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("(built without a version)");
    }
}
