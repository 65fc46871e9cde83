package dev.titorelli.standalone.cli;

import dev.titorelli.standalone.terminal.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A verb that asks a running system; what it logs goes to the data folder. */
abstract class ConnectedCommand implements Callable<Integer>, Logging {

    final Terminal terminal;

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    ConnectedCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public final Path logFile() {
        return connection.data.directory().resolve("cli.log");
    }
}
