package dev.titorelli.worker.preview;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A few linear equations, by Gaussian elimination with the largest pivot of each column. */
final class LinearEquations {

    private LinearEquations() {}

    /**
     * The x of {@code matrix x = answer}.
     *
     * @throws ArithmeticException when there is not exactly one
     */
    static List<Double> solve(double[][] matrix, double[] answer) {
        int size = answer.length;
        double[][] rows = IntStream.range(0, size)
                .mapToObj(i -> {
                    double[] row = Arrays.copyOf(matrix[i], size + 1);
                    row[size] = answer[i];
                    return row;
                })
                .toArray(double[][]::new);
        for (int column = 0; column < size; column++) {
            bringUp(rows, column);
            eliminate(rows, column);
        }
        return Arrays.stream(rows).map(row -> row[size]).toList();
    }

    private static void bringUp(double[][] rows, int column) {
        int best = column;
        for (int i = column + 1; i < rows.length; i++) {
            best = Math.abs(rows[i][column]) > Math.abs(rows[best][column]) ? i : best;
        }
        double[] pivot = rows[best];
        if (!(Math.abs(pivot[column]) > 1e-12)) {
            throw new ArithmeticException("the equations have no single solution");
        }
        rows[best] = rows[column];
        rows[column] = pivot;
    }

    private static void eliminate(double[][] rows, int column) {
        double[] pivot = rows[column];
        double lead = pivot[column];
        for (int j = column; j < pivot.length; j++) {
            pivot[j] /= lead;
        }
        for (double[] row : rows) {
            double factor = row[column];
            for (int j = column; row != pivot && j < row.length; j++) {
                row[j] -= factor * pivot[j];
            }
        }
    }
}
