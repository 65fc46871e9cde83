package dev.titorelli.standalone;

import dev.titorelli.standalone.parts.ContainerParts;
import dev.titorelli.standalone.parts.Parts;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same programs on Kafka, Apicurio and S3Proxy in containers, where a Docker engine answers. */
@EnabledIf(
        value = "dev.titorelli.standalone.parts.ContainerParts#engineAnswers",
        disabledReason = ContainerParts.NO_ENGINE)
class ContainerProgramsIT extends ProgramsIT {

    @Override
    Parts parts(Path folder) {
        return ContainerParts.start();
    }
}
