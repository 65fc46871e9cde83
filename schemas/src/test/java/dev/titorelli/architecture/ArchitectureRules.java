package dev.titorelli.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * What may see what. Each module checks its own classes against {@link #all}; rules about another module's packages then
 * hold because there are none.
 *
 * @param root the package above all others
 */
public record ArchitectureRules(String root) {

    /** The rules of the product. */
    public static final ArchitectureRules TITORELLI = new ArchitectureRules("dev.titorelli");

    private static final String MODEL_ROOMS = "tensor|checkpoint|model|training|bench|conformance";

    /** The compiled classes of the module whose tests are running, without its tests. */
    public static JavaClasses ownClasses() {
        return new ClassFileImporter().importPath(Path.of("target", "classes"));
    }

    /** Every rule. */
    public List<ArchRule> all() {
        return List.of(
                streamSeesOnlySchemas(),
                workerSeesOnlySchemas(),
                schemasSeeNobody(),
                packagesMakeNoCircle(),
                packagesSayWhatTheyMake(),
                classesSayWhatTheyAre(),
                modelSeesTensorsOnly(),
                scheduleIsPure(),
                logicKnowsNoMeters());
    }

    ArchRule streamSeesOnlySchemas() {
        return noClasses()
                .that()
                .resideInAPackage(stream())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(worker(), standalone())
                .allowEmptyShould(true);
    }

    ArchRule workerSeesOnlySchemas() {
        return noClasses()
                .that()
                .resideInAPackage(worker())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(stream(), standalone())
                .allowEmptyShould(true);
    }

    ArchRule schemasSeeNobody() {
        return noClasses()
                .that(resideInAPackage(root + "..").and(resideOutside(stream(), worker(), standalone())))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(stream(), worker(), standalone())
                .allowEmptyShould(true);
    }

    ArchRule packagesMakeNoCircle() {
        return slices().assignedFrom(new OneSliceAPackage()).should().beFreeOfCycles();
    }

    ArchRule packagesSayWhatTheyMake() {
        return noClasses()
                .should()
                .resideInAnyPackage(
                        "..common..", "..util..", "..utils..", "..core..", "..impl..", "..misc..", "..helper..");
    }

    ArchRule classesSayWhatTheyAre() {
        return classes()
                .should()
                .haveNameNotMatching(".*[.$](Abstract[A-Z][A-Za-z0-9]*|[A-Za-z0-9]*(Utils?|Helpers?|Managers?|Impl))");
    }

    /** Tensors in, tensors out: what a job or a record is, no room of the model knows. */
    ArchRule modelSeesTensorsOnly() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".worker.(" + MODEL_ROOMS + ")..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.avro..", root)
                .allowEmptyShould(true);
    }

    /** Who goes next is decided by numbers alone, so that it can be tested with numbers alone. */
    public ArchRule scheduleIsPure() {
        return noClasses()
                .that()
                .resideInAPackage(root + ".worker.schedule..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.djl..",
                        "org.apache.kafka..",
                        "org.apache.avro..",
                        "org.slf4j..",
                        "java.util.concurrent..",
                        root + ".worker.(batch|image|object|outcome|run|take|" + MODEL_ROOMS + ")..")
                .orShould()
                .dependOnClassesThat(areThreadsOrClocks())
                .orShould()
                .callMethodWhere(readsTheTime())
                .allowEmptyShould(true);
    }

    /** What is measured is told to small interfaces; a program's own top package makes meters of it. */
    ArchRule logicKnowsNoMeters() {
        return noClasses()
                .that()
                .resideInAnyPackage(root + ".stream.*..", root + ".worker.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micrometer..")
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> areThreadsOrClocks() {
        return assignableTo(Thread.class).or(assignableTo(Clock.class)).as("are threads or clocks");
    }

    private static DescribedPredicate<JavaMethodCall> readsTheTime() {
        return DescribedPredicate.describe("it reads the time", call -> {
            String owner = call.getTargetOwner().getName();
            String method = call.getName();
            boolean ofTheSystem = owner.equals("java.lang.System") && method.matches("nanoTime|currentTimeMillis");
            return ofTheSystem || (owner.startsWith("java.time.") && method.equals("now"));
        });
    }

    private String stream() {
        return root + ".stream..";
    }

    private String worker() {
        return root + ".worker..";
    }

    private String standalone() {
        return root + ".standalone..";
    }

    private static DescribedPredicate<JavaClass> resideOutside(String... packages) {
        return not(resideInAnyPackage(packages));
    }

    /** Also a module's own top package is a slice: rooms that look back at the door make a circle too. */
    private static final class OneSliceAPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
