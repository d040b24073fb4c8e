package dev.bus.nats;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.nats.client.Connection;
import io.nats.client.Nats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.bus.BusMessage;
import dev.bus.RequestCancelledException;
import dev.bus.RequestTimeoutException;
import dev.bus.ServeOptions;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for threads that read what they handle or wait for.
 */
@Timeout(60)
@EnabledWithNats(ownServer = true)
class NatsReadingTests {

	private static final int REQUESTERS = 8;

	private static final Duration LONG = Duration.ofSeconds(20);

	private NatsProcess server;

	private NatsMessenger messenger;

	private NatsMessenger peer;

	@BeforeEach
	void connect() {
		this.server = NatsProcess.start();
		this.messenger = NatsMessenger.connect(this.server.url());
		this.peer = NatsMessenger.connect(this.server.url());
	}

	@AfterEach
	void close() {
		this.peer.close();
		this.messenger.close();
		this.server.close();
	}

	@Test
	void aHandlerThatBlocksAfterManyThatDidNotHoldsUpNobody() throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		this.messenger.serve("work", (request) -> {
			if (request.text().equals("block")) {
				released.await();
			}
			return request;
		});
		for (int i = 0; i < 100; i++) {
			this.peer.request("work", new byte[0]);
		}
		CompletableFuture<BusMessage> blocked = this.peer.requestAsync(BusMessage.of("work", "block"), LONG);
		for (int i = 0; i < 100; i++) {
			this.peer.request(BusMessage.of("work", "next"), Duration.ofSeconds(5));
		}
		assertThat(blocked).isNotDone();
		released.countDown();
		assertThat(blocked).succeedsWithin(Duration.ofSeconds(5));
	}

	@Test
	void asManyHandlersBlockAtOnceAsMay() throws Exception {
		CountDownLatch running = new CountDownLatch(5);
		CountDownLatch released = new CountDownLatch(1);
		Subscription served = this.messenger.serve("work", ServeOptions.defaults().withConcurrency(5), (request) -> {
			running.countDown();
			released.await();
			return request;
		});
		List<CompletableFuture<BusMessage>> replies = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			replies.add(this.peer.requestAsync(BusMessage.of("work", ""), LONG));
		}
		assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
		await().until(() -> served.stats().pending() == 5);
		assertThat(served.stats().inFlight()).isEqualTo(5);
		released.countDown();
		assertThat(replies).allSatisfy((reply) -> assertThat(reply).succeedsWithin(LONG));
	}

	@Test
	void threadsThatWaitForRepliesAndGiveUpLeaveTheReadingToOthers() throws Exception {
		CountDownLatch never = new CountDownLatch(1);
		this.messenger.serve("echo", (request) -> request);
		this.messenger.serve("silent", (request) -> {
			never.await();
			return request;
		});
		AtomicInteger replies = new AtomicInteger();
		AtomicInteger interrupted = new AtomicInteger();
		List<CompletableFuture<Void>> ends = new ArrayList<>();
		for (int i = 0; i < REQUESTERS; i++) {
			CompletableFuture<Void> end = new CompletableFuture<>();
			ends.add(end);
			Thread requester = new Thread(() -> {
				try {
					request(replies, interrupted);
					end.complete(null);
				}
				catch (Throwable ex) {
					end.completeExceptionally(ex);
				}
			});
			requester.start();
		}
		assertThat(ends).allSatisfy((end) -> assertThat(end).succeedsWithin(Duration.ofSeconds(40)));
		assertThat(replies).hasValue(REQUESTERS * 200);
		assertThat(interrupted.get()).isPositive();
		never.countDown();
	}

	private void request(AtomicInteger replies, AtomicInteger interrupted) {
		for (int i = 0; i < 200; i++) {
			if (i % 20 == 10) {
				if (ThreadLocalRandom.current().nextBoolean()) {
					giveUpByInterrupt(interrupted);
				}
				else {
					giveUpByTimeout();
				}
			}
			String text = Thread.currentThread().getName() + i;
			BusMessage reply = this.peer.request(BusMessage.of("echo", text), LONG);
			assertThat(reply.text()).isEqualTo(text);
			replies.incrementAndGet();
		}
	}

	private void giveUpByTimeout() {
		try {
			this.peer.request(BusMessage.of("silent", ""), Duration.ofMillis(5));
		}
		catch (RequestTimeoutException ex) {
			return;
		}
		throw new AssertionError("A reply came from nowhere");
	}

	private void giveUpByInterrupt(AtomicInteger interrupted) {
		Thread.currentThread().interrupt();
		try {
			this.peer.request(BusMessage.of("silent", ""), LONG);
		}
		catch (RequestCancelledException ex) {
			assertThat(Thread.interrupted()).isTrue();
			interrupted.incrementAndGet();
			return;
		}
		throw new AssertionError("A reply came from nowhere");
	}

	@Test
	void readingIsTakenOverAsSoonAsAThreadCanBeHadAgain() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		AtomicBoolean full = new AtomicBoolean();
		AtomicInteger refused = new AtomicInteger();
		CountDownLatch blocking = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		try (NatsMessenger bounded = NatsMessenger.builder().servers(this.server.url()).executor((task) -> {
			if (full.get()) {
				refused.incrementAndGet();
				throw new RejectedExecutionException("No thread is left");
			}
			threads.execute(task);
		}).build()) {
			bounded.serve("work", (request) -> {
				if (request.text().equals("block")) {
					full.set(true);
					blocking.countDown();
					released.await();
				}
				return request;
			});
			for (int i = 0; i < 100; i++) {
				this.peer.request("work", new byte[0]);
			}
			CompletableFuture<BusMessage> blocked = this.peer.requestAsync(BusMessage.of("work", "block"), LONG);
			assertThat(blocking.await(5, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<BusMessage> next = this.peer.requestAsync(BusMessage.of("work", "next"), LONG);
			await().until(() -> refused.get() >= 3);
			full.set(false);
			assertThat(next).succeedsWithin(Duration.ofSeconds(5));
			assertThat(blocked).isNotDone();
			released.countDown();
			assertThat(blocked).succeedsWithin(Duration.ofSeconds(5));
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void aReplyThatCannotBeReceivedFailsNobodyElse() throws Exception {
		try (Connection connection = Nats.connect(this.server.url())) {
			PendingRequest request = new PendingRequest(BusMessage.of("get", ""), "good", false, false);
			ReplyQueue queue = new ReplyQueue("replies.*", (reply) -> {
				if (reply.getSubject().endsWith("bad")) {
					throw new IllegalStateException("Cannot be read");
				}
				request.complete(BusMessage.of("get", reply.getData()));
			});
			queue.bind(connection);
			connection.publish("replies.bad", null);
			connection.publish("replies.good", "fine".getBytes(StandardCharsets.UTF_8));
			queue.await(request, Duration.ofSeconds(5).toNanos());
			assertThat(request.future()).isCompletedWithValueMatching((reply) -> reply.text().equals("fine"));
		}
	}

	@Test
	void aGroupMemberKeepsTheOrderOverAPause() throws Exception {
		List<String> received = new ArrayList<>();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		CountDownLatch last = new CountDownLatch(1);
		Subscription member = this.messenger.stream("orders", StreamOptions.defaults().withGroup("g"), (message) -> {
			begun.countDown();
			released.await();
			received.add(message.text());
			if (message.text().equals("last")) {
				last.countDown();
			}
		});
		for (int i = 0; i < 100; i++) {
			this.peer.publish(BusMessage.of("orders", String.valueOf(i)));
		}
		assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
		await().until(() -> member.stats().pending() == 99);
		member.pause();
		member.resume();
		this.peer.publish(BusMessage.of("orders", "last"));
		released.countDown();
		assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
		List<String> published = new ArrayList<>(IntStream.range(0, 100).mapToObj(String::valueOf).toList());
		published.add("last");
		assertThat(received).isEqualTo(published);
	}

}
