package dev.hamlet.app.images;

import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.transfer.PartialDownload;
import java.util.Optional;

/** Where an image that can be had stands. */
sealed interface OfferState {
    /** It is not here. */
    record Absent() implements OfferState {}

    /** The library has it. */
    record Here() implements OfferState {}

    /** It is being brought or built. */
    record Working(JobSnapshot job) implements OfferState {}

    /** It is being stopped: paused, or cancelled. */
    record Stopping(boolean forGood) implements OfferState {}

    /** Part of it is here, and the next try goes on from there. */
    record Paused(PartialDownload part) implements OfferState {}

    /** The last try failed; what came of it, if anything, is kept for the next. */
    record Failed(Problem problem, Optional<PartialDownload> part) implements OfferState {}
}
