package dev.titorelli.standalone.workflow;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.GenerationRequest;
import dev.titorelli.Violation;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.stream.catalogue.Catalogue;
import dev.titorelli.stream.inspect.InspectionSettings;
import dev.titorelli.stream.validate.RequestLimits;
import dev.titorelli.stream.validate.RequestValidator;
import dev.titorelli.uri.UriAllowList;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** The stream app's own rules, asked before a request is sent. */
public final class WorkflowRules {

    private static final int FRAMING_BYTES = 5;

    private final RequestValidator validator;
    private final Catalogue catalogue;
    private final boolean knowsAddresses;

    /**
     * @param models by alias, and adapters by alias/adapter
     * @param allow where input pictures may come from; null when only the system knows
     */
    public WorkflowRules(RequestLimits limits, SortedMap<String, CatalogueEntry> models, UriAllowList allow) {
        this.catalogue = new KnownCatalogue(models);
        this.knowsAddresses = allow != null;
        this.validator = new RequestValidator(
                limits, null, InspectionSettings.DEFAULTS.withAllow(knowsAddresses ? allow : UriAllowList.NONE));
    }

    /** What the rules have against a workflow, at its places; without what follows from what is wrong in the file itself. */
    public List<Problem> problems(Workflow workflow, Instant now) {
        GenerationRequest request = workflow.request();
        List<Violation> violations = validator.violations(request, encodedBytes(request), catalogue, now).stream()
                .filter(violation -> knowsAddresses || !violation.getCode().equals(FaultCode.URI_NOT_ALLOWED.name()))
                .toList();
        return workflow.marks().problems(violations);
    }

    /** The model that a request means, when the catalogue has it. */
    public Optional<CatalogueEntry> model(GenerationRequest request) {
        return catalogue.meant(request.getModel(), null).flatMap(catalogue::model);
    }

    private static int encodedBytes(GenerationRequest request) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new SpecificDatumWriter<>(GenerationRequest.class).write(request, encoder);
            encoder.flush();
            return bytes.size() + FRAMING_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
