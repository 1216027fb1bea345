package dev.hamlet.app.cli;

import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The life of one small container, told as it goes, where this computer can run one. It is gone at the end. */
final class DemoContainer {
    private static final String SAID = "uname -sm";

    private final Engine engine;
    private final Session session;
    private final DemoReport report;

    DemoContainer(Engine engine, Session session, DemoReport report) {
        this.engine = engine;
        this.session = session;
        this.report = report;
    }

    void run() throws InterruptedException {
        try {
            ContainerEngine containers = engine.containers();
            Optional<Problem> obstacle = containers.obstacle();
            if (obstacle.isPresent()) {
                without(obstacle.get());
                return;
            }
            ContainerRecipe recipe = engine.containerRecipes().stream()
                    .filter(one -> one instanceof BusyboxContainer)
                    .findFirst()
                    .orElseThrow();
            follow(engine.jobs()
                    .start(Phrase.of("job.image-build", recipe.name().familiar()), recipe::build));
            // Without a network, of which a bridge would stay.
            ContainerWish wish = ContainerWish.of(List.of("sh", "-c", SAID)).on(NetworkWish.of(NetworkWish.NONE));
            String name = "demo-" + ProcessHandle.current().pid();
            ContainerSnapshot made = follow(containers.create(recipe.name().familiar(), name, wish));
            try {
                ContainerSnapshot _ = follow(containers.start(made.id().value()));
                var _ = containers.await(made.id().value());
                report.step("container", "demo.container", recipe.name().familiar(), said(containers, made));
            } finally {
                remove(containers, made);
            }
        } catch (ProblemException e) {
            without(e.problem());
        }
    }

    private static String said(ContainerEngine containers, ContainerSnapshot made)
            throws ProblemException, InterruptedException {
        StringBuilder text = new StringBuilder();
        try (ContainerLog log = containers.log(made.id().value())) {
            log.readNew().forEach(piece -> text.append(new String(piece.text(), StandardCharsets.UTF_8)));
        }
        return text.toString().strip();
    }

    private void without(Problem why) {
        report.tell(session.text(
                "demo.container.not", ProblemWords.of(why, session.words()).title()));
    }

    private static void remove(ContainerEngine containers, ContainerSnapshot made)
            throws ProblemException, InterruptedException {
        boolean interrupted = Thread.interrupted();
        ContainerSnapshot _ = containers.remove(made.id().value(), true).await();
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    private <T> T follow(Job<T> job) throws ProblemException, InterruptedException {
        return JobFollower.follow(session, job, report.isSilent());
    }
}
