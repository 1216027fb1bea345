package dev.hamlet.app.wizard;

import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.media.CloudSeed;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Who may sign in to a machine that takes first-boot settings. A password is made up, to be seen and noted, until the
 * person writes another. Belongs to the thread of its model.
 */
final class AccessModel {
    /**
     * Letters that stand in the same place on most keyboards, since a guest's console may have another layout than the
     * person's; 48 bits in all.
     */
    private static final String LETTERS = "bcdefghjknprstux";

    /** Where a guest listens for SSH. */
    static final int SSH = 22;

    private static final int PASSWORD_LENGTH = 12;
    private static final String USUAL_USER = "user";

    /** Stands for a hash while the rest is checked: hashing takes its time. */
    private static final String SOME_HASH = "$6$" + "x".repeat(20);

    private final StringProperty user = new SimpleStringProperty("");
    private final StringProperty password = new SimpleStringProperty("");
    private final ObjectProperty<Optional<SshKey>> key = new SimpleObjectProperty<>(Optional.empty());
    private final ObservableList<SshKey> keys = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper wanted = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper madeUp = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Problem>> fault = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> keyFault = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final BooleanProperty forward = new SimpleBooleanProperty(true);
    private final ReadOnlyObjectWrapper<OptionalInt> port = new ReadOnlyObjectWrapper<>(OptionalInt.empty());
    private String own = "";
    private String suggested = "";
    private @Nullable String generated;

    /** Who may sign in, taken at one moment; told to nobody. */
    record Access(boolean wanted, String user, String password, List<String> keys, Optional<PortForward> ssh) {
        /** What leads to the guest from this computer. */
        List<PortForward> forwards() {
            return ssh.stream().toList();
        }

        /** The settings, or null where the machine takes none. Hashes the password. */
        @Nullable
        CloudSeed seed(String machine) throws ProblemException {
            return wanted
                    ? CloudSeed.of(user, password.isEmpty() ? null : password, keys, CloudSeed.hostnameFor(machine))
                    : null;
        }

        /** Without the password, which has no place in a log. */
        @Override
        public String toString() {
            return "Access[user=" + user + ", keys=" + keys.size() + "]";
        }
    }

    AccessModel() {
        user.subscribe(changed -> decide());
        password.subscribe(typed -> {
            madeUp.set(generated != null && typed.equals(generated));
            decide();
        });
        key.subscribe(changed -> {
            keyFault.set(Optional.empty());
            decide();
        });
    }

    /** Whose computer this is, and the public keys that lie here. */
    void offer(String account, List<SshKey> found) {
        own = usable(account) ? account : "";
        keys.setAll(found);
        if (key.get().isEmpty() && !found.isEmpty()) {
            key.set(Optional.of(found.getFirst()));
        }
    }

    /** The machine is made from this. */
    void use(Source source) {
        wanted.set(source.takesSeed());
        if (!source.takesSeed()) {
            return;
        }
        String usual = source instanceof Source.Listed(Offer offer, Needs _) ? offer.user() : "";
        if (user.get().isBlank() || user.get().equals(suggested)) {
            suggested = own.isEmpty() ? usual.isEmpty() ? USUAL_USER : usual : own;
            user.set(suggested);
        }
        if (generated == null) {
            generated = makeUp();
            password.set(generated);
        }
        decide();
    }

    private static String makeUp() {
        SecureRandom random = new SecureRandom();
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            made.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return made.toString();
    }

    private static boolean usable(String account) {
        try {
            new CloudSeed(account, "", SOME_HASH, List.of(), "guest", null, null).checked();
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private void decide() {
        fault.set(wanted.get() ? faultOf() : Optional.empty());
    }

    private Optional<Problem> faultOf() {
        try {
            new CloudSeed(user.get(), "", password.get().isEmpty() ? null : SOME_HASH, keyTexts(), "guest", null, null)
                    .checked();
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(e.problem());
        }
    }

    private List<String> keyTexts() {
        return key.get().map(SshKey::text).map(List::of).orElse(List.of());
    }

    /** As it stands now. */
    Access now() {
        return new Access(wanted.get(), user.get(), password.get(), keyTexts(), ssh());
    }

    /** What leads from this computer to the guest's SSH, where that is wanted and can be. */
    Optional<PortForward> ssh() {
        OptionalInt free = port.get();
        return wanted.get() && forward.get() && free.isPresent()
                ? Optional.of(PortForward.tcp(free.getAsInt(), SSH))
                : Optional.empty();
    }

    /** This port of this computer may lead to the guest's SSH; empty where none may. */
    void offer(OptionalInt free) {
        port.set(free);
    }

    /** A key of another file: it is offered with the others, and chosen. */
    void add(SshKey other) {
        keyFault.set(Optional.empty());
        if (!keys.contains(other)) {
            keys.add(other);
        }
        key.set(Optional.of(other));
    }

    /** Another file was no key; the one that was chosen stays. */
    void refuse(Problem why) {
        keyFault.set(Optional.of(why));
    }

    /** Keeps no password any longer. */
    void forget() {
        generated = null;
        password.set("");
    }

    StringProperty userProperty() {
        return user;
    }

    StringProperty passwordProperty() {
        return password;
    }

    /** The key that may sign in, if any. */
    ObjectProperty<Optional<SshKey>> keyProperty() {
        return key;
    }

    /** The keys that lie here. */
    ObservableList<SshKey> keys() {
        return keys;
    }

    /** Why the other file was not taken. */
    ReadOnlyObjectProperty<Optional<Problem>> keyFaultProperty() {
        return keyFault.getReadOnlyProperty();
    }

    /** Whether a port of this computer shall lead to the guest's SSH. */
    BooleanProperty forwardProperty() {
        return forward;
    }

    /** The port that may; empty until it is known, or where none may. */
    ReadOnlyObjectProperty<OptionalInt> portProperty() {
        return port.getReadOnlyProperty();
    }

    /** Whether the machine takes any of this. */
    ReadOnlyBooleanProperty wantedProperty() {
        return wanted.getReadOnlyProperty();
    }

    /** Whether the password is the one that was made up, and so has to be seen. */
    ReadOnlyBooleanProperty madeUpProperty() {
        return madeUp.getReadOnlyProperty();
    }

    /** Why nobody could sign in so. */
    ReadOnlyObjectProperty<Optional<Problem>> faultProperty() {
        return fault.getReadOnlyProperty();
    }
}
