package dev.titorelli.stream.validate;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Lane;
import dev.titorelli.Stage;
import dev.titorelli.Violation;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.JobId;
import dev.titorelli.identity.RequestId;
import dev.titorelli.stream.catalogue.Catalogue;
import dev.titorelli.stream.inspect.InspectionSettings;
import dev.titorelli.stream.inspect.UnseenInput;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says everything that is wrong with a request, each with its path in the request's JSON form. Pure. */
public final class RequestValidator {

    private final RequestLimits limits;
    private final String defaultModel;
    private final InspectionSettings inspection;

    /** @param defaultModel alias for requests that name no model; null without one */
    public RequestValidator(RequestLimits limits, String defaultModel) {
        this(limits, defaultModel, InspectionSettings.DEFAULTS);
    }

    /**
     * With other rules for inputs that have to be looked at.
     *
     * @param defaultModel alias for requests that name no model; null without one
     */
    public RequestValidator(RequestLimits limits, String defaultModel, InspectionSettings inspection) {
        this.limits = limits;
        this.defaultModel = defaultModel;
        this.inspection = inspection;
    }

    /**
     * All reasons against a request whose identity is valid; none when it can be accepted once its inputs are known.
     *
     * @param encodedBytes size of the request's record
     */
    public List<Violation> violations(GenerationRequest request, int encodedBytes, Catalogue catalogue, Instant now) {
        Violations violations = new Violations();
        if (encodedBytes > limits.maxEncodedBytes()) {
            violations.add("$", FaultCode.TOO_LONG, encodedBytes + " bytes", "at most " + limits.maxEncodedBytes());
        }
        if (request.getStages().size() > limits.maxStages()) {
            violations.add(
                    "stages",
                    FaultCode.NOT_ALLOWED,
                    request.getStages().size() + " stages",
                    "1 to " + limits.maxStages());
        }
        checkHeader(request, now, violations);
        if (isOversized(request, encodedBytes)) {
            // To look at each part of what may have thousands takes seconds, in which the task stands still.
            return violations.all();
        }
        checkStageNames(request.getStages(), violations);
        checkJobs(request.getStages(), violations);
        Optional<CatalogueEntry> model = checkModel(request, catalogue, violations);
        checkStages(request, stageRules(request, model, catalogue, violations), violations);
        checkUnseen(request, violations);
        return violations.all();
    }

    /** All reasons against a valid request that have to do with its inputs, of which everything is known by now, and the model. */
    public List<Violation> violationsOfSeen(GenerationRequest request, Catalogue catalogue) {
        Violations violations = new Violations();
        Optional<CatalogueEntry> model = checkModel(request, catalogue, violations);
        checkStages(request, stageRules(request, model, catalogue, violations), violations);
        return violations.all();
    }

    private static Optional<StageRules> stageRules(
            GenerationRequest request, Optional<CatalogueEntry> model, Catalogue catalogue, Violations violations) {
        return model.map(entry ->
                new StageRules(entry, () -> catalogue.adapters(entry.getAlias()), request.getStages(), violations));
    }

    /** A request must not make the workers fetch for hours. */
    private void checkUnseen(GenerationRequest request, Violations violations) {
        int unseen = UnseenInput.of(request).size();
        violations.addUnless(
                unseen <= inspection.maxInputs(),
                "stages",
                FaultCode.NOT_ALLOWED,
                unseen + " different inputs that are no stored objects with digest and size",
                "at most " + inspection.maxInputs());
    }

    private boolean isOversized(GenerationRequest request, int encodedBytes) {
        return encodedBytes > limits.maxEncodedBytes() || request.getStages().size() > limits.maxStages();
    }

    private void checkHeader(GenerationRequest request, Instant now, Violations violations) {
        violations.addUnless(
                request.getLane() == Lane.INTERACTIVE || request.getLane() == Lane.BULK,
                "lane",
                FaultCode.NOT_ALLOWED,
                request.getLane(),
                "INTERACTIVE, BULK");
        if (request.getDeadline() != null && !request.getDeadline().isAfter(now)) {
            violations.add("deadline", FaultCode.DEADLINE_PASSED, request.getDeadline(), "after " + now);
        }
        checkId("batch", request.getBatch(), violations);
        checkId("replayOf", request.getReplayOf(), violations);
    }

    private static void checkId(String path, String id, Violations violations) {
        if (id != null && !RequestId.isId(id)) {
            violations.add(path, FaultCode.NOT_ALLOWED, id, RequestId.ID.pattern());
        }
    }

    private void checkStageNames(List<Stage> stages, Violations violations) {
        if (stages.isEmpty()) {
            violations.add("stages", FaultCode.MISSING, "0 stages", "1 to " + limits.maxStages());
        }
        Map<String, Integer> first = new LinkedHashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            String path = "stages[" + i + "].name";
            String name = stages.get(i).getName();
            violations.addUnless(JobId.isStageName(name), path, FaultCode.NOT_ALLOWED, name, "[a-z0-9-]{1,40}");
            Integer earlier = first.putIfAbsent(name, i);
            if (earlier != null) {
                violations.add(
                        path, FaultCode.DUPLICATE_STAGE, name, "another name than that of stages[" + earlier + "]");
            }
        }
    }

    private void checkJobs(List<Stage> stages, Violations violations) {
        StageJobs jobs = StageJobs.of(stages);
        long all = stages.stream().mapToLong(jobs::of).sum();
        if (all > limits.maxJobs()) {
            violations.add("stages", FaultCode.TOO_MANY_JOBS, all + " images", "at most " + limits.maxJobs());
        }
    }

    private Optional<CatalogueEntry> checkModel(GenerationRequest request, Catalogue catalogue, Violations violations) {
        Optional<String> alias = catalogue.meant(request.getModel(), defaultModel);
        if (alias.isEmpty() && !catalogue.aliases().isEmpty()) {
            violations.add("model", FaultCode.MISSING, "null", "one of " + catalogue.aliases());
            return Optional.empty();
        }
        Optional<CatalogueEntry> model = alias.flatMap(catalogue::model);
        if (model.isEmpty()) {
            violations.add("model", FaultCode.UNKNOWN_MODEL, alias.orElse("null"), "one of " + catalogue.aliases());
        }
        return model;
    }

    private void checkStages(GenerationRequest request, Optional<StageRules> stageRules, Violations violations) {
        List<Stage> stages = request.getStages();
        StageJobs jobs = StageJobs.of(stages);
        ReferenceRules references = new ReferenceRules(stages, jobs, limits.maxJobs(), violations);
        InputRules inputRules = new InputRules(request.getTenant(), references, inspection.allow(), violations);
        ParameterRules parameterRules = new ParameterRules(limits, jobs, violations);
        for (int i = 0; i < stages.size(); i++) {
            String path = "stages[" + i + "]";
            Stage stage = stages.get(i);
            parameterRules.check(path, stage);
            stageRules.ifPresent(rules -> rules.check(path, stage));
            ReservedFields.check(path, stage, violations);
            for (int n = 0; n < stage.getInputs().size(); n++) {
                inputRules.check(
                        path + ".inputs[" + n + "]", stage, stage.getInputs().get(n));
            }
            references.checkFanOut(path, stage);
            references.checkUse(path, stage);
        }
    }
}
