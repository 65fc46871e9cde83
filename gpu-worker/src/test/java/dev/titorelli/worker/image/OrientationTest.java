package dev.titorelli.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrientationTest {

    /** The pixels a b c / d e f, as EXIF's table of the 0th row and column places them. */
    @ParameterizedTest
    @CsvSource({
        "1, abc/def",
        "2, cba/fed",
        "3, fed/cba",
        "4, def/abc",
        "5, ad/be/cf",
        "6, da/eb/fc",
        "7, fc/eb/da",
        "8, cf/be/ad"
    })
    void turnsAPicture(int orientation, String expected) {
        assertThat(text(Orientation.upright(image("abc/def"), orientation))).isEqualTo(expected);
    }

    @Test
    void readsBothByteOrders() {
        assertThat(Orientation.of(exif('M', 6))).isEqualTo(6);
        assertThat(Orientation.of(exif('I', 8))).isEqualTo(8);
    }

    @Test
    void takesWhatIsBrokenAsUpright() {
        assertThat(Orientation.of(new byte[0])).isEqualTo(1);
        assertThat(Orientation.of(exif('M', 9))).isEqualTo(1);
        for (int length = 0; length < 26; length++) {
            assertThat(Orientation.of(Arrays.copyOf(exif('M', 6), length))).isBetween(1, 8);
        }
        assertThat(Orientation.of(ByteBuffer.wrap(exif('M', 6)).putInt(4, -1).array()))
                .isEqualTo(1);
    }

    private static byte[] exif(char order, int value) {
        ByteBuffer tiff = ByteBuffer.allocate(26);
        if (order == 'I') {
            tiff.order(ByteOrder.LITTLE_ENDIAN);
        }
        tiff.put((byte) order).put((byte) order).putShort((short) 42).putInt(8).putShort((short) 1);
        return tiff.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) value)
                .array();
    }

    private static RgbImage image(String rows) {
        String[] lines = rows.split("/", -1);
        ByteBuffer rgb = ByteBuffer.allocate(3 * lines.length * lines[0].length());
        rows.chars()
                .filter(c -> c != '/')
                .forEach(c -> rgb.put((byte) c).put((byte) 0).put((byte) 1));
        return new RgbImage(lines[0].length(), lines.length, rgb.array());
    }

    private static String text(RgbImage image) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < image.widthPx() * image.heightPx(); i++) {
            if (i > 0 && i % image.widthPx() == 0) {
                text.append('/');
            }
            text.append((char) image.rgb()[3 * i]);
        }
        return text.toString();
    }
}
