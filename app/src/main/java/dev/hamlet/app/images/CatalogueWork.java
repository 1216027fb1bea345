package dev.hamlet.app.images;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.Catalog;
import dev.hamlet.engine.catalog.CatalogEntry;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.PartialDownload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the catalogue's page asks of the engine. All calls block. */
interface CatalogueWork {
    /** What publishers offer. */
    Catalog catalog();

    /** What can be built here. */
    List<Recipe> recipes();

    /** What is here already. */
    List<LibraryEntry> library() throws ProblemException;

    /** What an earlier try has left of an entry. */
    Optional<PartialDownload> partOf(CatalogEntry entry);

    /** Removes that. */
    void forgetPart(CatalogEntry entry);

    /** Brings an image. */
    LibraryImage fetch(CatalogEntry entry, Progress progress) throws ProblemException, InterruptedException;

    /** Brings the user's catalogue anew. */
    void update(String address) throws ProblemException, InterruptedException;

    /** Where the user's catalogue came from last. */
    Optional<String> address();

    /** When the user's catalogue last changed. */
    Optional<Instant> changed();

    /** The work of this engine. */
    static CatalogueWork of(Engine engine) {
        return new CatalogueWork() {
            @Override
            public Catalog catalog() {
                return engine.catalog();
            }

            @Override
            public List<Recipe> recipes() {
                return engine.recipes();
            }

            @Override
            public List<LibraryEntry> library() throws ProblemException {
                return engine.images().list();
            }

            @Override
            public Optional<PartialDownload> partOf(CatalogEntry entry) {
                return engine.catalogImages().partOf(entry);
            }

            @Override
            public void forgetPart(CatalogEntry entry) {
                engine.catalogImages().forgetPart(entry);
            }

            @Override
            public LibraryImage fetch(CatalogEntry entry, Progress progress)
                    throws ProblemException, InterruptedException {
                return engine.catalogImages().fetch(entry, progress);
            }

            @Override
            public void update(String address) throws ProblemException, InterruptedException {
                engine.catalogUpdate().from(address);
            }

            @Override
            public Optional<String> address() {
                return engine.catalogUpdate().address();
            }

            @Override
            public Optional<Instant> changed() {
                return engine.catalogUpdate().changed();
            }
        };
    }
}
