package dev.titorelli.stream.queue;

import dev.titorelli.DeadLetter;
import dev.titorelli.QueueRecord;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.decode.Arrived;
import dev.titorelli.stream.decode.DeadLetters;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node that keeps the queues of its partition: hands each word to its queue, and wakes them all from time to time. */
public final class ReleaseProcessor implements Processor<String, Arrived<QueueRecord>, String, SpecificRecord> {

    private static final Logger log = LoggerFactory.getLogger(ReleaseProcessor.class);

    private final QueueNode node;
    private ProcessorContext<String, SpecificRecord> context;
    private LiveWorkers workers;
    private Answers answers;
    private Queues queues;

    public ReleaseProcessor(QueueNode node) {
        this.node = node;
    }

    /** A task may be closed and opened again: everything is found anew in its rows, when it is first needed. */
    @Override
    public void init(ProcessorContext<String, SpecificRecord> newContext) {
        context = newContext;
        workers = new LiveWorkers(context.getStateStore(node.stores().workers()), node.workerPosition());
        answers = new Answers(context, node.sinks());
        queues = null;
        context.schedule(QueueNode.TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick());
        context.schedule(QueueNode.SLOW_TICK, PunctuationType.WALL_CLOCK_TIME, now -> slowTick());
    }

    private Queues queues() {
        if (queues == null) {
            queues = Queues.open(new QueueSite(
                    node.policy(),
                    new QueueRows(context.getStateStore(node.stores().queues())),
                    answers,
                    workers,
                    node.sights().unstarted(),
                    context::currentSystemTimeMs));
            queues.all().forEach(this::publish);
            node.sights().board().begin(this, context.taskId().partition());
        }
        return queues;
    }

    @Override
    public void process(Record<String, Arrived<QueueRecord>> input) {
        workers.look(context.currentSystemTimeMs());
        QueueRecord word = input.value().value();
        switch (word.getKind()) {
            case ENQUEUE -> enqueue(input);
            case STARTED -> tell(word, queue -> queue.started(word));
            case ENDED -> tell(word, queue -> queue.ended(word));
            case WITHDRAW -> tell(word, queue -> queue.withdraw(word));
            case PAUSE -> order(input, queue -> queue.pause(word.getTenant()));
            case RESUME -> order(input, queue -> queue.resume(word.getTenant()));
            case PURGE -> order(input, queue -> queue.purge(word.getTenant()));
            case UNKNOWN -> {}
        }
    }

    private void enqueue(Record<String, Arrived<QueueRecord>> input) {
        QueueRecord word = input.value().value();
        Optional<String> complaint = EnqueueRules.complaint(word);
        if (complaint.isPresent()) {
            bury(input, complaint.get());
        } else if (hasTopic(word)) {
            queues().opened(word.getQueue()).enqueue(word, input.value().traceparent());
        } else {
            log.atWarn()
                    .addKeyValue("queue", word.getQueue())
                    .addKeyValue("jobId", word.getJobId())
                    .log("refused a job: the queue's topic is missing, './titorelli setup --model DIR' makes it");
            answers.refuse(
                    word.getJob(), FaultCode.NOT_SET_UP, null, input.value().traceparent());
        }
    }

    /** A word about a job of a queue that has none concerns nobody. */
    private void tell(QueueRecord word, Consumer<OwnedQueue> told) {
        queues().find(word.getQueue()).ifPresent(told);
    }

    private void order(Record<String, Arrived<QueueRecord>> input, Consumer<OwnedQueue> ordered) {
        QueueRecord word = input.value().value();
        Optional<String> complaint = OperatorRules.complaint(word);
        if (complaint.isPresent()) {
            bury(input, complaint.get());
            return;
        }
        log.atInfo()
                .addKeyValue("queue", word.getQueue())
                .addKeyValue("tenant", word.getTenant())
                .addKeyValue("kind", word.getKind())
                .log("an operator's word");
        if (hasTopic(word)) {
            ordered.accept(queues().opened(word.getQueue()));
        }
    }

    private boolean hasTopic(QueueRecord word) {
        return node.hasTopic().test(QueueName.parse(word.getQueue()));
    }

    private void bury(Record<String, Arrived<QueueRecord>> input, String complaint) {
        DeadLetter letter = DeadLetters.about(
                input.value(), FaultCode.BAD_IDENTITY, complaint, Map.of(), context.currentSystemTimeMs());
        answers.bury(input.key(), letter, input.value().traceparent());
    }

    private void tick() {
        workers.look(context.currentSystemTimeMs());
        for (OwnedQueue queue : queues().all()) {
            queue.tick();
            publish(queue);
        }
    }

    private void publish(OwnedQueue queue) {
        node.sights().board().publish(this, queue.report());
    }

    private void slowTick() {
        queues().all().forEach(OwnedQueue::slowTick);
    }

    @Override
    public void close() {
        node.sights().board().removeAll(this);
        if (queues != null) {
            queues.all().forEach(OwnedQueue::close);
        }
    }
}
