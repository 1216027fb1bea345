package dev.hamlet.app.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemWordsTest {
    private final Messages messages = Messages.of(Locale.ENGLISH);

    static Stream<Class<?>> kinds() {
        return Arrays.stream(Problem.class.getPermittedSubclasses())
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindHasWordsAndARemedyOrSaysThatThereIsNone(Class<?> kind) {
        String key = "problem." + ProblemWords.kindOf(kind);
        assertFalse(messages.pattern(key + ".title").isBlank(), key + ".title");
        assertFalse(messages.pattern(key + ".cause").isBlank(), key + ".cause");
        assertTrue(messages.has(key + ".remedy"), key + ".remedy");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyPlaceNamesAComponent(Class<?> kind) {
        Set<String> components = Arrays.stream(kind.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        for (String part : List.of("title", "cause", "remedy", "command")) {
            String pattern = messages.pattern("problem." + ProblemWords.kindOf(kind) + "." + part);
            Set<String> unknown = new TreeSet<>(Template.of(pattern).names());
            unknown.removeAll(components);
            assertEquals(Set.of(), unknown, pattern);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void titleAndCauseStayWhenNothingIsKnown(Class<?> kind) throws ReflectiveOperationException {
        RecordComponent[] components = kind.getRecordComponents();
        Object[] nothing = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Class<?> type = components[i].getType();
            nothing[i] = switch (type.getSimpleName()) {
                case "String" -> OPTIONAL.contains(components[i].getName()) ? "" : "something";
                case "List" -> components[i].getName().endsWith("Lines") ? List.of() : List.of("web");
                case "Path" -> Path.of("/a file");
                case "int" -> 0;
                case "long" -> 0L;
                case "double" -> 0.0;
                default -> throw new IllegalStateException("no example of " + type);
            };
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Problem problem = (Problem) kind.getDeclaredConstructor(types).newInstance(nothing);
        ProblemWords words = ProblemWords.of(problem, messages);
        assertFalse(words.title().isBlank(), kind.toString());
        assertFalse(words.cause().isBlank(), kind.toString());
        assertFalse((words.title() + words.cause() + words.remedies()).contains("{"), words.toString());
    }

    /** Components that the engine may leave empty. */
    private static final Set<String> OPTIONAL = Set.of("nearest", "holder", "line", "disk", "how", "value", "text");

    @Test
    void noWordsAreLeftOfAKindThatIsGone() {
        Set<String> kinds = kinds().map(ProblemWords::kindOf).collect(Collectors.toSet());
        Set<String> left = messages.keys().stream()
                .filter(key -> key.startsWith("problem."))
                .map(key -> key.split("\\.", 3)[1])
                .filter(kind -> !kinds.contains(kind))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), left);
    }

    @Test
    void figuresAreSaidWithUnitsAndNamesAsTheyAre() {
        ProblemWords words = ProblemWords.of(
                new MachineProblem.NotEnoughMemory("my \"web\"", 8L << 30, (5L << 30) + (1L << 29)), messages);
        assertEquals("Not enough memory", words.title());
        assertEquals("my \"web\" needs 8 GiB, 5.5 GiB are free.", words.cause());
        assertTrue(
                words.commands().contains("Start anyway: hamlet vm start --overcommit 'my \"web\"'"),
                words.commands().toString());
    }

    @Test
    void portsAreNotGrouped() {
        ProblemWords words =
                ProblemWords.of(new MachineProblem.PortTaken("web", "tcp", "127.0.0.1", 9000, 80, "", 9001), messages);
        assertEquals("Port 9000 is taken", words.title());
        assertEquals("web would forward port 9000 of 127.0.0.1, which is held already.", words.cause());
    }

    @Test
    void aPortThatIsTakenIsMendedWithTheSameProtocolAddressAndGuestPort() {
        MachineProblem taken = new MachineProblem.PortTaken("my web", "udp", "0.0.0.0", 5353, 53, "", 5354);
        assertEquals(
                "Use 5354 instead: hamlet vm set --remove-forward 5353/udp --forward udp:0.0.0.0:5354:53 'my web'",
                ProblemWords.of(taken, messages).commands().getFirst());
        MachineProblem low = new MachineProblem.PortNeedsPrivilege("web", "tcp", "127.0.0.1", 80, 8000, 1024, 8080);
        assertTrue(ProblemWords.of(low, messages)
                .commands()
                .getFirst()
                .endsWith("hamlet vm set --remove-forward 80/tcp --forward tcp:127.0.0.1:8080:8000 web"));
    }

    /** A person would have to fill them in, and may paste them as they are. */
    @Test
    void noRemedyLeavesANameOrAPortToBeFilledIn() {
        List<String> left = messages.keys().stream()
                .filter(key -> key.startsWith("problem."))
                .filter(key -> messages.pattern(key)
                        .matches("(?s).*\\b(NAME|GUESTPORT|HOSTPORT|ID|FILE|IMAGE|ENTRY|RECIPE)\\b.*"))
                .toList();
        assertEquals(List.of(), left);
    }

    @Test
    void rightsAreTheRemedyWhereTheyAreTheCauseAlone() {
        String rights = "Give your account the right to read and write it";
        Path file = Path.of("/a/file");
        assertEquals(List.of(rights), remedies(new HostProblem.FileUnusable(file, "permission denied")));
        assertEquals(List.of(rights), remedies(new HostProblem.FileUnusable(file, "Operation not permitted")));
        assertEquals(List.of("Free space"), remedies(new HostProblem.FileUnusable(file, "No space left on device")));
        assertFalse(remedies(new HostProblem.FileUnusable(file, "it is not a folder"))
                .contains(rights));
        assertFalse(remedies(new HostProblem.FolderUnusable(file, "/a is not a folder"))
                .contains("Give your account the right to write there"));
        assertFalse(remedies(new MediaProblem.FileUnreadable(file, "it is a folder"))
                .contains("Give your account the right to read it"));
    }

    private List<String> remedies(Problem problem) {
        return ProblemWords.of(problem, messages).commands();
    }

    @Test
    void aCdThatNoMachineHasIsTakenOutOfNone() {
        assertEquals(
                List.of("Bring it back to where it was"), remedies(new MediaProblem.CdMissing("", Path.of("/a.iso"))));
    }

    @Test
    void aRemedyWithoutItsValueIsLeftOut() {
        List<String> with = ProblemWords.of(new MachineProblem.MachineNotFound("wep", "web"), messages)
                .commands();
        List<String> without = ProblemWords.of(new MachineProblem.MachineNotFound("wep", ""), messages)
                .commands();
        assertEquals("Did you mean web?", with.getFirst());
        assertEquals(List.of("See what there is: hamlet vm list"), without);
    }

    @Test
    void cancelledHasNoRemedy() {
        assertEquals(
                List.of(),
                ProblemWords.of(new CommandProblem.Cancelled(), messages).commands());
    }

    @Test
    void namesOfUsersAreJoined() {
        ProblemWords words =
                ProblemWords.of(new MediaProblem.ImageInUse(Path.of("/images/a"), List.of("web", "Web 2")), messages);
        assertEquals("web, Web 2 builds on /images/a, so it stays.", words.cause());
    }
}
