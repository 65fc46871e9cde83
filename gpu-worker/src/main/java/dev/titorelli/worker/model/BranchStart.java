package dev.titorelli.worker.model;

import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.conditioning.PromptTokens;
import java.util.Optional;

/** A branch on its way to its first step: its prefix, then its time tokens, found on the shelf or computed pass by pass. */
final class BranchStart {

    private final Prefixes prefixes;
    private final NDManager scope;
    private final Prefixes.Picture picture;
    private final PromptTokens tokens;
    private final Lora lora;
    private final int rowLength;
    private final ComingKeys prefix;
    private final ComingKeys time;

    /** @param scope the picture's */
    BranchStart(
            Prefixes prefixes, NDManager scope, Prefixes.Picture picture, PromptTokens tokens, boolean unconditional) {
        this.prefixes = prefixes;
        this.scope = scope;
        this.picture = picture;
        this.tokens = tokens;
        this.lora = Lora.of(picture.parameters().adapter());
        this.rowLength = tokens.length() + 1 + picture.outputTokens();
        String key = prefixes.key(picture, tokens, rowLength, unconditional);
        PrefixShelf shelf = picture.sharing().shelf();
        FlowSchedule schedule = picture.schedule();
        this.prefix =
                new ComingKeys(prefixes.place(scope, shelf, key, new Prefixes.Places(tokens.length(), rowLength)));
        this.time = new ComingKeys(prefixes.place(
                scope,
                shelf,
                prefixes.keys().timeTokens(key, schedule),
                new Prefixes.Places(schedule.steps(), schedule.steps())));
    }

    /** The pass that is next; empty when the branch is ready. */
    Optional<DevicePass> next() {
        Optional<KeysAndValues> known = prefix.there();
        if (known.isEmpty()) {
            return Optional.of(picture.inputs().next(tokens).orElseGet(() -> prefix.pass(this::prefill)));
        }
        return time.there().isPresent() ? Optional.empty() : Optional.of(time.pass(() -> timeTokens(known.get())));
    }

    private ComingKeys.Work prefill() {
        Transformer transformer = prefixes.transformer();
        Prefill prefill = new Prefill(
                transformer, scope, new Prefill.Row(tokens, picture.inputs().latents(), picture.outputTokens(), lora));
        DevicePass pass = new DevicePass(
                DevicePass.Kind.PREFILL, tokens.length(), transformer.config().layers(), prefill);
        return new ComingKeys.Work(pass, prefill::cache, picture.inputs().nanos(tokens), prefill::close);
    }

    private ComingKeys.Work timeTokens(KeysAndValues known) {
        FlowSchedule schedule = picture.schedule();
        Transformer.Cache[] cache = new Transformer.Cache[1];
        DevicePass pass = new DevicePass(
                DevicePass.Kind.TIME_TOKENS,
                schedule.steps(),
                1,
                (from, to) -> cache[0] =
                        prefixes.transformer().timeTokens(scope, known, rowLength, schedule.stepTimes(), lora));
        return new ComingKeys.Work(pass, () -> cache[0], 0, () -> {});
    }

    /** Names what the next pass is made for: the prefix, then its time tokens. */
    String coming() {
        return prefix.there().isEmpty() ? prefix.key() : time.key();
    }

    /** Whether any of it had to be computed. */
    boolean wasComputed() {
        return prefix.wereComputed() || time.wereComputed();
    }

    /** The branch, when nothing is next. */
    VelocityField.Branch ready() {
        return new VelocityField.Branch(
                prefix.there().orElseThrow(), time.there().orElseThrow(), rowLength, lora);
    }
}
