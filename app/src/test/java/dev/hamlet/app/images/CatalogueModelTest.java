package dev.hamlet.app.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.ModelThread;
import dev.hamlet.engine.catalog.Catalog;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cards over real downloads from a site on this computer that behaves as badly as sites do. */
@Timeout(120)
class CatalogueModelTest {
    @TempDir
    private Path home = Path.of("");

    private final ModelThread turns = new ModelThread();
    private final List<NewMachine.Source> made = new ArrayList<>();
    private final byte[] disk = TestImages.qcow2();
    private @Nullable TestImages opened;
    private @Nullable CatalogueModel model;

    @BeforeEach
    void open() throws Exception {
        opened = new TestImages(home);
    }

    @AfterEach
    void close() {
        if (model != null) {
            model.close();
        }
        images().close();
    }

    private TestImages images() {
        return Objects.requireNonNull(opened);
    }

    private CatalogueModel model() {
        if (model == null) {
            model = new CatalogueModel(
                    CatalogueWork.of(images().engine()),
                    images().engine().jobs(),
                    turns,
                    TestImages.impatient(),
                    made::add);
            model.lookAgain();
            CatalogueModel now = model;
            turns.await("looked", () -> now.count() > 0);
        }
        return model;
    }

    private CatalogueCard card(String id) {
        return model().shown().stream()
                .filter(card -> card.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private OfferState state() {
        return card("mine").stateProperty().get();
    }

    private <S extends OfferState> S await(Class<S> kind) {
        turns.await(kind.getSimpleName(), () -> kind.isInstance(state()));
        return kind.cast(state());
    }

    /** Whether a download has brought something; the card itself is told ten times a second at most. */
    private boolean hasBytes() {
        return images().engine().jobs().running().stream()
                .anyMatch(job -> job.snapshot().bytesDone() > 0);
    }

    /** Offers one image of this site, held to the digest of these bytes. */
    private void offer(Site site, byte[] promised) throws Exception {
        images().offer(TestImages.entry("mine-1", "Mine", "1", site.url("/a.qcow2"), TestImages.sha256(promised)));
    }

    private List<String> downloads() throws IOException {
        Path folder = images().paths().downloads();
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    @Test
    void aSystemIsOneCardWithItsVersionsNewestFirst() throws Exception {
        images().offer(
                        TestImages.entry("mine-9", "Mine", "9", "https://example.org/a.img", TestImages.sha256(disk)),
                        TestImages.entry(
                                "mine-10", "Mine", "10", "https://example.org/b.img", TestImages.sha256(disk)));
        CatalogueCard card = card("mine");
        assertEquals(List.of("10", "9"), card.versions());
        assertEquals("Mine 10", card.chosen().imageName());
        model().chooseVersion(card, "9");
        assertEquals("Mine 9", card.chosen().imageName());
        assertEquals(List.of("x86_64"), card.architectures());
        assertTrue(model().shown().stream().anyMatch(one -> one.chosen() instanceof Offer.Built));
    }

    @Test
    void aDownloadThatEndsMakesTheCardSayThatItIsHere() throws Exception {
        try (Site site = new Site((number, from, out) -> Site.part(out, disk, from, disk.length, "\"1\""))) {
            offer(site, disk);
            assertInstanceOf(OfferState.Absent.class, state());
            model().bring(card("mine"));
            assertInstanceOf(OfferState.Working.class, state());
            await(OfferState.Here.class);
            model().make(card("mine"));
            assertEquals(List.of(new NewMachine.Source.Image("Mine 1")), made);
            assertEquals(List.of(), downloads());
        }
    }

    @Test
    void aPausedDownloadGoesOnWhereItStoppedAlsoInAnotherWindow() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Integer> asked = new ArrayList<>();
        try (Site site = new Site((number, from, out) -> {
            asked.add(from);
            if (number == 1) {
                Site.part(out, disk, from, disk.length / 2, "\"1\"");
                go.await();
            } else {
                Site.part(out, disk, from, disk.length, "\"1\"");
            }
        })) {
            offer(site, disk);
            model().bring(card("mine"));
            turns.await("some is here", this::hasBytes);
            model().pause(card("mine"));
            assertInstanceOf(OfferState.Stopping.class, state());
            OfferState.Paused paused = await(OfferState.Paused.class);
            assertEquals(disk.length, paused.part().totalBytes());
            model().close();
            model = null;
            assertEquals(paused, await(OfferState.Paused.class));
            model().bring(card("mine"));
            await(OfferState.Here.class);
            assertEquals((int) paused.part().bytes(), asked.getLast());
            go.countDown();
        }
    }

    @Test
    void aCancelledDownloadLeavesNothing() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Site site = new Site((number, from, out) -> {
            Site.part(out, disk, from, disk.length / 2, "\"1\"");
            go.await();
        })) {
            offer(site, disk);
            model().bring(card("mine"));
            turns.await("some is here", this::hasBytes);
            model().cancel(card("mine"));
            await(OfferState.Absent.class);
            assertEquals(List.of(), downloads());
            go.countDown();
        }
    }

    @Test
    void aPausedDownloadCanBeGivenUp() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Site site = new Site((number, from, out) -> {
            Site.part(out, disk, from, disk.length / 2, "\"1\"");
            go.await();
        })) {
            offer(site, disk);
            model().bring(card("mine"));
            turns.await("some is here", this::hasBytes);
            model().pause(card("mine"));
            await(OfferState.Paused.class);
            model().cancel(card("mine"));
            await(OfferState.Absent.class);
            assertEquals(List.of(), downloads());
            go.countDown();
        }
    }

    @Test
    void severalDownloadsGoOnAtOnceAndAreStoppedApart() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Site site = new Site((number, from, out) -> {
            Site.part(out, disk, from, disk.length / 2, "\"1\"");
            go.await();
            out.write(disk, disk.length / 2, disk.length - disk.length / 2);
        })) {
            images().offer(
                            TestImages.entry("one-1", "One", "1", site.url("/a.qcow2"), TestImages.sha256(disk)),
                            TestImages.entry("two-1", "Two", "1", site.url("/b.qcow2"), TestImages.sha256(disk)));
            model().bring(card("one"));
            model().bring(card("two"));
            turns.await("both begin", () -> site.requests() == 2);
            model().cancel(card("one"));
            turns.await("one is gone", () -> card("one").stateProperty().get() instanceof OfferState.Absent);
            assertInstanceOf(
                    OfferState.Working.class, card("two").stateProperty().get());
            go.countDown();
            turns.await("two is here", () -> card("two").stateProperty().get() instanceof OfferState.Here);
        }
    }

    private DownloadProblem failsThenContinues(Site.Behaviour bad, Class<? extends Problem> kind, boolean kept)
            throws Exception {
        AtomicBoolean well = new AtomicBoolean();
        try (Site site = new Site((number, from, out) -> {
            if (well.get()) {
                Site.part(out, disk, from, disk.length, "\"1\"");
            } else {
                bad.answer(number, from, out);
            }
        })) {
            offer(site, disk);
            model().bring(card("mine"));
            OfferState.Failed failed = await(OfferState.Failed.class);
            assertInstanceOf(kind, failed.problem());
            turns.await(
                    "the part is known",
                    () -> ((OfferState.Failed) state()).part().isPresent() == kept);
            well.set(true);
            model().bring(card("mine"));
            assertInstanceOf(OfferState.Working.class, state());
            await(OfferState.Here.class);
            assertEquals(List.of(), downloads());
            return (DownloadProblem) failed.problem();
        }
    }

    @Test
    void aSiteThatCutsTheLineAtNinetyPercentIsToldAndContinued() throws Exception {
        int most = disk.length * 9 / 10;
        DownloadProblem.DownloadStopped problem = assertInstanceOf(
                DownloadProblem.DownloadStopped.class,
                failsThenContinues(
                        (number, from, out) -> Site.part(out, disk, from, Math.max(from, most), "\"1\""),
                        DownloadProblem.DownloadStopped.class,
                        true));
        assertEquals(most * 100 / disk.length, problem.percent());
    }

    @Test
    void aSiteThatIgnoresRangeIsReadFromTheBeginning() throws Exception {
        failsThenContinues(
                (number, from, out) -> {
                    Site.head(out, "200 OK", "Content-Length: " + disk.length, "ETag: \"1\"");
                    out.write(disk, 0, disk.length / 2);
                },
                DownloadProblem.DownloadStopped.class,
                true);
    }

    @Test
    void aFileThatChangesBetweenTriesIsNeverMixed() throws Exception {
        byte[] other = Arrays.copyOf(disk, disk.length);
        other[disk.length - 1] = 7;
        failsThenContinues(
                (number, from, out) -> {
                    Site.head(out, "200 OK", "Content-Length: " + other.length, "ETag: \"" + number + "\"");
                    out.write(other, 0, number % 2 == 0 ? other.length : other.length / 2);
                },
                DownloadProblem.DigestMismatch.class,
                false);
    }

    @Test
    void anErrorPageIsNoImage() throws Exception {
        failsThenContinues((number, from, out) -> page(out, "200 OK"), DownloadProblem.DigestMismatch.class, false);
    }

    @Test
    void aSiteThatRefusesIsToldWithItsStatus() throws Exception {
        DownloadProblem problem = failsThenContinues(
                (number, from, out) -> page(out, "403 Forbidden"), DownloadProblem.SiteRefused.class, false);
        assertEquals(403, ((DownloadProblem.SiteRefused) problem).status());
    }

    private static void page(OutputStream out, String status) throws IOException {
        byte[] page = "<html>Sorry</html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Site.head(out, status, "Content-Length: " + page.length);
        out.write(page);
    }

    @Test
    void aDownloadThatAnotherPartOfTheWindowBeganIsOnItsCardToo() throws Exception {
        images().offer(TestImages.entry("mine-1", "Mine", "1", "https://example.org/a.img", TestImages.sha256(disk)));
        CountDownLatch go = new CountDownLatch(1);
        assertInstanceOf(OfferState.Absent.class, state());
        images().engine().jobs().start(Phrase.of("job.image-pull", "Mine 1"), progress -> {
            go.await();
            return "";
        });
        await(OfferState.Working.class);
        model().bring(card("mine"));
        go.countDown();
        await(OfferState.Absent.class);
    }

    @Test
    void cardsAreSearchedAndFiltered() throws Exception {
        images().offer(TestImages.entry("mine-1", "Mine", "1", "https://example.org/a.img", TestImages.sha256(disk)));
        model();
        model().searchProperty().set("MINE");
        assertEquals(
                List.of("mine"), model().shown().stream().map(CatalogueCard::id).toList());
        model().searchProperty().set("");
        model().filterProperty().set(CatalogueModel.Filter.RECIPES);
        assertTrue(model().shown().stream().allMatch(card -> card.chosen() instanceof Offer.Built));
        model().filterProperty().set(CatalogueModel.Filter.HERE);
        assertEquals(List.of(), List.copyOf(model().shown()));
    }

    @Test
    void theCatalogueComesAnewFromATrustedAddressAndABadOneChangesNothing() throws Exception {
        model();
        Path file = home.resolve("mine.json");
        Files.write(
                file,
                TestImages.catalogue(List.of(TestImages.entry(
                        "mine-1", "Mine", "1", "https://example.org/a.img", TestImages.sha256(disk)))));
        model().update(file.toUri().toString());
        turns.await(
                "a new card",
                () -> model().shown().stream().anyMatch(card -> card.id().equals("mine")));
        assertEquals(
                file.toUri().toString(), model().seenProperty().get().address().orElseThrow());
        byte[] whole = Files.readAllBytes(file);
        for (byte[] bad : List.of(
                Arrays.copyOf(whole, whole.length * 9 / 10),
                "{\"format\": 2, \"entries\": []}".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                TestImages.catalogue(
                        List.of(TestImages.entry("mine-1", "Mine", "1", "https://example.org/a.img", "sha256:12"))))) {
            Files.write(file, bad);
            model().dismiss();
            model().update(file.toUri().toString());
            turns.await("told", () -> model().failureProperty().get().isPresent());
            assertInstanceOf(
                    DownloadProblem.CatalogUnreadable.class,
                    model().failureProperty().get().orElseThrow());
            assertTrue(Arrays.equals(whole, Files.readAllBytes(Catalog.userFile(images().paths()))));
        }
        assertFalse(model().shown().isEmpty());
    }

    @Test
    void aCatalogueOfTheUsersThatIsBrokenHidesNothingElse() throws Exception {
        Files.createDirectories(images().paths().config());
        Files.writeString(Catalog.userFile(images().paths()), "{");
        assertTrue(model().count() > 3);
        assertInstanceOf(
                DownloadProblem.CatalogUnreadable.class,
                model().seenProperty().get().problems().getFirst());
    }
}
