/**
 * The room QUEUE: from a queue to its job topic. Where a line lives:
 *
 * <ul>
 *   <li>the node: {@link dev.titorelli.stream.queue.ReleaseProcessor}, which hands each word to its queue; what makes a word
 *       sound: {@code EnqueueRules}, {@code OperatorRules}
 *   <li>one queue with its rows: {@code OwnedQueue}, found by {@code Queues}; its rows: {@code QueueRows}; what it says:
 *       {@code Answers}
 *   <li>the rules, without Kafka: {@link dev.titorelli.stream.queue.FairQueue} (turns, limits, releases), of
 *       {@code Backlogs}, {@code Pauses}, {@code ReleasedJobs} and {@code StartRate}; chosen by
 *       {@link dev.titorelli.stream.queue.QueuePolicy}
 *   <li>whole stages let in or refused: {@code StageAdmission}; thrown away: {@code Purges}; withdrawn before they came:
 *       {@code LateEnqueues}
 *   <li>who would take jobs: {@code LiveWorkers}; what of their room is left:
 *       {@link dev.titorelli.stream.queue.UnstartedJobs}
 *   <li>what a job costs: {@code NominalCost}, made real by {@code Calibration}; how fast workers get through them: {@code QueueCosts}
 *   <li>where a job stands: {@code Ahead}, told by {@code LinePlaces}; where a queue stands:
 *       {@link dev.titorelli.stream.queue.QueueReport}, on the {@link dev.titorelli.stream.queue.QueueBoard}
 * </ul>
 */
package dev.titorelli.stream.queue;
