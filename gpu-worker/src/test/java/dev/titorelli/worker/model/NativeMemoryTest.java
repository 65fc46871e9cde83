package dev.titorelli.worker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.titorelli.worker.checkpoint.Weights;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.conformance.Goldens;
import dev.titorelli.worker.image.RgbImage;
import dev.titorelli.worker.tensor.ComputeType;
import dev.titorelli.worker.tensor.TensorList;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Live native arrays before and after many pictures of every kind and every end. {@code -Dtitorelli.pictures=1000} for as
 * many; then it also prints the resident memory.
 */
class NativeMemoryTest {
    private static final int PICTURES = Integer.getInteger("titorelli.pictures", 100);
    private static final int WARM_UP = 20;
    private static final List<Integer> SIDES = List.of(16, 32, 48, 64, 80);

    private static OmniGen model;
    private static Vae slabs;
    private static LoraAdapter adapter;

    @BeforeAll
    static void open() throws IOException {
        model = OmniGen.open(Goldens.model("omnigen"));
        adapter = model.adapter(Goldens.model("lora"));
        ModelDirectory files = ModelDirectory.read(Goldens.model("omnigen"));
        Weights weights = Weights.load(
                model.scope(), files.vaeWeights(), files.vaeLayout().all(), ComputeType.F32);
        slabs = new Vae(model.scope(), files.vae(), files.vaeLayout(), weights, new VaeSlabs(0, 1 << 12));
    }

    @AfterAll
    static void close() {
        slabs.close();
        adapter.close();
        model.close();
    }

    @Test
    void isFlatOverPicturesOfEveryKindAndEnd() throws IOException {
        paint(WARM_UP, 1);
        Live before = Live.now();
        long memory = residentKb();
        paint(PICTURES, 2);
        System.out.printf(
                "%d pictures; %s; anonymous resident memory %d MB before, %d MB after%n",
                PICTURES, Live.now(), memory >> 10, residentKb() >> 10);
        assertThat(Live.now()).isEqualTo(before);
    }

    @Test
    void isFlatOverModelsThatOpenAndClose() {
        Live before = Live.now();
        for (int i = 0; i < 3; i++) {
            OmniGen.open(Goldens.model("diffusers"), ComputeType.BF16).close();
        }
        assertThat(Live.now()).isEqualTo(before);
    }

    /** What is counted is really there: one array more is seen. */
    @Test
    void isSeenToGrow() {
        Live before = Live.now();
        try (NDArray leak = model.scope().create(1f)) {
            assertThat(leak.isReleased()).isFalse();
            assertThat(Live.now()).isNotEqualTo(before);
            assertThat(model.nativeArrays()).isEqualTo(before.arrays() + before.lists() + 1);
        }
        assertThat(Live.now()).isEqualTo(before);
    }

    /** Shelf and pictures of one round. */
    private static void paint(int pictures, long seed) {
        Random random = new Random(seed);
        try (BoundedPrefixShelf shelf = new BoundedPrefixShelf(1 << 20)) {
            for (int i = 0; i < pictures; i++) {
                PrefixSharing sharing = random.nextBoolean() ? new PrefixSharing(shelf, "tenant") : PrefixSharing.NONE;
                end(i % 6, wish(random, i), sharing);
            }
        }
    }

    private static void end(int kind, SamplingParameters wish, PrefixSharing sharing) {
        switch (kind) {
            case 0 -> model.start(wish, sharing).close(); // cancelled before its first step
            case 1 -> cancelled(wish, sharing);
            case 2 -> nonFinite(wish, sharing);
            case 3 -> rejected(wish, sharing);
            case 4 -> together(wish, sharing);
            default -> inSlabs(wish);
        }
    }

    private static void cancelled(SamplingParameters wish, PrefixSharing sharing) {
        try (Sampling sampling = model.start(wish, sharing)) {
            sampling.step();
            assertThat(sampling.image().widthPx()).as("a preview").isEqualTo(wish.widthPx());
        }
    }

    private static void nonFinite(SamplingParameters wish, PrefixSharing sharing) {
        try (Sampling sampling = model.start(wish, sharing)) {
            sampling.latents(sampling.latents().mul(Float.NaN));
            assertThatExceptionOfType(NonFiniteLatentsException.class).isThrownBy(sampling::step);
        }
    }

    private static void rejected(SamplingParameters wish, PrefixSharing sharing) {
        SamplingParameters tooMany = new SamplingParameters(
                "<img><|image_3|></img>", "", wish.inputs(), 32, 32, 2, 2.5, 1.6, true, 1, 3, 64);
        assertThatExceptionOfType(ConditioningException.class).isThrownBy(() -> model.start(tooMany, sharing));
    }

    private static void together(SamplingParameters wish, PrefixSharing sharing) {
        try (Sampling first = model.start(wish, sharing);
                Sampling second = model.start(wish.withSeed(9), sharing)) {
            for (int step = 0; step < wish.steps(); step++) {
                assertThat(Sampling.stepTogether(List.of(first, second))).isEmpty();
            }
            assertThat(first.image()).isNotEqualTo(second.image());
        }
    }

    private static void inSlabs(SamplingParameters wish) {
        try (NDManager step = model.scope().newSubManager()) {
            NDArray pixels = step.zeros(new Shape(1, 3, wish.heightPx(), wish.widthPx()), DataType.FLOAT32);
            NDArray moments = slabs.moments(step, pixels, (block, output) -> {});
            NDArray latents = slabs.latents(step, moments, moments.get(":, :4").zerosLike());
            slabs.decode(step, latents, (block, output) -> {});
        }
    }

    private static SamplingParameters wish(Random random, int seed) {
        List<RgbImage> inputs = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> picture(side(random), side(random)))
                .toList();
        String tags = IntStream.rangeClosed(1, inputs.size())
                .mapToObj(i -> "<img><|image_" + i + "|></img>")
                .collect(Collectors.joining(" "));
        SamplingParameters wish = new SamplingParameters(
                tags + " a red circle " + random.nextInt(3),
                "<cfg>",
                inputs,
                side(random),
                side(random),
                2,
                random.nextBoolean() ? 2.5 : 1,
                1.6,
                random.nextBoolean(),
                1,
                seed,
                64);
        return random.nextInt(3) == 0 ? wish.withAdapter(Optional.of(new ScaledAdapter(adapter, 0.5))) : wish;
    }

    private static RgbImage picture(int width, int height) {
        return new RgbImage(width, height, new byte[3 * width * height]);
    }

    private static int side(Random random) {
        return SIDES.get(random.nextInt(SIDES.size()));
    }

    /** What DJL's managers of this process hold, and packed lists, which no manager knows. */
    private record Live(long arrays, long scopes, int lists) {
        static Live now() {
            List<Object> all = new ArrayList<>();
            collect(((BaseNDManager) model.scope()).getParentManager(), all);
            long arrays = all.stream().filter(NDArray.class::isInstance).count();
            return new Live(arrays, all.size() - arrays, TensorList.open());
        }

        private static void collect(Object resource, List<Object> all) {
            all.add(resource);
            if (resource instanceof BaseNDManager manager) {
                resources(manager).forEach(child -> collect(child, all));
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

    private static long residentKb() throws IOException {
        Path status = Path.of("/proc/self/status");
        List<String> lines = Files.isReadable(status) ? Files.readAllLines(status) : Collections.emptyList();
        return lines.stream()
                .filter(line -> line.startsWith("RssAnon"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
