package dev.bus.contract;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bus.BusHeaders;
import dev.bus.BusMessage;
import dev.bus.PayloadTooLargeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Payloads and headers pass unchanged up to the limit, and not beyond.
 */
abstract class PayloadContract extends ContractCase {

	private static final int MEGABYTE = 1024 * 1024;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 255, 256, 4096, 65_535, 65_536, MEGABYTE - 1, MEGABYTE })
	void aPayloadPassesUnchanged(int size) {
		byte[] data = new byte[size];
		new Random(size).nextBytes(data);
		assertPassesUnchanged(BusMessage.of("payload", data));
	}

	@Test
	void headersPassUnchanged() {
		BusHeaders headers = BusHeaders.of("trace-id", "a")
			.with("X-Tenant", "one")
			.with("x-tenant", "two")
			.with("X-Tenant", "one")
			.with("empty", "")
			.with("inside", "a\tb  c")
			.with("punctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
			.with("!#$%&'*+-.^_`|~09azAZ\"(),/;<=>?@[\\]{}", "name");
		BusMessage received = assertPassesUnchanged(BusMessage.of("payload", "text", headers));
		assertThat(received.headers().all("x-TENANT")).containsExactly("one", "two", "one");
		assertThat(received.headers().first("EMPTY")).isEmpty();
		assertThat(received.headers().first("absent")).isNull();
	}

	@Test
	void headersPassWithoutPayload() {
		assertPassesUnchanged(BusMessage.of("payload", new byte[0], BusHeaders.of("only", "headers")));
	}

	@Test
	void manyAndLongHeadersPassUnchanged() {
		BusHeaders headers = BusHeaders.of("long", "x".repeat(60_000));
		for (int i = 0; i < 200; i++) {
			headers = headers.with("name-" + i % 50, "value " + i);
		}
		assertPassesUnchanged(BusMessage.of("payload", "text", headers));
	}

	@Test
	void headersOfErrorsPassUnchangedInAStream() {
		Recorder recorder = record("payload");
		BusHeaders headers = BusHeaders.of("Nats-Service-Error", "text").with("Nats-Service-Error-Code", "500");
		BusMessage message = BusMessage.of("payload", "error: text", headers);
		peer().publish(message);
		recorder.awaitTexts("error: text");
		assertSame(recorder.messages().get(0), message);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "a", "!#$%&'()+,-/:;<=?@[]^_`{|}~", "a-b.c_d.E/F", "0.1.2", "a.\"b\".\\c", "select.*.from" })
	void anySubjectOfPrintableCharactersPasses(String pattern) {
		String subject = pattern.replace("*", "x");
		Recorder recorder = record(pattern);
		peer().publish(subject, bytes("one"));
		recorder.awaitTexts("one");
		assertThat(recorder.subjects()).containsExactly(subject);
	}

	@Test
	void aSubjectOfThousandCharactersPasses() {
		String subject = "t.".repeat(499) + "ok";
		assertThat(subject).hasSize(1000);
		assertPassesUnchanged(BusMessage.of(subject, "long"));
		String single = "s".repeat(1000);
		assertPassesUnchanged(BusMessage.of(single, "long"));
	}

	@Test
	void aMessageLargerThanTheLimitIsRefusedByEveryCall() {
		use(ContractSettings.defaults().withMaxPayload(1000));
		Recorder recorder = record("payload");
		messenger().serve("payload", (request) -> request);
		BusMessage tooLarge = BusMessage.of("payload", new byte[1001]);
		assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> peer().publish(tooLarge))
			.satisfies((ex) -> {
				assertThat(ex.size()).isEqualTo(1001);
				assertThat(ex.limit()).isEqualTo(1000);
			});
		assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> peer().request(tooLarge, LIMIT));
		for (var future : List.of(peer().publishAsync(tooLarge), peer().requestAsync(tooLarge, LIMIT))) {
			assertThat(future).failsWithin(LIMIT)
				.withThrowableThat()
				.withCauseInstanceOf(PayloadTooLargeException.class);
		}
		peer().publish("payload", new byte[1000]);
		recorder.awaitSize(1);
		assertThat(peer().request("payload", new byte[1000], LIMIT)).hasSize(1000);
	}

	@Test
	void headersCountAgainstTheLimit() {
		use(ContractSettings.defaults().withMaxPayload(1000));
		Recorder recorder = record("payload");
		BusHeaders headers = BusHeaders.of("name", "value");
		int encoded = "NATS/1.0\r\nname:value\r\n\r\n".length();
		BusMessage fits = BusMessage.of("payload", new byte[1000 - encoded], headers);
		BusMessage tooLarge = BusMessage.of("payload", new byte[1001 - encoded], headers);
		peer().publish(fits);
		recorder.awaitSize(1);
		assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> peer().publish(tooLarge));
	}

	@Test
	void theDefaultLimitIsOneMegabyte() {
		assertThatExceptionOfType(PayloadTooLargeException.class)
			.isThrownBy(() -> peer().publish("payload", new byte[MEGABYTE + 1]))
			.satisfies((ex) -> assertThat(ex.limit()).isEqualTo(MEGABYTE));
	}

	/**
	 * Check that a message passes as a published one, as a request and as a reply.
	 */
	private BusMessage assertPassesUnchanged(BusMessage message) {
		Recorder recorder = record(message.subject());
		peer().publish(message);
		recorder.awaitSize(1);
		BusMessage received = recorder.messages().get(0);
		assertSame(received, message);
		Recorder requests = new Recorder();
		messenger().serve(message.subject(), (request) -> {
			requests.onMessage(request);
			return request.reply(request.data(), request.headers());
		});
		assertSame(peer().request(message, LIMIT), message);
		assertSame(requests.messages().get(0), message);
		return received;
	}

	private static void assertSame(BusMessage actual, BusMessage expected) {
		assertThat(actual.subject()).isEqualTo(expected.subject());
		assertThat(actual.data()).isEqualTo(expected.data());
		for (String name : expected.headers().names()) {
			assertThat(actual.headers().all(name)).isEqualTo(expected.headers().all(name));
		}
		assertThat(actual.headers().names()).hasSameSizeAs(expected.headers().names());
	}

}
