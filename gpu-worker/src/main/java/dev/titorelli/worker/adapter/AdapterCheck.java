package dev.titorelli.worker.adapter;

import dev.titorelli.worker.checkpoint.AdapterFolder;
import dev.titorelli.worker.checkpoint.Digests;
import dev.titorelli.worker.checkpoint.FileDigests;
import dev.titorelli.worker.checkpoint.KeptFolder;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.model.ModelDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an adapter's folder is for a model's folder, without opening the model.
 *
 * @param digest of the adapter
 * @param modelDigest of the model
 * @param values numbers that the adapter's tensors hold once it is loaded
 */
public record AdapterCheck(String digest, String modelDigest, long values) {

    /** A worker reads each file whole before it is loaded. */
    private static final long MAX_FILE_BYTES = 512L << 20;

    /**
     * Checks every tensor of an adapter.
     *
     * @param kept where digests of the model's files may be known from
     * @throws ModelDirectoryException with everything that keeps the adapter from being applied to the model
     */
    public static AdapterCheck of(Path adapter, Path model, KeptFolder kept) {
        ModelDirectory files = ModelDirectory.read(model);
        AdapterFolder folder = AdapterFolder.read(adapter, files.transformer());
        List<String> problems = new ArrayList<>();
        folder.nonFinite()
                .forEach(tensor -> problems.add("tensor " + tensor + " holds something infinite or not a number"));
        AdapterFolder.NAMES.stream()
                .filter(name -> size(adapter.resolve(name)) > MAX_FILE_BYTES)
                .forEach(name -> problems.add("%s has %d bytes; allowed: at most %d"
                        .formatted(name, size(adapter.resolve(name)), MAX_FILE_BYTES)));
        if (!problems.isEmpty()) {
            throw ModelDirectoryException.ofAdapter(adapter, problems);
        }
        String modelDigest = Digests.ofFiles(model, files.files(), new FileDigests(kept)::of);
        return new AdapterCheck(folder.digest(), modelDigest, folder.values());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
