package dev.titorelli.stream;

import dev.titorelli.registry.InMemorySchemaRegistry;
import dev.titorelli.registry.SchemaRegistry;
import dev.titorelli.registry.SchemaRegistryException;
import org.apache.avro.Schema;

/** A registry that can be taken down and counts what it is asked. */
final class UnreliableRegistry implements SchemaRegistry {

    private final InMemorySchemaRegistry inner = new InMemorySchemaRegistry();
    private boolean down;
    private int askedInVain;

    void takeDown() {
        down = true;
    }

    void bringUp() {
        down = false;
    }

    int askedInVain() {
        return askedInVain;
    }

    @Override
    public int register(String subject, Schema schema) {
        return inner.register(subject, schema);
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        return inner.lookUp(subject, schema);
    }

    @Override
    public Schema byId(int id) {
        if (down) {
            askedInVain++;
            throw new SchemaRegistryException.Unavailable("down", null);
        }
        return inner.byId(id);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return inner.latest(subject);
    }

    @Override
    public boolean compatible(String subject, Schema schema) {
        return inner.compatible(subject, schema);
    }

    @Override
    public Compatibility compatibility(String subject) {
        return inner.compatibility(subject);
    }

    @Override
    public void setCompatibility(String subject, Compatibility compatibility) {
        inner.setCompatibility(subject, compatibility);
    }
}
