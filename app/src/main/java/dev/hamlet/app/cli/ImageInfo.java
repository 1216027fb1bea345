package dev.hamlet.app.cli;

import dev.hamlet.app.words.Figures;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.media.Backing;
import dev.hamlet.engine.media.BrokenImage;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.media.DiskInfo;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what a disk, a CD image or an image of the library is. */
@Command(
        description = "Show what an image of the library, a disk or a CD image is. A disk may be in use meanwhile.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet image info 'Debian 12'", "  hamlet image info ~/old.vmdk"})
final class ImageInfo extends Verb {
    @Parameters(paramLabel = "IMAGE", description = "Name or id of an image of the library, or a file.")
    private String image = "";

    ImageInfo(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        Engine engine = session().engine();
        try {
            show(engine.images().findEntry(image));
        } catch (ProblemException e) {
            Path file = ArgumentText.file("IMAGE", image);
            if (!(e.problem() instanceof MediaProblem.ImageNotFound) || !Files.exists(file)) {
                throw e;
            }
            CdImages cds = new CdImages();
            if (cds.isCd(file)) {
                show(cds.inspect(file));
            } else {
                show(engine.disks().inspect(file));
            }
        }
        return ExitCode.DONE;
    }

    private void show(LibraryEntry entry) {
        if (json()) {
            line(ImageJson.one(entry, session().words()));
            return;
        }
        Table table = new Table().column(text("head.name")).column(Printable.line(entry.name()));
        table.row(text("head.id"), entry.id());
        table.row(text("head.folder"), entry.folder().toString());
        switch (entry) {
            case BrokenImage broken -> {
                table.lines().forEach(this::line);
                line("");
                report(broken.problem());
            }
            case LibraryImage whole -> {
                table.row(text("head.system"), whole.facts().system());
                table.row(text("head.kind"), text("value.image." + ImageJson.kind(whole)));
                table.row(text("head.size"), session().words().figures().size(ImageJson.bytes(whole)));
                table.row(text("head.created"), whole.facts().made().toString());
                table.row(text("head.source"), whole.facts().origin());
                String digest = whole.facts().digest();
                table.row(text("head.digest"), digest == null ? "" : digest);
                table.lines().forEach(this::line);
            }
        }
    }

    private void show(DiskInfo disk) {
        if (json()) {
            line(ImageJson.disk(disk));
            return;
        }
        Figures figures = session().words().figures();
        Table table = new Table()
                .column(text("head.disk"))
                .column(Printable.line(disk.file().toString()));
        table.row(text("head.format"), disk.format().word());
        table.row(
                text("head.size"),
                text("value.disk-size", figures.size(disk.virtualSize()), figures.size(disk.actualSize())));
        Backing backing = disk.backing();
        if (backing != null) {
            table.row(text("head.builds-on"), backing.reference());
        }
        if (disk.encrypted()) {
            table.row(text("head.notes"), text("value.encrypted"));
        }
        if (disk.dirty()) {
            table.row(text("head.notes"), text("value.dirty"));
        }
        if (disk.corrupt()) {
            table.row(text("head.notes"), text("value.corrupt"));
        }
        table.lines().forEach(this::line);
    }

    private void show(CdInfo cd) {
        if (json()) {
            line(ImageJson.cd(cd));
            return;
        }
        Figures figures = session().words().figures();
        Table table = new Table()
                .column(text("head.cd"))
                .column(Printable.line(cd.file().toString()));
        table.row(text("head.name"), cd.volumeId());
        table.row(text("head.size"), figures.size(cd.fileBytes()));
        table.row(text("value.boots.bios"), text(cd.bootsBios() ? "value.yes" : "value.no"));
        table.row(text("value.boots.uefi"), text(cd.bootsUefi() ? "value.yes" : "value.no"));
        if (cd.isTruncated()) {
            table.row(text("head.notes"), text("value.truncated", figures.size(cd.volumeBytes())));
        }
        table.lines().forEach(this::line);
    }
}
