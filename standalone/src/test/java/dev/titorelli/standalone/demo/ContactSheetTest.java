package dev.titorelli.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.Event;
import dev.titorelli.EventImage;
import dev.titorelli.EventKind;
import dev.titorelli.Failure;
import dev.titorelli.ImageObject;
import dev.titorelli.ImageSize;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {

    private static final ImageObject OBJECT = new ImageObject("k", "d", "image/png", 96, 64);
    private static final DemoPicture PICTURE = new DemoPicture("edit", "seed 77", OBJECT, new byte[] {1, 2, 3});

    @Test
    void showsPromptInputResultSeedAndTimes() {
        String html = html(completed("<img><|image_1|></img> make it green"));

        assertThat(html)
                .contains("<span class=\"tag\">1</span> make it green")
                .contains("seed 77", "96 × 64, 24 tokens", "1.5 s", "data:image/png;base64,AQID")
                .contains("1 of 1 requests completed, 1 pictures, 12.0 s in all");
    }

    @Test
    void escapesWhatPromptsSay() {
        assertThat(html(completed("<script>alert(1)</script>")))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void leavesNoPlaceholderAndNeedsNoOtherFile() {
        assertThat(html(completed("a red circle"))).doesNotContain("{{", "}}", "http://", "https://", "<link");
    }

    @Test
    void showsPixelsAsTheyAre() {
        assertThat(html(completed("a red circle"))).contains("image-rendering: pixelated");
    }

    @Test
    void showsWhatFailed() {
        Event failed = Event.newBuilder()
                .setTenant("demo")
                .setRequestId("edit")
                .setKind(EventKind.FAILED)
                .setFailure(new Failure("NON_FINITE", "in step 3", false))
                .build();

        assertThat(html(new DemoResult(task("x"), List.of(), failed, List.of(), Duration.ZERO)))
                .contains("class=\"bad\"", "failed: NON_FINITE in step 3", "0 of 1 requests completed");
    }

    private static String html(DemoResult result) {
        DemoPlan plan = new DemoPlan("About.", List.of(result.task()));
        return new ContactSheet("shapes", plan, List.of(result)).html(Duration.ofSeconds(12));
    }

    private static DemoResult completed(String prompt) {
        Event end = Event.newBuilder()
                .setTenant("demo")
                .setRequestId("edit")
                .setKind(EventKind.COMPLETED)
                .setImages(List.of(EventImage.newBuilder()
                        .setStage("image")
                        .setSeed(77)
                        .setImage(OBJECT)
                        .build()))
                .build();
        return new DemoResult(task(prompt), List.of(PICTURE), end, List.of(PICTURE), Duration.ofMillis(1500));
    }

    private static DemoTask task(String prompt) {
        DemoStage stage = new DemoStage("image", prompt, new ImageSize(96, 64), 77, null, List.of());
        return new DemoTask("edit", "Edit", List.of(stage));
    }
}
