package dev.hamlet.app.images;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.inventory.KnownImage;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;

/** What the library's page asks of the engine. */
interface LibraryWork {
    /** All images; blocks. */
    List<KnownImage> list() throws ProblemException, InterruptedException;

    /** Why not all of them are seen; of the last look. */
    List<Problem> problems();

    /** Makes an empty disk. */
    Job<Path> create(String name, ByteSize size);

    /** Copies a disk or CD image into the library. */
    Job<?> add(Path file, String name, boolean convert);

    /** Makes a disk larger. */
    Job<?> grow(Path file, ByteSize size);

    /** Gives back what a disk does not need. */
    Job<?> compact(Path file);

    /** Looks at all bytes of an image. */
    Job<?> verify(Path file);

    /** Moves an image to the trash. */
    Job<?> trash(Path file);

    /** Shows the file in its folder; blocks. */
    void reveal(Path file) throws ProblemException, InterruptedException;

    /** The work of this engine. */
    static LibraryWork of(Engine engine) {
        return new LibraryWork() {
            @Override
            public List<KnownImage> list() throws ProblemException, InterruptedException {
                return engine.inventory().list();
            }

            @Override
            public List<Problem> problems() {
                return engine.inventory().problems();
            }

            @Override
            public Job<Path> create(String name, ByteSize size) {
                return engine.imageCare().create(name, size);
            }

            @Override
            public Job<?> add(Path file, String name, boolean convert) {
                return engine.imageCare().add(file, name, convert);
            }

            @Override
            public Job<?> grow(Path file, ByteSize size) {
                return engine.imageCare().grow(file, size);
            }

            @Override
            public Job<?> compact(Path file) {
                return engine.imageCare().compact(file);
            }

            @Override
            public Job<?> verify(Path file) {
                return engine.imageCare().verify(file);
            }

            @Override
            public Job<?> trash(Path file) {
                return engine.imageCare().trash(file);
            }

            @Override
            public void reveal(Path file) throws ProblemException, InterruptedException {
                engine.fileBrowser().show(file);
            }
        };
    }
}
