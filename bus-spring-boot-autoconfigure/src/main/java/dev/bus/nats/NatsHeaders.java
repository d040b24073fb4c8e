package dev.bus.nats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import org.jspecify.annotations.Nullable;

import dev.bus.BusHeaders;

/**
 * Translates headers between the bus and the client library.
 */
final class NatsHeaders {

	private NatsHeaders() {
	}

	static @Nullable Headers toNats(BusHeaders headers) {
		if (headers.isEmpty()) {
			return null;
		}
		// names that differ in case are one name, whose values keep their order
		Map<String, String> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		Headers result = new Headers();
		headers.forEach((name, value) -> result.add(names.computeIfAbsent(name, Function.identity()), value));
		return result;
	}

	static BusHeaders fromNats(Message message) {
		return message.hasHeaders() ? fromNats(message.getHeaders()) : BusHeaders.empty();
	}

	private static BusHeaders fromNats(Headers headers) {
		List<String> pairs = new ArrayList<>(headers.size() * 2);
		for (Map.Entry<String, List<String>> entry : headers.entrySet()) {
			for (String value : entry.getValue()) {
				pairs.add(entry.getKey());
				pairs.add(value);
			}
		}
		return BusHeaders.received(pairs.toArray(new String[0]));
	}

}
