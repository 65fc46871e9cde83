package dev.titorelli.standalone;

import dev.titorelli.standalone.parts.ContainerParts;
import dev.titorelli.standalone.parts.Parts;
import java.nio.file.Path;

/** The same programs on Kafka, Apicurio and S3Proxy in containers, where a Docker engine answers. */
class ContainerProgramsIT extends ProgramsIT {

    @Override
    Parts parts(Path folder) {
        return ContainerParts.start();
    }
}
