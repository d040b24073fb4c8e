package dev.bus.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MailboxTests {

	private static final long LONG = TimeUnit.SECONDS.toNanos(30);

	private final Workers workers = Workers.platformThreads("bus-test");

	private IntUnaryOperator bytes = (item) -> 1;

	private final Queue<Integer> processed = new ConcurrentLinkedQueue<>();

	private final Queue<Integer> discarded = new ConcurrentLinkedQueue<>();

	@AfterEach
	void shutdown() {
		this.workers.shutdown();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everythingIsWorkedOff(boolean serial) {
		Mailbox<Integer> mailbox = mailbox(serial, 100_000, this.processed::add);
		IntStream.range(0, 50_000).forEach((i) -> assertThat(mailbox.offer(i)).isTrue());
		assertThat(mailbox.awaitIdle(LONG)).isTrue();
		assertThat(this.processed).hasSize(50_000);
		assertThat(mailbox.pending()).isZero();
		assertThat(mailbox.inFlight()).isZero();
		assertThat(mailbox.isIdle()).isTrue();
	}

	@Test
	void aSerialMailboxKeepsTheOrderOfEachPublisher() throws Exception {
		List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
		Mailbox<Integer> mailbox = mailbox(true, 1_000_000, seen::add);
		Thread[] publishers = IntStream.range(0, 4).mapToObj((publisher) -> new Thread(() -> {
			for (int i = 0; i < 20_000; i++) {
				mailbox.offer(publisher * 100_000 + i);
			}
		})).toArray(Thread[]::new);
		for (Thread publisher : publishers) {
			publisher.start();
		}
		for (Thread publisher : publishers) {
			publisher.join();
		}
		assertThat(mailbox.awaitIdle(LONG)).isTrue();
		assertThat(seen).hasSize(80_000);
		for (int publisher = 0; publisher < 4; publisher++) {
			int own = publisher;
			assertThat(seen.stream().filter((item) -> item / 100_000 == own).toList()).isSorted();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void itemsBeyondTheCapacityAreRefused(boolean serial) {
		Mailbox<Integer> mailbox = mailbox(serial, 10, this.processed::add);
		mailbox.pause();
		assertThat(IntStream.range(0, 25).filter(mailbox::offer).count()).isEqualTo(10);
		assertThat(mailbox.pending()).isEqualTo(10);
		mailbox.resume();
		assertThat(mailbox.awaitIdle(LONG)).isTrue();
		assertThat(this.processed).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bytesBeyondTheLimitAreRefusedButOneItemAlwaysFits(boolean serial) {
		this.bytes = (item) -> item;
		int half = (int) (Mailbox.MAX_BYTES / 2);
		Mailbox<Integer> mailbox = mailbox(serial, 10, this.processed::add);
		mailbox.pause();
		assertThat(mailbox.offer(half)).isTrue();
		assertThat(mailbox.offer(half)).isTrue();
		assertThat(mailbox.offer(1)).isFalse();
		mailbox.resume();
		assertThat(mailbox.awaitIdle(LONG)).isTrue();
		mailbox.pause();
		assertThat(mailbox.offer(Integer.MAX_VALUE)).isTrue();
		assertThat(mailbox.offer(1)).isFalse();
		mailbox.resume();
		assertThat(mailbox.awaitIdle(LONG)).isTrue();
		assertThat(this.processed).containsExactly(half, half, Integer.MAX_VALUE);
	}

	@Test
	void whatWasBegunTakesNoRoom() throws Exception {
		int capacity = 65_536;
		CountDownLatch last = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Mailbox<Integer> mailbox = mailbox(true, capacity, (item) -> {
			if (item == 40) {
				last.countDown();
				awaitQuietly(release);
			}
		});
		mailbox.pause();
		IntStream.rangeClosed(1, 40).forEach(mailbox::offer);
		mailbox.resume();
		assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(mailbox.pending()).isZero();
		assertThat(IntStream.range(100, 100 + 2 * capacity).filter(mailbox::offer).count()).isEqualTo(capacity);
		assertThat(mailbox.pending()).isEqualTo(capacity);
		release.countDown();
		assertThat(mailbox.awaitIdle(LONG)).isTrue();
		assertThat(mailbox.pending()).isZero();
	}

	@Test
	void oneLargeItemFitsBesideSmallOnesThatWereBegun() throws Exception {
		this.bytes = (item) -> item;
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Mailbox<Integer> mailbox = mailbox(true, 65_536, (item) -> {
			begun.countDown();
			awaitQuietly(release);
		});
		mailbox.offer(10);
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(mailbox.offer(Integer.MAX_VALUE)).isTrue();
		assertThat(mailbox.offer(1)).isFalse();
		release.countDown();
		assertThat(mailbox.awaitIdle(LONG)).isTrue();
	}

	@Test
	void publishersThatRaceForTheLastRoomNeverTakeTooMuch() throws Exception {
		// a power of two, so that the queue itself would refuse one item more
		Mailbox<Integer> mailbox = mailbox(true, 4096, (item) -> Thread.onSpinWait());
		AtomicInteger accepted = new AtomicInteger();
		AtomicInteger refused = new AtomicInteger();
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		Thread[] publishers = IntStream.range(0, 3).mapToObj((publisher) -> new Thread(() -> {
			for (int i = 0; i < 300_000; i++) {
				(mailbox.offer(i) ? accepted : refused).incrementAndGet();
			}
		})).toArray(Thread[]::new);
		for (Thread publisher : publishers) {
			publisher.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
			publisher.start();
		}
		for (Thread publisher : publishers) {
			publisher.join();
		}
		assertThat(failures).isEmpty();
		assertThat(mailbox.finish(LONG)).isTrue();
		assertThat(accepted.get() + refused.get()).isEqualTo(900_000);
		assertThat(mailbox.pending()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aClosedMailboxGivesBackWhatItHolds(boolean serial) {
		Mailbox<Integer> mailbox = mailbox(serial, 10, this.processed::add);
		mailbox.pause();
		mailbox.offer(1);
		mailbox.offer(2);
		mailbox.close();
		assertThat(this.discarded).containsExactly(1, 2);
		assertThat(mailbox.offer(3)).isFalse();
		assertThat(mailbox.pending()).isZero();
		assertThat(this.processed).isEmpty();
	}

	@Test
	void aParallelMailboxRunsAtMostAsManyItemsAsItHasSlots() throws Exception {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		CountDownLatch three = new CountDownLatch(3);
		CountDownLatch release = new CountDownLatch(1);
		Mailbox<Integer> mailbox = Mailbox.parallel(100, 3, this.workers, work((item) -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			three.countDown();
			awaitQuietly(release);
			running.decrementAndGet();
			return null;
		}));
		IntStream.range(0, 20).forEach(mailbox::offer);
		assertThat(three.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(mailbox.inFlight()).isEqualTo(3);
		assertThat(mailbox.hasFreeSlot()).isFalse();
		assertThat(mailbox.pending()).isEqualTo(17);
		release.countDown();
		assertThat(mailbox.awaitIdle(LONG)).isTrue();
		assertThat(most).hasValue(3);
	}

	@Test
	void anUnfinishedItemKeepsItsSlotWithoutAThread() {
		Mailbox<Integer> mailbox = Mailbox.parallel(100, 1, this.workers, work((item) -> {
			this.processed.add(item);
			return Mailbox.Work.UNFINISHED;
		}));
		mailbox.offer(1);
		mailbox.offer(2);
		Awaitility.await().until(() -> this.processed.size() == 1);
		assertThat(mailbox.pending()).isEqualTo(1);
		AtomicBoolean ranAfterwards = new AtomicBoolean();
		((ParallelMailbox<Integer>) mailbox).finish(() -> ranAfterwards.set(this.workers.isWorker()));
		Awaitility.await().until(() -> this.processed.size() == 2);
		Awaitility.await().untilTrue(ranAfterwards);
		((ParallelMailbox<Integer>) mailbox).finish(null);
		assertThat(mailbox.awaitIdle(LONG)).isTrue();
	}

	@Test
	void theSlotIsFreeWhenTheTaskAfterwardsRuns() {
		CountDownLatch second = new CountDownLatch(1);
		Mailbox<Integer> mailbox = Mailbox.parallel(100, 1, this.workers, work((item) -> {
			if (item == 2) {
				second.countDown();
				return null;
			}
			return () -> {
				awaitQuietly(second);
				this.processed.add(1);
			};
		}));
		mailbox.offer(1);
		mailbox.offer(2);
		Awaitility.await().until(() -> this.processed.contains(1));
	}

	@Test
	void aWaitForIdlenessEndsWithItsTime() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Mailbox<Integer> mailbox = mailbox(true, 10, (item) -> awaitQuietly(release));
		mailbox.offer(1);
		assertThat(mailbox.awaitIdle(1_000_000)).isFalse();
		Thread.currentThread().interrupt();
		assertThat(mailbox.awaitIdle(LONG)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		release.countDown();
		assertThat(mailbox.awaitIdle(LONG)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anExecutorThatRefusesLeavesNoSlotTaken(boolean serial) {
		AtomicBoolean refuse = new AtomicBoolean(true);
		Workers refusing = new Workers((task) -> {
			if (refuse.get()) {
				throw new RejectedExecutionException("full");
			}
			task.run();
		});
		Mailbox.Work<Integer> work = work((item) -> {
			this.processed.add(item);
			return null;
		});
		Mailbox<Integer> mailbox = serial ? Mailbox.serial(10, refusing, work)
				: Mailbox.parallel(10, 2, refusing, work);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> mailbox.offer(1));
		assertThat(mailbox.inFlight()).isZero();
		refuse.set(false);
		mailbox.offer(2);
		assertThat(this.processed).containsExactlyInAnyOrder(1, 2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingIsLostOrDoubledWhilePublishersRaceWithPauseAndClose(boolean serial) throws Exception {
		for (int round = 0; round < 300; round++) {
			this.processed.clear();
			this.discarded.clear();
			Mailbox<Integer> mailbox = mailbox(serial, 100_000, this.processed::add);
			AtomicInteger accepted = new AtomicInteger();
			Phaser start = new Phaser(4);
			Thread[] threads = new Thread[4];
			for (int n = 0; n < 3; n++) {
				int first = n * 1000;
				threads[n] = new Thread(() -> {
					start.arriveAndAwaitAdvance();
					accepted.addAndGet((int) IntStream.range(first, first + 200).filter(mailbox::offer).count());
				});
			}
			int closeAfter = round % 50;
			threads[3] = new Thread(() -> {
				start.arriveAndAwaitAdvance();
				for (int i = 0; i < closeAfter; i++) {
					mailbox.pause();
					mailbox.resume();
				}
				mailbox.close();
			});
			for (Thread thread : threads) {
				thread.start();
			}
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(mailbox.awaitIdle(LONG)).isTrue();
			assertThat(this.processed.size() + this.discarded.size()).isEqualTo(accepted.get());
			List<Integer> all = new ArrayList<>(this.processed);
			all.addAll(this.discarded);
			assertThat(all).doesNotHaveDuplicates();
			assertThat(mailbox.pending()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aFinishedMailboxHasWorkedOffAllThatItTookIn(boolean serial) throws Exception {
		for (int round = 0; round < 300; round++) {
			this.processed.clear();
			Mailbox<Integer> mailbox = mailbox(serial, 100_000, this.processed::add);
			AtomicInteger accepted = new AtomicInteger();
			Phaser start = new Phaser(3);
			Thread[] publishers = Stream.generate(() -> new Thread(() -> {
				start.arriveAndAwaitAdvance();
				accepted.addAndGet((int) IntStream.range(0, 200).filter(mailbox::offer).count());
			})).limit(2).toArray(Thread[]::new);
			for (Thread publisher : publishers) {
				publisher.start();
			}
			start.arriveAndAwaitAdvance();
			assertThat(mailbox.finish(LONG)).isTrue();
			int finished = this.processed.size();
			for (Thread publisher : publishers) {
				publisher.join();
			}
			assertThat(finished).isEqualTo(accepted.get());
			assertThat(mailbox.offer(1)).isFalse();
			assertThat(mailbox.pending()).isZero();
			mailbox.close();
			assertThat(this.discarded).isEmpty();
		}
	}

	@Test
	void aMailboxThatDoesNotFinishInTimeGoesOn() {
		CountDownLatch release = new CountDownLatch(1);
		Mailbox<Integer> mailbox = mailbox(true, 10, (item) -> {
			awaitQuietly(release);
			this.processed.add(item);
		});
		mailbox.offer(1);
		assertThat(mailbox.finish(1_000_000)).isFalse();
		assertThat(mailbox.isShut()).isFalse();
		assertThat(mailbox.offer(2)).isTrue();
		release.countDown();
		assertThat(mailbox.finish(LONG)).isTrue();
		assertThat(mailbox.finish(LONG)).isTrue();
		assertThat(this.processed).containsExactly(1, 2);
	}

	private Mailbox<Integer> mailbox(boolean serial, int capacity, Consumer<Integer> action) {
		Mailbox.Work<Integer> work = work((item) -> {
			action.accept(item);
			return null;
		});
		return serial ? Mailbox.serial(capacity, this.workers, work)
				: Mailbox.parallel(capacity, 4, this.workers, work);
	}

	private Mailbox.Work<Integer> work(Processing processing) {
		return new Mailbox.Work<>() {

			@Override
			public int bytes(Integer item) {
				return MailboxTests.this.bytes.applyAsInt(item);
			}

			@Override
			public @Nullable Runnable process(Integer item) {
				return processing.process(item);
			}

			@Override
			public void discarded(Integer item) {
				MailboxTests.this.discarded.add(item);
			}

		};
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private interface Processing {

		@Nullable Runnable process(Integer item);

	}

}
