package dev.titorelli.worker.image;

import java.nio.charset.StandardCharsets;

/**
 * Says in a picture file that a model painted it: an XMP packet with IPTC's digital source type. Always the same bytes.
 *
 * @see <a href="https://cv.iptc.org/newscodes/digitalsourcetype/">IPTC, digital source type</a>
 * @see <a href="https://www.iptc.org/std/photometadata/specification/IPTC-PhotoMetadata">IPTC, photo metadata</a>
 */
final class AiMarker {
    private static final String PACKET =
            """
            <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
             <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
              <rdf:Description rdf:about=""
                xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
                xmp:CreatorTool="Titorelli"
                Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/>
             </rdf:RDF>
            </x:xmpmeta>
            <?xpacket end="r"?>""";

    private AiMarker() {}

    /** The packet in UTF-8. */
    static byte[] xmp() {
        return PACKET.getBytes(StandardCharsets.UTF_8);
    }
}
