package dev.titorelli.worker.image;

/** How a file's samples become 8-bit RGB, where a viewer and the model's reference differ. */
public enum PixelRules {
    /**
     * As a viewer shows the picture on a white page: turned as EXIF says, transparent parts over white, 16 bits scaled to
     * 8.
     */
    SHOWN,

    /**
     * As Pillow's {@code Image.open(file).convert("RGB")} gives it to the reference: not turned, alpha dropped, 16-bit
     * gray clipped at 255.
     */
    REFERENCE
}
