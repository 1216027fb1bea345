package dev.hamlet.app.shell;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;

/** A file that another program drops begins a machine, wherever in the window it falls. */
final class FileDrop {
    private static final PseudoClass HELD = PseudoClass.getPseudoClass("file-held");

    private FileDrop() {}

    /** Takes files that are dropped onto this node or what stands in it, and shows that while one is held over it. */
    static void onto(Node node, Consumer<Path> begin) {
        node.setOnDragOver(event -> {
            if (file(event).isPresent()) {
                event.acceptTransferModes(TransferMode.COPY, TransferMode.LINK);
                node.pseudoClassStateChanged(HELD, true);
            }
            event.consume();
        });
        node.setOnDragExited(event -> node.pseudoClassStateChanged(HELD, false));
        node.setOnDragDropped(event -> {
            Optional<Path> file = file(event);
            file.ifPresent(begin);
            event.setDropCompleted(file.isPresent());
            event.consume();
        });
    }

    /** One file begins one machine; several would begin with none of them. */
    private static Optional<Path> file(DragEvent event) {
        return event.getDragboard().hasFiles()
                        && event.getDragboard().getFiles().size() == 1
                ? Optional.of(event.getDragboard().getFiles().getFirst().toPath())
                : Optional.empty();
    }
}
