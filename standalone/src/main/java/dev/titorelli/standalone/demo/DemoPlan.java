package dev.titorelli.standalone.demo;

import dev.titorelli.ImageSize;
import dev.titorelli.standalone.demo.DemoInput.EarlierStage;
import dev.titorelli.standalone.demo.DemoInput.Given;
import dev.titorelli.standalone.demo.DemoInput.ResultOf;
import java.nio.file.Path;
import java.util.List;

/**
 * What the demonstration asks for. Prompts, sizes and seeds were fixed before any result was seen and stay as they are: a
 * picture that went wrong is part of what is shown.
 *
 * @param about what a reader of the results should know
 */
public record DemoPlan(String about, List<DemoTask> tasks) {

    private static final String FIRST = "<img><|image_1|></img>";
    private static final String SECOND = "<img><|image_2|></img>";

    public DemoPlan {
        tasks = List.copyOf(tasks);
    }

    /**
     * For the shipped model: sentences in the forms of its card, in sizes that it was trained at. The seeds are those that follow
     * the card's examples.
     *
     * @param examples the folder of the card's example pictures
     */
    public static DemoPlan shapes(Path examples) {
        ImageSize square = new ImageSize(128, 128);
        ImageSize wide = new ImageSize(96, 64);
        ImageSize small = new ImageSize(64, 64);
        return new DemoPlan(
                "The shipped model knows six shapes, eight colours, six backgrounds and the words between them."
                        + " Prompts and seeds were chosen in the forms of its card before any result was seen, and what went"
                        + " wrong stays. How often a kind comes out right, the card says: edges nearly always, single"
                        + " objects mostly, compositions rarely.",
                List.of(
                        plain(
                                "text-square",
                                "Text to image",
                                "a green star to the left of a pink heart on a black background",
                                square,
                                11),
                        plain(
                                "text-wide",
                                "Text to image, another size of the same bucket",
                                "a large yellow square on the right on a gray background",
                                wide,
                                12),
                        plain(
                                "text-small",
                                "Text to image, another bucket",
                                "a large red circle at the top left on a navy background",
                                small,
                                13),
                        plain(
                                "edit",
                                "Edit of a given picture",
                                FIRST + " change the background to mint",
                                square,
                                14,
                                new Given(examples.resolve("04-input-1.png"))),
                        plain(
                                "subject",
                                "A given subject in a new picture",
                                "the object of " + FIRST + " on the left on a gray background",
                                square,
                                15,
                                new Given(examples.resolve("05-input-1.png"))),
                        plain(
                                "edges",
                                "Picture to edges; the picture is an earlier result",
                                "detect the edges of " + FIRST,
                                wide,
                                16,
                                new ResultOf("text-wide")),
                        plain(
                                "from-edges",
                                "Edges to picture; the edges are an earlier result",
                                "following the edge map " + FIRST + " generate a blue square on a white background",
                                wide,
                                17,
                                new ResultOf("edges")),
                        plain(
                                "composition",
                                "Composition of two pictures",
                                "the object of " + FIRST + " to the left of the object of " + SECOND
                                        + " on a white background",
                                square,
                                18,
                                new Given(examples.resolve("09-input-1.png")),
                                new Given(examples.resolve("09-input-2.png"))),
                        chain(
                                "chain",
                                "Chain of two stages: picture to mask, mask to picture",
                                stage(
                                        "mask",
                                        "segment the objects of " + FIRST,
                                        square,
                                        19,
                                        new Given(examples.resolve("09-input-1.png"))),
                                stage(
                                        "repaint",
                                        "following the segmentation mask " + FIRST
                                                + " generate a pink square on a white background",
                                        square,
                                        20,
                                        new EarlierStage("mask")))));
    }

    /**
     * For any other checkpoint: general prompts and few steps, so that it ends in a bearable time.
     *
     * @param size the checkpoint's default output size
     * @param steps for every picture
     */
    public static DemoPlan general(ImageSize size, int steps) {
        ImageSize half = new ImageSize(halved(size.getWidthPx()), halved(size.getHeightPx()));
        List<DemoTask> tasks = List.of(
                plain(
                        "text",
                        "Text to image",
                        "a red vintage car on a gravel road in front of a white farmhouse",
                        size,
                        1),
                plain("text-half", "Text to image at half the size", "a bowl of cherries on a wooden table", half, 2),
                plain(
                        "edit",
                        "Edit; the picture is an earlier result",
                        FIRST + " make the car blue",
                        size,
                        3,
                        new ResultOf("text")),
                plain("edges", "Picture to edges", "detect the canny edges of " + FIRST, size, 4, new ResultOf("text")),
                plain(
                        "from-edges",
                        "Edges to picture",
                        "following the canny edges of " + FIRST + ", a green car in the snow",
                        size,
                        5,
                        new ResultOf("edges")),
                plain(
                        "composition",
                        "Composition of two pictures",
                        "the car of " + FIRST + " with the bowl of " + SECOND + " on its roof",
                        size,
                        6,
                        new ResultOf("text"),
                        new ResultOf("text-half")),
                chain(
                        "chain",
                        "Chain of two stages",
                        stage("paint", "a lighthouse on a cliff by day", half, 7),
                        stage("night", FIRST + " make it night", half, 8, new EarlierStage("paint"))));
        return new DemoPlan(
                "Another checkpoint than the shipped one: general prompts at its default size, with %d steps a picture, so fewer than it would need for its best."
                        .formatted(steps),
                tasks.stream().map(task -> withSteps(task, steps)).toList());
    }

    private static DemoTask plain(
            String name, String title, String prompt, ImageSize size, long seed, DemoInput... inputs) {
        return new DemoTask(name, title, List.of(stage("image", prompt, size, seed, inputs)));
    }

    private static DemoTask chain(String name, String title, DemoStage... stages) {
        return new DemoTask(name, title, List.of(stages));
    }

    private static DemoStage stage(String name, String prompt, ImageSize size, long seed, DemoInput... inputs) {
        return new DemoStage(name, prompt, size, seed, null, List.of(inputs));
    }

    private static DemoTask withSteps(DemoTask task, int steps) {
        return new DemoTask(
                task.name(),
                task.title(),
                task.stages().stream()
                        .map(s -> new DemoStage(s.name(), s.prompt(), s.size(), s.seed(), steps, s.inputs()))
                        .toList());
    }

    private static int halved(int px) {
        return Math.max(16, px / 32 * 16);
    }
}
