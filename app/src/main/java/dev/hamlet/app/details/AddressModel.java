package dev.hamlet.app.details;

import dev.hamlet.engine.machine.GuestInterface;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the selected machine's guest, asked of the agent within it now and then while they are seen. Belongs to
 * the JavaFX thread; needs no toolkit.
 */
final class AddressModel implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** What the guest's agent says. */
    sealed interface Answer {
        /** It has not been asked, or has not answered yet. */
        record Unasked() implements Answer {}

        /** No agent answers. */
        record Silence() implements Answer {}

        /** These interfaces there are. */
        record Interfaces(List<GuestInterface> all) implements Answer {}
    }

    private final ReadOnlyObjectWrapper<Answer> answer = new ReadOnlyObjectWrapper<>(new Answer.Unasked());
    private final LiveLook<Machine, Answer> look;
    private final Subscription subscription;

    AddressModel(DetailsContext context) {
        look = new LiveLook<>(
                "guest-addresses",
                context.time(),
                machine -> EVERY,
                context.fx(),
                context.fx(),
                AddressModel::ask,
                answer::set);
        subscription = context.live().subscribe(this::lookAt);
    }

    private void lookAt(@Nullable Machine machine) {
        answer.set(new Answer.Unasked());
        look.at(machine);
    }

    private static Answer ask(Machine machine) throws InterruptedException {
        try {
            Optional<List<GuestInterface>> all = machine.guest("addresses").interfaces();
            return all.isPresent() ? new Answer.Interfaces(all.get()) : new Answer.Silence();
        } catch (ProblemException e) {
            return new Answer.Silence();
        }
    }

    /** What the agent last said. */
    ReadOnlyObjectProperty<Answer> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    /** Whether somebody can see the addresses. */
    void seen(boolean now) {
        look.seen(now);
    }

    @Override
    public void close() {
        subscription.unsubscribe();
        look.close();
    }
}
