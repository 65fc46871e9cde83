package dev.titorelli.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SchemaRulesTest {

    @Test
    void holdForEverySchema() {
        List<Schema> all = SchemaHistoryTest.currentSchemas().toList();

        assertThat(SchemaRules.violations(all)).isEmpty();
    }

    @Test
    void findEveryBreach() {
        Schema bad = new Schema.Parser()
                .parse(
                        """
                        {"type": "record", "name": "Bad", "namespace": "elsewhere", "fields": [
                          {"name": "colour", "type": {"type": "enum", "name": "Colour", "namespace": "dev.titorelli", "doc": "A colour.",
                            "symbols": ["HEATH"]}, "doc": "Which.", "default": "HEATH"},
                          {"name": "size", "type": "int", "doc": "In pixels."},
                          {"name": "tenant", "type": "string"},
                          {"name": "grown", "type": ["null", "int", "string"], "doc": "Grown.", "default": null}]}
                        """);

        assertThat(SchemaRules.violations(List.of(bad)))
                .containsExactly(
                        "Bad has no doc",
                        "Bad has another namespace",
                        "Colour has no default UNKNOWN",
                        "Bad.size has no default and is neither identity nor prompt",
                        "Bad.tenant has no doc",
                        "[\"null\",\"int\",\"string\"] is more than null or one type");
    }
}
