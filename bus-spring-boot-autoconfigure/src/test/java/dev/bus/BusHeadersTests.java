package dev.bus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BusHeadersTests {

	@Test
	void namesAreComparedIgnoringCaseAndValuesKeepTheirOrder() {
		BusHeaders headers = BusHeaders.of("Trace", "1").with("Other", "x").with("TRACE", "2");
		assertThat(headers.first("trace")).isEqualTo("1");
		assertThat(headers.all("tRaCe")).containsExactly("1", "2");
		assertThat(headers.names()).containsExactly("Trace", "Other");
		assertThat(headers.first("missing")).isNull();
		assertThat(headers.all("missing")).isEmpty();
	}

	@Test
	void addingLeavesTheOriginalAsItIs() {
		BusHeaders one = BusHeaders.of("A", "1");
		BusHeaders two = one.with("B", "2");
		assertThat(one.names()).containsExactly("A");
		assertThat(two.names()).containsExactly("A", "B");
		assertThat(BusHeaders.empty().isEmpty()).isTrue();
		assertThat(one.isEmpty()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a:b", "a\r\nB", "ä", "a\u0000", "a\u007f" })
	void namesThatCannotTravelAreRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> BusHeaders.of(name, "x"));
	}

	@ParameterizedTest
	@ValueSource(strings = { " a", "a ", "\ta", "a\t", "a\r\nB: c", "ä", "a\u0000", " " })
	void valuesThatCannotTravelAreRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> BusHeaders.of("Name", value))
			.withMessageContaining("'Name'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "a b", "a\tb", ":", "~!" })
	void valuesOfPrintableAsciiTravel(String value) {
		assertThat(BusHeaders.of("Name", value).first("name")).isEqualTo(value);
	}

	@Test
	void receivedHeadersAreReadAsTheyCameAndCheckedWhenSent() {
		BusHeaders headers = BusHeaders.received("Näme", " välue ");
		assertThat(headers.first("näme")).isEqualTo(" välue ");
		assertThatIllegalArgumentException().isThrownBy(headers::requireSendable);
		assertThatIllegalArgumentException().isThrownBy(() -> headers.with("A", "b").requireSendable());
		assertThatIllegalArgumentException().isThrownBy(() -> BusHeaders.received("A"));
	}

	@Test
	void theEncodedLengthIsThatOfNats() {
		assertThat(BusHeaders.empty().encodedLength()).isZero();
		String encoded = "NATS/1.0\r\nA:1\r\nBc:22\r\n\r\n";
		assertThat(BusHeaders.of("A", "1").with("Bc", "22").encodedLength()).isEqualTo(encoded.length());
	}

	@Test
	void equalHeadersHaveTheSameEntries() {
		assertThat(BusHeaders.of("A", "1")).isEqualTo(BusHeaders.received("a", "1"))
			.hasSameHashCodeAs(BusHeaders.received("a", "1"))
			.isNotEqualTo(BusHeaders.of("A", "2"))
			.isNotEqualTo(BusHeaders.of("B", "1"))
			.isNotEqualTo(BusHeaders.empty())
			.hasToString("[A: 1]");
	}

}
