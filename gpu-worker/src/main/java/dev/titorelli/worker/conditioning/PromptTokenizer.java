package dev.titorelli.worker.conditioning;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** A tokenizer.json, used as it is: no truncation, no padding, special tokens recognised in the text. Thread-safe. */
public final class PromptTokenizer implements AutoCloseable {
    private static final Map<String, String> AS_IT_IS = Map.of("truncation", "false", "padding", "false");

    /** What the template is made of; {@code <|diffusion|>} and {@code <img>} may be several tokens. */
    private static final List<String> NEEDED = List.of("<s>", "<|user|>", "<|end|>", "<|assistant|>");

    private static final Pattern WORD = Pattern.compile("[a-z]{2,}");

    /** None of pictures. */
    private static final Pattern SPECIAL = Pattern.compile("<\\|?(?!ima?ge?|/im)[a-z/]+\\|?>");

    private final HuggingFaceTokenizer tokenizer;
    private final UnknownToken unknown;
    private final long largestId;

    private PromptTokenizer(HuggingFaceTokenizer tokenizer, UnknownToken unknown, long largestId) {
        this.tokenizer = tokenizer;
        this.unknown = unknown;
        this.largestId = largestId;
    }

    /**
     * Opens a tokenizer.json file.
     *
     * @throws IOException when the file can't be read, is no tokenizer, or lacks tokens that every prompt needs; the
     *     message names it and them
     */
    public static PromptTokenizer open(Path file) throws IOException {
        byte[] json = Files.readAllBytes(file);
        try {
            JsonNode content = new ObjectMapper().readTree(json);
            requireTokens(content);
            return new PromptTokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), AS_IT_IS),
                    UnknownToken.of(content),
                    largestId(content));
        } catch (IOException | RuntimeException e) { // the native tokenizer reports bad files by RuntimeException
            throw new IOException(file + " is not a tokenizer.json for this model: " + e.getMessage(), e);
        }
    }

    private static void requireTokens(JsonNode file) throws IOException {
        List<String> missing = missing(file);
        if (!missing.isEmpty()) {
            throw new IOException("it lacks " + String.join(", ", missing) + ", which every prompt needs");
        }
    }

    private static List<String> missing(JsonNode file) {
        Set<String> pieces = new HashSet<>();
        JsonNode vocabulary = file.path("model").path("vocab");
        vocabulary.fieldNames().forEachRemaining(pieces::add);
        vocabulary.forEach(piece -> pieces.add(piece.path(0).asText())); // a list of pieces and their scores
        file.path("added_tokens")
                .forEach(token -> pieces.add(token.path("content").asText()));
        return NEEDED.stream().filter(token -> !pieces.contains(token)).toList();
    }

    private static long largestId(JsonNode file) {
        JsonNode vocabulary = file.path("model").path("vocab"); // pieces to ids, or a list of pieces
        long largest = vocabulary.isArray() ? vocabulary.size() - 1 : -1;
        for (JsonNode id : vocabulary) {
            largest = Math.max(largest, id.asLong(-1));
        }
        for (JsonNode token : file.path("added_tokens")) {
            largest = Math.max(largest, token.path("id").asLong(-1));
        }
        return largest;
    }

    /** The largest id that a text can have. */
    public long largestId() {
        return largestId;
    }

    /** The ids of a text, with the leading {@code <s>} that the file's post-processor adds. */
    public List<Integer> encode(String text) {
        long[] ids = tokenizer.encode(text).getIds();
        List<Integer> out = new ArrayList<>(ids.length);
        for (long id : ids) {
            out.add(Math.toIntExact(id));
        }
        return out;
    }

    /** The text of ids, special tokens included. */
    public String decode(List<Integer> ids) {
        return tokenizer.decode(ids.stream().mapToLong(Integer::longValue).toArray(), false);
    }

    /**
     * Texts that are each a token of their own wherever they stand between spaces, so that prompts of different ones differ for the model too:
     * words, in the order of their ids, or, of a tokenizer that knows no two words, its special tokens.
     *
     * @param most so many at most
     */
    public List<String> tellingTokens(int most) {
        List<String> words = tellingTokens(WORD, most);
        return words.size() > 1 ? words : tellingTokens(SPECIAL, most);
    }

    private List<String> tellingTokens(Pattern form, int most) {
        return LongStream.rangeClosed(0, largestId)
                .filter(id -> id != unknown.id())
                .mapToObj(id -> List.of(Math.toIntExact(id)))
                .map(id -> tellingToken(id, form))
                .flatMap(Optional::stream)
                .distinct()
                .limit(most)
                .toList();
    }

    private Optional<String> tellingToken(List<Integer> id, Pattern form) {
        String text = decode(id).strip();
        List<Integer> ids = form.matcher(text).matches() ? encode(text) : List.of();
        return Optional.of(text)
                .filter(found -> ids.size() > 1 && ids.subList(1, ids.size()).equals(id));
    }

    /**
     * The words that the tokenizer doesn't know: those that became its unknown token, in order, each once. Empty when
     * it falls back to bytes, which know every word.
     */
    public List<String> unknownWords(String prompt) {
        LinkedHashSet<String> words = new LinkedHashSet<>();
        for (String part : ImageTags.textsOf(prompt)) {
            Encoding encoding = tokenizer.encode(part);
            for (int token = 0; token < encoding.getIds().length; token++) {
                CharSpan span = encoding.getCharTokenSpans()[token];
                if (span != null && unknown.is(encoding.getIds()[token])) {
                    words.add(codePoints(part, span));
                }
            }
        }
        return List.copyOf(words);
    }

    private static String codePoints(String text, CharSpan span) {
        int start = text.offsetByCodePoints(0, span.getStart());
        return text.substring(start, text.offsetByCodePoints(start, span.getEnd() - span.getStart()));
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** The id that stands for unknown words, or -1 where every word is known. */
    private record UnknownToken(long id) {
        static UnknownToken of(JsonNode file) {
            JsonNode model = file.path("model");
            String name = model.path("unk_token").asText("");
            boolean bytes = model.path("byte_fallback").asBoolean(false);
            return new UnknownToken(bytes ? -1 : model.path("vocab").path(name).asLong(-1));
        }

        boolean is(long token) {
            return id >= 0 && token == id;
        }
    }
}
