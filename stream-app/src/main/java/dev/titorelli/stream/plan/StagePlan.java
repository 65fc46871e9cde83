package dev.titorelli.stream.plan;

import dev.titorelli.Adapter;
import dev.titorelli.CatalogueEntry;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageObject;
import dev.titorelli.ImageSize;
import dev.titorelli.Job;
import dev.titorelli.ModelDefaults;
import dev.titorelli.Stage;
import dev.titorelli.identity.JobDigest;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.ObjectKeys;
import dev.titorelli.identity.QueueName;
import dev.titorelli.identity.RequestId;
import dev.titorelli.stream.validate.OutputSize;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;

/**
 * A stage with everything resolved, from which each of its jobs follows: image i differs from image 0 in index, seed and
 * what is derived from them; with {@code each} also in its inputs. Pure.
 *
 * @param first the job of image 0, attempt 1; with {@code each} it has the inputs of the first source picture that exists.
 *     Its outputKey is the root alone of pictures that are not kept, and empty for those that are
 */
public record StagePlan(Job first) {

    /** Whether the model, as it is announced now, has a bucket for a stage that was valid when its request came. */
    public static boolean fits(GenerationRequest request, Stage stage, CatalogueEntry model) {
        return OutputSize.of(stage, request.getStages(), model.getDefaults())
                .filter(size -> Buckets.hasOneFor(size, model))
                .isPresent();
    }

    /**
     * Plans a valid stage.
     *
     * @param inputs its input pictures with digest, in the order of their tags
     * @param originPartition where answers are sent to
     */
    public static StagePlan of(
            GenerationRequest request,
            Stage stage,
            CatalogueEntry model,
            List<ImageObject> inputs,
            int originPartition) {
        RequestId id = new RequestId(request.getTenant(), request.getRequestId());
        ModelDefaults defaults = model.getDefaults();
        ImageSize size = OutputSize.of(stage, request.getStages(), defaults)
                .orElseThrow(() -> new IllegalArgumentException("stage " + stage.getName() + " has no size"));
        int bucket = Buckets.smallestFor(size, model);
        boolean edits = !inputs.isEmpty();
        return new StagePlan(Job.newBuilder()
                .setJobId(new JobId(id, stage.getName(), 0).toString())
                .setTenant(id.tenant())
                .setRequestId(id.id())
                .setStage(stage.getName())
                .setOriginPartition(originPartition)
                .setQueue(new QueueName(model.getAlias(), bucket, request.getLane()).toString())
                .setLane(request.getLane())
                .setModel(model.getAlias())
                .setModelDigest(model.getDigest())
                .setPrompt(stage.getPrompt())
                .setNegativePrompt(or(stage.getNegativePrompt(), defaults.getNegativePrompt()))
                .setInputs(inputs)
                .setWidthPx(size.getWidthPx())
                .setHeightPx(size.getHeightPx())
                .setMaxInputSizePx(OutputSize.maxInputSizePx(stage, defaults))
                .setSteps(or(stage.getSteps(), defaults.getSteps()))
                .setGuidanceScale(or(stage.getGuidanceScale(), defaults.getGuidanceScale()))
                .setImageGuidanceScale(or(stage.getImageGuidanceScale(), defaults.getImageGuidanceScale()))
                .setUseImageGuidance(edits && or(stage.getUseImageGuidance(), defaults.getUseImageGuidance()))
                .setTimeShift(or(stage.getTimeShift(), defaults.getTimeShift()))
                .setSeed(stage.getSeed() != null ? stage.getSeed() : Seeds.derived(id, stage.getName()))
                .setStepCaching(or(stage.getStepCaching(), 0))
                .setCachingFit(or(stage.getStepCaching(), 0) > 0 ? model.getCachingFit() : "")
                .setFormat(stage.getFormat())
                .setReuse(stage.getReuse())
                .setProgressEverySteps(or(stage.getProgressEverySteps(), 0))
                .setPreview(stage.getPreview())
                .setDeadline(request.getDeadline())
                .setTimeoutMs(stage.getTimeoutMs())
                .setBatch(or(request.getBatch(), ""))
                // Every field is set: to look up and copy a default costs the builder more than to write it.
                .setIndex(0)
                .setAttempt(1)
                .setJobDigest("")
                .setOutputKey(stage.getKeep() ? "" : ObjectKeys.INTERMEDIATE)
                .setAdapter(null)
                .setAdapterDigest("")
                .setAdapterValues(0)
                .setInitialImage(null)
                .setStrength(null)
                .setMask(null)
                .setEmittedAt(Instant.EPOCH)
                .build());
    }

    /** The same with an adapter that the catalogue knows. */
    public StagePlan with(Adapter wish, CatalogueEntry adapter) {
        Job job = Job.newBuilder(first).build();
        job.setAdapter(wish);
        job.setAdapterDigest(adapter.getDigest());
        job.setAdapterValues(adapter.getValues());
        return new StagePlan(job);
    }

    /** The same with other input pictures: those of another source picture of a stage with {@code each}. */
    public StagePlan with(List<ImageObject> inputs) {
        Job job = copyOfFirst();
        job.setInputs(inputs);
        return new StagePlan(job);
    }

    /** The job of one image of the stage under one attempt. */
    public Job job(int index, int attempt, Instant emittedAt) {
        Job job = copyOfFirst();
        JobId id = new JobId(new RequestId(first.getTenant(), first.getRequestId()), first.getStage(), index);
        job.setJobId(id.toString());
        job.setIndex(index);
        job.setSeed(first.getSeed() + index);
        job.setAttempt(attempt);
        job.setEmittedAt(emittedAt);
        job.setJobDigest(JobDigest.of(job));
        job.setOutputKey(
                first.getOutputKey().isEmpty()
                        ? ObjectKeys.image(id, job.getJobDigest(), job.getFormat())
                        : ObjectKeys.intermediate(id, job.getJobDigest(), job.getFormat()));
        return job;
    }

    /** With the same input pictures, which nobody changes: to copy all that they hold costs more than the rest of a job. */
    private Job copyOfFirst() {
        Job copy = new Job();
        for (Schema.Field field : first.getSchema().getFields()) {
            copy.put(field.pos(), first.get(field.pos()));
        }
        return copy;
    }

    private static <T> T or(T value, T otherwise) {
        return value != null ? value : otherwise;
    }
}
