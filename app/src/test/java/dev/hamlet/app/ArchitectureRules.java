package dev.hamlet.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/** The rules of the design, section 7, as far as classes can break them. */
final class ArchitectureRules {
    private static final String ENGINE = "dev.hamlet.engine..";
    private static final String APP = "dev.hamlet.app..";

    /** The mappings of native-bridge and what stands on them, one package for each system. */
    private static final String MAPPINGS = "dev.hamlet.nativebridge.*..";

    private ArchitectureRules() {}

    /**
     * A rule and what breaks it.
     *
     * @param offenders names of classes below {@code offenders} in the test resources; the rule must find each
     */
    record Rule(ArchRule rule, List<String> offenders) {
        @Override
        public String toString() {
            return rule.getDescription();
        }
    }

    private static Rule rule(ArchRule rule, String... offenders) {
        return new Rule(rule, List.of(offenders));
    }

    static List<Rule> all() {
        return List.of(
                // 1
                rule(
                        noClasses()
                                .that()
                                .resideInAPackage(ENGINE)
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..")
                                .because("the engine must run, and be tested, where there is no toolkit"),
                        "dev.hamlet.engine.offender.DrawsWindow"),
                rule(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("dev.hamlet.nativebridge..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("com.sun.jna..")
                                .because("a slip in native code ends the process: it has one place"),
                        "dev.hamlet.engine.offender.CallsC"),
                rule(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("dev.hamlet.nativebridge..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(MAPPINGS)
                                .because("only the facades are the same on every system"),
                        "dev.hamlet.engine.offender.CallsMapping"),
                rule(
                        noClasses()
                                .that()
                                .resideInAPackage(APP)
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("dev.hamlet.nativebridge..")
                                .because("the window and the command line reach the system through the engine"),
                        "dev.hamlet.app.offender.SkipsEngine"),
                rule(
                        noClasses()
                                .that()
                                .resideInAnyPackage(ENGINE, "dev.hamlet.nativebridge..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(APP)
                                .because("dependencies go one way: app, engine, native-bridge"),
                        "dev.hamlet.engine.offender.KnowsApp"),
                // 2
                rule(
                        noClasses()
                                .that()
                                .resideInAPackage(APP)
                                .should()
                                .dependOnClassesThat(opensConnections())
                                .orShould()
                                .callMethodWhere(calls(Set.of("java.net.URL"), "openConnection|openStream"))
                                .because("what the window could do alone, the command line could not"),
                        "dev.hamlet.app.offender.OpensSocket",
                        "dev.hamlet.app.offender.LoadsUrl"),
                rule(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("dev.hamlet.engine.process")
                                .should()
                                .dependOnClassesThat()
                                .haveFullyQualifiedName("java.lang.ProcessBuilder")
                                .orShould()
                                .callMethodWhere(calls(Set.of("java.lang.Runtime"), "exec"))
                                .because("tests script every program, and no descriptor or shell slips in"),
                        "dev.hamlet.engine.offender.StartsProgram",
                        "dev.hamlet.app.offender.RunsProgram"),
                // 3
                rule(
                        slices().matching("dev.hamlet.engine.(*)..")
                                .should()
                                .beFreeOfCycles()
                                .because("a feature is understood, and tested, with what it stands on"),
                        "dev.hamlet.engine.chicken.Chicken",
                        "dev.hamlet.engine.egg.Egg"),
                rule(
                        slices().matching("dev.hamlet.app.(*)..")
                                .should()
                                .beFreeOfCycles()
                                .allowEmptyShould(true)
                                .because("a feature is understood, and tested, with what it stands on"),
                        "dev.hamlet.app.chicken.Chicken",
                        "dev.hamlet.app.egg.Egg"),
                rule(
                        noClasses()
                                .that()
                                .resideInAPackage("dev.hamlet.engine.machine..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("dev.hamlet.engine.hypervisor..")
                                .because("a second hypervisor must not touch what a machine is"),
                        "dev.hamlet.engine.machine.offender.KnowsHypervisor"),
                rule(
                        classes()
                                .that(areImplementations())
                                .should()
                                .onlyHaveDependentClassesThat(areImplementations()
                                        .or(named("dev\\.hamlet\\.engine\\.Engine(\\$.*)?"))
                                        .as("implement them or are Engine"))
                                .because("everybody else asks the port, and Engine alone names implementations"),
                        "dev.hamlet.engine.hypervisor.offender.Concrete"),
                rule(
                        noClasses()
                                .that()
                                .resideInAPackage("dev.hamlet.engine.*..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("dev.hamlet.engine")
                                .because("features are put together by Engine and do not know it"),
                        "dev.hamlet.engine.offender.KnowsRoot"),
                // 4
                rule(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("dev.hamlet.app.fx..")
                                .should()
                                .callMethodWhere(calls(Set.of("javafx.application.Platform"), "runLater|startup"))
                                .because("events come faster than pictures: one relay lets only the latest through"),
                        "dev.hamlet.app.offender.SkipsRelay"),
                rule(
                        noClasses()
                                // The mapping packages wait in the kernel for the end of processes and guard a stuck
                                // call; they cannot depend on the engine, and nothing of theirs is timed by tests.
                                .that()
                                .resideOutsideOfPackages("dev.hamlet.engine.job", MAPPINGS)
                                .should()
                                .dependOnClassesThat(areExecutors())
                                .orShould()
                                .callCodeUnitWhere(startsThread())
                                .orShould()
                                .callMethodWhere(sleeps())
                                .orShould()
                                .beAssignableTo(Thread.class)
                                .because("work has one home, where it is named and ended, and tests move time"),
                        "dev.hamlet.engine.offender.StartsThread",
                        "dev.hamlet.engine.offender.Sleeps",
                        "dev.hamlet.app.offender.Executes",
                        "dev.hamlet.app.offender.IsThread"),
                // 5
                rule(
                        noClasses()
                                .that(not(areLaunchers()))
                                .should()
                                .accessFieldWhere(calls(Set.of("java.lang.System"), "out|err"))
                                .orShould()
                                .callMethodWhere(calls(Set.of("java.lang.Throwable"), "printStackTrace"))
                                .because("output is a contract of the command line, which has one writer for it"),
                        "dev.hamlet.engine.offender.Prints"),
                rule(
                        noClasses()
                                .that(not(areLaunchers()))
                                .should()
                                .callMethodWhere(calls(Set.of("java.lang.System", "java.lang.Runtime"), "exit|halt"))
                                .because("whoever ends the process cuts off work that others have begun"),
                        "dev.hamlet.engine.offender.Exits"),
                rule(
                        noClasses()
                                .that(not(areLaunchers()))
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("java.util.logging..", "ch.qos.logback..", "org.slf4j.bridge..")
                                .because("what is logged where is decided once"),
                        "dev.hamlet.engine.offender.ConfiguresLog"),
                rule(
                        noClasses()
                                // Which side of the bridge serves is native-bridge's own question.
                                .that()
                                .resideOutsideOfPackages("dev.hamlet.engine.host", "dev.hamlet.nativebridge")
                                .should(ClassFiles.holdText("os.name"))
                                .because("a second system must be a second branch in one place, not in many"),
                        "dev.hamlet.engine.offender.AsksSystem"),
                // 6
                rule(
                        fields().that()
                                .areDeclaredInClassesThat(areNotMappings())
                                .and()
                                .arePublic()
                                .should()
                                .beFinal()
                                .because("whoever may write a field is part of its owner"),
                        "dev.hamlet.engine.offender.PublicField"),
                rule(
                        fields().that()
                                .areDeclaredInClassesThat(areNotMappings())
                                .and()
                                .areStatic()
                                .should()
                                .beFinal()
                                .andShould(ClassFiles.notBe(mutableHolder()))
                                .because("two engines in one process, as in tests, must not meet"),
                        "dev.hamlet.engine.offender.StaticField",
                        "dev.hamlet.engine.offender.StaticMap"),
                rule(
                        noMethods()
                                .that()
                                .areStatic()
                                .should()
                                .haveName("getInstance")
                                .because("what an object needs is given to it"),
                        "dev.hamlet.engine.offender.Singleton"),
                // 7
                rule(
                        classes()
                                .that()
                                .haveNameMatching(".*(Spec|Event|Problem|Snapshot)")
                                .should(ClassFiles.beData())
                                .because("such things are passed between threads and compared"),
                        "dev.hamlet.engine.offender.PlainEvent"),
                // 8
                rule(
                        noClasses()
                                .that()
                                .haveNameNotMatching(".*Json(\\$.*)?")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("com.fasterxml.jackson..")
                                .because("the form on disk is a contract that is read and changed in one place"),
                        "dev.hamlet.engine.offender.ReadsTree"),
                rule(
                        noClasses()
                                .that()
                                .resideOutsideOfPackage("dev.hamlet.app.terminal")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("com.techsenger.jeditermfx..")
                                .because("what a guest can make the emulation do is bounded in one place"),
                        "dev.hamlet.app.offender.Emulates"),
                rule(
                        methods()
                                .that()
                                .areDeclaredInClassesThat()
                                .arePublic()
                                .and()
                                .arePublic()
                                .should(ClassFiles.notMention("java.util.Map<java.lang.String, java.lang.Object>"))
                                .because("a map of anything says nothing to whoever gets it"),
                        "dev.hamlet.engine.offender.AnswersAnything"),
                // 9
                rule(
                        classes()
                                .that()
                                .areTopLevelClasses()
                                .and(areNotTopHandlers())
                                .should(ClassFiles.catchByName())
                                .because("a fault of ours must be seen, not taken for a failure that is known"),
                        "dev.hamlet.engine.offender.CatchesAll"),
                // 10
                rule(
                        noClasses()
                                .should()
                                .haveNameMatching(".*(Manager|Helper|Utils?|Impl)(\\$.*)?")
                                .because("such a name says that nobody knows what the class is for"),
                        "dev.hamlet.engine.offender.ThingManager",
                        "dev.hamlet.engine.offender.StringUtils"));
    }

    /** The main programs: of Hamlet with its log, and of the process that proves KVM, which answers in one line. */
    private static DescribedPredicate<JavaClass> areLaunchers() {
        return named("dev\\.hamlet\\.(app\\.(Main|Log(Setup|Lines))|nativebridge\\.KvmProbe)")
                .as("are launchers");
    }

    /** The job runner, where a fault must end the job too, and the launcher, where it must be told to the user. */
    private static DescribedPredicate<JavaClass> areNotTopHandlers() {
        return not(named("dev\\.hamlet\\.(engine\\.job\\.Job|app\\.Main)")).as("are not top handlers");
    }

    /** What implements a port of the engine: the packages below the one that is named after the kind of thing. */
    private static DescribedPredicate<JavaClass> areImplementations() {
        return resideInAnyPackage(
                        "dev.hamlet.engine.hypervisor.*..",
                        "dev.hamlet.engine.container.*..",
                        "dev.hamlet.engine.service.*..")
                .as("implement a port");
    }

    /** C structures are public fields by nature, and a library is loaded once in a process. */
    private static DescribedPredicate<JavaClass> areNotMappings() {
        return not(resideInAPackage(MAPPINGS)).as("are no mappings");
    }

    private static DescribedPredicate<JavaClass> opensConnections() {
        return resideInAPackage("java.net.http..")
                .or(named("java\\.net\\.(.*Socket|.*URLConnection|SocketImpl)"))
                .or(named("java\\.nio\\.channels\\..*(Socket|Datagram)Channel"))
                .as("open connections");
    }

    private static DescribedPredicate<JavaClass> areExecutors() {
        return named(
                        "java\\.util\\.(Timer|TimerTask|concurrent\\.(Executors|.*ExecutorService|.*PoolExecutor|ForkJoin.*))")
                .as("are executors");
    }

    private static DescribedPredicate<JavaClass> named(String pattern) {
        return describe("are named " + pattern, type -> type.getName().matches(pattern));
    }

    /** Names the accesses by the class they aim at and the name of the method or field. */
    private static DescribedPredicate<JavaAccess<?>> calls(Set<String> owners, String names) {
        return describe(
                String.join(", ", owners) + "." + names,
                access -> owners.contains(access.getTargetOwner().getName())
                        && access.getName().matches(names));
    }

    private static DescribedPredicate<JavaAccess<?>> startsThread() {
        return describe(
                "a thread is started",
                access -> (access.getTargetOwner().getName().equals("java.lang.Thread")
                                && access.getName().matches("<init>|start|startVirtualThread|ofVirtual|ofPlatform"))
                        || (access.getTargetOwner().getName().equals("java.util.concurrent.CompletableFuture")
                                && access.getName().endsWith("Async")));
    }

    private static DescribedPredicate<JavaAccess<?>> sleeps() {
        return describe(
                "the thread sleeps",
                access -> access.getName().matches("sleep|parkNanos|parkUntil")
                        && access.getTargetOwner()
                                .getName()
                                .matches(
                                        "java\\.lang\\.Thread|java\\.util\\.concurrent\\.(TimeUnit|locks\\.LockSupport)"));
    }

    /** A final field is no constant when what it holds can change. */
    private static DescribedPredicate<JavaField> mutableHolder() {
        return describe(
                "something that can change",
                field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && field.getRawType()
                                .getName()
                                .matches("java\\.util\\.concurrent\\.atomic\\..*|java\\.lang\\.ThreadLocal"
                                        + "|java\\.util\\.(concurrent\\.)?(\\w*(Hash|Tree|Skip|Array|Linked|Weak|Enum)\\w*"
                                        + "|ConcurrentMap|BlockingQueue|Properties|BitSet)"));
    }
}
