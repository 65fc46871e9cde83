package dev.titorelli.stream.catalogue;

import dev.titorelli.CatalogueEntry;

/** Makes sure that the job topics of a model exist before the first job is sent to one. */
public interface JobTopics {

    /** Makes the topics of all queues of a model; may wait for the broker. Does nothing for those that exist. */
    void ensure(CatalogueEntry model);
}
