package dev.bus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SubjectTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "a.b", "orders.placed.eu", "$SYS.x", "_INBOX.x.y", "a;b", "~!-_." + "x" })
	void plainSubjectsCanBePublishedTo(String subject) {
		assertThat(Subject.requireSubject(subject)).isSameAs(subject);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a.", ".a", "a..b", "a b", "a\r\nPUB x 0", "a\tb", "grün", "a\u0000" })
	void brokenSubjectsAreRefused(String subject) {
		assertThatIllegalArgumentException().isThrownBy(() -> Subject.requireSubject(subject));
		assertThatIllegalArgumentException().isThrownBy(() -> Subject.requirePattern(subject));
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", ">", "a.*", "a.>", "*.b", "a.*.c" })
	void wildcardsAreForSubscribersOnly(String pattern) {
		assertThat(Subject.requirePattern(pattern)).isSameAs(pattern);
		assertThat(Subject.hasWildcard(pattern)).isTrue();
		assertThatIllegalArgumentException().isThrownBy(() -> Subject.requireSubject(pattern))
			.withMessageContaining("'" + pattern + "'")
			.withMessageContaining("wildcard");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a*", "*a.b", "a.b>", ">.a", "a.>.b", "a.**" })
	void wildcardsStandOnlyWhereTheyHaveAMeaning(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> Subject.requirePattern(pattern))
			.withMessageContaining("'" + pattern + "'");
	}

	@Test
	void aSubjectMayHaveOneThousandCharacters() {
		assertThat(Subject.requireSubject("a".repeat(1000))).hasSize(1000);
		assertThatIllegalArgumentException().isThrownBy(() -> Subject.requireSubject("a".repeat(1001)))
			.withMessageContaining("1001")
			.withMessageContaining("1000");
	}

	@Test
	@SuppressWarnings("NullAway") // misuse
	void aSubjectMustBeThere() {
		assertThatIllegalArgumentException().isThrownBy(() -> Subject.requireSubject(null))
			.withMessageContaining("null");
	}

	@Test
	void theErrorTextHoldsNoControlCharacters() {
		assertThatIllegalArgumentException().isThrownBy(() -> Subject.requireSubject("a\r\nb"))
			.withMessageContaining("'a??b'");
	}

	@ParameterizedTest
	@CsvSource({ "a, a, true", "a, b, false", "a, a.b, false", "a.b, a, false", "*, a, true", "*, a.b, false",
			"a.*, a.b, true", "a.*, a, false", "a.*, a.b.c, false", "a.*.c, a.b.c, true", "a.*.c, a.b.d, false",
			">, a, true", ">, a.b.c, true", "a.>, a, false", "a.>, a.b, true", "a.>, a.b.c, true", "a.>, ab.c, false",
			"*.b, a.b, true", "ab, abc, false", "abc, ab, false", ">, $SYS.a, false", "*.a, $SYS.a, false",
			"$SYS.>, $SYS.a, true", ">, _INBOX.a, false", "*.a, _INBOX.a, false", "_INBOX.>, _INBOX.a, true",
			"a.>, a.$b, true", "*, _INBOXES, true" })
	void patternsMatchWholeTokens(String pattern, String subject, boolean matches) {
		assertThat(Subject.matches(pattern, subject)).isEqualTo(matches);
	}

}
