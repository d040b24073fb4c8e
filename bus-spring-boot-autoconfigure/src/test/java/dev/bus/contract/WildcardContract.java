package dev.bus.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.bus.BusMessage;
import dev.bus.NoRespondersException;
import dev.bus.RequestTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Wildcards, in streams and in served subjects.
 */
abstract class WildcardContract extends ContractCase {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a.*     | a.b a.c            | a b b.a a.b.c aa.b A.b
			a.>     | a.b a.b.c a.b.c.d  | a b.a aa.b
			*.b     | a.b c.b            | b a.c a.b.c
			*       | a b                | a.b a.b.c
			>       | a a.b a.b.c        |
			a.*.c   | a.b.c a.x.c        | a.c a.b.d a.b.c.d
			*.*     | a.b b.a            | a a.b.c
			*.b.>   | a.b.c a.b.c.d      | a.b b.b b.c.d
			a.b     | a.b                | a a.b.c a.c
			""")
	void aStreamGetsWhatItsPatternMatches(String pattern, String matching, String others) {
		Recorder recorder = record(pattern);
		subjects(others).forEach((subject) -> peer().publish(subject, bytes("other")));
		subjects(matching).forEach((subject) -> peer().publish(subject, bytes("matching")));
		recorder.awaitSize(subjects(matching).size());
		assertThat(recorder.subjects()).isEqualTo(subjects(matching));
	}

	@ParameterizedTest
	@ValueSource(strings = { ">", "*.end", "*.*", "*.>" })
	void aLeadingWildcardDoesNotMatchReservedSubjects(String pattern) {
		Recorder recorder = record(pattern);
		for (String reserved : List.of("$contract.end", "$.end", "_INBOX.end")) {
			peer().publish(reserved, bytes("reserved"));
		}
		peer().publish("the.end", bytes("end"));
		recorder.awaitTexts("end");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$contract.*", "$contract.>", "$contract.end" })
	void aPatternThatNamesTheReservedTokenMatches(String pattern) {
		Recorder recorder = record(pattern);
		peer().publish("$contract.end", bytes("end"));
		recorder.awaitTexts("end");
	}

	@Test
	void subjectsThatOnlyResembleReservedOnesAreMatched() {
		Recorder recorder = record(">");
		List<String> subjects = List.of("a.$b", "_INBOX", "_INBOXES.a", "a._INBOX.b", "_inbox.a");
		subjects.forEach((subject) -> peer().publish(subject, bytes("seen")));
		recorder.awaitSize(subjects.size());
		assertThat(recorder.subjects()).isEqualTo(subjects);
	}

	@Test
	void aStreamOfEverythingSeesNoReplies() {
		Recorder recorder = record(">");
		messenger().serve("echo", (request) -> request.reply("reply"));
		for (int i = 0; i < 5; i++) {
			peer().request(BusMessage.of("echo", "request"), LIMIT);
		}
		peer().publish("end", bytes("end"));
		await().until(() -> recorder.subjects().contains("end"));
		assertThat(recorder.texts()).doesNotContain("reply");
	}

	@Test
	void aMessageReachesEachOfSeveralMatchingSubscriptionsOnce() {
		List<Recorder> recorders = new ArrayList<>();
		for (String pattern : List.of("a.b", "a.*", "a.>", "*.b", ">", "*.*")) {
			recorders.add(record(pattern));
		}
		publish(peer(), "a.b", 0, 10);
		recorders.forEach((recorder) -> recorder.awaitTexts(numbers(0, 10)));
	}

	@Test
	void endingOneOfTwoOverlappingSubscriptionsLeavesTheOther() {
		Recorder recorder = record("a.*");
		messenger().stream("a.b", new Recorder()).unsubscribe();
		messenger().stream("a.*", new Recorder()).unsubscribe();
		peer().publish("a.b", bytes("one"));
		recorder.awaitTexts("one");
	}

	@ParameterizedTest
	@ValueSource(strings = { "get.*", "get.>", "*.user", ">" })
	void aServedPatternAnswersTheSubjectsItMatches(String pattern) {
		messenger().serve(pattern, (request) -> request.reply("from " + request.subject()));
		BusMessage reply = peer().request(BusMessage.of("get.user", "who?"), LIMIT);
		assertThat(reply.text()).isEqualTo("from get.user");
		assertThat(reply.subject()).isEqualTo("get.user");
	}

	@Test
	void aServedPatternAnswersNothingElse() {
		messenger().serve("get.*", (request) -> request.reply("wrong"));
		assertNobodyServes(messenger(), "get.user.name");
		assertNobodyServes(messenger(), "get");
	}

	@Test
	void aServedLeadingWildcardDoesNotAnswerReservedSubjects() {
		messenger().serve(">", (request) -> request.reply("wrong"));
		// where streams and requests mix, who leaves a request out has received it
		assertThatExceptionOfType(RequestTimeoutException.class)
			.isThrownBy(() -> messenger().request(BusMessage.of("$contract.get", ""), Duration.ofMillis(200)))
			.matches((ex) -> engine().mixesStreamsAndRequests() || ex instanceof NoRespondersException);
	}

	@Test
	void ofOverlappingServedPatternsEachMayRunOnceAndOneReplyIsTaken() {
		AtomicInteger runs = new AtomicInteger();
		for (String pattern : List.of("get.user", "get.*")) {
			messenger().serve(pattern, (request) -> {
				runs.incrementAndGet();
				return request.reply(request.data());
			});
		}
		for (int i = 0; i < 20; i++) {
			BusMessage reply = peer().request(BusMessage.of("get.user", String.valueOf(i)), LIMIT);
			assertThat(reply.text()).isEqualTo(String.valueOf(i));
		}
		assertStays(() -> runs.get() >= 20 && runs.get() <= 40);
	}

	private static List<String> subjects(String list) {
		return (list != null) ? List.of(list.split(" ")) : List.of();
	}

}
