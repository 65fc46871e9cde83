package dev.titorelli.stream.queue;

import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.queue.LinePlaces.Pace;

/** Makes a report of a queue's state. Pure. */
final class QueueReporting {

    private QueueReporting() {}

    static QueueReport report(QueueName queue, FairQueue fair, int room, Pace pace) {
        return new QueueReport(
                queue.toString(),
                queue.lane(),
                fair.pauses().isWhole(),
                fair.unstarted(),
                room,
                pace.workers(),
                fair.tenants().stream().map(name -> tenant(name, fair, pace)).toList());
    }

    private static QueueReport.Tenant tenant(String name, FairQueue fair, Pace pace) {
        return new QueueReport.Tenant(
                name,
                fair.waiting(name),
                Math.round(fair.backlogMs(name) * pace.factor()),
                fair.inFlight(name),
                Math.round(fair.inFlightMs(name) * pace.factor()),
                fair.pauses().covers(name),
                fair.weight(name));
    }
}
