package dev.titorelli.standalone.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file that an option names. Java itself says of a folder only that it is one, not which. */
final class GivenFile {

    private GivenFile() {}

    /** @throws CommandFailed when it is a folder */
    static byte[] bytes(Path file) throws IOException {
        require(file);
        return Files.readAllBytes(file);
    }

    /** @throws CommandFailed when it is a folder */
    static void require(Path file) {
        if (Files.isDirectory(file)) {
            throw new CommandFailed(ExitCode.CANNOT_START, file + " is a folder, not a file");
        }
    }

    /** @throws CommandFailed when it is a folder or no text in UTF-8 */
    static String text(Path file) throws IOException {
        byte[] bytes = bytes(file);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CommandFailed(ExitCode.USAGE, file + " is no text in UTF-8", e);
        }
    }
}
