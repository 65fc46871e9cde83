package dev.titorelli.serde;

import org.apache.avro.Conversion;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;

/**
 * Lets Avro make our generated records and enums. Since 1.12.2 Avro makes no object of a class that it was not told to
 * trust, and knows as its own ways system properties, which each program and each test would have to set, and a static
 * call, which has to come before the first builder or reader. Avro looks conversions up as services whenever it sets up
 * a data model, and so before that first use: this one converts nothing and makes the call.
 */
public final class RecordTrust extends Conversion<RecordTrust> {

    private static final String ROOT = "dev.titorelli";

    static {
        // Beside what is trusted already: the setting is one for the whole process.
        ClassSecurityPredicate before = ClassSecurityValidator.getGlobal();
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(before, RecordTrust::isOurs));
    }

    /** For Avro's service loader. */
    public RecordTrust() {}

    static boolean isOurs(Class<?> type) {
        boolean generated =
                SpecificRecord.class.isAssignableFrom(type) || GenericEnumSymbol.class.isAssignableFrom(type);
        return generated && (type.getPackageName() + ".").startsWith(ROOT + ".");
    }

    @Override
    public Class<RecordTrust> getConvertedType() {
        return RecordTrust.class;
    }

    @Override
    public String getLogicalTypeName() {
        return "titorelli-record-trust";
    }
}
