package dev.titorelli.stream.queue;

import dev.titorelli.Job;
import dev.titorelli.identity.QueueName;
import dev.titorelli.topic.Topics;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/** The topic of a job follows from its queue. */
public record JobTopicName(String prefix) implements TopicNameExtractor<String, Job> {

    @Override
    public String extract(String key, Job job, RecordContext context) {
        return Topics.job(QueueName.parse(job.getQueue())).name(prefix);
    }
}
