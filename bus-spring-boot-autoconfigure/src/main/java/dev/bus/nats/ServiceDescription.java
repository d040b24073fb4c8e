package dev.bus.nats;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A service and its endpoints in the words of NATS service discovery.
 */
final class ServiceDescription {

	private static final String TYPE = "io.nats.micro.v1.";

	private final NatsService service;

	private final String id;

	private final String started;

	ServiceDescription(NatsService service, String id, Instant started) {
		this.service = service;
		this.id = id;
		this.started = started.truncatedTo(ChronoUnit.MILLIS).toString();
	}

	/**
	 * Return the subjects on which one asks this service.
	 */
	List<String> subjects() {
		List<String> subjects = new ArrayList<>();
		for (String verb : List.of("PING", "INFO", "STATS")) {
			String all = "$SRV." + verb;
			subjects
				.addAll(List.of(all, all + "." + this.service.name(), all + "." + this.service.name() + "." + this.id));
		}
		return subjects;
	}

	/**
	 * Answer a question.
	 * @param verb {@code ping}, {@code info} or {@code stats}
	 */
	String answer(String verb, List<Endpoint> endpoints) {
		String details = switch (verb) {
			case "info" -> ",\"description\":" + quote(this.service.description()) + ",\"endpoints\":"
					+ list(endpoints.stream().map(ServiceDescription::info).toList());
			case "stats" -> ",\"started\":" + quote(this.started) + ",\"endpoints\":"
					+ list(endpoints.stream().map(ServiceDescription::stats).toList());
			default -> "";
		};
		return "{\"type\":" + quote(TYPE + verb + "_response") + ",\"name\":" + quote(this.service.name()) + ",\"id\":"
				+ quote(this.id) + ",\"version\":" + quote(this.service.version()) + ",\"metadata\":{}" + details + "}";
	}

	private static String info(Endpoint endpoint) {
		return "{" + identity(endpoint) + ",\"metadata\":{}}";
	}

	private static String stats(Endpoint endpoint) {
		long requests = endpoint.requests();
		long nanos = endpoint.processingNanos();
		return "{" + identity(endpoint) + ",\"num_requests\":" + requests + ",\"num_errors\":" + endpoint.errors()
				+ ",\"last_error\":" + quote(endpoint.lastError()) + ",\"processing_time\":" + nanos
				+ ",\"average_processing_time\":" + ((requests > 0) ? nanos / requests : 0) + "}";
	}

	private static String identity(Endpoint endpoint) {
		return "\"name\":" + quote(endpoint.name()) + ",\"subject\":" + quote(endpoint.subject()) + ",\"queue_group\":"
				+ quote(endpoint.subject());
	}

	private static String list(List<String> objects) {
		return objects.stream().collect(Collectors.joining(",", "[", "]"));
	}

	private static String quote(String text) {
		StringBuilder result = new StringBuilder(text.length() + 2).append('"');
		text.chars().forEach((c) -> {
			if (c == '"' || c == '\\') {
				result.append('\\').append((char) c);
			}
			else if (c < ' ') {
				result.append(String.format("\\u%04x", c));
			}
			else {
				result.append((char) c);
			}
		});
		return result.append('"').toString();
	}

}
