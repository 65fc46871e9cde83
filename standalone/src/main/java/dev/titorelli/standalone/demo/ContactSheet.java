package dev.titorelli.standalone.demo;

import dev.titorelli.standalone.terminal.Seconds;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A page that shows what was asked and what came back. It needs no other file. */
final class ContactSheet {

    /** A token of the output stands for a square of this side. */
    private static final int TOKEN_SIDE_PX = 16;

    private final String model;
    private final DemoPlan plan;
    private final List<DemoResult> results;

    /** @param model the model's alias */
    ContactSheet(String model, DemoPlan plan, List<DemoResult> results) {
        this.model = model;
        this.plan = plan;
        this.results = results;
    }

    /** @param total the whole demonstration, from the start of the process to the last picture */
    String html(Duration total) {
        long completed = results.stream().filter(DemoResult::isCompleted).count();
        long painted = results.stream().mapToLong(r -> r.pictures().size()).sum();
        return template()
                .replace("{{model}}", Html.escape(model))
                .replace(
                        "{{summary}}",
                        "%d of %d requests completed, %d pictures, %s in all, starting included"
                                .formatted(completed, results.size(), painted, Seconds.of(total)))
                .replace("{{about}}", Html.escape(plan.about()))
                .replace("{{cards}}", results.stream().map(ContactSheet::card).collect(Collectors.joining("\n")));
    }

    private static String card(DemoResult result) {
        return """
                <article%s>
                <header><h2>%s</h2><span class="state">%s</span></header>
                %s
                <div class="pictures">%s</div>
                <dl>%s</dl>
                </article>"""
                .formatted(
                        result.isCompleted() ? "" : " class=\"bad\"",
                        Html.escape(result.task().title()),
                        Html.escape(result.state()),
                        prompts(result.task()),
                        pictures(result),
                        facts(result));
    }

    private static String prompts(DemoTask task) {
        return task.stages().stream()
                .map(stage -> "<p class=\"prompt\">%s%s</p>"
                        .formatted(
                                task.stages().size() == 1 ? "" : "<b>" + Html.escape(stage.name()) + "</b> ",
                                taggedPrompt(stage.prompt())))
                .collect(Collectors.joining("\n"));
    }

    /** The tag of an input picture becomes a small number, which its caption has too. */
    private static String taggedPrompt(String prompt) {
        return Html.escape(prompt)
                .replaceAll("&lt;img&gt;&lt;\\|image_([0-9]+)\\|&gt;&lt;/img&gt;", "<span class=\"tag\">$1</span>");
    }

    private static String pictures(DemoResult result) {
        List<String> groups = new ArrayList<>();
        if (!result.inputs().isEmpty()) {
            groups.add(IntStream.range(0, result.inputs().size())
                    .mapToObj(i -> figure(result.inputs().get(i), "<span class=\"tag\">" + (i + 1) + "</span> "))
                    .collect(Collectors.joining()));
        }
        result.pictures().forEach(picture -> groups.add(figure(picture, "")));
        return String.join("<span class=\"arrow\" aria-hidden=\"true\">&rarr;</span>", groups);
    }

    private static String figure(DemoPicture picture, String mark) {
        return "<figure><img src=\"%s\" alt=\"%s\" style=\"aspect-ratio:%d/%d\"><figcaption>%s</figcaption></figure>"
                .formatted(
                        Html.inlined(picture),
                        Html.escape(picture.name()),
                        picture.object().getWidthPx(),
                        picture.object().getHeightPx(),
                        mark + Html.escape(picture.caption()));
    }

    private static String facts(DemoResult result) {
        DemoStage stage = result.task().stages().get(0);
        int tokens = (stage.size().getWidthPx() / TOKEN_SIDE_PX) * (stage.size().getHeightPx() / TOKEN_SIDE_PX);
        return fact("request", DemoRun.TENANT + "/" + result.task().name())
                + fact(
                        "size",
                        stage.size().getWidthPx() + " × " + stage.size().getHeightPx() + ", " + tokens + " tokens")
                + fact("sent to end", Seconds.of(result.elapsed()))
                + fact("device", Seconds.of(result.deviceTime()));
    }

    private static String fact(String name, String value) {
        return "<div><dt>%s</dt><dd>%s</dd></div>".formatted(Html.escape(name), Html.escape(value));
    }

    private static String template() {
        try (InputStream in = ContactSheet.class.getResourceAsStream("contact-sheet.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
