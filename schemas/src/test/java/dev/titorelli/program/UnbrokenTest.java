package dev.titorelli.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnbrokenTest {

    @Test
    void endsAfterTheWorkInProgressAndBeginsNoOther() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Working.class.getName())
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("at work");

            process.toHandle().destroy(); // the process's own method closes its output too

            assertThat(said.lines().toList()).isEqualTo(List.of("done"));
            assertThat(process.waitFor()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Works until the process has been told to end, and then wants to begin again. */
    static final class Working {
        private Working() {}

        public static void main(String[] args) throws Exception {
            Unbroken.whenTold(() -> {
                Unbroken.begin();
                System.out.println("at work");
                while (!isEnding()) {
                    Thread.onSpinWait();
                }
                System.out.println("done");
                Unbroken.end();
                Unbroken.begin();
                System.out.println("again");
                return 0;
            });
        }

        /** Whether the end of the process waits for the work in progress. */
        private static boolean isEnding() {
            return Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread ->
                            thread.getName().equals("unbroken") && thread.getState() == Thread.State.TIMED_WAITING);
        }
    }
}
