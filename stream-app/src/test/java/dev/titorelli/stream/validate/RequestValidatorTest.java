package dev.titorelli.stream.validate;

import static dev.titorelli.stream.ModelFixture.aModel;
import static dev.titorelli.stream.ModelFixture.catalogueOf;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.aRequestWithoutStages;
import static dev.titorelli.stream.RequestFixture.output;
import static dev.titorelli.stream.RequestFixture.stage;
import static dev.titorelli.stream.RequestFixture.stageFrom;
import static dev.titorelli.stream.RequestFixture.storedInput;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.titorelli.Adapter;
import dev.titorelli.CatalogueEntry;
import dev.titorelli.GenerationRequest;
import dev.titorelli.ImageFormat;
import dev.titorelli.InputImage;
import dev.titorelli.Lane;
import dev.titorelli.ModelBucket;
import dev.titorelli.PreviewWish;
import dev.titorelli.Stage;
import dev.titorelli.Violation;
import dev.titorelli.stream.RequestFixture;
import dev.titorelli.stream.catalogue.Catalogue;
import dev.titorelli.stream.inspect.InspectionSettings;
import dev.titorelli.uri.UriAllowList;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestValidatorTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Catalogue ONE_MODEL = catalogueOf(aModel("mini"));

    private static List<Violation> violations(GenerationRequest request, Catalogue catalogue) {
        return new RequestValidator(RequestLimits.DEFAULTS, null).violations(request, 100, catalogue, NOW);
    }

    private static AbstractListAssert<?, ?, Tuple, ?> assertViolations(RequestFixture request) {
        return assertThat(violations(request.build(), ONE_MODEL)).extracting(Violation::getPath, Violation::getCode);
    }

    @Test
    void acceptsAPlainRequest() {
        assertViolations(aRequest()).isEmpty();
    }

    @Test
    void rejectsWidthNotMultipleOf16() {
        assertViolations(aRequest().withSize(100, 128))
                .containsExactly(tuple("stages[0].size.widthPx", "SIZE_NOT_MULTIPLE"));
    }

    @Test
    void rejectsASideOverTheModelsLimit() {
        assertViolations(aRequest().withSize(128, 512))
                .containsExactly(tuple("stages[0].size.heightPx", "SIZE_TOO_LARGE"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -16})
    void rejectsASizeThatIsNone(int px) {
        assertViolations(aRequest().withSize(px, 128)).containsExactly(tuple("stages[0].size.widthPx", "NOT_ALLOWED"));
    }

    @Test
    void rejectsADefaultSizeThatFitsNoBucket() {
        var model = aModel("mini");
        model.setBuckets(List.of());

        assertThat(violations(aRequest().build(), catalogueOf(model)))
                .extracting(Violation::getCode)
                .containsExactly("SIZE_TOO_LARGE");
    }

    static Stream<Arguments> outOfBounds() {
        return Stream.of(
                change("stages[0].steps", "NOT_ALLOWED", stage -> stage.setSteps(0)),
                change("stages[0].steps", "TOO_MANY_STEPS", stage -> stage.setSteps(101)),
                change("stages[0].images", "NOT_ALLOWED", stage -> stage.setImages(0)),
                change("stages[0].guidanceScale", "NOT_ALLOWED", stage -> stage.setGuidanceScale(Double.NaN)),
                change("stages[0].guidanceScale", "NOT_ALLOWED", stage -> stage.setGuidanceScale(-1.0)),
                change("stages[0].imageGuidanceScale", "NOT_ALLOWED", stage -> stage.setImageGuidanceScale(1e9)),
                change("stages[0].timeShift", "NOT_ALLOWED", stage -> stage.setTimeShift(0.0)),
                change("stages[0].seed", "NOT_ALLOWED", stage -> stage.setSeed(-1L)),
                change("stages[0].seed", "NOT_ALLOWED", stage -> stage.setSeed(Long.MAX_VALUE)),
                change("stages[0].attempts", "NOT_ALLOWED", stage -> stage.setAttempts(11)),
                change("stages[0].timeoutMs", "NOT_ALLOWED", stage -> stage.setTimeoutMs(0L)),
                change("stages[0].progressEverySteps", "NOT_ALLOWED", stage -> stage.setProgressEverySteps(-1)),
                change(
                        "stages[0].preview.everySteps",
                        "NOT_ALLOWED",
                        stage -> stage.setPreview(new PreviewWish(-1, 64))),
                change("stages[0].preview.maxSidePx", "NOT_ALLOWED", stage -> stage.setPreview(new PreviewWish(1, 7))),
                change(
                        "stages[0].preview.maxSidePx",
                        "NOT_ALLOWED",
                        stage -> stage.setPreview(new PreviewWish(1, 257))),
                change("stages[0].maxInputSizePx", "NOT_ALLOWED", stage -> stage.setMaxInputSizePx(8)),
                change("stages[0].prompt", "MISSING", stage -> stage.setPrompt(" ")),
                change("stages[0].prompt", "NOT_ALLOWED", stage -> stage.setPrompt("a\u0000b")),
                change("stages[0].prompt", "NOT_ALLOWED", stage -> stage.setPrompt("half \uD83E of a pair")),
                change("stages[0].negativePrompt", "NOT_ALLOWED", stage -> stage.setNegativePrompt("\u001b[2J")),
                change("stages[0].prompt", "TOO_LONG", stage -> stage.setPrompt("x".repeat(1001))),
                change("stages[0].negativePrompt", "TOO_LONG", stage -> stage.setNegativePrompt("x".repeat(1001))),
                change("stages[0].name", "NOT_ALLOWED", stage -> stage.setName("Bad Name")));
    }

    static Stream<Arguments> reserved() {
        InputImage picture = storedInput(64, 64);
        return Stream.of(
                change("stages[0].initialImage", "NOT_SUPPORTED", stage -> stage.setInitialImage(picture)),
                change("stages[0].strength", "NOT_SUPPORTED", stage -> stage.setStrength(0.5)),
                change("stages[0].mask", "NOT_SUPPORTED", stage -> stage.setMask(picture)),
                change("stages[0].stepCaching", "NOT_ALLOWED", stage -> stage.setStepCaching(4)),
                change("stages[0].stepCaching", "NOT_ALLOWED", stage -> stage.setStepCaching(-1)),
                change("stages[0].keep", "NOT_ALLOWED", stage -> stage.setKeep(false)),
                change("stages[0].format", "NOT_SUPPORTED", stage -> stage.setFormat(ImageFormat.JPEG)),
                change("stages[0].format", "NOT_ALLOWED", stage -> stage.setFormat(ImageFormat.UNKNOWN)));
    }

    private static Arguments change(String path, String code, Consumer<Stage> change) {
        return Arguments.of(path, code, change);
    }

    @ParameterizedTest
    @MethodSource("outOfBounds")
    void rejectsAValueOutOfBounds(String path, String code, Consumer<Stage> change) {
        assertViolations(aRequest().with(change)).containsExactly(tuple(path, code));
    }

    @ParameterizedTest
    @MethodSource("reserved")
    void refusesAReservedFieldByName(String path, String code, Consumer<Stage> change) {
        assertViolations(aRequest().with(change)).containsExactly(tuple(path, code));
    }

    @Test
    void acceptsAWishForReuse() {
        assertViolations(aRequest().with(stage -> stage.setReuse(true))).isEmpty();
    }

    @Test
    void acceptsEveryLevelOfStepCaching() {
        IntStream.rangeClosed(0, 3)
                .forEach(level -> assertViolations(aRequest().with(stage -> stage.setStepCaching(level)))
                        .isEmpty());
    }

    @Test
    void tellsAllViolationsAtOnce() {
        assertViolations(aRequest().withSize(100, 512).with(stage -> stage.setSteps(0)))
                .contains(
                        tuple("stages[0].size.widthPx", "SIZE_NOT_MULTIPLE"),
                        tuple("stages[0].size.heightPx", "SIZE_TOO_LARGE"),
                        tuple("stages[0].steps", "NOT_ALLOWED"));
    }

    @Test
    void acceptsATagThatIsUsedTwice() {
        assertViolations(aRequest()
                        .withPrompt("<img><|image_1|></img> beside <img><|image_1|></img>")
                        .withInputs(storedInput(64, 64)))
                .isEmpty();
    }

    @Test
    void rejectsATagWithoutInput() {
        assertViolations(aRequest().withPrompt("like <img><|image_1|></img>"))
                .containsExactly(tuple("stages[0].prompt", "UNKNOWN_IMAGE_TAG"));
    }

    @Test
    void rejectsAnInputWithoutTag() {
        assertViolations(aRequest().withInputs(storedInput(64, 64)))
                .containsExactly(tuple("stages[0].inputs[0]", "UNUSED_INPUT"));
    }

    @Test
    void rejectsMoreInputsThanTheModelTakes() {
        String prompt = "<img><|image_1|></img><img><|image_2|></img><img><|image_3|></img><img><|image_4|></img>";
        InputImage picture = storedInput(64, 64);
        assertViolations(aRequest().withPrompt(prompt).withInputs(picture, picture, picture, picture))
                .containsExactly(tuple("stages[0].inputs", "NOT_ALLOWED"));
    }

    private static RequestFixture withInput(InputImage input) {
        return aRequest().withPrompt("<img><|image_1|></img>").withInputs(input);
    }

    private static InputImage address(String uri) {
        return InputImage.newBuilder().setUri(uri).build();
    }

    private static List<Violation> violationsWithAddresses(RequestFixture request) {
        InspectionSettings inspection =
                InspectionSettings.DEFAULTS.withAllow(UriAllowList.of(List.of("good.example.org")));
        return new RequestValidator(RequestLimits.DEFAULTS, null, inspection)
                .violations(request.build(), 100, catalogueOf(aModel("mini")), NOW);
    }

    @Test
    void refusesToFetchAnAddressUnlessAnAllowListHasIt() {
        assertViolations(withInput(address("https://good.example.org/a.png")))
                .containsExactly(tuple("stages[0].inputs[0].uri", "URI_NOT_ALLOWED"));
    }

    @Test
    void acceptsAnAddressOfTheAllowList() {
        assertThat(violationsWithAddresses(withInput(address("https://good.example.org/a.png"))
                        .with(stage -> stage.setUseInputSize(true))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://good.example.org.evil.org/a.png?secret",
                "https://good.example.org@evil.org/a.png?secret",
                "http://good.example.org/a.png?secret",
                "https://2130706433/a.png?secret",
                "https://[::1]/a.png?secret",
                "file:///etc/passwd?secret",
                "no address?secret"
            })
    void saysWhichAddressesAreAllowedAndNoSecret(String uri) {
        assertThat(violationsWithAddresses(withInput(address(uri))))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.getCode()).isEqualTo("URI_NOT_ALLOWED");
                    assertThat(violation.getPath()).isEqualTo("stages[0].inputs[0].uri");
                    assertThat(violation.getValue()).doesNotContain("secret");
                    assertThat(violation.getAllowed()).isNotEmpty();
                });
    }

    @Test
    void refusesMoreInspectionsThanARequestMayCause() {
        RequestFixture request = aRequestWithoutStages();
        for (int i = 0; i < 17; i++) {
            request.withStage(Stage.newBuilder(stage("s" + i, "<img><|image_1|></img> <img><|image_2|></img>"))
                    .setInputs(List.of(
                            address("https://good.example.org/" + i), address("https://good.example.org/a" + (i % 16))))
                    .build());
        }

        assertThat(violationsWithAddresses(request)).singleElement().satisfies(violation -> {
            assertThat(violation.getPath()).isEqualTo("stages");
            assertThat(violation.getValue()).startsWith("33 different inputs");
        });
    }

    @Test
    void wantsExactlyOneSourceOfAnInput() {
        assertViolations(withInput(new InputImage())).containsExactly(tuple("stages[0].inputs[0]", "MISSING"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inputs/other/x", "secret/acme/x", "inputs/acme/../other/x", "inputs/acme//x"})
    void rejectsAnObjectOutsideOfTheTenantsFolder(String key) {
        InputImage input = storedInput(64, 64);
        input.getObject().setKey(key);
        assertViolations(withInput(input)).containsExactly(tuple("stages[0].inputs[0].object.key", "NOT_ALLOWED"));
    }

    @Test
    void letsDigestAndSizeOfAnObjectBeFoundOut() {
        InputImage input = storedInput(0, 0);
        input.getObject().setDigest("");
        assertViolations(withInput(input)).isEmpty();
    }

    @Test
    void rejectsADigestAndASizeThatAreNone() {
        InputImage input = storedInput(-1, 65_537);
        input.getObject().setDigest("abc");
        assertViolations(withInput(input))
                .containsExactly(
                        tuple("stages[0].inputs[0].object.digest", "NOT_ALLOWED"),
                        tuple("stages[0].inputs[0].object.widthPx", "NOT_ALLOWED"),
                        tuple("stages[0].inputs[0].object.heightPx", "NOT_ALLOWED"));
    }

    @Test
    void acceptsTheSizeOfAStoredInput() {
        assertViolations(withInput(storedInput(200, 100)).with(stage -> stage.setUseInputSize(true)))
                .isEmpty();
    }

    private static RequestFixture aChainAsLargeAsItsFirst(int widthPx, int heightPx) {
        RequestFixture request = aRequestWithoutStages()
                .withStage(stage("first", "a heath"))
                .withSize(widthPx, heightPx)
                .withStage(stageFrom("second", output("first", 0)))
                .withStage(stageFrom("third", output("second", 0)));
        request.build().getStages().subList(1, 3).forEach(stage -> stage.setUseInputSize(true));
        return request;
    }

    @Test
    void acceptsTheSizeOfAnotherStagesPicture() {
        assertViolations(aChainAsLargeAsItsFirst(256, 64)).isEmpty();
    }

    @Test
    void rejectsTheSizeOfAnotherStagesPictureThatFitsNoBucket() {
        var model = aModel("mini");
        model.setBuckets(List.of(new ModelBucket(16, 512)));

        assertThat(violations(aChainAsLargeAsItsFirst(256, 256).build(), catalogueOf(model)))
                .extracting(Violation::getPath)
                .containsExactly("stages[0].size", "stages[1].useInputSize", "stages[2].useInputSize");
    }

    @Test
    void tellsOnlyOfTheCircleWhenSizesWaitForEachOther() {
        RequestFixture request = aRequestWithoutStages()
                .withStage(stageFrom("a", output("b", 0)))
                .withStage(stageFrom("b", output("a", 0)));
        request.build().getStages().forEach(stage -> stage.setUseInputSize(true));

        assertViolations(request).extracting(tuple -> tuple.toList().get(1)).containsOnly("CIRCULAR_STAGES");
    }

    @Test
    void namesTheKnownAdaptersWhenOneIsUnknown() {
        GenerationRequest request = aRequest()
                .with(stage -> stage.setAdapter(new Adapter("heath", 1.0)))
                .build();

        assertThat(violations(request, withAdapter("ink"))).singleElement().satisfies(violation -> {
            assertThat(violation.getPath()).isEqualTo("stages[0].adapter.name");
            assertThat(violation.getCode()).isEqualTo("UNKNOWN_ADAPTER");
            assertThat(violation.getAllowed()).isEqualTo("one of [ink]");
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {-10, 0, 0.5, 10})
    void acceptsAKnownAdapterAsStrongAsAllowed(double scale) {
        assertThat(violations(withScale(scale), withAdapter("ink"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-10.1, 11, Double.NaN, Double.POSITIVE_INFINITY})
    void rejectsAScaleOutsideOfItsRange(double scale) {
        assertThat(violations(withScale(scale), withAdapter("ink")))
                .extracting(Violation::getPath, Violation::getCode, Violation::getAllowed)
                .containsExactly(tuple("stages[0].adapter.scale", "NOT_ALLOWED", "-10 to 10"));
    }

    private static GenerationRequest withScale(double scale) {
        return aRequest()
                .with(stage -> stage.setAdapter(new Adapter("ink", scale)))
                .build();
    }

    private static Catalogue withAdapter(String name) {
        return new Catalogue() {
            @Override
            public Optional<CatalogueEntry> model(String alias) {
                return ONE_MODEL.model(alias);
            }

            @Override
            public SortedSet<String> aliases() {
                return ONE_MODEL.aliases();
            }

            @Override
            public SortedSet<String> adapters(String alias) {
                return new TreeSet<>(Set.of(name));
            }
        };
    }

    @Test
    void rejectsTwoStagesOfOneName() {
        assertViolations(aRequest().withStage(stage("image", "again")))
                .containsExactly(tuple("stages[1].name", "DUPLICATE_STAGE"));
    }

    @Test
    void rejectsAReferenceToAnUnknownStage() {
        assertViolations(aRequestWithoutStages().withStage(stageFrom("only", output("nowhere", 0))))
                .containsExactly(tuple("stages[0].inputs[0].stage.stage", "UNKNOWN_STAGE"));
    }

    @Test
    void rejectsStagesThatWaitForEachOther() {
        assertViolations(aRequestWithoutStages()
                        .withStage(stageFrom("a", output("b", 0)))
                        .withStage(stageFrom("b", output("a", 0))))
                .containsExactly(
                        tuple("stages[0].inputs[0].stage.stage", "CIRCULAR_STAGES"),
                        tuple("stages[1].inputs[0].stage.stage", "CIRCULAR_STAGES"));
    }

    @Test
    void rejectsAnIndexThatTheStageDoesNotHave() {
        assertViolations(aRequest().withImages(2).withStage(stageFrom("next", output("image", 2))))
                .containsExactly(tuple("stages[1].inputs[0].stage.index", "NOT_ALLOWED"));
    }

    @Test
    void rejectsMoreImagesThanARequestMayHave() {
        assertViolations(
                        aRequest().withImages(200).withStage(stage("more", "x")).with(stage -> stage.setImages(256)))
                .containsExactly(tuple("stages", "TOO_MANY_JOBS"));
    }

    @Test
    void rejectsARequestWithoutStages() {
        assertViolations(aRequestWithoutStages()).containsExactly(tuple("stages", "MISSING"));
    }

    @Test
    void rejectsADeadlineThatHasPassed() {
        assertViolations(aRequest().withDeadline(NOW)).containsExactly(tuple("deadline", "DEADLINE_PASSED"));
    }

    @Test
    void rejectsALaneThatIsNone() {
        GenerationRequest request = aRequest().build();
        request.setLane(Lane.UNKNOWN);
        assertThat(violations(request, ONE_MODEL))
                .extracting(Violation::getPath)
                .containsExactly("lane");
    }

    @Test
    void looksAtNoStageWhenThereAreTooMany() {
        RequestFixture request = aRequestWithoutStages();
        for (int i = 0; i < 10_000; i++) {
            request.withStage(stageFrom("Bad Name " + i, output("stage-" + (i + 1), 0)));
        }

        assertViolations(request).containsExactly(tuple("stages", "NOT_ALLOWED"));
    }

    @Test
    void rejectsABatchLabelThatIsNone() {
        assertViolations(aRequest().inBatch("no spaces")).containsExactly(tuple("batch", "NOT_ALLOWED"));
    }

    @Test
    void namesTheKnownModelsWhenOneIsUnknown() {
        List<Violation> violations = violations(aRequest().ofModel("huge").build(), ONE_MODEL);

        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.getCode()).isEqualTo("UNKNOWN_MODEL");
            assertThat(violation.getAllowed()).contains("mini");
        });
    }

    @Test
    void asksForAModelWhenThereAreSeveral() {
        assertThat(violations(aRequest().build(), catalogueOf(aModel("a"), aModel("b"))))
                .extracting(Violation::getPath, Violation::getCode)
                .containsExactly(tuple("model", "MISSING"));
    }

    @Test
    void takesTheDefaultModelWhenThereAreSeveral() {
        RequestValidator validator = new RequestValidator(RequestLimits.DEFAULTS, "b");

        assertThat(validator.violations(aRequest().build(), 100, catalogueOf(aModel("a"), aModel("b")), NOW))
                .isEmpty();
    }

    @Test
    void rejectsARecordThatIsTooLarge() {
        int bytes = RequestLimits.DEFAULTS.maxEncodedBytes() + 1;
        List<Violation> violations = new RequestValidator(RequestLimits.DEFAULTS, null)
                .violations(aRequest().build(), bytes, ONE_MODEL, NOW);

        assertThat(violations).extracting(Violation::getCode).containsExactly("TOO_LONG");
    }

    @Test
    void shortensWhatItQuotes() {
        GenerationRequest request = aRequest().withPrompt("x".repeat(2000)).build();
        request.setLabels(Map.of());
        request.setModel("m".repeat(5000));

        assertThat(violations(request, ONE_MODEL))
                .allSatisfy(violation -> assertThat(violation.getValue()).hasSizeLessThanOrEqualTo(200));
    }
}
