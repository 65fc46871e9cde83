package dev.titorelli.worker.batch;

import dev.titorelli.Ledger;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** A ledger's sums as metadata of the stored picture. Its upload is not among them: they are written before it. */
final class LedgerSums {

    private LedgerSums() {}

    /** By name; a few hundred characters of ASCII. */
    static SortedMap<String, String> of(Ledger ledger) {
        SortedMap<String, String> sums = new TreeMap<>();
        sums.put("queue-ms", Long.toString(ledger.getQueueMs()));
        sums.put("fetch-ms", Long.toString(ledger.getFetchMs()));
        sums.put("encode-ms", Long.toString(ledger.getEncodeMs()));
        sums.put("prefill-ms", Long.toString(ledger.getPrefillMs()));
        sums.put("prefill-cached", Boolean.toString(ledger.getPrefillCached()));
        sums.put("steps-run", Integer.toString(ledger.getStepsRun()));
        sums.put("steps-skipped", Integer.toString(ledger.getStepsSkipped()));
        sums.put("step-ms", Long.toString(ledger.getStepMs()));
        sums.put("rows-mean", String.format(Locale.ROOT, "%.2f", ledger.getRowsSeen()));
        sums.put("rows-most", Integer.toString(ledger.getMostRows()));
        sums.put("decode-ms", Long.toString(ledger.getDecodeMs()));
        sums.put("preview-ms", Long.toString(ledger.getPreviewMs()));
        sums.put("device-ms", Long.toString(ledger.getDeviceMs()));
        return sums;
    }
}
