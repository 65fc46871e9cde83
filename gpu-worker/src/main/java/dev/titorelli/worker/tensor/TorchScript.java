package dev.titorelli.worker.tensor;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A loaded TorchScript resource. Any thread may call its methods; two at once are allowed. */
public final class TorchScript implements AutoCloseable {
    private final PtSymbolBlock block;

    private TorchScript(PtSymbolBlock block) {
        this.block = block;
    }

    /** Loads {@code <lower-case class name>.torchscript}, a resource beside {@code owner}. */
    public static TorchScript load(NDManager manager, Class<?> owner, String className) {
        return load(manager, className, List.of(text(owner, className)));
    }

    /**
     * Loads a class whose text is in pieces.
     *
     * @param texts the class, then methods of the same class
     */
    public static TorchScript load(NDManager manager, String className, List<String> texts) {
        byte[] archive = TorchScriptArchive.of(className, String.join("\n", texts));
        try (InputStream in = new ByteArrayInputStream(archive)) {
            return new TorchScript(JniUtils.loadModule((PtNDManager) manager, in, true, false));
        } catch (IOException e) {
            throw new UncheckedIOException("an array can't fail", e);
        }
    }

    /** The source of {@code <lower-case name>.torchscript}, a resource beside {@code owner}. */
    public static String text(Class<?> owner, String name) {
        String resource = name.toLowerCase(Locale.ROOT) + ".torchscript";
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + resource, e);
        }
    }

    /** What DJL made of it. */
    public PtSymbolBlock block() {
        return block;
    }

    /** Begins a call of a method; the arguments follow in the method's order. */
    public ScriptCall call(String method) {
        return new ScriptCall(block, method);
    }

    @Override
    public void close() {
        block.close();
    }
}
