package dev.titorelli.standalone.cli;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.identity.JobId;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.KnownModels;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.adapter.AdapterCheck;
import dev.titorelli.worker.adapter.AdapterObjects;
import dev.titorelli.worker.object.ObjectStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description =
                "Checks an adapter against its model, stores its files by content and puts it into the catalogue.",
        footer = {"", "Example:", "  ./titorelli adapter add ink --from ~/adapters/ink"})
final class AdapterAddCommand extends ConnectedCommand {

    private final Clock clock;

    @Parameters(paramLabel = "NAME", description = "What requests call it: [a-z0-9-]{1,40}.")
    private String name;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            required = true,
            description = "Folder of the adapter as PEFT saves it: adapter_config.json, adapter_model.safetensors.")
    private Path folder;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description = "Folder of the model, to check against (default: TITORELLI_MODEL, else the shipped one).")
    private Path checkpoint;

    @Mixin
    private CatalogueModel model = new CatalogueModel();

    AdapterAddCommand(Terminal terminal, Clock clock) {
        super(terminal);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        if (!JobId.isStageName(name)) {
            throw new CommandFailed(ExitCode.USAGE, "'" + name + "': allowed is [a-z0-9-]{1,40}");
        }
        if (!Files.isDirectory(folder)) {
            throw new CommandFailed(ExitCode.CANNOT_START, "no adapter folder " + folder.toAbsolutePath());
        }
        Path modelFolder = ModelOption.orDefault(checkpoint);
        AdapterCheck check = AdapterCheck.of(folder, modelFolder, new DataOption().kept());
        Addresses addresses = connection.addresses();
        SortedMap<String, CatalogueEntry> catalogue = KnownModels.read(addresses);
        CatalogueEntry owner = model.of(catalogue);
        requireModel(owner, check, modelFolder);
        CatalogueEntry entry = entry(owner.getAlias(), check);
        requireFree(catalogue, entry);
        AdapterObjects.store(ObjectStores.connect(addresses.objects()), folder, check.digest());
        try (Client client = Client.open(addresses)) {
            client.announce(entry);
        }
        terminal.say("Added adapter %s/%s, %s".formatted(entry.getAlias(), name, check.digest()));
        return ExitCode.OK.code();
    }

    private static void requireModel(CatalogueEntry owner, AdapterCheck check, Path modelFolder) {
        if (!owner.getDigest().equals(check.modelDigest())) {
            throw new CommandFailed(
                    ExitCode.CANNOT_START,
                    "model %s has the digest %s, that of %s is %s: give its folder with --checkpoint"
                            .formatted(owner.getAlias(), owner.getDigest(), modelFolder, check.modelDigest()));
        }
    }

    private static void requireFree(SortedMap<String, CatalogueEntry> catalogue, CatalogueEntry entry) {
        String key = entry.getAlias() + "/" + entry.getAdapter();
        CatalogueEntry known = catalogue.get(key);
        if (known != null && !known.getDigest().equals(entry.getDigest())) {
            throw new CommandFailed(
                    ExitCode.REJECTED,
                    "adapter %s is another one, %s: choose another name, or remove it first"
                            .formatted(key, known.getDigest()));
        }
    }

    private CatalogueEntry entry(String alias, AdapterCheck check) {
        return CatalogueEntry.newBuilder()
                .setAlias(alias)
                .setAdapter(name)
                .setDigest(check.digest())
                .setValues(check.values())
                .setAt(clock.instant())
                .build();
    }
}
