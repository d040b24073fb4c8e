package dev.bus.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.bus.Messenger;
import dev.bus.StreamOptions;
import dev.bus.Subscription;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Groups: each message is taken by exactly one member.
 */
abstract class GroupContract extends ContractCase {

	private static final StreamOptions WORKERS = StreamOptions.defaults().withGroup("workers");

	@Test
	void eachMessageIsTakenByExactlyOneMember() {
		Recorder group = new Recorder();
		messenger().stream("jobs", WORKERS, group);
		messenger().stream("jobs", WORKERS, group);
		peer().stream("jobs", WORKERS, group);
		publish(peer(), "jobs", 0, 150);
		publish(messenger(), "jobs", 150, 300);
		assertTakenOnce(group, 300);
	}

	@Test
	void aGroupSpansThePatternsOfItsMembers() {
		Recorder group = new Recorder();
		for (String pattern : List.of("jobs.eu", "jobs.*", "jobs.>", "*.eu")) {
			messenger().stream(pattern, WORKERS, group);
			peer().stream(pattern, WORKERS, group);
		}
		publish(peer(), "jobs.eu", 0, 100);
		assertTakenOnce(group, 100);
	}

	@Test
	void aMemberGetsOnlyWhatItsPatternMatches() {
		Recorder eu = record("jobs.eu", WORKERS);
		Recorder us = record("jobs.us", WORKERS);
		publish(peer(), "jobs.eu", 0, 20);
		publish(peer(), "jobs.us", 20, 40);
		eu.awaitTexts(numbers(0, 20));
		us.awaitTexts(numbers(20, 40));
	}

	@Test
	void groupsAndSubscriptionsWithoutGroupDoNotTakeFromEachOther() {
		Recorder workers = new Recorder();
		messenger().stream("jobs", WORKERS, workers);
		messenger().stream("jobs", WORKERS, workers);
		Recorder auditors = record("jobs", StreamOptions.defaults().withGroup("auditors"));
		Recorder all = record("jobs");
		publish(peer(), "jobs", 0, 50);
		assertTakenOnce(workers, 50);
		auditors.awaitTexts(numbers(0, 50));
		all.awaitTexts(numbers(0, 50));
	}

	@Test
	void groupNamesAreComparedExactly() {
		Recorder lower = record("jobs", WORKERS);
		Recorder upper = record("jobs", StreamOptions.defaults().withGroup("Workers"));
		publish(peer(), "jobs", 0, 10);
		lower.awaitTexts(numbers(0, 10));
		upper.awaitTexts(numbers(0, 10));
	}

	@Test
	void theOnlyMemberGetsAllInOrder() {
		Recorder recorder = record("jobs", WORKERS);
		publish(peer(), "jobs", 0, 200);
		recorder.awaitTexts(numbers(0, 200));
	}

	@Test
	void aSubscriptionTellsItsGroup() {
		assertThat(messenger().stream("jobs", WORKERS, new Recorder()).group()).isEqualTo("workers");
		assertThat(messenger().stream("jobs", new Recorder()).group()).isNull();
		assertThat(messenger().serve("get.*", (request) -> null).group()).isEqualTo("get.*");
	}

	@Test
	void whenAMemberLeavesTheOthersTakeAll() {
		Recorder leaving = new Recorder();
		Subscription subscription = messenger().stream("jobs", WORKERS, leaving);
		Recorder staying = record("jobs", WORKERS);
		subscription.unsubscribe();
		publish(messenger(), "jobs", 0, 50);
		staying.awaitTexts(numbers(0, 50));
		assertThat(leaving.size()).isZero();
	}

	@Test
	void aPausedMemberLeavesTheCompetitionUntilItResumes() {
		Recorder paused = new Recorder();
		Subscription pausing = messenger().stream("jobs", WORKERS, paused);
		Recorder working = new Recorder();
		Subscription other = messenger().stream("jobs", WORKERS, working);
		pausing.pause();
		publish(messenger(), "jobs", 0, 50);
		working.awaitTexts(numbers(0, 50));
		pausing.resume();
		other.pause();
		publish(messenger(), "jobs", 50, 100);
		paused.awaitTexts(numbers(50, 100));
		assertThat(working.size()).isEqualTo(50);
	}

	@Test
	void aSolePausedMemberMissesWhatIsPublishedMeanwhile() {
		Recorder recorder = new Recorder();
		Subscription subscription = messenger().stream("jobs", WORKERS, recorder);
		subscription.pause();
		messenger().publish("jobs", bytes("meanwhile"));
		subscription.resume();
		messenger().publish("jobs", bytes("after"));
		recorder.awaitTexts("after");
	}

	@Test
	void aStuckMemberDoesNotHoldUpTheOthers() throws Exception {
		Gate gate = gate();
		Recorder stuck = new Recorder();
		messenger().stream("jobs", WORKERS, (message) -> {
			gate.pass();
			stuck.onMessage(message);
		});
		messenger().publish("jobs", bytes("0"));
		gate.awaitArrivals(1);
		Recorder working = record("jobs", WORKERS);
		publish(messenger(), "jobs", 1, 200);
		await().until(() -> working.size() > 0);
		gate.open();
		await().until(() -> stuck.size() + working.size() == 200);
		List<String> taken = new ArrayList<>(stuck.texts());
		taken.addAll(working.texts());
		assertThat(taken).containsExactlyInAnyOrderElementsOf(numbers(0, 200));
	}

	@Test
	void nothingIsLostOrTakenTwiceWhileMembersDrainAndOthersJoin() {
		Recorder group = record("jobs", WORKERS);
		Messenger messenger = messenger();
		AtomicBoolean published = new AtomicBoolean();
		List<CompletableFuture<Void>> comingAndGoing = IntStream.range(0, 3).mapToObj((member) -> inBackground(() -> {
			while (!published.get()) {
				Subscription subscription = messenger.stream("jobs", WORKERS, group);
				assertThat(subscription.drain(LIMIT)).isTrue();
			}
		})).toList();
		publish(messenger, "jobs", 0, 1000);
		published.set(true);
		comingAndGoing.forEach((member) -> assertThat(member).succeedsWithin(Duration.ofSeconds(20)));
		assertTakenOnce(group, 1000);
	}

	@Test
	void nothingIsLostOrTakenTwiceWhileTheOnlyMemberIsReplacedOverAndOver() {
		Recorder group = new Recorder();
		Messenger messenger = messenger();
		Subscription first = messenger.stream("jobs", WORKERS, group);
		AtomicBoolean published = new AtomicBoolean();
		CompletableFuture<Void> replacing = inBackground(() -> {
			Subscription current = first;
			while (!published.get()) {
				Subscription next = messenger.stream("jobs", WORKERS, group);
				assertThat(current.drain(LIMIT)).isTrue();
				current = next;
			}
		});
		publish(messenger, "jobs", 0, 1000);
		published.set(true);
		assertThat(replacing).succeedsWithin(LIMIT);
		assertTakenOnce(group, 1000);
	}

	private void assertTakenOnce(Recorder group, int count) {
		group.awaitSize(count);
		assertThat(group.texts()).containsExactlyInAnyOrderElementsOf(numbers(0, count));
		assertStays(() -> group.size() == count);
	}

}
