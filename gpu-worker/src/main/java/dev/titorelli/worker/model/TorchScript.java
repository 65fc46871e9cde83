package dev.titorelli.worker.model;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A loaded TorchScript resource. Any thread may call its methods; two at once are allowed. */
public final class TorchScript implements AutoCloseable {
    private final PtSymbolBlock block;

    private TorchScript(PtSymbolBlock block) {
        this.block = block;
    }

    /** Loads {@code <lower-case class name>.torchscript} of this package. */
    static TorchScript load(NDManager manager, String className) {
        return load(manager, className, text(className));
    }

    /**
     * Loads the transformer's text with further methods behind it.
     *
     * @param methods a resource beside {@code owner}, methods of the class {@code Transformer}
     */
    public static TorchScript transformerWith(NDManager manager, Class<?> owner, String methods) {
        return load(manager, "Transformer", text("Transformer") + "\n" + text(owner, methods));
    }

    private static TorchScript load(NDManager manager, String className, String text) {
        byte[] archive = TorchScriptArchive.of(className, text);
        try (InputStream in = new ByteArrayInputStream(archive)) {
            return new TorchScript(JniUtils.loadModule((PtNDManager) manager, in, true, false));
        } catch (IOException e) {
            throw new UncheckedIOException("an array can't fail", e);
        }
    }

    /** A class's source. */
    static String text(String className) {
        return text(TorchScript.class, className.toLowerCase(Locale.ROOT) + ".torchscript");
    }

    private static String text(Class<?> owner, String resource) {
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
    ScriptCall call(String method) {
        return new ScriptCall(block, method);
    }

    @Override
    public void close() {
        block.close();
    }
}
