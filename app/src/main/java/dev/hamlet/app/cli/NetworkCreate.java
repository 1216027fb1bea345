package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.container.Subnet;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a network of containers. */
@Command(
        description = {
            "Make a network: containers on it find each other by their names, and nobody else reaches them but by ports that",
            "they publish."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet network create inner",
            "  hamlet container run -d --network inner --name db busybox sleep 1000"
        })
final class NetworkCreate extends Verb {
    @Option(
            names = "--subnet",
            paramLabel = "ADDRESSES",
            description = "Its addresses, such as 10.1.2.0/24 (default: some that lead nowhere else).")
    private String subnet = "";

    @Parameters(paramLabel = "NETWORK", description = "What it is called.")
    private String name = "";

    NetworkCreate(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerNetwork made = session()
                .engine()
                .containers()
                .networks()
                .create(name, subnet.isEmpty() ? Optional.empty() : Optional.of(Subnet.parse(subnet)));
        line(json() ? NetworkJson.one(made, session().words()) : made.name());
        return ExitCode.DONE;
    }
}
