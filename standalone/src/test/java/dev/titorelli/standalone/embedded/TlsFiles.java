package dev.titorelli.standalone.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key for a broker on this machine and the certificate that clients trust, made by the JDK's keytool.
 *
 * @param keystore PKCS12, both of its passwords are {@link #PASSWORD}
 * @param certificate PEM
 */
public record TlsFiles(Path keystore, Path certificate) {

    public static final String PASSWORD = "keystore-password";

    public static TlsFiles make(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        TlsFiles files = new TlsFiles(folder.resolve("broker.p12"), folder.resolve("broker.pem"));
        String keystore = files.keystore().toString();
        keytool(
                "-genkeypair",
                "-keystore",
                keystore,
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-validity",
                "2",
                "-ext",
                "SAN=ip:127.0.0.1");
        keytool(
                "-exportcert",
                "-keystore",
                keystore,
                "-rfc",
                "-file",
                files.certificate().toString());
        return files;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "broker", "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool: " + said);
        }
    }
}
