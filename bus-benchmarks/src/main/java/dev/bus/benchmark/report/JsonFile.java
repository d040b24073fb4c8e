package dev.bus.benchmark.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import dev.bus.benchmark.harness.BenchmarkException;
import dev.bus.benchmark.harness.Outcome;
import dev.bus.benchmark.harness.Plan;
import dev.bus.benchmark.harness.Ratios;
import dev.bus.benchmark.harness.SideResults;

/**
 * The results as a JSON array, one object a case. The figures of a case that failed are
 * {@code null}, and {@code failure} says why.
 */
final class JsonFile {

	private static final List<String> FIGURES = List.of("ours", "peer", "peerName", "ratio", "spread", "pairs");

	private final JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final Path file;

	JsonFile(Path file) {
		this.file = file;
	}

	void write(List<Outcome> outcomes, Plan plan) {
		try {
			this.mapper.writeValue(this.file, outcomes.stream().map((outcome) -> object(outcome, plan)).toList());
		}
		catch (JacksonException ex) {
			throw new BenchmarkException("Cannot write the JSON file " + this.file + ": " + ex.getMessage(), ex);
		}
	}

	private static Map<String, @Nullable Object> object(Outcome outcome, Plan plan) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		object.put("case", outcome.benchmark().name());
		FIGURES.forEach((figure) -> object.put(figure, null));
		if (outcome.failure() == null) {
			addFigures(outcome, object);
		}
		object.put("goal", outcome.benchmark().goal());
		object.put("met", outcome.met(plan.tolerance()));
		object.put("unit", outcome.benchmark().unit().symbol());
		if (outcome.failure() != null) {
			object.put("failure", outcome.failure());
		}
		else {
			object.put("sides", outcome.sides().stream().map(JsonFile::side).toList());
		}
		return object;
	}

	private static void addFigures(Outcome outcome, Map<String, @Nullable Object> object) {
		SideResults peer = outcome.peer();
		Ratios ratios = outcome.ratios();
		object.put("ours", outcome.ours().median());
		object.put("peer", peer.median());
		object.put("peerName", peer.name());
		object.put("ratio", ratios.median());
		object.put("spread", ratios.spread());
		object.put("pairs", ratios.values().size());
		object.put("ratioMin", ratios.min());
		object.put("ratioMax", ratios.max());
	}

	private static Map<String, Object> side(SideResults side) {
		Map<String, Object> object = new LinkedHashMap<>();
		object.put("name", side.name());
		object.put("median", side.median());
		object.put("min", side.min());
		object.put("max", side.max());
		object.put("details", side.details());
		return object;
	}

}
