package dev.hamlet.app.details;

import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.terminal.ExecView;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import java.util.HashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Terminals in containers, one of each: what runs in one goes on while another container is selected, and when this is gone.
 * Belongs to the JavaFX thread.
 */
final class ContainerTerminals implements DetailsTab {
    private final ContainerContext context;
    private final Map<ContainerId, ExecView> views = new HashMap<>();
    private final StackPane page = new StackPane();
    private final ListChangeListener<ContainerRow> rowsChanged = this::rowsChanged;
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
        ExecView view =
                views.computeIfAbsent(container.id(), id -> new ExecView(context.shells(), container, context.words()));
        view.show(container);
        if (!page.getChildren().contains(view)) {
            page.getChildren().setAll(view);
        }
    }

    /** Only of what was there and is not any more: a list that fills has not been seen whole yet. */
    private void rowsChanged(ListChangeListener.Change<? extends ContainerRow> change) {
        while (change.next()) {
            for (ContainerRow gone : change.getRemoved()) {
                forget(gone.id());
            }
        }
    }

    private void forget(ContainerId gone) {
        ExecView view = views.remove(gone);
        if (view != null) {
            page.getChildren().remove(view);
            view.dispose();
        }
        context.shells().forget(gone);
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
