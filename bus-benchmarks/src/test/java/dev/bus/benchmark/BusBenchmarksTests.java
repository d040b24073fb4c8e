package dev.bus.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class BusBenchmarksTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	private final BusBenchmarks benchmarks = new BusBenchmarks(new PrintStream(this.out, true, StandardCharsets.UTF_8),
			new PrintStream(this.err, true, StandardCharsets.UTF_8));

	@TempDir
	private Path directory;

	@Test
	void measuresCasesInTurnAndReportsThem() throws Exception {
		Path json = this.directory.resolve("report.json");
		Path markdown = this.directory.resolve("report.md");
		int exitCode = this.benchmarks.run("report", "--quick", "--case", "memory-1to1", "--case", "memory-request-16",
				"--pairs", "1", "--round", "50ms", "--json", json.toString(), "--markdown", markdown.toString());
		assertThat(exitCode).as(this.err.toString(StandardCharsets.UTF_8)).isZero();
		List<String> table = this.out.toString(StandardCharsets.UTF_8).lines().toList();
		assertThat(table).contains("| case | ours | peer | ratio | goal | met |");
		assertThat(table)
			.anyMatch((line) -> line.matches("\\| memory-1to1 \\| [0-9,]+ msg/s \\| [0-9,]+ msg/s \\(.+\\) \\| .+"))
			.anyMatch((line) -> line.matches("\\| memory-request-16 \\| [0-9,]+ req/s \\| .+"));
		assertThat(Files.readAllLines(markdown)).containsAll(table);
		assertObjects(JsonMapper.shared().readTree(json.toFile()));
	}

	private static void assertObjects(JsonNode array) {
		assertThat(array.size()).isEqualTo(2);
		JsonNode fanOut = array.get(0);
		assertThat(fanOut.get("case").asString()).isEqualTo("memory-1to1");
		assertThat(fanOut.get("peerName").asString()).isIn("Vert.x", "Guava AsyncEventBus", "Spring events");
		assertThat(fanOut.get("ours").asDouble()).isPositive();
		assertThat(fanOut.get("peer").asDouble()).isPositive();
		double ratio = fanOut.get("ratio").asDouble();
		assertThat(ratio).isEqualTo(fanOut.get("ours").asDouble() / fanOut.get("peer").asDouble());
		assertThat(fanOut.get("spread").asDouble()).isZero();
		assertThat(fanOut.get("pairs").asInt()).isEqualTo(1);
		assertThat(fanOut.get("goal").asDouble()).isEqualTo(2.0);
		assertThat(fanOut.get("met").asBoolean()).isEqualTo(ratio >= 0.8 * 2.0);
		assertThat(fanOut.get("unit").asString()).isEqualTo("msg/s");
		assertThat(array.get(1).get("case").asString()).isEqualTo("memory-request-16");
	}

	@Test
	void anUnknownCaseIsRefusedWithTheNamesOfAll() {
		assertThat(this.benchmarks.run("report", "--case", "memory-2to2")).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("Unknown case 'memory-2to2'")
			.contains("memory-1to1, memory-1to8");
	}

	@Test
	void anUnknownCommandIsRefusedWithTheUsage() {
		assertThat(this.benchmarks.run("measure")).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("Unknown command 'measure'").contains("--quick");
	}

	@Test
	void anOptionWithoutItsValueIsRefused() {
		assertThat(this.benchmarks.run("report", "--json")).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("Option '--json' needs a value");
	}

}
