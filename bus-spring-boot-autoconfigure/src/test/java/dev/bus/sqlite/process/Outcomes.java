package dev.bus.sqlite.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What publishers, requesters and servers said before they were killed.
 */
final class Outcomes {

	private final Set<String> acknowledged = new HashSet<>();

	private final List<String> run = new ArrayList<>();

	private final Set<String> replied = new HashSet<>();

	private final Set<String> nobody = new HashSet<>();

	private final Set<String> timedOut = new HashSet<>();

	void addPublisher(ChildProcess process) {
		this.acknowledged.addAll(process.find("ACK"));
	}

	void addServer(ChildProcess process) {
		this.run.addAll(process.find("RUN"));
	}

	void addRequester(ChildProcess process) {
		this.replied.addAll(process.find("REPLY"));
		this.nobody.addAll(process.find("NOBODY"));
		this.timedOut.addAll(process.find("TIMEOUT"));
		assertThat(process.find("WRONG")).isEmpty();
		assertThat(process.find("ERROR")).isEmpty();
	}

	/**
	 * Check that what is in the file is all that was acknowledged, at most one message
	 * more of each publisher, in the order of each publisher.
	 * @param published the messages in the file
	 * @param publishers how many there were
	 */
	void checkPublished(List<String> published, int publishers) {
		Map<String, Integer> next = new HashMap<>();
		for (String message : published) {
			int separator = message.lastIndexOf(':');
			assertThat(Integer.parseInt(message.substring(separator + 1))).as(message)
				.isEqualTo(next.merge(message.substring(0, separator), 1, Integer::sum) - 1);
		}
		assertThat(next).hasSize(publishers);
		Set<String> lost = new HashSet<>(this.acknowledged);
		published.forEach(lost::remove);
		assertThat(lost).isEmpty();
		assertThat(published.size() - this.acknowledged.size()).isLessThanOrEqualTo(publishers);
	}

	/**
	 * Check that no request was run twice, and that requesters were told the truth.
	 */
	void checkRequested() {
		Set<String> distinct = new HashSet<>(this.run);
		assertThat(this.run).hasSameSizeAs(distinct);
		assertThat(distinct).containsAll(this.replied);
		assertThat(this.nobody).doesNotContainAnyElementsOf(distinct);
	}

	@Override
	public String toString() {
		return this.acknowledged.size() + " messages acknowledged, " + this.run.size() + " requests run, "
				+ this.replied.size() + " replied, " + this.nobody.size() + " without responders, "
				+ this.timedOut.size() + " timed out";
	}

}
