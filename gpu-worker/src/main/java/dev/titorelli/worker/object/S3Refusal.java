package dev.titorelli.worker.object;

import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Why S3 gave no answer.
 *
 * @param status of the answer; 0 when there was none
 * @param code S3's word for it; empty when there was none, as with HEAD
 */
record S3Refusal(int status, String code, SdkException cause) {

    private static final int NOT_IMPLEMENTED = 501;
    private static final Set<String> WRONG_CREDENTIALS = Set.of(
            "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "TokenRefreshRequired");
    private static final Set<String> OTHER_REGION =
            Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException");
    private static final Set<String> NO_CONDITIONS = Set.of("NotImplemented", "ConditionalHeadersNotSupported");

    static S3Refusal of(SdkException e) {
        if (e instanceof AwsServiceException said) {
            String code = Optional.ofNullable(said.awsErrorDetails())
                    .map(AwsErrorDetails::errorCode)
                    .orElse("");
            return new S3Refusal(said.statusCode(), code, e);
        }
        return new S3Refusal(0, "", e);
    }

    /** Whether calling later may help. */
    boolean passes() {
        boolean serverSide = status >= 500 && status != NOT_IMPLEMENTED;
        return status == 0 || serverSide || status == 408 || status == 409 || status == 429;
    }

    /** One line for the operator: what is wrong, and the setting to change where there is one. */
    String advice(S3Settings settings) {
        if (WRONG_CREDENTIALS.contains(code) || status == 401) {
            return told() + ": change objects.access.key and objects.secret.key"
                    + (settings.accessKey().isPresent() ? "" : ", or what the AWS SDK's default chain finds");
        }
        if (code.equals("RequestTimeTooSkewed")) {
            return told() + ": set this machine's clock";
        }
        if (code.equals("NoSuchBucket")) {
            return "there is no bucket " + settings.place().bucket() + ": create it, or name another in objects";
        }
        if (OTHER_REGION.contains(code) || status == 301) {
            return told() + ": the bucket is not in " + settings.door().region() + ", change objects.region";
        }
        if (NO_CONDITIONS.contains(code) || status == NOT_IMPLEMENTED) {
            return told() + ": this store can't write on condition; name another in objects";
        }
        if (status == 403) {
            return told() + ": allow s3:GetObject, s3:PutObject, s3:AbortMultipartUpload and s3:ListBucket, or change"
                    + " objects.access.key and objects.secret.key";
        }
        return passes() ? unreached(settings) : told() + ": look at objects.endpoint and objects.path.style";
    }

    private String unreached(S3Settings settings) {
        for (Throwable why = cause; why != null; why = why.getCause()) {
            if (why instanceof UnknownHostException) {
                return "host " + why.getMessage() + " is not known: look at objects.endpoint and objects.path.style";
            }
        }
        String where = settings.door().endpoint().map(uri -> uri + " ").orElse("");
        return where + (status == 0 ? "gives no answer: " + cause.getMessage() + ": look at objects.endpoint" : told());
    }

    private String told() {
        return "S3 says " + status + (code.isEmpty() ? "" : " " + code);
    }
}
