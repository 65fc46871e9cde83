package dev.titorelli.settings;

import java.util.Collection;
import java.util.Comparator;

/** Of known names the one that somebody most likely meant. */
public final class NearestName {

    private NearestName() {}

    /** The known name with the fewest letters to change; of several the first in the alphabet. There must be one. */
    public static String of(String unknown, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance(unknown, name))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Levenshtein's: how many letters must be put in, taken out or changed. */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
