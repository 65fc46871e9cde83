package dev.titorelli.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.titorelli.ImageObject;
import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void escapesWhateverHasAMeaningInHtml() {
        assertThat(Html.escape("<img src='x' alt=\"y\"> & more"))
                .isEqualTo("&lt;img src=&#39;x&#39; alt=&quot;y&quot;&gt; &amp; more");
    }

    @Test
    void putsAPictureIntoThePage() {
        ImageObject object = new ImageObject("k", "d", "image/jpeg", 1, 1);

        assertThat(Html.inlined(new DemoPicture("a", "", object, new byte[] {1, 2, 3})))
                .isEqualTo("data:image/jpeg;base64,AQID");
    }
}
