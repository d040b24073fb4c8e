package dev.bus.benchmark.sqlite;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import dev.bus.benchmark.harness.JvmProcess;
import dev.bus.benchmark.load.Requester;

/**
 * Requests what another process serves, which it starts and ends.
 */
final class RemoteRequester implements Requester {

	private final JvmProcess server;

	private final Requester requester;

	/**
	 * Start the other process and wait for its first reply.
	 */
	RemoteRequester(Class<?> serverClass, BenchmarkFile file, Requester requester) throws Exception {
		this.requester = requester;
		this.server = RemoteProcess.start(serverClass, file.path().toString());
		requester.request(new byte[1]);
	}

	@Override
	public byte[] request(byte[] payload) throws Exception {
		return this.requester.request(payload);
	}

	@Override
	public void requestAsync(byte[] payload, BiConsumer<byte @Nullable [], @Nullable Throwable> whenDone)
			throws Exception {
		this.requester.requestAsync(payload, whenDone);
	}

	@Override
	public void close() throws Exception {
		this.requester.close();
		this.server.close();
	}

}
