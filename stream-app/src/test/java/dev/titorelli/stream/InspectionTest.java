package dev.titorelli.stream;

import static dev.titorelli.stream.OutcomeFixture.started;
import static dev.titorelli.stream.OutcomeFixture.succeeded;
import static dev.titorelli.stream.RequestFixture.DIGEST;
import static dev.titorelli.stream.RequestFixture.TENANT;
import static dev.titorelli.stream.RequestFixture.aRequest;
import static dev.titorelli.stream.RequestFixture.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.titorelli.DeadLetter;
import dev.titorelli.Event;
import dev.titorelli.EventKind;
import dev.titorelli.Failure;
import dev.titorelli.ImageObject;
import dev.titorelli.InputImage;
import dev.titorelli.InspectWish;
import dev.titorelli.Job;
import dev.titorelli.Outcome;
import dev.titorelli.OutcomeKind;
import dev.titorelli.Stage;
import dev.titorelli.Violation;
import dev.titorelli.fault.FaultCode;
import dev.titorelli.identity.QueueName;
import dev.titorelli.stream.inspect.InspectionSettings;
import dev.titorelli.topic.Topics;
import dev.titorelli.uri.UriAllowList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

    private static final String URI = "https://good.example.org/a.png?token=secret";
    private static final String KEY = "inputs/" + TENANT + "/" + DIGEST;

    @TempDir
    private Path stateDir;

    private Rig rig;

    @BeforeEach
    void open() {
        InspectionSettings inspection =
                InspectionSettings.DEFAULTS.withAllow(UriAllowList.of(List.of("good.example.org")));
        rig = new Rig(StreamSettings.of("nowhere:1", stateDir).withInspection(inspection), 1);
        rig.announce();
        rig.heartbeat("w1");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void asksForTheInspectionAndTellsNothingYet() {
        rig.request(edit(address(URI)).build());

        InspectWish wish = wish();
        assertThat(wish.getUri()).isEqualTo(URI);
        assertThat(wish.getTenant() + "/" + wish.getRequestId() + "/" + wish.getStage() + "/" + wish.getInput())
                .isEqualTo(TENANT + "/r1/image/0");
        assertThat(wish.getAttempt()).isEqualTo(1);
        assertThat(rig.events()).isEmpty();
        assertThat(rig.jobs()).isEmpty();
    }

    @Test
    void paintsWithWhatWasFoundInItsSize() {
        rig.request(
                edit(address(URI)).with(stage -> stage.setUseInputSize(true)).build());

        rig.outcome(found(wish(), 100, 70));

        assertThat(rig.eventKinds()).startsWith(EventKind.ACCEPTED);
        Job job = rig.job();
        assertThat(job.getInputs()).containsExactly(new ImageObject(KEY, DIGEST, "image/png", 100, 70));
        assertThat(List.of(job.getWidthPx(), job.getHeightPx())).containsExactly(96, 64);
        rig.outcome(started(job, "w1"));
        rig.outcome(succeeded(job, "w1"));
        assertThat(rig.eventKinds()).endsWith(EventKind.COMPLETED);
    }

    @Test
    void paintsTheSameAsWithTheStoredObject() {
        rig.request(edit(address(URI)).withSeed(1).build());
        rig.outcome(found(wish(), 100, 70));
        Job inspected = rig.job();

        rig.request(edit(new InputImage(new ImageObject(KEY, DIGEST, "image/png", 100, 70), null, null))
                .called("r2")
                .withSeed(1)
                .build());

        assertThat(rig.job().getJobDigest()).isEqualTo(inspected.getJobDigest());
    }

    @Test
    void inspectsEachInputOnce() {
        rig.request(edit(address(URI))
                .withStage(Stage.newBuilder(stage("more", "<img><|image_1|></img> <img><|image_2|></img>"))
                        .setInputs(List.of(address("https://good.example.org/b.png"), address(URI)))
                        .build())
                .build());

        List<InspectWish> wishes = rig.read(Topics.INSPECT);
        assertThat(wishes)
                .extracting(InspectWish::getStage, InspectWish::getInput)
                .containsExactly(tuple("image", 0), tuple("more", 0));
        rig.outcome(found(wishes.get(1), 64, 64));
        assertThat(rig.events()).isEmpty();
        rig.outcome(found(wishes.get(0), 64, 64));
        assertThat(rig.jobs()).extracting(job -> job.getInputs().size()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void inspectsAnObjectWhereItLies() {
        rig.request(edit(object("images/acme/r0/image/0-abc.png")).build());

        InspectWish wish = wish();
        assertThat(wish.getUri()).isNull();
        assertThat(wish.getObject().getKey()).isEqualTo("images/acme/r0/image/0-abc.png");
        rig.outcome(answer(wish)
                .setImage(new ImageObject("images/acme/r0/image/0-abc.png", DIGEST, "image/png", 64, 64))
                .build());

        assertThat(rig.job().getInputs().get(0).getKey()).isEqualTo("images/acme/r0/image/0-abc.png");
    }

    @Test
    void rejectsWithEveryInputThatCantBeUsedAndNoSecret() {
        rig.request(edit(address(URI), object("inputs/acme/x"), address("https://good.example.org/fine.png"))
                .build());
        List<InspectWish> wishes = rig.read(Topics.INSPECT);

        rig.outcome(failed(wishes.get(0), FaultCode.URI_NOT_FETCHED, "status 404; allowed: 200"));
        rig.outcome(failed(wishes.get(1), FaultCode.INPUT_NOT_FOUND, "not there"));
        assertThat(rig.events()).isEmpty();
        rig.outcome(found(wishes.get(2), 64, 64));

        Event event = rig.events().get(0);
        assertThat(event.getKind()).isEqualTo(EventKind.REJECTED);
        assertThat(event.getViolations())
                .extracting(Violation::getPath, Violation::getCode, Violation::getValue, Violation::getAllowed)
                .containsExactly(
                        tuple(
                                "stages[0].inputs[0]",
                                "URI_NOT_FETCHED",
                                "https://good.example.org/a.png: status 404",
                                "200"),
                        tuple("stages[0].inputs[1]", "INPUT_NOT_FOUND", "inputs/acme/x: not there", "another input"));
    }

    @Test
    void rejectsASizeAsInputThatTheModelCantPaint() {
        rig.request(
                edit(address(URI)).with(stage -> stage.setUseInputSize(true)).build());

        rig.outcome(found(wish(), 60_000, 16));

        Event event = rig.events().get(0);
        assertThat(event.getKind()).isEqualTo(EventKind.REJECTED);
        assertThat(event.getViolations()).extracting(Violation::getPath).contains("stages[0].useInputSize.widthPx");
    }

    @Test
    void asksAgainWhenNobodyAnswers() {
        rig.request(edit(address(URI)).build());
        assertThat(wish().getAttempt()).isEqualTo(1);

        rig.pass(Duration.ofSeconds(59));
        assertThat(rig.read(Topics.INSPECT)).isEmpty();
        rig.pass(Duration.ofSeconds(2));

        assertThat(wish().getAttempt()).isEqualTo(2);
    }

    @Test
    void failsWhenNobodyAnswersForTooLong() {
        rig.request(edit(address(URI)).build());

        for (int minute = 0; minute < 12; minute++) {
            rig.pass(Duration.ofSeconds(61));
        }

        Event event = rig.events().get(0);
        assertThat(event.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(event.getFailure().getCode()).isEqualTo("INSPECTION_LOST");
        assertThat(event.getFailure().getRetryable()).isTrue();
        assertThat(event.getFailure().getMessage())
                .startsWith("stages[0].inputs[0] https://good.example.org/a.png: ")
                .doesNotContain("secret");
        assertThat(rig.read(Topics.INSPECT)).hasSize(10);
    }

    @Test
    void asksAgainAfterARestWhenTroubleMayPass() {
        rig.request(edit(address(URI)).build());
        rig.outcome(failed(wish(), FaultCode.URI_UNREACHABLE, "busy"));
        assertThat(rig.read(Topics.INSPECT)).isEmpty();

        rig.pass(Duration.ofSeconds(6));

        InspectWish second = wish();
        assertThat(second.getAttempt()).isEqualTo(2);
        rig.outcome(found(second, 64, 64));
        assertThat(rig.eventKinds()).startsWith(EventKind.ACCEPTED);
    }

    @Test
    void failsAfterTroubleOfAllAttempts() {
        rig.request(edit(address(URI)).build());
        for (int attempt = 0; attempt < 3; attempt++) {
            rig.outcome(failed(wish(), FaultCode.URI_UNREACHABLE, "busy"));
            rig.pass(Duration.ofSeconds(15));
        }

        Event event = rig.events().get(0);
        assertThat(event.getKind()).isEqualTo(EventKind.FAILED);
        assertThat(event.getFailure())
                .isEqualTo(new Failure(
                        "URI_UNREACHABLE", "stages[0].inputs[0] https://good.example.org/a.png: busy", true));
        assertThat(rig.read(Topics.INSPECT)).isEmpty();
    }

    @Test
    void countsTheSameTroubleOnce() {
        rig.request(edit(address(URI)).build());
        Outcome trouble = failed(wish(), FaultCode.URI_UNREACHABLE, "busy");

        for (int i = 0; i < 5; i++) {
            rig.outcome(trouble);
        }

        assertThat(rig.events()).isEmpty();
        rig.pass(Duration.ofSeconds(6));
        rig.outcome(trouble);
        rig.outcome(found(wish(), 64, 64));
        assertThat(rig.eventKinds()).startsWith(EventKind.ACCEPTED);
    }

    @Test
    void takesTheLatePictureOfAnEarlierAttempt() {
        rig.request(edit(address(URI)).build());
        InspectWish first = wish();
        rig.pass(Duration.ofSeconds(61));
        assertThat(wish().getAttempt()).isEqualTo(2);

        rig.outcome(found(first, 64, 64));

        assertThat(rig.eventKinds()).startsWith(EventKind.ACCEPTED);
    }

    @Test
    void ignoresAnswersThatNobodyWaitsFor() {
        rig.request(edit(address(URI)).build());
        InspectWish wish = wish();
        rig.outcome(found(wish, 64, 64));
        assertThat(rig.jobs()).hasSize(1);
        assertThat(rig.events()).isNotEmpty();

        rig.outcome(found(wish, 128, 128));
        rig.outcome(failed(wish, FaultCode.URI_NOT_FETCHED, "no"));
        rig.outcome(found(InspectWish.newBuilder(wish).setRequestId("other").build(), 64, 64));

        assertThat(rig.events()).isEmpty();
        assertThat(rig.jobs()).isEmpty();
        assertThat(rig.read(Topics.OUTCOME_DLQ)).isEmpty();
    }

    @Test
    void doesNotTakeAnotherTenantsObjectFromAWorker() {
        rig.request(edit(address(URI)).build());

        rig.outcome(answer(wish())
                .setImage(new ImageObject("inputs/other/" + DIGEST, DIGEST, "image/png", 64, 64))
                .build());

        assertThat(rig.events()).isEmpty();
        rig.pass(Duration.ofSeconds(6));
        assertThat(wish().getAttempt()).isEqualTo(2);
    }

    @Test
    void buriesAnAnswerThatCantBe() {
        rig.request(edit(address(URI)).build());

        rig.outcome(answer(wish())
                .setImage(new ImageObject(KEY, "no digest", "image/png", 64, 64))
                .build());

        assertThat(rig.read(Topics.OUTCOME_DLQ)).extracting(DeadLetter::getCode).containsExactly("BAD_IDENTITY");
        assertThat(rig.events()).isEmpty();
    }

    @Test
    void cancelsWhileItInspects() {
        rig.request(edit(address(URI)).build());
        InspectWish wish = wish();

        rig.cancel("r1");

        assertThat(rig.eventKinds()).containsExactly(EventKind.CANCELLED);
        rig.outcome(found(wish, 64, 64));
        rig.pass(Duration.ofMinutes(2));
        assertThat(rig.events()).isEmpty();
        assertThat(rig.read(Topics.INSPECT)).isEmpty();
    }

    @Test
    void inspectsNothingOfARequestThatWasCancelledBefore() {
        rig.cancel("r1");

        rig.request(edit(address(URI)).build());

        assertThat(rig.eventKinds()).containsExactly(EventKind.ACCEPTED, EventKind.CANCELLED);
        assertThat(rig.read(Topics.INSPECT)).isEmpty();
    }

    @Test
    void expiresWhileItInspects() {
        rig.request(edit(address(URI)).withDeadline(rig.now().plusSeconds(30)).build());

        rig.pass(Duration.ofSeconds(31));

        assertThat(rig.eventKinds()).containsExactly(EventKind.EXPIRED);
    }

    @Test
    void saysNothingNewWhenTheRequestComesAgain() {
        rig.request(edit(address(URI)).build());
        InspectWish wish = wish();

        rig.request(edit(address(URI)).build());

        assertThat(rig.read(Topics.INSPECT)).isEmpty();
        rig.outcome(found(wish, 64, 64));
        rig.request(edit(address(URI)).build());
        assertThat(rig.eventKinds()).filteredOn(EventKind.ACCEPTED::equals).hasSize(1);
        assertThat(rig.deadRequests()).isEmpty();
    }

    @Test
    void goesOnAfterARestart() {
        rig.request(edit(address(URI)).build());
        InspectWish first = wish();

        rig.restart();
        rig.announce();
        rig.pass(Duration.ofSeconds(61));
        assertThat(wish().getAttempt()).isEqualTo(2);
        rig.restart();
        rig.announce();
        rig.outcome(found(first, 64, 64));

        assertThat(rig.eventKinds()).startsWith(EventKind.ACCEPTED);
        assertThat(rig.read(Topics.job(QueueName.parse(Rig.QUEUE)))).hasSize(1);
    }

    @Test
    void keepsNoInspectionOfWhatIsOver() {
        rig.request(edit(address(URI)).build());
        assertThat(rig.keys("requests")).anyMatch(key -> key.startsWith("inspection/"));

        rig.outcome(found(wish(), 64, 64));

        assertThat(rig.keys("requests")).noneMatch(key -> key.startsWith("inspection/"));
    }

    private InspectWish wish() {
        List<InspectWish> wishes = rig.read(Topics.INSPECT);
        assertThat(wishes).hasSize(1);
        return wishes.get(0);
    }

    private static RequestFixture edit(InputImage... inputs) {
        StringBuilder prompt = new StringBuilder("edit");
        for (int i = 1; i <= inputs.length; i++) {
            prompt.append(" <img><|image_").append(i).append("|></img>");
        }
        return aRequest().withPrompt(prompt.toString()).withInputs(inputs);
    }

    private static InputImage address(String uri) {
        return InputImage.newBuilder().setUri(uri).build();
    }

    private static InputImage object(String key) {
        return new InputImage(new ImageObject(key, "", "", 0, 0), null, null);
    }

    private static Outcome found(InspectWish wish, int widthPx, int heightPx) {
        return answer(wish)
                .setImage(new ImageObject(KEY, DIGEST, "image/png", widthPx, heightPx))
                .build();
    }

    private static Outcome failed(InspectWish wish, FaultCode code, String message) {
        return answer(wish)
                .setFailure(new Failure(code.name(), message, code.retryable()))
                .build();
    }

    private static Outcome.Builder answer(InspectWish wish) {
        return Outcome.newBuilder()
                .setKind(OutcomeKind.INSPECTED)
                .setTenant(wish.getTenant())
                .setRequestId(wish.getRequestId())
                .setStage(wish.getStage())
                .setIndex(wish.getInput())
                .setAttempt(wish.getAttempt())
                .setWorkerRun("w1");
    }
}
