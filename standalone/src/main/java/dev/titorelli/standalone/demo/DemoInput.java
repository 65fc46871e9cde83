package dev.titorelli.standalone.demo;

import java.nio.file.Path;

/** Where a stage of the demonstration takes an input picture from. */
sealed interface DemoInput {

    /** A picture file that is given. */
    record Given(Path file) implements DemoInput {}

    /** The last picture of another request of the plan, which is sent first. */
    record ResultOf(String task) implements DemoInput {}

    /** The picture of an earlier stage of the same request. */
    record EarlierStage(String stage) implements DemoInput {}
}
