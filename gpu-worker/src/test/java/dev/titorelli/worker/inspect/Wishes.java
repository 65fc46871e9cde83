package dev.titorelli.worker.inspect;

import dev.titorelli.ImageObject;
import dev.titorelli.InspectWish;
import java.time.Instant;

/** Inspection wishes of one request. */
final class Wishes {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final String TENANT = "acme";

    private Wishes() {}

    static InspectWish ofUri(String uri) {
        return wish().setUri(uri).build();
    }

    static InspectWish ofObject(String key, String digest) {
        return wish().setObject(new ImageObject(key, digest, "", 0, 0)).build();
    }

    private static InspectWish.Builder wish() {
        return InspectWish.newBuilder()
                .setTenant(TENANT)
                .setRequestId("r-1")
                .setStage("image")
                .setInput(2)
                .setAttempt(3)
                .setOriginPartition(1)
                .setAt(NOON);
    }
}
