package dev.titorelli.standalone.bench.queue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tenants and their weights, written as the setting {@code stream.queue.weights} is. */
public record TenantWeights(Map<String, Double> byTenant) {

    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1,40}");
    private static final double MOST = 1_000;

    public TenantWeights {
        byTenant = new LinkedHashMap<>(byTenant);
        if (byTenant.size() < 2) {
            throw new IllegalArgumentException("--weights " + byTenant + ": allowed are two tenants and more");
        }
        byTenant.forEach(TenantWeights::require);
    }

    /**
     * Reads tenant=weight separated by commas.
     *
     * @throws IllegalArgumentException naming the option, its value and what is allowed
     */
    public static TenantWeights parse(String text) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            String[] sides = part.strip().split("=", -1);
            if (sides.length != 2 || weights.put(sides[0], number(part, sides[1])) != null) {
                throw new IllegalArgumentException(
                        "--weights " + part + ": allowed is tenant=weight, each tenant once, separated by commas");
            }
        }
        return new TenantWeights(weights);
    }

    private static double number(String part, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--weights " + part + ": the weight is no number", e);
        }
    }

    private static void require(String tenant, double weight) {
        if (!TENANT.matcher(tenant).matches()) {
            throw new IllegalArgumentException("--weights: tenant " + tenant + ": allowed is " + TENANT.pattern());
        }
        if (!(weight > 0 && weight <= MOST)) {
            throw new IllegalArgumentException("--weights %s=%s: allowed is above 0 to 1000".formatted(tenant, weight));
        }
    }

    List<String> tenants() {
        return List.copyOf(byTenant.keySet());
    }

    /** A tenant's part of everything. */
    double share(String tenant) {
        return byTenant.get(tenant)
                / byTenant.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** As the setting wants it. */
    String asSetting() {
        return byTenant.entrySet().stream()
                .map(weight -> weight.getKey() + "=" + weight.getValue())
                .collect(Collectors.joining(","));
    }
}
