package dev.titorelli.worker.outcome;

import dev.titorelli.ImageObject;
import dev.titorelli.Ledger;
import dev.titorelli.Notice;
import java.util.List;

/** What a SUCCEEDED outcome tells of its picture. */
public record StoredPicture(
        ImageObject image, String pixelDigest, String profileDigest, Ledger ledger, List<Notice> notices) {}
