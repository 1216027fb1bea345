package dev.hamlet.app.details;

import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.terminal.ExecView;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Terminals in containers, one of each: what runs in one goes on while another container is selected. Belongs to the JavaFX
 * thread.
 */
final class ContainerTerminals implements DetailsTab {
    private final ContainerContext context;
    private final Map<ContainerId, ExecView> views = new HashMap<>();
    private final StackPane page = new StackPane();
    private final ListChangeListener<ContainerRow> rowsChanged = change -> removeOthers();
    private final Subscription subscription;
    private boolean seen;

    ContainerTerminals(ContainerContext context) {
        this.context = context;
        page.getStyleClass().add("container-terminals");
        context.containers().rows().addListener(rowsChanged);
        subscription = context.containers().snapshot().subscribe(this::show);
    }

    private void show(@Nullable ContainerSnapshot container) {
        if (container == null || !seen) {
            return;
        }
        ExecView view = views.computeIfAbsent(
                container.id(),
                id -> new ExecView(context.containers().engine(), container, context.words(), context.fx()));
        view.show(container);
        if (!page.getChildren().contains(view)) {
            page.getChildren().setAll(view);
        }
    }

    private void removeOthers() {
        Set<ContainerId> there =
                context.containers().rows().stream().map(ContainerRow::id).collect(Collectors.toSet());
        for (ContainerId gone : Set.copyOf(views.keySet())) {
            if (!there.contains(gone)) {
                ExecView view = views.remove(gone);
                if (view != null) {
                    page.getChildren().remove(view);
                    view.dispose();
                }
            }
        }
    }

    @Override
    public Node node() {
        return page;
    }

    @Override
    public void seen(boolean now) {
        seen = now;
        show(context.containers().snapshot().getValue());
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
        context.containers().rows().removeListener(rowsChanged);
        views.values().forEach(ExecView::dispose);
        views.clear();
    }
}
