package dev.titorelli.stream;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.ModelBucket;
import dev.titorelli.ModelDefaults;
import dev.titorelli.ModelLimits;
import dev.titorelli.stream.catalogue.Catalogue;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Models for tests. */
public final class ModelFixture {

    public static final String MODEL_DIGEST = "cd".repeat(32);

    private ModelFixture() {}

    /** A model of pictures up to 256 x 256 with buckets of 64 and 256 tokens. */
    public static CatalogueEntry aModel(String alias) {
        return CatalogueEntry.newBuilder()
                .setAlias(alias)
                .setDigest(MODEL_DIGEST)
                .setLimits(ModelLimits.newBuilder()
                        .setMaxWidthPx(256)
                        .setMaxHeightPx(256)
                        .setMaxSteps(100)
                        .setMaxInputs(3)
                        .setMaxPromptChars(1000)
                        .setMaxInputSizePx(256)
                        .build())
                .setDefaults(ModelDefaults.newBuilder()
                        .setWidthPx(128)
                        .setHeightPx(128)
                        .setSteps(20)
                        .setGuidanceScale(2.5)
                        .setImageGuidanceScale(1.6)
                        .setNegativePrompt("low quality")
                        .setMaxInputSizePx(256)
                        .build())
                .setBuckets(List.of(new ModelBucket(64, 512), new ModelBucket(256, 1024)))
                .build();
    }

    /** A catalogue of these models. */
    public static Catalogue catalogueOf(CatalogueEntry... models) {
        TreeMap<String, CatalogueEntry> byAlias = new TreeMap<>();
        for (CatalogueEntry model : models) {
            byAlias.put(model.getAlias(), model);
        }
        return new Catalogue() {
            @Override
            public Optional<CatalogueEntry> model(String alias) {
                return Optional.ofNullable(byAlias.get(alias));
            }

            @Override
            public SortedSet<String> aliases() {
                return new TreeSet<>(byAlias.keySet());
            }
        };
    }
}
