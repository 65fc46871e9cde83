package dev.titorelli.standalone;

import dev.titorelli.standalone.setup.SetupPlan;
import dev.titorelli.topic.Topics;
import dev.titorelli.worker.fetch.FetchSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a system on one machine is laid out.
 *
 * @param dataDir where everything is kept; one process at a time
 * @param kafkaPort where Kafka's clients connect, 0 for a free port
 * @param registryPort where the schema registry answers, 0 for a free port
 * @param modelDir the model's directory, in the original layout
 * @param topicPrefix what all topic names begin with
 * @param requestPartitions of request.v1 and of the topics that follow it
 * @param s3 where the objects are also served as S3; empty for nowhere
 * @param fetch where input pictures may be fetched from
 */
public record LocalSettings(
        Path dataDir,
        int kafkaPort,
        int registryPort,
        Path modelDir,
        String topicPrefix,
        int requestPartitions,
        Optional<S3Door> s3,
        FetchSettings fetch) {

    public LocalSettings {
        dataDir = dataDir.toAbsolutePath().normalize();
        modelDir = modelDir.toAbsolutePath().normalize();
    }

    /** Free ports, the default prefix, three request partitions. */
    public static LocalSettings of(Path dataDir, Path modelDir) {
        return new LocalSettings(
                dataDir,
                0,
                0,
                modelDir,
                Topics.DEFAULT_PREFIX,
                SetupPlan.DEFAULT_REQUEST_PARTITIONS,
                Optional.empty(),
                FetchSettings.NONE);
    }

    /** The same with other ports; 0 for a free one. */
    public LocalSettings withPorts(int kafka, int registry) {
        return new LocalSettings(dataDir, kafka, registry, modelDir, topicPrefix, requestPartitions, s3, fetch);
    }

    /** The same with its objects also served as S3. */
    public LocalSettings withS3(S3Door door) {
        return new LocalSettings(
                dataDir, kafkaPort, registryPort, modelDir, topicPrefix, requestPartitions, Optional.of(door), fetch);
    }

    /** The same that fetches input pictures from these places. */
    public LocalSettings withFetch(FetchSettings places) {
        return new LocalSettings(
                dataDir, kafkaPort, registryPort, modelDir, topicPrefix, requestPartitions, s3, places);
    }
}
