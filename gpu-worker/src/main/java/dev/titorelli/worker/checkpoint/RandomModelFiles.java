package dev.titorelli.worker.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.titorelli.worker.checkpoint.TransformerConfig.RopeScaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a checkpoint beside its weights, by their names in the directory. */
record RandomModelFiles(Map<String, ObjectNode> files) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SPECIAL = List.of(
            "<unk>",
            "<s>",
            "</s>",
            "<|user|>",
            "<|end|>",
            "<|assistant|>",
            "<|diffusion|>",
            "<img>",
            "</img>",
            "<cfg>");

    static RandomModelFiles of(ModelShape shape, CheckpointLayout layout) {
        Map<String, ObjectNode> files = new LinkedHashMap<>();
        boolean diffusers = layout == CheckpointLayout.DIFFUSERS;
        files.put(layout.files().config(), diffusers ? diffusersConfig(shape) : originalConfig(shape));
        files.put(layout.files().tokenizer(), tokenizer());
        files.put(layout.files().tokenizer().replace(".json", "_config.json"), tokenizerConfig());
        files.put(ModelLayout.VAE_CONFIG, vaeConfig(shape.vae()));
        if (diffusers) {
            files.put("model_index.json", modelIndex());
            files.put("scheduler/scheduler_config.json", schedulerConfig());
        }
        return new RandomModelFiles(files);
    }

    void write(Path directory) throws IOException {
        for (Map.Entry<String, ObjectNode> file : files.entrySet()) {
            Path path = directory.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(file.getValue()));
        }
    }

    private static ObjectNode originalConfig(ModelShape shape) {
        ObjectNode config = sizes(shape)
                .put("model_type", "phi3")
                .put("hidden_act", "silu")
                .put("num_hidden_layers", shape.transformer().layers())
                .put("rope_theta", shape.transformer().ropeTheta())
                .put("bos_token_id", 1)
                .put("eos_token_id", 2)
                .put("pad_token_id", 2)
                .put("attention_dropout", 0.0)
                .put("embd_pdrop", 0.0)
                .put("resid_pdrop", 0.0)
                .put("initializer_range", 0.02)
                .put("use_cache", true)
                .put("tie_word_embeddings", false);
        config.putArray("architectures").add("Phi3ForCausalLM");
        return config;
    }

    private static ObjectNode diffusersConfig(ModelShape shape) {
        return sizes(shape)
                .put("_class_name", "OmniGenTransformer2DModel")
                .put("num_layers", shape.transformer().layers())
                .put("rope_base", (long) shape.transformer().ropeTheta())
                .put("in_channels", TransformerConfig.LATENT_CHANNELS)
                .put("patch_size", 2)
                .put("pos_embed_max_size", shape.positionSide())
                .put("pad_token_id", 2)
                .put("time_step_dim", 256)
                .put("timestep_activation_fn", "silu")
                .put("flip_sin_to_cos", true)
                .put("downscale_freq_shift", 0);
    }

    private static ObjectNode sizes(ModelShape shape) {
        TransformerConfig model = shape.transformer();
        ObjectNode config = JSON.createObjectNode()
                .put("hidden_size", model.hiddenSize())
                .put("intermediate_size", model.intermediateSize())
                .put("num_attention_heads", model.heads())
                .put("num_key_value_heads", model.keyValueHeads())
                .put("vocab_size", model.vocabularySize())
                .put("max_position_embeddings", model.maxPositions())
                .put("original_max_position_embeddings", 4096)
                .put("rms_norm_eps", model.rmsNormEps());
        config.set(
                "rope_scaling",
                model.ropeScaling().map(RandomModelFiles::scaling).orElse(null));
        return config;
    }

    private static ObjectNode scaling(RopeScaling scaling) {
        ObjectNode node = JSON.createObjectNode().put("type", "su");
        scaling.shortFactors().forEach(node.withArray("short_factor")::add);
        scaling.longFactors().forEach(node.withArray("long_factor")::add);
        return node;
    }

    private static ObjectNode vaeConfig(VaeConfig vae) {
        ObjectNode config = JSON.createObjectNode()
                .put("_class_name", "AutoencoderKL")
                .put("act_fn", "silu")
                .put("in_channels", 3)
                .put("out_channels", 3)
                .put("latent_channels", TransformerConfig.LATENT_CHANNELS)
                .put("layers_per_block", vae.layersPerBlock())
                .put("norm_num_groups", vae.normGroups())
                .put("scaling_factor", vae.scalingFactor())
                .put("sample_size", 1024)
                .put("force_upcast", true);
        vae.blockChannels().forEach(config.withArray("block_out_channels")::add);
        vae.blockChannels()
                .forEach(block -> config.withArray("down_block_types").add("DownEncoderBlock2D"));
        vae.blockChannels().forEach(block -> config.withArray("up_block_types").add("UpDecoderBlock2D"));
        return config;
    }

    private static ObjectNode modelIndex() {
        ObjectNode index = JSON.createObjectNode().put("_class_name", "OmniGenPipeline");
        index.putArray("scheduler").add("diffusers").add("FlowMatchEulerDiscreteScheduler");
        index.putArray("tokenizer").add("transformers").add("PreTrainedTokenizerFast");
        index.putArray("transformer").add("diffusers").add("OmniGenTransformer2DModel");
        index.putArray("vae").add("diffusers").add("AutoencoderKL");
        return index;
    }

    private static ObjectNode schedulerConfig() {
        return JSON.createObjectNode()
                .put("_class_name", "FlowMatchEulerDiscreteScheduler")
                .put("invert_sigmas", true)
                .put("num_train_timesteps", 1)
                .put("shift", 1.0);
    }

    /** A token for every word, all unknown: prompts have about as many tokens as with a trained tokenizer. */
    private static ObjectNode tokenizer() {
        ObjectNode file = JSON.createObjectNode().put("version", "1.0");
        file.putNull("truncation").putNull("padding");
        ObjectNode words = JSON.createObjectNode();
        ArrayNode added = file.putArray("added_tokens");
        List<String> tokens = new ArrayList<>(SPECIAL);
        for (int id = 0; id < tokens.size(); id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", tokens.get(id))
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
            words.put(tokens.get(id), id);
        }
        file.putObject("normalizer").put("type", "Lowercase");
        ObjectNode split = file.putObject("pre_tokenizer").put("type", "Split").put("behavior", "Removed");
        split.put("invert", false).putObject("pattern").put("Regex", "[^a-z]+");
        file.set("post_processor", leadingToken());
        file.putNull("decoder");
        file.putObject("model")
                .put("type", "WordLevel")
                .put("unk_token", "<unk>")
                .set("vocab", words);
        return file;
    }

    private static ObjectNode leadingToken() {
        ObjectNode template = JSON.createObjectNode().put("type", "TemplateProcessing");
        ArrayNode single = template.putArray("single");
        single.addObject().putObject("SpecialToken").put("id", "<s>").put("type_id", 0);
        single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        ArrayNode pair = template.putArray("pair");
        pair.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        pair.addObject().putObject("Sequence").put("id", "B").put("type_id", 0);
        ObjectNode leading =
                template.putObject("special_tokens").putObject("<s>").put("id", "<s>");
        leading.putArray("ids").add(1);
        leading.putArray("tokens").add("<s>");
        return template;
    }

    private static ObjectNode tokenizerConfig() {
        return JSON.createObjectNode()
                .put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("bos_token", "<s>")
                .put("eos_token", "</s>")
                .put("pad_token", "</s>")
                .put("unk_token", "<unk>")
                .put("padding_side", "left")
                .put("model_max_length", 131_072)
                .put("clean_up_tokenization_spaces", false);
    }
}
