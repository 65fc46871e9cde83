package dev.titorelli.worker.model;

import ai.djl.ndarray.NDManager;
import dev.titorelli.worker.conditioning.PromptTokens;
import dev.titorelli.worker.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A picture before its first step: its input pictures are encoded, then its branches get their prefixes and time tokens, one after another.
 * What lies on the shelf by the time that it is needed is taken from there. Used by one thread at a time; closing it frees all its tensors.
 */
public final class Preparation implements AutoCloseable {
    /** The second branch, where there is one. */
    private static final int UNCONDITIONAL = 1;

    private final PictureStart start;
    private final NDManager scope;
    private final SamplingParameters parameters;
    private final List<PromptTokens> tokens;
    private final EncodedInputs inputs;
    private final List<BranchStart> branches = new ArrayList<>();
    private int ready;

    /**
     * What is prepared.
     *
     * @param inputs the prepared ones
     * @param branches their tokens
     */
    record Wish(
            SamplingParameters parameters, List<RgbImage> inputs, List<PromptTokens> branches, PrefixSharing sharing) {}

    /** @param scope the picture's, closed with this or with the picture */
    Preparation(PictureStart start, NDManager scope, Wish wish) {
        this.start = start;
        this.scope = scope;
        this.parameters = wish.parameters();
        this.tokens = wish.branches();
        this.inputs = new EncodedInputs(scope, start.inputLatents(), wish.inputs());
        Prefixes.Picture picture = new Prefixes.Picture(parameters, wish.inputs(), inputs, wish.sharing());
        for (int i = 0; i < tokens.size(); i++) {
            branches.add(new BranchStart(start.prefixes(), scope, picture, tokens.get(i), i == UNCONDITIONAL));
        }
    }

    /** The pass to go on with; empty when the picture can make its first step. It may be another one than before when the shelf has more. */
    public Optional<DevicePass> next() {
        while (ready < branches.size()) {
            Optional<DevicePass> pass = branches.get(ready).next();
            if (pass.isPresent()) {
                return pass;
            }
            ready++;
        }
        return Optional.empty();
    }

    /**
     * Names the prefix or the time tokens that the next pass is made for. Pictures that share a shelf and name the same would compute the same;
     * empty when no pass is next.
     */
    public Optional<String> coming() {
        return ready < branches.size() ? Optional.of(branches.get(ready).coming()) : Optional.empty();
    }

    /** The length of each branch's row: prompt and input pictures. */
    public List<Integer> branchTokens() {
        return tokens.stream().map(PromptTokens::length).toList();
    }

    /** Whether all prefixes and time tokens were found, as far as there are any by now. */
    public boolean foundAll() {
        return branches.stream().noneMatch(BranchStart::wasComputed);
    }

    /**
     * The picture, when no pass is next. It has all that this held.
     *
     * @throws IllegalStateException before
     */
    public Sampling sampling() {
        if (ready < branches.size()) {
            throw new IllegalStateException("%d of %d branches are ready".formatted(ready, branches.size()));
        }
        inputs.close();
        List<VelocityField.Branch> rows =
                branches.stream().map(BranchStart::ready).toList();
        int prefixTokens = branchTokens().stream().mapToInt(Integer::intValue).sum();
        return start.begin(scope, parameters, rows, prefixTokens);
    }

    /** Runs every pass that is left. */
    Sampling all() {
        for (Optional<DevicePass> pass = next(); pass.isPresent(); pass = next()) {
            pass.get().run(pass.get().units() - pass.get().done());
        }
        return sampling();
    }

    @Override
    public void close() {
        scope.close();
    }
}
