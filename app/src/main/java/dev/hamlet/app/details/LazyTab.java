package dev.hamlet.app.details;

import java.util.function.Supplier;
import javafx.scene.control.Tab;
import org.jspecify.annotations.Nullable;

/** A tab whose content is made when it is first seen. */
final class LazyTab extends Tab {
    private final Supplier<DetailsTab> maker;
    private @Nullable DetailsTab made;

    /**
     * A tab without content.
     *
     * @param word its name in ids
     * @param text what stands on it
     */
    LazyTab(String word, String text, Supplier<DetailsTab> maker) {
        super(text);
        this.maker = maker;
        setId("details-tab-" + word);
    }

    /** Whether somebody can see the content. */
    void seen(boolean now) {
        DetailsTab content = made;
        if (content == null && now) {
            content = maker.get();
            made = content;
            setContent(content.node());
        }
        if (content != null) {
            content.seen(now);
        }
    }

    void lookAgain() {
        if (made != null) {
            made.lookAgain();
        }
    }

    void dispose() {
        if (made != null) {
            made.dispose();
            made = null;
        }
    }
}
