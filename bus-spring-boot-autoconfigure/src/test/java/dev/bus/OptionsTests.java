package dev.bus;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	@Test
	void streamsKeepTheOrderAndBufferByDefault() {
		StreamOptions options = StreamOptions.defaults();
		assertThat(options.group()).isNull();
		assertThat(options.concurrency()).isEqualTo(1);
		assertThat(options.bufferSize()).isEqualTo(65536);
		assertThat(options.errorHandler()).isNull();
	}

	@Test
	void eachOptionOfAStreamCanBeChanged() {
		BusErrorHandler handler = (message, error, subscription) -> {
		};
		StreamOptions options = StreamOptions.defaults()
			.withGroup("g")
			.withConcurrency(2)
			.withBufferSize(3)
			.withErrorHandler(handler);
		assertThat(options).isEqualTo(new StreamOptions("g", 2, 3, handler));
	}

	@Test
	void unusableOptionsOfAStreamAreRefusedWithTheirValue() {
		StreamOptions options = StreamOptions.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> options.withConcurrency(0)).withMessageContaining("0");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withBufferSize(-3)).withMessageContaining("-3");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withGroup("a\r\nb"))
			.withMessageContaining("a??b");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withGroup(""));
	}

	@Test
	void eachOptionOfAServerCanBeChanged() {
		assertThat(ServeOptions.defaults()).isEqualTo(new ServeOptions(null, 256));
		assertThat(ServeOptions.defaults().withName("n-1").withConcurrency(2)).isEqualTo(new ServeOptions("n-1", 2));
	}

	@Test
	void unusableOptionsOfAServerAreRefusedWithTheirValue() {
		ServeOptions options = ServeOptions.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> options.withConcurrency(-1)).withMessageContaining("-1");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withName("a.b")).withMessageContaining("a.b");
	}

}
