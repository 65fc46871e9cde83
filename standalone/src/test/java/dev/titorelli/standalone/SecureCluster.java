package dev.titorelli.standalone;

import dev.titorelli.standalone.embedded.ChosenBroker;
import dev.titorelli.standalone.embedded.RegistryServer;
import dev.titorelli.standalone.embedded.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;

/** A broker that wants TLS, a user and a password, and allows nothing that no ACL says; and a registry. */
final class SecureCluster implements AutoCloseable {

    /** In the passwords of all users; whoever finds it in a log has found a secret. */
    static final String SECRET = "s3cr3t-of-";

    private final Path folder;
    private final TlsFiles tls;
    private final ChosenBroker broker;
    private final RegistryServer registry;
    private final Admin admin;

    private SecureCluster(Path folder, TlsFiles tls, ChosenBroker broker) {
        this.folder = folder;
        this.tls = tls;
        this.broker = broker;
        this.registry = RegistryServer.start(broker.bootstrapServers(), 0);
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    static SecureCluster start(Path folder) throws Exception {
        TlsFiles tls = TlsFiles.make(folder.resolve("tls"));
        ChosenBroker broker = ChosenBroker.startSecure(
                folder.resolve("kafka"),
                Map.of(
                        "ssl.keystore.location", tls.keystore().toString(),
                        "ssl.keystore.type", "PKCS12",
                        "ssl.keystore.password", TlsFiles.PASSWORD,
                        "ssl.key.password", TlsFiles.PASSWORD,
                        "sasl.enabled.mechanisms", "SCRAM-SHA-512",
                        "listener.name.secure.scram-sha-512.sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        // The other listener is the test's own.
                        "super.users", "User:ANONYMOUS"));
        return new SecureCluster(folder, tls, broker);
    }

    String servers() {
        return broker.secureServers();
    }

    String registryUrl() {
        return registry.url();
    }

    /** Makes a user and the settings file of the program that comes as this user. */
    Path user(String name, String... settings) throws Exception {
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), SECRET + name)))
                .all()
                .get();
        return settings(name, name, SECRET + name, settings);
    }

    /** A settings file whose password lies in a file of its own. */
    Path settings(String file, String user, String password, String... settings) throws IOException {
        Path jaas = folder.resolve(file + ".jaas");
        Files.writeString(
                jaas,
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";\n");
        Path written = folder.resolve(file + ".properties");
        Files.writeString(
                written,
                String.join(
                        "\n",
                        "kafka.bootstrap.servers=" + servers(),
                        "kafka.security.protocol=SASL_SSL",
                        "kafka.sasl.mechanism=SCRAM-SHA-512",
                        "kafka.sasl.jaas.config.file=" + jaas,
                        "kafka.ssl.truststore.type=PEM",
                        "kafka.ssl.truststore.location=" + tls.certificate(),
                        "schema.registry.url=" + registryUrl(),
                        "objects=" + folder.resolve("objects"),
                        String.join("\n", settings),
                        ""));
        return written;
    }

    void allow(Collection<AclBinding> acls) throws Exception {
        admin.createAcls(acls).all().get();
    }

    /** Takes rights away. */
    void forbid(Collection<AclBinding> acls) throws Exception {
        admin.deleteAcls(acls.stream().map(AclBinding::toFilter).toList()).all().get();
    }

    @Override
    public void close() {
        admin.close();
        registry.close();
        broker.close();
    }
}
