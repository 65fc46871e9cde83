package dev.titorelli.worker.conformance;

import dev.titorelli.worker.model.FlowSchedule;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The flow times of {@code steps<n>.shift<f>}, as the original and as diffusers ({@code diffusers.}) compute them. */
final class GoldenSchedule implements GoldenGroup {
    private static final Pattern SCHEDULE = Pattern.compile("(diffusers\\.)?(steps(\\d+)\\.shift([\\d.]+))");
    /** A few roundings; diffusers rounds elsewhere than the original. */
    private static final double ROUNDING = 1e-6;

    @Override
    public String name() {
        return "scheduler";
    }

    @Override
    public void check(GoldenChecks checks) {
        for (String tensor : checks.file().names()) {
            Matcher parts = SCHEDULE.matcher(tensor);
            if (parts.matches()) {
                checks.in(parts.group(2), () -> {
                    int steps = Integer.parseInt(parts.group(3));
                    checks.close(tensor, flowTimes(steps, Double.parseDouble(parts.group(4))), ROUNDING);
                });
            }
        }
    }

    /** Those of all steps, and 1. */
    private static float[] flowTimes(int steps, double shift) {
        FlowSchedule schedule = new FlowSchedule(steps, shift);
        float[] times = new float[steps + 1];
        for (int i = 0; i <= steps; i++) {
            times[i] = schedule.flowTime(i);
        }
        return times;
    }
}
