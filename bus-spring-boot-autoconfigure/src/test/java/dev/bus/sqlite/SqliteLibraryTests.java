package dev.bus.sqlite;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqliteLibrary}.
 */
@ExtendWith(OutputCaptureExtension.class)
class SqliteLibraryTests {

	@ParameterizedTest
	@ValueSource(strings = { "3.7.17", "3.50.4", "3.51", "3.51.2", "3.51.2.1" })
	void aLibraryThatCanDamageFilesIsWarnedOf(String version, CapturedOutput output) {
		SqliteLibrary.warnIfUnsafe(version);
		assertThat(output).contains("WARN")
			.contains("has version " + version + ": before 3.51.3")
			.contains("use a newer version of 'org.xerial:sqlite-jdbc'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.51.3", "3.51.10", "3.53.0", "4.0" })
	void anotherIsNot(String version, CapturedOutput output) {
		SqliteLibrary.warnIfUnsafe(version);
		assertThat(output).isEmpty();
	}

}
