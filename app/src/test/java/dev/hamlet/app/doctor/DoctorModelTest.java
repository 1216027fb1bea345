package dev.hamlet.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without a toolkit: the test's own thread is the one that the model belongs to. */
@Timeout(30)
class DoctorModelTest {
    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final TestHostOf host =
            new TestHostOf(TestReports.lacking(TestReports.IDS)).becoming(TestReports.lacking());
    private final DoctorModel model = new DoctorModel(host, queue::add);

    private DoctorModel.State now() {
        return model.stateProperty().get();
    }

    private void await(BooleanSupplier come) throws InterruptedException {
        assertTrue(TimeSource.system()
                .await(
                        () -> {
                            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                                next.run();
                            }
                            return come.getAsBoolean();
                        },
                        Duration.ofSeconds(20),
                        Duration.ofMillis(2)));
    }

    private void look() throws InterruptedException {
        model.lookOnce();
        await(() -> now().report().isPresent() && !now().isLooking());
    }

    @Test
    void nothingIsLookedAtBeforeSomebodyAsksAndThenOnce() throws Exception {
        assertEquals(List.of(), host.asked);
        look();
        model.lookOnce();
        assertEquals(List.of("look"), host.asked);
        assertTrue(now().canAsk());
    }

    @Test
    void whatWasRepairedIsLookedAtAnew() throws Exception {
        look();
        model.repair(PrivilegedVerb.SUBORDINATE_IDS);
        assertEquals(Optional.of(PrivilegedVerb.SUBORDINATE_IDS), now().repairing());
        await(() -> now().report().orElseThrow().lacks().isEmpty());
        assertEquals(List.of("look", "subordinate-ids", "look anew"), host.asked);
        assertEquals(Optional.empty(), now().repairing());
        assertEquals(Optional.of(PrivilegedVerb.SUBORDINATE_IDS), now().repaired());
    }

    @Test
    void oneThingIsRepairedAtATime() throws Exception {
        CountDownLatch password = new CountDownLatch(1);
        host.waitingFor(password);
        look();
        model.repair(PrivilegedVerb.SUBORDINATE_IDS);
        model.repair(PrivilegedVerb.KVM_ACCESS);
        password.countDown();
        await(() -> now().repairing().isEmpty());
        assertFalse(host.asked.contains("kvm-access"));
    }

    @Test
    void aLookThatWasUnderWayDuringARepairIsMadeOnceMore() throws Exception {
        look();
        model.lookAgain();
        model.repair(PrivilegedVerb.SUBORDINATE_IDS);
        // Nothing of either has been heard of yet: first the repair, then the look that came before it.
        await(() -> host.asked.size() >= 4 && !now().isLooking());
        assertEquals(List.of("look", "look anew", "subordinate-ids", "look anew"), sorted());
        assertTrue(now().report().orElseThrow().lacks().isEmpty());
    }

    /** The look and the repair run on threads of their own. */
    private List<String> sorted() {
        List<String> asked = new ArrayList<>(host.asked);
        if (asked.indexOf("subordinate-ids") == 1) {
            asked.set(1, asked.set(2, "subordinate-ids"));
        }
        return asked;
    }

    @Test
    void aQuestionThatIsTakenBackIsNoProblem() throws Exception {
        host.waitingFor(new CountDownLatch(1));
        look();
        model.repair(PrivilegedVerb.SUBORDINATE_IDS);
        model.cancel();
        await(() -> now().repairing().isEmpty());
        assertEquals(Optional.empty(), now().problem());
        assertEquals(Optional.empty(), now().repaired());
    }

    @Test
    void aQuestionThatIsClosedIsNoProblemAndARefusalIsOne() throws Exception {
        host.refusing(new HostProblem.PrivilegeDismissed("subordinate-ids"));
        look();
        model.repair(PrivilegedVerb.SUBORDINATE_IDS);
        await(() -> now().repairing().isEmpty() && !now().isLooking());
        assertEquals(Optional.empty(), now().problem());

        Problem refused = new HostProblem.PrivilegeRefused("subordinate-ids", "Not authorized");
        host.refusing(refused);
        model.repair(PrivilegedVerb.SUBORDINATE_IDS);
        await(() -> now().repairing().isEmpty() && !now().isLooking());
        assertEquals(Optional.of(refused), now().problem());
        assertFalse(now().report().orElseThrow().lacks().isEmpty());
    }

    @Test
    void whatCannotBeLookedAtSaysWhyAndCanBeAskedAgain() throws Exception {
        Problem why = new HostProblem.FileUnusable(java.nio.file.Path.of("/proc/meminfo"), "permission denied");
        host.unseen(why);
        model.lookOnce();
        await(() -> now().problem().isPresent());
        assertEquals(Optional.of(why), now().problem());
        host.unseen(null);
        model.lookAgain();
        await(() -> now().report().isPresent());
        assertEquals(Optional.empty(), now().problem());
    }
}
