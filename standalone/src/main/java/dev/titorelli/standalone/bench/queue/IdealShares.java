package dev.titorelli.standalone.bench.queue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weighted max-min fairness: nobody gets more than it asks for, and what others leave is shared by weight. Pure. */
final class IdealShares {

    private IdealShares() {}

    /**
     * What each tenant gets of so much work.
     *
     * @param asked work by tenant
     * @param work that was done in all, at most what was asked for
     */
    static Map<String, Double> of(Map<String, Double> asked, TenantWeights tenants, double work) {
        Map<String, Double> shares = new LinkedHashMap<>();
        Map<String, Double> open = new HashMap<>(asked);
        double left = work;
        while (!open.isEmpty()) {
            double weights = open.keySet().stream()
                    .mapToDouble(tenant -> tenants.byTenant().get(tenant))
                    .sum();
            double each = left / weights;
            Map<String, Double> content = new HashMap<>(open);
            content.entrySet()
                    .removeIf(tenant ->
                            tenant.getValue() > each * tenants.byTenant().get(tenant.getKey()));
            if (content.isEmpty()) {
                open.keySet()
                        .forEach(tenant ->
                                shares.put(tenant, each * tenants.byTenant().get(tenant)));
                break;
            }
            shares.putAll(content);
            left -= content.values().stream().mapToDouble(Double::doubleValue).sum();
            open.keySet().removeAll(content.keySet());
        }
        return shares;
    }
}
