package dev.titorelli.worker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.Sha256;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.checkpoint.RandomAdapter;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.model.LoraAdapter;
import dev.titorelli.worker.model.OpenModels;
import dev.titorelli.worker.object.InMemoryObjectStore;
import dev.titorelli.worker.object.ObjectMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder through the object store to the model. */
class AdapterObjectsTest {
    private static final Path TINY = Goldens.model("omnigen");
    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @TempDir
    private Path folder;

    @Test
    void loadsWhatWasStored() throws IOException {
        RandomAdapter.write(folder, TINY, 1);
        AdapterCheck check = AdapterCheck.of(folder, TINY, KeptFolder.none());
        AdapterObjects.store(store, folder, check.digest());

        try (LoraAdapter loaded = AdapterObjects.open(store, check.digest(), OpenModels.tiny()::adapter)) {
            assertThat(loaded.digest()).isEqualTo(check.digest());
            assertThat(loaded.bytes()).isEqualTo(check.values() * Float.BYTES);
            assertThat(check.modelDigest()).isEqualTo(OpenModels.tiny().digest());
        }
    }

    @Test
    void namesAFileThatIsMissing() {
        String digest = "0".repeat(64);

        assertThatExceptionOfType(AdapterUnusableException.class)
                .isThrownBy(() -> AdapterObjects.open(store, digest, OpenModels.tiny()::adapter))
                .withMessage("adapters/" + digest + "/adapter_config.json is not in the object store")
                .extracting(AdapterUnusableException::code)
                .isEqualTo(FaultCode.ADAPTER_NOT_FOUND);
    }

    @Test
    void refusesFilesOfAnotherDigest() throws IOException {
        RandomAdapter.write(folder, TINY, 1);
        String digest = AdapterCheck.of(folder, TINY, KeptFolder.none()).digest();
        byte[] damaged = Files.readAllBytes(folder.resolve("adapter_model.safetensors"));
        damaged[damaged.length - 1] ^= 1;
        store.putIfAbsent(
                "adapters/" + digest + "/adapter_model.safetensors",
                damaged,
                new ObjectMetadata("application/octet-stream", Sha256.of(damaged), new TreeMap<>()));
        AdapterObjects.store(store, folder, digest);

        assertThatExceptionOfType(AdapterUnusableException.class)
                .isThrownBy(() -> AdapterObjects.open(store, digest, OpenModels.tiny()::adapter))
                .withMessageContaining("the files of adapter " + digest + " have the digest ")
                .extracting(AdapterUnusableException::code)
                .isEqualTo(FaultCode.ADAPTER_DAMAGED);
    }

    @Test
    void refusesAnAdapterOfAnotherModel() throws IOException {
        Path shapes = Path.of("../models/shapes");
        RandomAdapter.write(folder, shapes, 1);
        String digest = AdapterCheck.of(folder, shapes, KeptFolder.none()).digest();
        AdapterObjects.store(store, folder, digest);

        assertThatExceptionOfType(AdapterUnusableException.class)
                .isThrownBy(() -> AdapterObjects.open(store, digest, OpenModels.tiny()::adapter))
                .withMessageContaining("lora_A.weight: expected F32, BF16 or F16 [2, 64], found")
                .extracting(AdapterUnusableException::code)
                .isEqualTo(FaultCode.ADAPTER_DAMAGED);
        assertThatExceptionOfType(ModelDirectoryException.class)
                .isThrownBy(() -> AdapterCheck.of(folder, TINY, KeptFolder.none()));
    }

    @Test
    void checksThatEveryNumberIsFinite() throws IOException {
        RandomAdapter.write(folder, TINY, 1);
        Path weights = folder.resolve("adapter_model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] = 0x7f;
        bytes[bytes.length - 2] = (byte) 0xc0;
        Files.write(weights, bytes);

        assertThatExceptionOfType(ModelDirectoryException.class)
                .isThrownBy(() -> AdapterCheck.of(folder, TINY, KeptFolder.none()))
                .withMessageContaining("holds something infinite or not a number");
    }
}
