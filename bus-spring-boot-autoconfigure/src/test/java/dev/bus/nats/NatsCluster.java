package dev.bus.nats;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Servers on the loopback interface that form a cluster.
 */
final class NatsCluster implements AutoCloseable {

	private final List<NatsProcess> servers = new ArrayList<>();

	private NatsCluster() {
	}

	static NatsCluster start(int size) {
		List<String> routes = IntStream.range(0, size)
			.mapToObj((i) -> "nats://127.0.0.1:" + NatsProcess.freePort())
			.toList();
		NatsCluster cluster = new NatsCluster();
		for (String route : routes) {
			cluster.servers.add(NatsProcess.start("--cluster_name", "bus", "--cluster", route, "--routes",
					String.join(",", routes)));
		}
		return cluster;
	}

	List<NatsProcess> servers() {
		return this.servers;
	}

	@Override
	public void close() {
		this.servers.forEach(NatsProcess::close);
	}

}
