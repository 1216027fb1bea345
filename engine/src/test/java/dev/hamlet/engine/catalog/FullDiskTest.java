package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.OrdinaryUser;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.transfer.TestSite;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full in the middle of a download, as an ordinary user on a small file system of their own. */
@Timeout(60)
class FullDiskTest {
    @TempDir
    private Path folder;

    @Test
    void aDiskThatIsFullInTheMiddleIsToldAndTheRestComesOnceThereIsRoom() throws Exception {
        OrdinaryUser user = new OrdinaryUser(folder);
        Path small = Files.createDirectory(
                folder.resolve("small"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        ProcessResult result = user.runOnSmallDisk(small, "12m", Filling.class, small.toString());
        assumeTrue(
                !result.errorLines().toString().contains("unshare"),
                "no file system of one's own can be mounted here: " + result.lastLine());
        assertEquals(
                "the folder is full; only a part is there; the rest was asked for; all is there",
                result.output().strip().lines().toList().getLast(),
                result.errorLines().toString());
    }

    /** The part in the other JVM. */
    static final class Filling {
        private static final String ETAG = "\"one\"";

        private Filling() {}

        /** Downloads 8 MB into a folder with room for less, makes room, and downloads again. */
        public static void main(String[] arguments) throws Exception {
            Path disk = Path.of(arguments[0]);
            Path inTheWay = disk.resolve("in-the-way");
            Files.write(inTheWay, new byte[7 << 20]);
            byte[] content = new byte[8_000_000];
            new Random(42).nextBytes(content);
            Path target = disk.resolve("image.img");
            Path part = disk.resolve("image.img.part");
            AtomicInteger asked = new AtomicInteger();
            // Without a length the lack of room is seen only when it is there.
            try (TestSite site = new TestSite((request, out) -> {
                        asked.set(request.from());
                        answer(request.from(), out, content);
                    });
                    Download download = new Download(Map.of(), TimeSource.system())) {
                URI url = site.url("/image.img");
                Problem problem = failure(download, url, content, target);
                StringBuilder told = new StringBuilder();
                if (problem instanceof MediaProblem.SpaceShort spaceShort
                        && spaceShort.folder().equals(disk)) {
                    told.append("the folder is full; ");
                } else {
                    told.append(problem).append("; ");
                }
                byte[] came = Files.readAllBytes(part);
                boolean begins = came.length > 1_000_000 && Arrays.equals(came, Arrays.copyOf(content, came.length));
                told.append(!Files.exists(target) && begins ? "only a part is there; " : "what is there is wrong; ");
                Files.delete(inTheWay);
                download.fetch(url, DownloadFixture.sha256(content), target, Progress.none());
                told.append(asked.get() == came.length ? "the rest was asked for; " : "all was asked for again; ");
                told.append(Arrays.equals(content, Files.readAllBytes(target)) ? "all is there" : "it is wrong");
                System.out.println(told);
            }
        }

        private static void answer(int from, OutputStream out, byte[] content) throws java.io.IOException {
            if (from == 0) {
                TestSite.head(out, "200 OK", "ETag: " + ETAG);
            } else {
                String range = "Content-Range: bytes " + from + "-" + (content.length - 1) + "/*";
                TestSite.head(out, "206 Partial Content", "ETag: " + ETAG, range);
            }
            out.write(content, from, content.length - from);
        }

        private static Problem failure(Download download, URI url, byte[] content, Path target)
                throws InterruptedException {
            try {
                download.fetch(url, DownloadFixture.sha256(content), target, Progress.none());
                throw new IllegalStateException("there was room");
            } catch (ProblemException e) {
                return e.problem();
            }
        }
    }
}
