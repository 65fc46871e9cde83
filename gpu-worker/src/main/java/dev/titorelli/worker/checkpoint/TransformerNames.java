package dev.titorelli.worker.checkpoint;

import java.util.List;

/**
 * What a layout calls the transformer's tensors and settings. The few names that all layouts share stand beside the
 * shapes in {@link TransformerLayout}; no other place has any.
 *
 * @param layer a layer's name before its number
 * @param timeLinears the two linears of a time embedding, after its name
 * @param qkv the tensors that hold queries, keys and values: one fused tensor, or three that are stacked
 * @param layerCount the setting that counts the layers
 * @param ropeBase the setting with the rotary embedding's base
 */
public record TransformerNames(
        String tokenTable,
        String positionTable,
        String outputPatch,
        String inputPatch,
        String timeToken,
        String timeEmbedder,
        List<String> timeLinears,
        String layer,
        List<String> qkv,
        String attentionOut,
        String norm,
        String modulation,
        String finalLinear,
        String layerCount,
        String ropeBase) {

    /**
     * The published checkpoint's.
     *
     * @see <a href="https://github.com/VectorSpaceLab/OmniGen/blob/d4752019ae16741dc3801fd4989432aad4c81a4f/OmniGen/model.py">OmniGen,
     *     model.py</a>
     */
    public static final TransformerNames ORIGINAL = new TransformerNames(
            "llm.embed_tokens.weight",
            "pos_embed",
            "x_embedder.proj",
            "input_x_embedder.proj",
            "time_token",
            "t_embedder",
            List.of(".mlp.0", ".mlp.2"),
            "llm.layers.",
            List.of(".self_attn.qkv_proj.weight"),
            ".self_attn.o_proj.weight",
            "llm.norm.weight",
            "final_layer.adaLN_modulation.1",
            "final_layer.linear",
            "num_hidden_layers",
            "rope_theta");

    /**
     * Those of a pipeline that diffusers saved.
     *
     * @see <a href="https://github.com/huggingface/diffusers/blob/58eb52c080/src/diffusers/models/transformers/transformer_omnigen.py">
     *     diffusers, transformer_omnigen.py</a>
     */
    public static final TransformerNames DIFFUSERS = new TransformerNames(
            "embed_tokens.weight",
            "patch_embedding.pos_embed",
            "patch_embedding.output_image_proj",
            "patch_embedding.input_image_proj",
            "time_token",
            "t_embedder",
            List.of(".linear_1", ".linear_2"),
            "layers.",
            List.of(".self_attn.to_q.weight", ".self_attn.to_k.weight", ".self_attn.to_v.weight"),
            ".self_attn.to_out.0.weight",
            "norm.weight",
            "norm_out.linear",
            "proj_out",
            "num_layers",
            "rope_base");
}
