package dev.titorelli.standalone.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.titorelli.CatalogueEntry;
import dev.titorelli.standalone.client.KnownModels;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.standalone.terminal.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists the adapters that requests may name.")
final class AdapterListCommand extends ConnectedCommand {

    @Option(names = "--json", description = "Each adapter as a line of JSON.")
    private boolean json;

    AdapterListCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws Exception {
        List<CatalogueEntry> adapters = KnownModels.read(connection.addresses()).values().stream()
                .filter(entry -> !entry.getAdapter().isEmpty())
                .toList();
        if (json) {
            ObjectMapper mapper = new ObjectMapper();
            for (CatalogueEntry adapter : adapters) {
                terminal.say(mapper.writeValueAsString(facts(adapter)));
            }
        } else {
            table(adapters).forEach(terminal::say);
        }
        return ExitCode.OK.code();
    }

    private static List<String> table(List<CatalogueEntry> adapters) {
        if (adapters.isEmpty()) {
            return List.of("no adapters");
        }
        TextTable table = new TextTable("model", "adapter", "digest", "values", "added");
        adapters.forEach(adapter ->
                table.row(facts(adapter).values().stream().map(String::valueOf).toArray(String[]::new)));
        return table.lines();
    }

    private static Map<String, Object> facts(CatalogueEntry adapter) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", adapter.getAlias());
        facts.put("adapter", adapter.getAdapter());
        facts.put("digest", adapter.getDigest());
        facts.put("values", adapter.getValues());
        facts.put("added", adapter.getAt().toString());
        return facts;
    }
}
