package dev.titorelli.standalone.cli;

import dev.titorelli.CatalogueEntry;
import dev.titorelli.standalone.client.Addresses;
import dev.titorelli.standalone.client.Client;
import dev.titorelli.standalone.client.KnownModels;
import dev.titorelli.standalone.terminal.Terminal;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description =
                "Takes an adapter out of the catalogue. Jobs that were planned with it still have it: its files stay.")
final class AdapterRemoveCommand extends ConnectedCommand {

    @Parameters(paramLabel = "NAME", description = "What requests call it.")
    private String name;

    @Mixin
    private CatalogueModel model = new CatalogueModel();

    AdapterRemoveCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        Addresses addresses = connection.addresses();
        SortedMap<String, CatalogueEntry> catalogue = KnownModels.read(addresses);
        CatalogueEntry entry = catalogue.get(model.of(catalogue).getAlias() + "/" + name);
        if (entry == null) {
            throw new CommandFailed(ExitCode.NOT_FOUND, "there is no adapter " + name + "; adapter list shows them");
        }
        try (Client client = Client.open(addresses)) {
            client.withdraw(entry);
        }
        terminal.say("Removed adapter %s/%s".formatted(entry.getAlias(), name));
        return ExitCode.OK.code();
    }
}
