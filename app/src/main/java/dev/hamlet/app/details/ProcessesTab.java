package dev.hamlet.app.details;

import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerProcess;
import dev.hamlet.engine.container.ContainerSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/** The processes of the selected container, read from the kernel's own files while somebody sees them. */
final class ProcessesTab implements DetailsTab {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Messages words;
    private final ObservableList<ContainerProcess> rows = FXCollections.observableArrayList();
    private final LiveLook<ContainerSnapshot, List<ContainerProcess>> look;
    private final TableView<ContainerProcess> table = new TableView<>(rows);
    private final VBox page = new VBox(table);
    private final Subscription subscription;

    ProcessesTab(ContainerContext context) {
        this.words = context.words();
        table.setId("container-processes");
        table.setAccessibleText(words.text("details.tab.processes"));
        Label none = new Label(words.text("containers.processes.none"));
        none.getStyleClass().add("muted");
        table.setPlaceholder(none);
        table.getColumns().add(figures("pid", one -> Long.toString(one.ownPid())));
        table.getColumns().add(figures("host-pid", one -> Long.toString(one.pid())));
        table.getColumns().add(figures("user", one -> Long.toString(one.user())));
        table.getColumns().add(figures("cpu", one -> words.figures().glanceAge(one.cpu())));
        table.getColumns().add(figures("memory", one -> words.figures().size(one.memory())));
        table.getColumns().add(column("command", ContainerProcess::command));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        page.getStyleClass().add("page-body");
        VBox.setVgrow(table, Priority.ALWAYS);
        look = new LiveLook<>(
                "container-processes",
                context.time(),
                any -> EVERY,
                context.fx(),
                context.beat(),
                context.containers().engine()::processes,
                this::show);
        subscription = context.containers()
                .selectedProperty()
                .flatMap(ContainerRow::snapshotProperty)
                .subscribe(container -> {
                    if (container == null || !container.state().isLive()) {
                        rows.clear();
                    }
                    look.at(container);
                });
    }

    /** A row that stays is the same row, so that one that was chosen stays chosen. */
    private void show(List<ContainerProcess> now) {
        if (!now.equals(rows)) {
            int chosen = table.getSelectionModel().getSelectedIndex();
            rows.setAll(now);
            if (chosen >= 0 && chosen < now.size()) {
                table.getSelectionModel().select(chosen);
            }
        }
    }

    private TableColumn<ContainerProcess, String> figures(String word, Function<ContainerProcess, String> text) {
        TableColumn<ContainerProcess, String> column = column(word, text);
        column.getStyleClass().add("figures");
        return column;
    }

    private TableColumn<ContainerProcess, String> column(String word, Function<ContainerProcess, String> text) {
        TableColumn<ContainerProcess, String> column = new TableColumn<>(words.text("containers.processes." + word));
        column.setSortable(false);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        return column;
    }

    @Override
    public Node node() {
        return page;
    }

    @Override
    public void seen(boolean now) {
        look.seen(now);
    }

    @Override
    public void lookAgain() {
        look.again();
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
        look.close();
    }
}
