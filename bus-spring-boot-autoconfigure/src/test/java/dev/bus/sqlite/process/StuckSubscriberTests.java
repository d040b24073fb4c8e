package dev.bus.sqlite.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a subscription that stands still while a million messages are published.
 */
class StuckSubscriberTests {

	private static final int COUNT = 1_000_000;

	@TempDir
	private Path directory;

	@Test
	void catchesUpFromTheFileAndDisturbsNobody() throws Exception {
		// the messages alone are more than the heap
		try (ChildProcess process = ChildProcess.java(List.of(), List.of("-Xmx48m", "-XX:+ExitOnOutOfMemoryError"),
				StuckSubscriberProgram.class, this.directory.resolve("bus.db"), COUNT, "maxRows=2000000")) {
			long begin = System.nanoTime();
			process.await("PUBLISHED");
			Duration published = Duration.ofNanos(System.nanoTime() - begin);
			process.await("DELIVERED");
			process.send("release");
			assertThat(process.await("STUCK")).contains("delivered=0", "dropped=0", "missed=0");
			assertThat(process.await("OTHER")).contains("delivered=" + COUNT, "dropped=0", "missed=0");
			process.await("CAUGHT UP");
			System.out.println(COUNT + " messages past a subscription that stands still: published after "
					+ published.toMillis() + " ms, caught up after "
					+ Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms, in a heap of 48 MB");
			assertThat(process.find("WRONG")).isEmpty();
			assertThat(process.end()).as(process.output()).isZero();
		}
	}

}
