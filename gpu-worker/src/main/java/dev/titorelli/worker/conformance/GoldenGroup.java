package dev.titorelli.worker.conformance;

/** The comparisons with one golden file. Everything that it compares it takes from the file's names and the manifest. */
interface GoldenGroup {

    /** The file's name without its ending. */
    String name();

    /** The file's ending. */
    default String ending() {
        return GoldenData.TENSORS;
    }

    /** Compares all that it knows; what it does not read is reported as unknown. */
    void check(GoldenChecks checks) throws Exception;
}
