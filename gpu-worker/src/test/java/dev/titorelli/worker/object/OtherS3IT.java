package dev.titorelli.worker.object;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract on any S3: {@code TITORELLI_TEST_S3=s3://bucket/prefix}, the rest as {@link #settings} reads it. Objects stay there. */
final class OtherS3IT extends ObjectStoreContract {

    private static final String NONE_GIVEN = "no S3 given: set TITORELLI_TEST_S3=s3://bucket/prefix, for another than AWS also"
            + " TITORELLI_TEST_S3_ENDPOINT, and credentials as the AWS SDK finds them";

    private static final Map<String, String> VARIABLES = Map.of(
            "objects.endpoint", "TITORELLI_TEST_S3_ENDPOINT",
            "objects.region", "TITORELLI_TEST_S3_REGION",
            "objects.path.style", "TITORELLI_TEST_S3_PATH_STYLE");

    private final String run = UUID.randomUUID().toString();
    private final List<S3ObjectStore> opened = Collections.synchronizedList(new ArrayList<>());
    private final S3ObjectStore store = reopened();

    @BeforeAll
    static void requireS3() {
        boolean given = System.getenv("TITORELLI_TEST_S3") != null;
        if (!given) {
            System.out.println(NONE_GIVEN);
        }
        assumeTrue(given, NONE_GIVEN);
    }

    @BeforeEach
    void check() {
        store.check();
    }

    @AfterEach
    void close() {
        opened.forEach(S3ObjectStore::close);
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    S3ObjectStore reopened() {
        S3ObjectStore another = new S3ObjectStore(S3Settings.read(settings()));
        opened.add(another);
        return another;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("objects", System.getenv("TITORELLI_TEST_S3") + "/" + run);
        VARIABLES.forEach((name, variable) -> {
            if (System.getenv(variable) != null) {
                settings.put(name, System.getenv(variable));
            }
        });
        return settings;
    }
}
