package dev.bus;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.ObjectInputStream;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.spi.FileSystemProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the structure of the code: who may use whom, what is public and what is out
 * of bounds.
 */
class ArchitectureTests {

	private static final String AUTO_CONFIGURATION = "org.springframework.boot.autoconfigure.AutoConfiguration";

	private static final String BEAN = "org.springframework.context.annotation.Bean";

	private static final String CONFIGURATION = "org.springframework.context.annotation.Configuration";

	private static final String LAZY = "org.springframework.context.annotation.Lazy";

	private static final Set<String> POST_PROCESSORS = Set.of(
			"org.springframework.beans.factory.config.BeanFactoryPostProcessor",
			"org.springframework.beans.factory.config.BeanPostProcessor");

	private static final Set<String> SAFE_POST_PROCESSOR_PARAMETERS = Set.of(
			"org.springframework.beans.factory.BeanFactory", "org.springframework.beans.factory.ObjectProvider",
			"org.springframework.context.ApplicationContext", "org.springframework.core.env.Environment");

	private static final List<String> FOUND_BY_REFLECTION = List.of(
			"org.springframework.aot.hint.RuntimeHintsRegistrar",
			"org.springframework.boot.LazyInitializationExcludeFilter",
			"org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory",
			"org.springframework.boot.diagnostics.FailureAnalyzer", "org.springframework.context.annotation.Condition");

	private static final Set<Class<?>> FILE_OPENERS = Set.of(AsynchronousFileChannel.class, FileChannel.class,
			FileInputStream.class, FileOutputStream.class, FileReader.class, FileSystemProvider.class, FileWriter.class,
			RandomAccessFile.class);

	private static final Set<String> FILE_OPENING_METHODS = Set.of("copy", "createFile", "createTempFile", "lines",
			"mismatch", "newBufferedReader", "newBufferedWriter", "newByteChannel", "newInputStream", "newOutputStream",
			"readAllBytes", "readAllLines", "readString", "write", "writeString");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("dev.bus");

	@Test
	void classesAreFound() {
		assertThat(CLASSES.contain(Messenger.class)).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void arrowsBetweenPackagesPointUpOnly(Layer layer) {
		check(layer.rule());
	}

	@Test
	void everyClassBelongsToALayer() {
		check(ArchRuleDefinition.classes().should().resideInAnyPackage(Layer.allPackages()));
	}

	@Test
	void packagesAreFreeOfCycles() {
		check(SlicesRuleDefinition.slices().matching("(**)").should().beFreeOfCycles());
	}

	@Test
	void packagesAreNullMarked() {
		check(ArchRuleDefinition.classes()
			.should(condition("reside in a package with @NullMarked",
					(type) -> type.getPackage().isAnnotatedWith(NullMarked.class))));
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		check(ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AUTO_CONFIGURATION)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.resideInAPackage("dev.bus.autoconfigure..")
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration"));
	}

	@Test
	void autoConfigurationsHaveNoPublicMembers() {
		check(ArchRuleDefinition.members()
			.that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AUTO_CONFIGURATION)
			.and(DescribedPredicate.not(implicitConstructor()))
			.and(DescribedPredicate.not(overriding()))
			.should()
			.notBePublic());
	}

	@Test
	void otherConfigurationsAreHidden() {
		check(ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(CONFIGURATION)
			.should()
			.notBePublic()
			.andShould(condition("have proxyBeanMethods = false",
					(type) -> type.getAnnotationOfType(CONFIGURATION)
						.get("proxyBeanMethods")
						.filter(Boolean.FALSE::equals)
						.isPresent())));
	}

	@Test
	void beanMethodsArePackagePrivate() {
		check(ArchRuleDefinition.methods().that().areAnnotatedWith(BEAN).should().bePackagePrivate());
	}

	@Test
	void beanMethodsOfPostProcessorsAreStaticAndInitializeNothingEarly() {
		check(ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(BEAN)
			.and(describe("return a post-processor",
					(method) -> POST_PROCESSORS.stream().anyMatch(method.getRawReturnType()::isAssignableTo)))
			.should()
			.beStatic()
			.andShould(condition("take only parameters that initialize nothing",
					(method) -> method.getParameters().stream().allMatch(ArchitectureTests::initializesNothing))));
	}

	@Test
	void whatBootFindsByReflectionIsHidden() {
		check(ArchRuleDefinition.classes()
			.that(describe("Boot finds by reflection",
					(type) -> FOUND_BY_REFLECTION.stream().anyMatch(type::isAssignableTo)))
			.should()
			.notBePublic());
	}

	@Test
	void connectionDetailsOfContainersAreHidden() {
		check(ArchRuleDefinition.classes()
			.that()
			.resideInAnyPackage("dev.bus.testcontainers..", "dev.bus.docker..")
			.should()
			.notBePublic());
	}

	@Test
	void onlyTheSqliteEngineSpeaksSql() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage("dev.bus.sqlite..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.sql..", "org.springframework.jdbc..", "org.sqlite.."));
	}

	@Test
	void sqliteEngineOpensNoFile() {
		check(ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage("dev.bus.sqlite..")
			.should()
			.dependOnClassesThat(describe("open files", (type) -> FILE_OPENERS.stream().anyMatch(type::isEquivalentTo)))
			.orShould()
			.callMethodWhere(describe("Files opens one",
					(call) -> call.getTargetOwner().isEquivalentTo(Files.class)
							&& FILE_OPENING_METHODS.contains(call.getName())))
			.because("closing any descriptor of a database drops the locks that SQLite holds on it"));
	}

	@Test
	void loggingIsCommonsLogging() {
		check(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
		check(ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging.."));
	}

	@Test
	void jsonIsJackson3() {
		check(ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind.."));
	}

	@Test
	void nothingFromTheWireNamesAClass() {
		check(ArchRuleDefinition.noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class));
	}

	private static void check(ArchRule rule) {
		rule.allowEmptyShould(true).check(CLASSES);
	}

	private static DescribedPredicate<JavaMember> implicitConstructor() {
		return describe("are an implicit constructor",
				(member) -> member instanceof JavaConstructor constructor && constructor.getParameters().isEmpty());
	}

	private static DescribedPredicate<JavaMember> overriding() {
		return describe("override",
				(member) -> member instanceof JavaMethod method && Stream
					.concat(method.getOwner().getAllRawSuperclasses().stream(),
							method.getOwner().getAllRawInterfaces().stream())
					.anyMatch((type) -> type.tryGetMethod(method.getName(), parameterTypes(method)).isPresent()));
	}

	private static String[] parameterTypes(JavaMethod method) {
		return method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
	}

	private static boolean initializesNothing(JavaParameter parameter) {
		return parameter.isAnnotatedWith(LAZY)
				|| SAFE_POST_PROCESSOR_PARAMETERS.contains(parameter.getRawType().getName());
	}

	private static <T> DescribedPredicate<T> describe(String description, Predicate<T> predicate) {
		return DescribedPredicate.describe(description, predicate);
	}

	private static <T> ArchCondition<T> condition(String description, Predicate<T> predicate) {
		return new ArchCondition<>(description) {

			@Override
			public void check(T item, ConditionEvents events) {
				events.add(new SimpleConditionEvent(item, predicate.test(item),
						"%s should %s".formatted(item, getDescription())));
			}

		};
	}

	/**
	 * The layers from the top down, each with what it may use beside itself and the JDK.
	 */
	enum Layer {

		API("dev.bus", "org.jspecify.."),

		SUPPORT("dev.bus.support..", "dev.bus", "org.jctools.."),

		MEMORY("dev.bus.memory..", "dev.bus", "dev.bus.support.."),

		NATS("dev.bus.nats..", "dev.bus", "dev.bus.support..", "io.nats.."),

		SQLITE("dev.bus.sqlite..", "dev.bus", "dev.bus.support..", "org.springframework.core..",
				"org.springframework.dao..", "org.springframework.jdbc..", "org.springframework.transaction..",
				"org.sqlite.."),

		OBSERVATION("dev.bus.observation..", "dev.bus", "io.micrometer.."),

		TEMPLATE("dev.bus.template..", "dev.bus", "org.springframework.core..", "org.springframework.messaging..",
				"org.springframework.util.."),

		LISTENER("dev.bus.listener..", "dev.bus", "dev.bus.template..", "org.reactivestreams..",
				"org.springframework.aop..", "org.springframework.aot..", "org.springframework.beans..",
				"org.springframework.context..", "org.springframework.core..", "org.springframework.expression..",
				"org.springframework.format..", "org.springframework.messaging..", "org.springframework.util..",
				"org.springframework.validation..", "reactor.core.."),

		AUTOCONFIGURE("dev.bus.autoconfigure.."),

		TESTCONTAINERS("dev.bus.testcontainers.."),

		DOCKER_COMPOSE("dev.bus.docker.compose..");

		private static final List<String> EVERYWHERE = List.of("java..", "javax.net..", "javax.sql..",
				"org.apache.commons.logging..", "org.jspecify..");

		private final String ownPackage;

		private final List<String> others;

		Layer(String ownPackage, String... others) {
			this.ownPackage = ownPackage;
			this.others = List.of(others);
		}

		static String[] allPackages() {
			return Arrays.stream(values()).map((layer) -> layer.ownPackage).toArray(String[]::new);
		}

		ArchRule rule() {
			return (compareTo(AUTOCONFIGURE) < 0) ? usesOnlyListed() : usesNoneBelow();
		}

		private ArchRule usesOnlyListed() {
			Stream<String> common = (this != API) ? EVERYWHERE.stream() : Stream.of("java..");
			String[] allowed = Stream.of(Stream.of(this.ownPackage), common, this.others.stream())
				.flatMap((packages) -> packages)
				.toArray(String[]::new);
			return ArchRuleDefinition.classes()
				.that()
				.resideInAPackage(this.ownPackage)
				.should()
				.onlyDependOnClassesThat()
				.resideInAnyPackage(allowed);
		}

		private ArchRule usesNoneBelow() {
			String[] below = Arrays.stream(values())
				.filter((layer) -> layer.compareTo(this) > 0)
				.map((layer) -> layer.ownPackage)
				.toArray(String[]::new);
			return ArchRuleDefinition.noClasses()
				.that()
				.resideInAPackage(this.ownPackage)
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(below);
		}

	}

}
