package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.image.DiskUsage;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarWriter;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** By this program itself, which has to be root, or root of the namespace that the files are in. */
final class FilesHere implements FileWork {
    @Override
    public List<ContainerFile> list(FilePlace place, OwnFiles own, String path)
            throws IOException, InterruptedException {
        return FilePlace.with(place, root -> {
            try (ChangedFiles changed = own.open()) {
                return FolderListing.of(root, path, changed);
            }
        });
    }

    @Override
    public List<FileChange> changes(OwnFiles own) throws IOException {
        try (ChangedFiles changed = own.open()) {
            return changed.all();
        }
    }

    @Override
    public Copied copyOut(FilePlace place, String path, Path target, Copying how, Progress progress)
            throws IOException, InterruptedException {
        return FilePlace.with(place, root -> new TreeCopy(root, progress).out(path, target, how));
    }

    @Override
    public Copied copyIn(
            FilePlace place, Path source, boolean contentAlone, String path, Copying how, Progress progress)
            throws IOException, InterruptedException {
        return FilePlace.with(place, root -> new TreeCopy(root, progress).in(source, contentAlone, path, how));
    }

    @Override
    public Copied archive(FilePlace place, String path, OutputStream to, Copying how, Progress progress)
            throws IOException, InterruptedException {
        return FilePlace.with(place, root -> new TreeCopy(root, progress).archive(path, to, how));
    }

    @Override
    public Copied unpack(FilePlace place, InputStream archive, String path, Progress progress)
            throws IOException, InterruptedException {
        return FilePlace.with(place, root -> new TreeCopy(root, progress).unpack(archive, path));
    }

    @Override
    public void layer(OwnFiles own, OutputStream to, Progress progress) throws IOException, InterruptedException {
        TarWriter archive = new TarWriter(to);
        try (RootFolder upper = RootFolder.open(own.upper());
                OpenFolder top = upper.enter(new byte[0])) {
            new FolderWalk(new LayerSink(archive, own.mounted()), progress).below(top, ByteText.of(""));
        }
        archive.finish();
    }

    @Override
    public FirstContent content(String container, Path root, Progress progress) throws IOException {
        return new FirstContentHere(container, root, progress);
    }

    @Override
    public void remove(Path tree) throws IOException {
        Path parent = Objects.requireNonNull(tree.toAbsolutePath().getParent(), "never a root");
        try (RootFolder root = RootFolder.open(parent);
                OpenFolder in = root.enter(new byte[0])) {
            in.remove(tree.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public long size(Path tree) throws IOException {
        return DiskUsage.of(tree);
    }
}
