package dev.titorelli.worker.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.fault.CannotStart;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ObjectStoresTest {

    @TempDir
    private Path directory;

    @Test
    void opensADirectoryWhereThereIsNoSdk() throws Exception {
        try (URLClassLoader without = new URLClassLoader(withoutSdk(), ClassLoader.getPlatformClassLoader())) {
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> without.loadClass("software.amazon.awssdk.services.s3.S3Client"));
            Object store = without.loadClass(ObjectStores.class.getName())
                    .getMethod("open", Map.class)
                    .invoke(null, Map.of("objects", directory.toString()));
            assertThat(store.getClass().getName()).isEqualTo(FileObjectStore.class.getName());
        }
    }

    @Test
    void asksForAPlace() {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> ObjectStores.open(Map.of()))
                .withMessage("objects: expected a directory or s3://bucket/prefix");
    }

    @Test
    void cantStartWithWrongSettings() {
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> ObjectStores.open(Map.of("objects", "s3:/pictures", "objects.attempts", "many")))
                .withMessageContaining("objects 's3:/pictures'")
                .withMessageContaining("objects.region")
                .withMessageContaining("objects.attempts 'many'");
    }

    private static URL[] withoutSdk() {
        String[] classPath = System.getProperty("java.class.path").split(File.pathSeparator);
        return Arrays.stream(classPath)
                .filter(entry -> !entry.contains("awssdk"))
                .map(ObjectStoresTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }
}
