package dev.titorelli.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TitorelliTest {

    private final RecordingTerminal terminal = new RecordingTerminal();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "setup",
                "stream",
                "worker",
                "submit",
                "status",
                "list",
                "watch",
                "fetch",
                "cancel",
                "batch",
                "queue",
                "dlq",
                "adapter",
                "limits",
                "generate",
                "model",
                "bench",
                "conformance"
            })
    void explainsEveryVerbAndItsExitCodes(String verb) {
        assertThat(terminal.run(verb, "--help")).isZero();

        assertThat(terminal.out()).startsWith("Usage: ./titorelli " + verb).contains("Exit codes:", "130 ");
    }

    @Test
    void listsItsVerbs() {
        assertThat(terminal.run("--help")).isZero();

        assertThat(terminal.out())
                .contains(
                        "demo",
                        "up",
                        "setup",
                        "stream",
                        "worker",
                        "submit",
                        "status",
                        "list",
                        "watch",
                        "fetch",
                        "cancel",
                        "batch",
                        "queue",
                        "dlq",
                        "adapter",
                        "limits",
                        "generate",
                        "model",
                        "bench",
                        "conformance");
    }

    @Test
    void tellsItsVersion() {
        assertThat(terminal.run("--version")).isZero();

        assertThat(terminal.out()).startsWith("titorelli ");
    }

    @Test
    void showsTheVerbsWhenNoneIsGiven() {
        assertThat(terminal.run()).isEqualTo(2);

        assertThat(terminal.err()).contains("submit");
    }

    @Test
    void namesAnUnknownOption() {
        assertThat(terminal.run("submit", "--promt", "x")).isEqualTo(2);

        assertThat(terminal.err()).contains("titorelli: ", "--promt", "Try: ./titorelli submit --help");
    }

    @Test
    void namesAWrongSize() {
        assertThat(terminal.run("submit", "--prompt", "x", "--size", "128")).isEqualTo(2);

        assertThat(terminal.err()).contains("'128': expected WIDTHxHEIGHT");
    }

    @Test
    void submitsNothingWithoutAPrompt() {
        assertThat(terminal.run("submit", "--data", folder.toString())).isEqualTo(2);

        assertThat(terminal.err()).isEqualTo("titorelli: give either --prompt or --request\n");
    }

    @Test
    void fetchesNoPicturesWithoutWaiting() {
        assertThat(terminal.run("submit", "--data", folder.toString(), "--prompt", "x", "--out", "pictures"))
                .isEqualTo(2);

        assertThat(terminal.err()).contains("--out needs --wait");
    }

    @Test
    void saysHowToStartWhenNothingRuns() {
        assertThat(terminal.run("submit", "--data", folder.toString(), "--prompt", "x"))
                .isEqualTo(5);

        assertThat(terminal.err())
                .startsWith("titorelli: nothing is running; start it with ./titorelli up")
                .hasLineCount(1);
    }

    @Test
    void saysThatNothingAnswers() {
        int exitCode = terminal.run(
                "cancel",
                "some-request",
                "--bootstrap",
                "127.0.0.1:1",
                "--registry",
                "http://127.0.0.1:1",
                "--objects",
                folder.toString());

        assertThat(exitCode).isEqualTo(5);
        assertThat(terminal.err())
                .startsWith("titorelli: ")
                .contains("127.0.0.1:1")
                .hasLineCount(1);
    }

    @Test
    void namesARequestIdThatIsNotAllowed() {
        assertThat(terminal.run("cancel", "a b", "--data", folder.toString())).isEqualTo(2);

        assertThat(terminal.err()).contains("requestId 'a b': allowed is");
    }

    @Test
    void namesAMissingInputPicture() {
        String missing = folder.resolve("none.png").toString();

        assertThat(terminal.run("generate", "--prompt", "x", "--input", missing, "--out", "x.png"))
                .isEqualTo(6);

        assertThat(terminal.err()).isEqualTo("titorelli: no file " + missing + "\n");
    }

    @Test
    void namesAnInputThatIsNoPicture() throws Exception {
        Path text = Files.writeString(folder.resolve("text.png"), "words");

        assertThat(terminal.run("generate", "--prompt", "x", "--input", text.toString(), "--out", "x.png"))
                .isEqualTo(3);

        assertThat(terminal.err())
                .startsWith("titorelli: --input " + text)
                .contains("allowed: PNG, JPEG")
                .hasLineCount(1);
    }

    @Test
    void namesAnInputThatIsAFolder() {
        assertThat(terminal.run("generate", "--prompt", "x", "--input", folder.toString(), "--out", "x.png"))
                .isEqualTo(6);

        assertThat(terminal.err()).isEqualTo("titorelli: " + folder + " is a folder, not a file\n");
    }

    @Test
    void namesARequestFileThatIsNoText() throws Exception {
        Path file = Files.write(folder.resolve("request.json"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(terminal.run("submit", "--data", folder.toString(), "--request", file.toString()))
                .isEqualTo(2);

        assertThat(terminal.err()).isEqualTo("titorelli: " + file + " is no text in UTF-8\n");
    }

    @ParameterizedTest
    @CsvSource({"--bootstrap,:::", "--bootstrap,localhost", "--registry,foo", "--registry,ht tp:/x"})
    void namesAnAddressThatIsNone(String option, String address) {
        assertThat(terminal.run("cancel", "some-request", "--data", folder.toString(), option, address))
                .isEqualTo(2);

        assertThat(terminal.err()).startsWith("titorelli: " + option + " '" + address + "': expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status some-request",
                "list",
                "fetch some-request --out .",
                "queue list",
                "queue pause shapes.tokens-64"
            })
    void saysWhatToSetWhenNoStreamAppIsKnown(String verb) {
        int exitCode = terminal.run(
                (verb + " --bootstrap 127.0.0.1:1 --registry http://127.0.0.1:1 --objects " + folder).split(" "));

        assertThat(exitCode).isEqualTo(5);
        assertThat(terminal.err())
                .startsWith("titorelli: no stream app is known to ask: set stream.url, or give --stream")
                .hasLineCount(1);
    }

    @Test
    void saysThatNoStreamAppAnswers() {
        int exitCode = terminal.run(
                ("status x --stream http://127.0.0.1:1 --bootstrap 127.0.0.1:1 --registry http://127.0.0.1:1 --objects "
                                + folder)
                        .split(" "));

        assertThat(exitCode).isEqualTo(5);
        assertThat(terminal.err())
                .startsWith("titorelli: no stream app could answer (http://127.0.0.1:1: ")
                .contains("stream.url", "--stream");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "status a/b/c; requestId 'b/c': allowed is",
                "status --tenant a b/c; --tenant a and b/c name two tenants",
                "list --limit 0; --limit 0: allowed is 1 to 100000",
                "list --since soon; expected a time such as",
                "status x --stream localhost; --stream 'localhost': expected http(s)://host:port",
                "dlq show 12; dead letter '12': expected request, job or outcome",
                "dlq list --limit 0; --limit 0: allowed is 1 to 10000",
                "dlq; say what to do: dlq list, dlq show or dlq replay",
                "queue; say what to do: queue list, queue pause, queue resume or queue purge",
                "queue list shapes; queue 'shapes': expected <model>.tokens-<n>[.bulk]; queue list shows them",
                "queue list --tenant A; --tenant 'A': allowed is [a-z0-9-]{1,40}",
                "queue list --lane fast; --lane 'fast': expected interactive or bulk",
                "queue pause; say which: a QUEUE, --tenant NAME in all queues, or --all for everything",
                "queue purge shapes.tokens-64 --all; give either QUEUE or --all"
            })
    void namesWhatIsWrongWithAQuestion(String command, String why) {
        String found = "--bootstrap 127.0.0.1:1 --registry http://127.0.0.1:1 --objects " + folder;

        assertThat(terminal.run((command.matches("dlq|queue") ? command : command + " " + found).split(" ")))
                .isEqualTo(2);

        assertThat(terminal.err()).contains(why);
    }

    @Test
    void saysThatAHostHasNoAddress() {
        int exitCode = terminal.run(
                "cancel",
                "some-request",
                "--bootstrap",
                "no-such-host.invalid:9092",
                "--registry",
                "http://127.0.0.1:1",
                "--objects",
                folder.toString());

        assertThat(exitCode).isEqualTo(5);
        assertThat(terminal.err()).startsWith("titorelli: Kafka at no-such-host.invalid:9092: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536"})
    void namesAPortThatIsNone(String port) {
        assertThat(terminal.run("up", "--data", folder.toString(), "--model", folder.toString(), "--kafka-port", port))
                .isEqualTo(2);

        assertThat(terminal.err()).isEqualTo("titorelli: --kafka-port " + port + ": allowed is 0 to 65535\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "broker,printer; allowed is some of broker,registry,objects",
                "registry; the registry keeps its schemas in Kafka"
            })
    void namesPartsThatCantRun(String parts, String why) {
        assertThat(terminal.run("up", "--data", folder.toString(), "--only", parts))
                .isEqualTo(2);

        assertThat(terminal.err())
                .startsWith("titorelli: --only '" + parts + "': ")
                .contains(why)
                .hasLineCount(1);
    }

    @Test
    void namesTheSettingThatS3Needs() {
        int exitCode = terminal.run(
                "submit",
                "--prompt",
                "x",
                "--bootstrap",
                "127.0.0.1:1",
                "--registry",
                "http://127.0.0.1:1",
                "--objects",
                "s3://pictures");

        assertThat(exitCode).isEqualTo(2);
        assertThat(terminal.err()).contains("objects.region: needed unless objects.endpoint is set");
    }

    @Test
    void namesAMissingModel() {
        String missing = folder.resolve("none").toString();

        assertThat(terminal.run("generate", "--model", missing, "--prompt", "x", "--out", "x.png"))
                .isEqualTo(6);

        assertThat(terminal.err()).isEqualTo("titorelli: no model folder " + missing + "\n");
    }
}
