package dev.titorelli.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AskingCheckTest {

    @Test
    void passesWhenTheQuestionIsAnswered() {
        try (AskingCheck check = new AskingCheck("test", () -> {})) {
            assertThat(check.problem()).isEmpty();
        }
    }

    @Test
    void saysWhatIsWrong() {
        AskingCheck check = new AskingCheck("test", () -> {
            throw new IllegalStateException("the store is away");
        });
        try (check) {
            assertThat(check.problem()).contains("the store is away");
        }
    }

    @Test
    void doesNotWaitForAQuestionThatHangsNorAskItTwice() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        AskingCheck check = new AskingCheck("test", () -> {
            asked.incrementAndGet();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try (check) {
            assertThat(check.problem()).contains("no answer");
            assertThat(check.problem()).contains("no answer");
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void keepsAnAnswerForAWhile() {
        AtomicInteger asked = new AtomicInteger();
        try (AskingCheck check = new AskingCheck("test", asked::incrementAndGet)) {
            assertThat(check.problem()).isEmpty();
            assertThat(check.problem()).isEmpty();
            assertThat(asked).hasValue(1);
        }
    }
}
