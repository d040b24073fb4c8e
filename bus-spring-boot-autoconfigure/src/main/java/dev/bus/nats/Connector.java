package dev.bus.nats;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Options.HostnameResolveMode;
import io.nats.client.Options.SubjectValidationType;
import io.nats.client.impl.NatsStatistics;

/**
 * Makes connections: asks for options each time, and adds to them what this engine relies
 * on.
 */
final class Connector {

	private final Supplier<Options.Builder> options;

	private final ClientThreads threads;

	private final NatsStatistics statistics = new NatsStatistics();

	private volatile Options latest;

	Connector(Supplier<Options.Builder> options, ClientThreads threads) {
		this.options = options;
		this.threads = threads;
		this.latest = options.get().build();
	}

	/**
	 * Return what counts for all connections of this connector.
	 */
	NatsStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Return the options that were asked for last.
	 */
	Options options() {
		return this.latest;
	}

	/**
	 * Return the configured servers without their credentials.
	 */
	List<String> servers() {
		return servers(this.latest);
	}

	/**
	 * Try each server once.
	 * @throws NatsConnectException if none could be connected to
	 * @throws InterruptedException if the thread was interrupted
	 */
	Connection connect(LinkEvents events) throws InterruptedException {
		Options configured = this.options.get().build();
		this.latest = configured;
		List<String> servers = servers(configured);
		events.forgetProblem();
		try {
			return Nats.connect(complete(configured, events));
		}
		catch (AuthenticationException ex) {
			throw new NatsConnectException(servers, "the server does not accept the credentials", true,
					Redaction.redact(ex));
		}
		catch (IOException ex) {
			// why is told as an event
			this.threads.awaitEvents();
			Exception problem = events.problem();
			String reason = (problem != null) ? Redaction.redact(text(problem)) : "no server could be reached";
			throw new NatsConnectException(servers, reason, false, Redaction.redact((problem != null) ? problem : ex));
		}
	}

	private Options complete(Options configured, LinkEvents events) {
		Options.Builder builder = new Options.Builder(configured);
		if (configured.executorIsInternal()) {
			builder.executor(this.threads.client());
		}
		if (configured.scheduledExecutorIsInternal()) {
			builder.scheduledExecutor(this.threads.timer());
		}
		verifyHosts(configured, builder);
		return builder.errorListener(events.errors(configured.getErrorListener()))
			.connectionListener(events.connections(configured.getConnectionListener()))
			.readerExecutor(new SurvivingExecutor(this.threads.client(), events::readerDied))
			.connectExecutor(this.threads.client())
			.callbackExecutor(this.threads.events())
			.statisticsCollector(this.statistics)
			// subjects are valid when they come here
			.subjectValidationType(SubjectValidationType.None)
			// what waits is bounded by the bytes that it has, see Outgoing
			.maxMessagesInOutgoingQueue(Integer.MAX_VALUE)
			.reconnectBufferSize(-1)
			.build();
	}

	private static List<String> servers(Options configured) {
		return configured.getServers().stream().map((uri) -> Redaction.redact(uri.toString())).toList();
	}

	private static void verifyHosts(Options configured, Options.Builder builder) {
		List<URI> servers = List.copyOf(configured.getServers());
		boolean openTls = servers.stream().anyMatch((uri) -> "opentls".equalsIgnoreCase(uri.getScheme()));
		boolean resolves = configured.hostnameResolveMode() == HostnameResolveMode.ResolveToAll;
		if (configured.getSslContext() == null || openTls) {
			if (resolves) {
				builder.hostnameResolveMode(HostnameResolveMode.ResolveToAllIncludeIPV6);
			}
			return;
		}
		List<String> hosts = servers.stream().map(URI::getHost).filter(Objects::nonNull).toList();
		builder.sslContext(HostVerification.of(configured.getSslContext(), hosts))
			// the other modes connect to addresses, which certificates are seldom for
			.hostnameResolveMode(HostnameResolveMode.HappyEyeballs);
	}

	private static String text(Exception problem) {
		Throwable cause = problem;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		String message = cause.getMessage();
		return cause.getClass().getSimpleName() + ((message != null) ? ": " + message : "");
	}

}
