package dev.titorelli.standalone.demo;

import java.util.Base64;

/** Text and pictures inside a page. */
final class Html {

    private Html() {}

    /** Text for an element's content or a quoted attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** A picture that needs no file beside the page. */
    static String inlined(DemoPicture picture) {
        return "data:image/" + (picture.extension().equals("jpg") ? "jpeg" : "png") + ";base64,"
                + Base64.getEncoder().encodeToString(picture.file());
    }
}
