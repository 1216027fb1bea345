package dev.hamlet.app.cli;

import dev.hamlet.engine.image.registry.RegistryChoice;
import dev.hamlet.engine.image.registry.RegistrySettingsJson;
import dev.hamlet.engine.image.registry.Security;
import dev.hamlet.engine.problem.ProblemException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows and changes how registries are spoken to. */
@Command(
        description = {
            "Show how registries are spoken to, or choose it for one. Where nothing is chosen: by TLS, with a",
            "certificate that this computer trusts, and without mirrors."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet image registry",
            "  hamlet image registry registry.example:5000 --ca ./our-ca.pem",
            "  hamlet image registry docker.io --mirror https://mirror.example",
            "  hamlet image registry 127.0.0.1:5000 --security http"
        })
final class ImageRegistry extends Verb {
    @Parameters(arity = "0..1", paramLabel = "REGISTRY", description = "Which registry; else all are shown.")
    private @Nullable String registry;

    @Option(
            names = "--security",
            paramLabel = "tls|unverified|http",
            description = {
                "tls; unverified: any certificate, or none at all; http: plain, by which anybody on the way can read",
                "and change everything."
            })
    private @Nullable String security;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates in PEM form that are trusted besides; an empty word for none.")
    private @Nullable String authority;

    @Option(
            names = "--mirror",
            paramLabel = "URL",
            description = "Asked first for what is pulled. Again for more; an empty word for none.")
    private List<String> mirrors = new ArrayList<>();

    ImageRegistry(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        RegistrySettingsJson settings = session().engine().registries().settings();
        Map<String, RegistryChoice> shown;
        if (registry == null) {
            if (security != null || authority != null || !mirrors.isEmpty()) {
                throw ArgumentText.missing("--security, --ca and --mirror", "REGISTRY");
            }
            shown = settings.all();
        } else {
            String name = RegistryOptions.registry(registry);
            UnaryOperator<RegistryChoice> change = change();
            boolean asked = security == null && authority == null && mirrors.isEmpty();
            shown = Map.of(name, asked ? settings.of(name) : settings.change(name, change));
        }
        if (json()) {
            line(RegistryJson.choices(shown));
        } else if (shown.isEmpty()) {
            line(text("cli.registries.none"));
        } else {
            Table table = new Table()
                    .column(text("head.registry"))
                    .column(text("head.security"))
                    .column(text("head.authority"))
                    .column(text("head.mirrors"));
            shown.forEach((name, choice) -> table.row(
                    Printable.line(name),
                    choice.security().name().toLowerCase(Locale.ROOT),
                    Printable.line(choice.authority().map(Path::toString).orElse("")),
                    Printable.line(String.join(
                            " ", choice.mirrors().stream().map(URI::toString).toList()))));
            table.lines().forEach(this::line);
        }
        return ExitCode.DONE;
    }

    private UnaryOperator<RegistryChoice> change() throws ProblemException {
        Optional<Security> how = Optional.empty();
        if (security != null) {
            how = switch (security) {
                case "tls" -> Optional.of(Security.TLS);
                case "unverified" -> Optional.of(Security.UNVERIFIED);
                case "http" -> Optional.of(Security.HTTP);
                default -> throw ArgumentText.invalid("--security", security, "tls, unverified or http");
            };
        }
        Optional<Path> file = Optional.empty();
        if (authority != null && !authority.isEmpty()) {
            file = Optional.of(ArgumentText.file("--ca", authority));
        }
        List<URI> addresses = new ArrayList<>();
        for (String mirror : mirrors.stream().filter(one -> !one.isEmpty()).toList()) {
            addresses.add(RegistrySettingsJson.mirror(mirror)
                    .orElseThrow(() -> ArgumentText.invalid(
                            "--mirror", mirror, "an address such as https://mirror.example, without a path")));
        }
        Optional<Security> chosen = how;
        Optional<Path> trusted = file;
        boolean other = authority != null;
        boolean mirrored = !mirrors.isEmpty();
        return choice -> {
            RegistryChoice next = chosen.map(choice::with).orElse(choice);
            next = other ? next.withAuthority(trusted) : next;
            return mirrored ? next.withMirrors(addresses) : next;
        };
    }
}
