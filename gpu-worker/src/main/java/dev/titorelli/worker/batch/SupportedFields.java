package dev.titorelli.worker.batch;

import dev.titorelli.ImageFormat;
import dev.titorelli.Job;
import dev.titorelli.fault.FaultCode;
import java.util.ArrayList;
import java.util.List;

/** Fields of a job that are reserved: a picture that ignored them would be a wrong one. */
final class SupportedFields {

    private SupportedFields() {}

    static void require(Job job) {
        List<String> reserved = reserved(job);
        if (!reserved.isEmpty()) {
            throw new JobFailedException(
                    FaultCode.NOT_SUPPORTED, "this worker can't do " + String.join(", ", reserved));
        }
    }

    private static List<String> reserved(Job job) {
        List<String> fields = new ArrayList<>();
        addIf(fields, job.getInitialImage() != null, "initialImage");
        addIf(fields, job.getStrength() != null, "strength");
        addIf(fields, job.getMask() != null, "mask");
        addIf(fields, job.getFormat() != ImageFormat.PNG, "format " + job.getFormat());
        return fields;
    }

    private static void addIf(List<String> fields, boolean set, String field) {
        if (set) {
            fields.add(field);
        }
    }
}
