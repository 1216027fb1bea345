package dev.hamlet.engine.image;

import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What of a layer can be had where it is unpacked. */
enum Admission {
    /** Root makes everything. */
    ALL {
        @Override
        Optional<TarEntry> of(TarEntry entry) {
            return Optional.of(entry);
        }
    },

    /** In a user namespace there are no devices, and no attributes for the kernel's own use (user_namespaces(7)). */
    NAMESPACE {
        @Override
        Optional<TarEntry> of(TarEntry entry) {
            Facts facts = entry.facts();
            return entry instanceof TarEntry.Device
                    ? Optional.empty()
                    : Optional.of(with(entry, facts.uid(), facts.gid()));
        }
    },

    /** Where root is the only one, everything is root's. */
    ONE_USER {
        @Override
        Optional<TarEntry> of(TarEntry entry) {
            return entry instanceof TarEntry.Device ? Optional.empty() : Optional.of(with(entry, 0, 0));
        }
    };

    private static final String KERNELS = "trusted.";

    /** The entry as it can be made; empty for one that cannot. */
    abstract Optional<TarEntry> of(TarEntry entry);

    private static TarEntry with(TarEntry entry, long uid, long gid) {
        Facts facts = facts(entry.facts(), uid, gid);
        return switch (entry) {
            case TarEntry.RegularFile file -> new TarEntry.RegularFile(facts, file.size(), file.pieces());
            case TarEntry.Folder folder -> new TarEntry.Folder(facts);
            case TarEntry.SymbolicLink link -> new TarEntry.SymbolicLink(facts, link.target());
            case TarEntry.HardLink link -> new TarEntry.HardLink(facts, link.target());
            case TarEntry.Device device -> device;
            case TarEntry.Pipe pipe -> new TarEntry.Pipe(facts);
        };
    }

    private static Facts facts(Facts facts, long uid, long gid) {
        Map<ByteText, ByteText> attributes = new LinkedHashMap<>(facts.attributes());
        attributes.keySet().removeIf(name -> name.startsWith(KERNELS));
        return new Facts(
                facts.name(),
                facts.permissions(),
                uid,
                gid,
                facts.modifiedSeconds(),
                facts.modifiedNanos(),
                attributes);
    }
}
