package dev.hamlet.engine.problem;

/**
 * What went wrong, as data. Every kind is a record whose components are the facts a person needs (which file, how much,
 * who holds it); the words stand in the message bundle under {@code problem.<kind>.title}, {@code .cause} and
 * {@code .remedy}, where {@code <kind>} is the record's name in lower case with hyphens ({@code DiskMissing} →
 * {@code disk-missing}) and <code>{component}</code> is replaced by that component's value. A kind without a remedy says
 * so with an empty {@code .remedy}. A test holds all of that for every permitted record.
 */
public sealed interface Problem
        permits CommandProblem,
                ContainerProblem,
                DisplayProblem,
                DownloadProblem,
                HostProblem,
                HypervisorProblem,
                ImageProblem,
                MachineProblem,
                MediaProblem,
                NetworkProblem,
                VolumeProblem {}
