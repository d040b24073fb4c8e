package dev.bus.support;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.bus.Subject;

import static org.assertj.core.api.Assertions.assertThat;

class SubjectTreeTests {

	private final SubjectTree<String, List<String>> tree = new SubjectTree<>("_INBOX.", List::copyOf);

	@Test
	void aRouteHoldsAllPatternsThatMatch() {
		for (String pattern : List.of("a.b", "a.*", "a.>", "*.b", ">", "a", "a.b.c", "b.*")) {
			this.tree.add(pattern, pattern);
		}
		assertThat(this.tree.route("a.b")).containsExactlyInAnyOrder("a.b", "a.*", "a.>", "*.b", ">");
		assertThat(this.tree.route("a")).containsExactlyInAnyOrder("a", ">");
		assertThat(this.tree.route("a.b.c")).containsExactlyInAnyOrder("a.b.c", "a.>", ">");
		assertThat(this.tree.route("x.y")).containsExactly(">");
	}

	@Test
	void leadingWildcardsLeaveOutReservedSubjects() {
		for (String pattern : List.of(">", "*.x", "$SYS.*", "_INBOX.>")) {
			this.tree.add(pattern, pattern);
		}
		assertThat(this.tree.route("$SYS.x")).containsExactly("$SYS.*");
		assertThat(this.tree.route("_INBOX.x")).containsExactly("_INBOX.>");
	}

	@Test
	void theSamePatternCanBeAddedByManyAndRemovedOneByOne() {
		this.tree.add("a", "one");
		this.tree.add("a", "two");
		assertThat(this.tree.route("a")).containsExactlyInAnyOrder("one", "two");
		this.tree.remove("a", "one");
		assertThat(this.tree.route("a")).containsExactly("two");
		this.tree.remove("a", "missing");
		this.tree.remove("b.c", "missing");
		this.tree.remove("a", "two");
		assertThat(this.tree.route("a")).isEmpty();
	}

	@Test
	void aRouteAgreesWithTheRulesOfSubjects() {
		Random random = new Random(42);
		List<String> patterns = IntStream.range(0, 300)
			.mapToObj((i) -> randomSubject(random, "a", "b", "*") + ((random.nextInt(4) != 0) ? "" : ".>"))
			.distinct()
			.toList();
		patterns.forEach((pattern) -> this.tree.add(pattern, pattern));
		for (int i = 0; i < 500; i++) {
			String subject = randomSubject(random, "a", "b", "c");
			assertThat(this.tree.route(subject)).containsExactlyInAnyOrderElementsOf(
					patterns.stream().filter((pattern) -> Subject.matches(pattern, subject)).toList());
		}
	}

	@Test
	void moreSubjectsThanAreKeptAreFoundAllTheSame() {
		this.tree.add("a.*", "x");
		for (int i = 0; i < 70_000; i++) {
			assertThat(this.tree.route("a." + i)).containsExactly("x");
		}
	}

	@Test
	void whoWasAddedIsFoundAndWhoWasRemovedIsNotWhateverOthersDo() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		AtomicBoolean running = new AtomicBoolean(true);
		CountDownLatch started = new CountDownLatch(2);
		List<Future<?>> others = IntStream.range(0, 2).<Future<?>>mapToObj((n) -> threads.submit(() -> {
			while (running.get()) {
				this.tree.add("a." + n, "other");
				this.tree.route("a.x");
				this.tree.remove("a." + n, "other");
				started.countDown();
			}
		})).toList();
		assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
		List<Future<?>> checkers = IntStream.range(0, 2).<Future<?>>mapToObj((n) -> threads.submit(() -> {
			for (int i = 0; i < 20_000; i++) {
				String name = n + "-" + i;
				this.tree.add("a.x", name);
				assertThat(this.tree.route("a.x").contains(name)).isTrue();
				this.tree.remove("a.x", name);
				assertThat(this.tree.route("a.x").contains(name)).isFalse();
			}
		})).toList();
		for (Future<?> checker : checkers) {
			checker.get(60, TimeUnit.SECONDS);
		}
		running.set(false);
		for (Future<?> other : others) {
			other.get(10, TimeUnit.SECONDS);
		}
		threads.shutdown();
		assertThat(this.tree.route("a.x")).isEmpty();
	}

	@Test
	void aRouteIsMadeOnceForEachSubject() {
		ConcurrentHashMap<String, Integer> made = new ConcurrentHashMap<>();
		SubjectTree<String, String> counting = new SubjectTree<>("_INBOX.", (found) -> {
			made.merge("routes", 1, Integer::sum);
			return "route";
		});
		counting.add("a", "x");
		counting.route("a");
		counting.route("a");
		assertThat(made).containsEntry("routes", 1);
		counting.add("b", "y");
		counting.route("a");
		assertThat(made).containsEntry("routes", 2);
	}

	private static String randomSubject(Random random, String... tokens) {
		return String.join(".",
				IntStream.rangeClosed(0, random.nextInt(4))
					.mapToObj((i) -> tokens[random.nextInt(tokens.length)])
					.toList());
	}

}
