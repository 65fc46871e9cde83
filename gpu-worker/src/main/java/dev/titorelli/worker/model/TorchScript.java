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
final class TorchScript implements AutoCloseable {
    private final PtSymbolBlock block;

    private TorchScript(PtSymbolBlock block) {
        this.block = block;
    }

    /** Loads {@code <lower-case class name>.torchscript} of this package. */
    static TorchScript load(NDManager manager, String className) {
        return of(manager, className, text(className.toLowerCase(Locale.ROOT)));
    }

    /** The same with the methods of another text of this package. */
    static TorchScript load(NDManager manager, String className, String methods) {
        return of(manager, className, text(className.toLowerCase(Locale.ROOT)) + text(methods));
    }

    private static TorchScript of(NDManager manager, String className, String text) {
        byte[] archive = TorchScriptArchive.of(className, text);
        try {
            return new TorchScript(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), true, false));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory can't fail to be read", e);
        }
    }

    private static String text(String name) {
        String resource = name + ".torchscript";
        try (InputStream in = TorchScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + resource, e);
        }
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
