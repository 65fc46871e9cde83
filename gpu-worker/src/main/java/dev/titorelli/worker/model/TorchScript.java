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
import java.util.List;
import java.util.Locale;

/** A loaded TorchScript resource. Any thread may call its methods; two at once are allowed. */
public final class TorchScript implements AutoCloseable {
    private final PtSymbolBlock block;

    private TorchScript(PtSymbolBlock block) {
        this.block = block;
    }

    /** Loads {@code <lower-case class name>.torchscript} of this package. */
    static TorchScript load(NDManager manager, String className) {
        return load(manager, className, List.of(text(className)));
    }

    /** The same with the methods of another text of this package. */
    static TorchScript load(NDManager manager, String className, String methods) {
        return load(manager, className, List.of(text(className), text(methods)));
    }

    /**
     * Loads the transformer's text, its products as libtorch computes them, with further methods behind it.
     *
     * @param methods a resource beside {@code owner}, methods of the class {@code Transformer}
     */
    public static TorchScript transformerWith(NDManager manager, Class<?> owner, String methods) {
        return load(
                manager,
                "Transformer",
                List.of(text("Transformer"), text(Products.LINEAR.resource()), text(owner, methods)));
    }

    private static TorchScript load(NDManager manager, String className, List<String> texts) {
        byte[] archive = TorchScriptArchive.of(className, String.join("\n", texts));
        try (InputStream in = new ByteArrayInputStream(archive)) {
            return new TorchScript(JniUtils.loadModule((PtNDManager) manager, in, true, false));
        } catch (IOException e) {
            throw new UncheckedIOException("an array can't fail", e);
        }
    }

    /** A text's source. */
    static String text(String name) {
        return text(TorchScript.class, name.toLowerCase(Locale.ROOT) + ".torchscript");
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
