package dev.titorelli.worker.checkpoint;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code adapter_config.json} says of a LoRA adapter.
 *
 * @param rank of every pair of matrices
 * @param factor what B A is multiplied by: alpha over the rank, or over its root
 * @param targets the linears that have a pair, by the end of their names
 * @see <a href="https://github.com/huggingface/peft/blob/v0.17.1/src/peft/tuners/lora/config.py">PEFT, LoraConfig</a>
 */
public record AdapterConfig(int rank, double factor, List<String> targets) {
    /** The file, in the adapter's directory. */
    public static final String NAME = "adapter_config.json";

    /** Options that are read, or that say nothing about the result; every other one must be unset. */
    private static final Set<String> HARMLESS = Set.of(
            "peft_type",
            "r",
            "lora_alpha",
            "use_rslora",
            "target_modules",
            "bias",
            "init_lora_weights",
            "auto_mapping",
            "base_model_name_or_path",
            "revision",
            "task_type",
            "peft_version",
            "inference_mode",
            "lora_dropout",
            "loftq_config",
            "eva_config",
            "corda_config",
            "lora_ga_config",
            "megatron_core",
            "qalora_group_size",
            "ensure_weight_tying");

    public AdapterConfig {
        targets = List.copyOf(targets);
    }

    /** Reads the file; what is wrong goes to the file's problems, and the result is then not to be used. */
    public static AdapterConfig read(ConfigFile file) {
        file.requireOneOf("peft_type", "LORA");
        file.requireIfPresent("bias", "none");
        Set<String> others = new TreeSet<>(file.keys());
        others.removeAll(HARMLESS);
        others.forEach(file::requireUnset);
        if (file.has("init_lora_weights")) {
            // The other ways to begin ("pissa", "olora"...) change the base weights too.
            file.requireOneOf("init_lora_weights", "true", "false", "gaussian", "orthogonal", "eva");
        }
        int rank = file.count("r");
        double alpha = file.positive("lora_alpha");
        double divisor = file.truth("use_rslora", false) ? Math.sqrt(rank) : rank;
        return new AdapterConfig(rank, alpha / divisor, file.texts("target_modules"));
    }
}
