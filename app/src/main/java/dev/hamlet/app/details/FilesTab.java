package dev.hamlet.app.details;

import dev.hamlet.app.containers.files.FileCopies;
import dev.hamlet.app.containers.files.FilesModel;
import dev.hamlet.app.containers.files.FilesView;
import javafx.scene.Node;
import javafx.util.Subscription;

/** Files of the selected container, looked at while somebody sees them. */
final class FilesTab implements DetailsTab {
    private final FilesModel model;
    private final FilesView view;
    private final Subscription subscription;

    FilesTab(ContainerContext context) {
        model = new FilesModel(context.containers().engine(), context.fx());
        FileCopies copies = new FileCopies(
                context.containers().engine(),
                context.fx(),
                context.beat(),
                context.containers().dialogs(),
                context.tell(),
                model::again);
        view = new FilesView(model, copies, context.files(), context.words());
        subscription = context.containers().snapshot().subscribe(model::at);
    }

    @Override
    public Node node() {
        return view;
    }

    @Override
    public void seen(boolean now) {
        model.seen(now);
    }

    @Override
    public void lookAgain() {
        model.again();
    }

    @Override
    public void dispose() {
        subscription.unsubscribe();
        view.dispose();
        model.close();
    }
}
