package dev.titorelli.worker.take;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The native memory of the arrays below a manager: several handles to one place count once. One thread, which has the device to itself. */
final class NativeBytes {

    private final NDManager scope;
    private final Map<Long, Long> weights = new HashMap<>();

    /** What is there by now is not counted. */
    NativeBytes(NDManager scope) {
        this.scope = scope;
        collect(scope, weights);
    }

    long now() {
        Map<Long, Long> all = new HashMap<>();
        collect(scope, all);
        all.keySet().removeAll(weights.keySet());
        return all.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void collect(Object resource, Map<Long, Long> byAddress) {
        if (resource instanceof NDArray array && array.size() > 0) {
            ByteBuffer bytes = array.toByteBuffer(true);
            if (!bytes.isDirect()) {
                throw new IllegalStateException("not the memory itself: " + array.getShape());
            }
            byAddress.merge(address(bytes), (long) bytes.capacity(), Math::max);
        } else if (resource instanceof BaseNDManager manager) {
            resources(manager).forEach(child -> collect(child, byAddress));
        }
    }

    /** By reflection, for the compiler warns of whoever names the class. */
    private static long address(ByteBuffer bytes) {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            Field theOne = type.getDeclaredField("theUnsafe");
            theOne.setAccessible(true);
            Object unsafe = theOne.get(null);
            Method offset = type.getMethod("objectFieldOffset", Field.class);
            long at = (long) offset.invoke(unsafe, Buffer.class.getDeclaredField("address"));
            return (long) type.getMethod("getLong", Object.class, long.class).invoke(unsafe, bytes, at);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another JDK", e);
        }
    }

    private static List<Object> resources(BaseNDManager manager) {
        try {
            Field field = BaseNDManager.class.getDeclaredField("resources");
            field.setAccessible(true);
            return List.copyOf(((Map<?, ?>) field.get(manager)).values());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another DJL", e);
        }
    }
}
