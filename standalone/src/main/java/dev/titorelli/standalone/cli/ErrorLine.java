package dev.titorelli.standalone.cli;

import dev.titorelli.fault.CannotStart;
import dev.titorelli.program.LogFile;
import dev.titorelli.registry.SchemaRegistryException;
import dev.titorelli.standalone.client.NotRunningException;
import dev.titorelli.standalone.client.UnreachableException;
import dev.titorelli.standalone.terminal.Terminal;
import dev.titorelli.worker.checkpoint.ModelDirectoryException;
import dev.titorelli.worker.conditioning.ConditioningException;
import dev.titorelli.worker.image.UnreadablePictureException;
import dev.titorelli.worker.model.NonFiniteLatentsException;
import dev.titorelli.worker.object.ObjectStoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The one place where what went wrong becomes one line for a person and an exit code. */
final class ErrorLine implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final Terminal terminal;

    ErrorLine(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        print(wrong.getMessage());
        if (wrong instanceof MissingParameterException || args.length == 0) {
            terminal.err().println(command.getUsageMessage().strip());
        } else {
            terminal.err().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.USAGE.code();
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        ExitCode exitCode = exitCode(thrown);
        if (isEnding()) {
            // What breaks while everything is being closed after Ctrl-C is nobody's concern.
            return ExitCode.INTERRUPTED.code();
        }
        if (exitCode == ExitCode.UNEXPECTED) {
            LoggerFactory.getLogger(ErrorLine.class).atError().setCause(thrown).log("A command ended unexpectedly");
            print("unexpected: " + thrown + "; the log tells more: " + LogFile.path());
        } else {
            print(message(thrown));
        }
        return exitCode.code();
    }

    private static boolean isEnding() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    static ExitCode exitCode(Exception thrown) {
        if (thrown instanceof CommandFailed failed) {
            return failed.exitCode();
        }
        if (thrown instanceof CannotStart silent && silent.isUnreachable()) {
            return ExitCode.UNREACHABLE;
        }
        if (thrown instanceof NotRunningException
                || thrown instanceof UnreachableException
                || thrown instanceof SchemaRegistryException.Unavailable
                || thrown instanceof ObjectStoreUnavailableException) {
            return ExitCode.UNREACHABLE;
        }
        if (thrown instanceof NonFiniteLatentsException) {
            return ExitCode.FAILED;
        }
        if (thrown instanceof UnreadablePictureException || thrown instanceof ConditioningException) {
            return ExitCode.REJECTED;
        }
        if (thrown instanceof CannotStart
                || thrown instanceof SchemaRegistryException
                || thrown instanceof ModelDirectoryException
                || thrown instanceof IOException
                || thrown instanceof UncheckedIOException) {
            return ExitCode.CANNOT_START;
        }
        return ExitCode.UNEXPECTED;
    }

    /** Java's own file exceptions say no more than the path. */
    private static String message(Exception thrown) {
        if (thrown instanceof SchemaRegistryException) {
            return "schema registry: " + thrown.getMessage();
        }
        Throwable told = thrown instanceof UncheckedIOException ? thrown.getCause() : thrown;
        if (told instanceof NoSuchFileException file) {
            return "no file " + file.getFile();
        }
        if (told instanceof AccessDeniedException file) {
            return "no permission for " + file.getFile();
        }
        if (told instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + ": " + file.getClass().getSimpleName();
        }
        return thrown.getMessage();
    }

    private void print(String message) {
        terminal.err().println("titorelli: " + message);
    }
}
