package dev.hamlet.app.cli;

import dev.hamlet.engine.image.ImageStore;
import java.util.ArrayList;
import java.util.List;

/** What removing images did, in words. */
final class RemovedLines {
    private RemovedLines() {}

    static List<String> of(ImageStore.Removed removed, Session session) {
        List<String> lines = new ArrayList<>();
        removed.untagged().forEach(name -> lines.add(session.text("cli.container-image.untagged", name.familiar())));
        removed.deleted().forEach(digest -> lines.add(session.text("cli.container-image.deleted", digest.shortened())));
        if (!removed.deleted().isEmpty() || removed.freed().bytes() > 0) {
            lines.add(session.text(
                    "cli.container-image.freed", session.words().figures().size(removed.freed())));
        }
        return lines;
    }
}
