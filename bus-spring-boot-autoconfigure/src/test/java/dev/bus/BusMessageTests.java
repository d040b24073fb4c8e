package dev.bus;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BusMessageTests {

	@Test
	void thePayloadIsCopied() {
		byte[] data = { 1, 2 };
		BusMessage message = BusMessage.of("a", data);
		BusMessage reply = message.reply(data);
		data[0] = 9;
		assertThat(message.data()).containsExactly(1, 2);
		assertThat(reply.data()).containsExactly(1, 2);
	}

	@Test
	void textIsUtf8() {
		BusMessage message = BusMessage.of("a", "grün");
		assertThat(message.data()).isEqualTo("grün".getBytes(StandardCharsets.UTF_8));
		assertThat(message.text()).isEqualTo("grün");
	}

	@Test
	void aReplyHasTheSubjectOfItsRequest() {
		BusMessage reply = BusMessage.of("a.b", "x").reply("y", BusHeaders.of("A", "1"));
		assertThat(reply.subject()).isEqualTo("a.b");
		assertThat(reply.text()).isEqualTo("y");
		assertThat(reply.headers().first("a")).isEqualTo("1");
	}

	@Test
	void theSizeCountsPayloadAndHeaders() {
		assertThat(BusMessage.of("a", "12345").size()).isEqualTo(5);
		assertThat(BusMessage.of("a", "12345", BusHeaders.of("A", "1")).size()).isEqualTo(5 + 12 + 5);
	}

	@Test
	void whatIsDescribedHoldsNoContent() {
		assertThat(BusMessage.of("a", "secret", BusHeaders.of("Token", "hidden")))
			.hasToString("BusMessage[subject=a, headers=[Token], 6 bytes]");
	}

	@Test
	@SuppressWarnings("NullAway") // misuse
	void nothingMayBeMissing() {
		assertThatIllegalArgumentException().isThrownBy(() -> BusMessage.of("a", (byte[]) null));
		assertThatIllegalArgumentException().isThrownBy(() -> BusMessage.of("a", (String) null));
		assertThatIllegalArgumentException().isThrownBy(() -> BusMessage.of("a", "x", null));
		assertThatIllegalArgumentException().isThrownBy(() -> BusMessage.of(null, "x"));
	}

	@Test
	void receivedMessagesAreCheckedWhenTheyAreSentOn() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BusMessage.received("a b", new byte[0], BusHeaders.empty()).requireSendable());
		assertThatIllegalArgumentException()
			.isThrownBy(() -> BusMessage.received("a", new byte[0], BusHeaders.received("A", "ä")).requireSendable());
		BusMessage fine = BusMessage.received("a", new byte[0], BusHeaders.received("A", "b"));
		assertThat(fine.requireSendable()).isSameAs(fine);
	}

}
