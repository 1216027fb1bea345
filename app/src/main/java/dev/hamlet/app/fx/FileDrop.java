package dev.hamlet.app.fx;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;

/** Takes files that another program drops. Belongs to the JavaFX thread. */
public final class FileDrop {
    private static final PseudoClass HELD = PseudoClass.getPseudoClass("file-held");

    private FileDrop() {}

    /** Takes files that are dropped onto this node or what stands in it, and shows that while one is held over it. */
    public static void onto(Node node, Consumer<Path> take) {
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
            file.ifPresent(take);
            event.setDropCompleted(file.isPresent());
            event.consume();
        });
    }

    /** The same for any number of files at once. */
    public static void several(Node node, Consumer<List<Path>> take) {
        node.setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
                node.pseudoClassStateChanged(HELD, true);
            }
            event.consume();
        });
        node.setOnDragExited(event -> node.pseudoClassStateChanged(HELD, false));
        node.setOnDragDropped(event -> {
            List<Path> files =
                    event.getDragboard().getFiles().stream().map(File::toPath).toList();
            event.setDropCompleted(!files.isEmpty());
            event.consume();
            if (!files.isEmpty()) {
                take.accept(files);
            }
        });
    }

    /** One alone: of several nobody knows which is meant first. */
    private static Optional<Path> file(DragEvent event) {
        return event.getDragboard().hasFiles()
                        && event.getDragboard().getFiles().size() == 1
                ? Optional.of(event.getDragboard().getFiles().getFirst().toPath())
                : Optional.empty();
    }
}
