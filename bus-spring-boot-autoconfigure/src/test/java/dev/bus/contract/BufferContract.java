package dev.bus.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.bus.Messenger;
import dev.bus.StreamOptions;
import dev.bus.Subscription;
import dev.bus.SubscriptionStats;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Buffers are bounded, and what finds no room is kept or dropped as the engine says,
 * counted and logged.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class BufferContract extends ContractCase {

	private static final StreamOptions TEN = StreamOptions.defaults().withBufferSize(10);

	@Test
	void whatFindsNoRoomIsKeptOrDroppedAsTheEngineSays() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = streamBehind(gate, recorder, TEN);
		Recorder marker = record("orders.*");
		publish(peer(), "orders.all", 0, 1);
		gate.awaitArrivals(1);
		publish(peer(), "orders.all", 1, 100);
		marker.awaitSize(100);
		if (engine().keepsWhatFindsNoRoom()) {
			assertThat(subscription.stats().pending()).isLessThanOrEqualTo(10);
			gate.open();
			recorder.awaitTexts(numbers(0, 100));
			assertThat(subscription.stats().dropped()).isZero();
		}
		else {
			await().until(() -> subscription.stats().dropped() == 89);
			assertThat(subscription.stats().pending()).isEqualTo(10);
			gate.open();
			recorder.awaitTexts(numbers(0, 11));
		}
		await().until(() -> subscription.stats().delivered() == recorder.size());
		assertThat(subscription.stats().missed()).isZero();
	}

	@Test
	void afterTheBufferWasFullEverythingIsDeliveredAgain() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = streamBehind(gate, recorder, TEN);
		publish(peer(), "orders.all", 0, 1);
		gate.awaitArrivals(1);
		publish(peer(), "orders.all", 1, 100);
		gate.open();
		await().until(() -> recorder.size() + subscription.stats().dropped() == 100);
		int before = recorder.size();
		for (int i = 100; i < 150; i++) {
			publish(peer(), "orders.all", i, i + 1);
			int size = before + i - 99;
			await().until(() -> recorder.size() == size);
		}
		assertThat(recorder.texts()).endsWith(numbers(100, 150).toArray(String[]::new));
	}

	@Test
	void dropsAreWhatWasPublishedAndNotDelivered() {
		Messenger publisher = peer();
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders.all", StreamOptions.defaults().withBufferSize(50),
				recorder);
		List<CompletableFuture<Void>> publishers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			publishers.add(inBackground(() -> publish(publisher, "orders.all", 0, 500)));
		}
		join(publishers);
		await().untilAsserted(() -> {
			SubscriptionStats stats = subscription.stats();
			assertThat(stats.delivered() + stats.dropped()).isEqualTo(2000);
			assertThat(stats.delivered()).isEqualTo(recorder.size());
		});
		if (engine().keepsWhatFindsNoRoom()) {
			assertThat(subscription.stats().dropped()).isZero();
		}
	}

	@Test
	void theDefaultBufferTakes65536Messages() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = streamBehind(gate, recorder, StreamOptions.defaults());
		publish(peer(), "orders.all", 0, 1);
		gate.awaitArrivals(1);
		List<CompletableFuture<Void>> accepted = new ArrayList<>();
		for (int i = 1; i <= 65_536 + 100; i++) {
			accepted.add(peer().publishAsync("orders.all", new byte[0]));
		}
		join(accepted);
		boolean keeps = engine().keepsWhatFindsNoRoom();
		await().until(() -> keeps || subscription.stats().dropped() == 100);
		gate.open();
		recorder.awaitSize(keeps ? 65_637 : 65_537);
		assertThat(subscription.stats().dropped()).isEqualTo(keeps ? 0 : 100);
	}

	@Test
	void theBufferTakes64Megabytes() throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("orders.all", (message) -> {
			gate.pass();
			recorder.onMessage(message);
		});
		byte[] megabyte = new byte[1_000_000];
		peer().publish("orders.all", megabyte);
		gate.awaitArrivals(1);
		for (int i = 1; i < 80; i++) {
			peer().publish("orders.all", megabyte);
		}
		boolean keeps = engine().keepsWhatFindsNoRoom();
		await().until(() -> keeps || subscription.stats().dropped() + subscription.stats().pending() == 79);
		assertThat(subscription.stats().pending()).isLessThanOrEqualTo(67);
		gate.open();
		await().until(() -> subscription.stats().dropped() + recorder.size() == 80);
		assertThat(recorder.size()).isBetween(keeps ? 80 : 64, keeps ? 80 : 68);
	}

	@Test
	void aPausedStreamKeepsToItsBuffer() {
		Recorder recorder = new Recorder();
		Recorder marker = record("orders.*");
		Subscription subscription = messenger().stream("orders.all", TEN, recorder);
		subscription.pause();
		publish(peer(), "orders.all", 0, 30);
		marker.awaitSize(30);
		boolean keeps = engine().keepsWhatFindsNoRoom();
		await().until(() -> keeps || subscription.stats().dropped() == 20);
		subscription.resume();
		recorder.awaitTexts(numbers(0, keeps ? 30 : 10));
	}

	@Test
	void aDropIsLoggedAtItsFirstAndWithTheTotalAtItsEnd(CapturedOutput output) throws Exception {
		Gate gate = gate();
		Recorder recorder = new Recorder();
		Subscription subscription = streamBehind(gate, recorder, TEN);
		Recorder marker = record("orders.*");
		publish(peer(), "orders.all", 0, 1);
		gate.awaitArrivals(1);
		publish(peer(), "orders.all", 1, 2000);
		marker.awaitSize(2000);
		boolean keeps = engine().keepsWhatFindsNoRoom();
		if (keeps) {
			gate.open();
			recorder.awaitSize(2000);
			assertThat(warnings(output)).isEmpty();
		}
		else {
			await().until(() -> subscription.stats().dropped() == 1989);
			await().untilAsserted(() -> assertThat(warnings(output)).hasSize(1));
			gate.open();
			recorder.awaitSize(11);
			publish(peer(), "orders.all", 2000, 2001);
			recorder.awaitSize(12);
			await().untilAsserted(() -> assertThat(warnings(output)).hasSize(2).last().asString().contains("1989"));
		}
	}

	private Subscription streamBehind(Gate gate, Recorder recorder, StreamOptions options) {
		return messenger().stream("orders.all", options, (message) -> {
			if (recorder.size() == 0) {
				gate.pass();
			}
			recorder.onMessage(message);
		});
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains("WARN") && line.contains("orders.all")).toList();
	}

}
