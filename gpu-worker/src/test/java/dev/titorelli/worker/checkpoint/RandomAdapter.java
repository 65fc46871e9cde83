package dev.titorelli.worker.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.worker.model.ModelDirectory;
import dev.titorelli.worker.tensor.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** LoRA adapters of random values for a model in the original layout. */
public final class RandomAdapter {
    private static final int RANK = 2;

    private RandomAdapter() {}

    /** Writes an adapter of attention's products; gives its folder. */
    public static Path write(Path folder, Path model, long seed) throws IOException {
        TransformerConfig config = ModelDirectory.read(model).transformer();
        long qkv = TransformerLayout.qkvRows(TransformerNames.ORIGINAL, config).get(0);
        Random random = new Random(seed);
        List<SafetensorsWriter.Tensor> tensors = new ArrayList<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            String attention = "base_model.model.llm.layers." + layer + ".self_attn.";
            tensors.add(tensor(attention + "qkv_proj.lora_A.weight", RANK, config.hiddenSize(), random));
            tensors.add(tensor(attention + "qkv_proj.lora_B.weight", qkv, RANK, random));
            tensors.add(tensor(attention + "o_proj.lora_A.weight", RANK, config.hiddenSize(), random));
            tensors.add(tensor(attention + "o_proj.lora_B.weight", config.hiddenSize(), RANK, random));
        }
        Files.createDirectories(folder);
        SafetensorsWriter.write(folder.resolve(AdapterLayout.WEIGHTS), tensors);
        Files.write(
                folder.resolve(AdapterConfig.NAME),
                new ObjectMapper()
                        .writeValueAsBytes(Map.of(
                                "peft_type",
                                "LORA",
                                "r",
                                RANK,
                                "lora_alpha",
                                RANK,
                                "target_modules",
                                List.of("qkv_proj", "o_proj"))));
        return folder;
    }

    private static SafetensorsWriter.Tensor tensor(String name, long rows, long columns, Random random) {
        return new SafetensorsWriter.Tensor(
                name, List.of(rows, columns), ElementType.F32, i -> (float) (random.nextGaussian() / 8));
    }
}
